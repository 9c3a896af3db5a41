import { z } from 'zod';
import { bytes, digest, type Infer, text } from './schema.ts';

/** The lines of a Dockerfile that made a layer. */
export const layerSourceSchema = z.object({
  /** Relative to the repository's root where it is in there, else as the build names it. */
  file: text,
  /** Name or number of the build stage. */
  stage: text.exactOptional(),
  /** As written, continuation lines joined. */
  instruction: text,
  /** First and last line, from 1. */
  lines: z.object({ start: bytes, end: bytes }),
  /** Present where the lines come from the image's history and the Dockerfile, not from the builder. */
  inferred: z.literal(true).exactOptional(),
});
export interface LayerSource extends Infer<typeof layerSourceSchema> {}

/**
 * The name of what compressed a layer: `none`, `zstd` or `gzip`. `gzip go-1.26` is Go up to 1.26, `gzip go-1.27` is Go since 1.27. ` best` and ` fast`
 * follow where it was another level than the usual one.
 */
export const compressorName = z.string().regex(/^(?:none|zstd|gzip)(?: go-1\.2[67])?(?: best| fast)?$/);

const GENERATIONS: Readonly<Record<string, string>> = {
  'go-1.26': 'gzip of Go up to 1.26',
  'go-1.27': 'gzip of Go 1.27 or newer',
};
const LEVELS: Readonly<Record<string, string>> = { best: ' at its best level', fast: ' at its fastest level' };

/** The name as a phrase: `gzip of Go 1.27 or newer`. */
export function compressorWords(name: string): string {
  if (name === 'none') return 'nothing (stored as it is)';
  const [format = '', ...rest] = name.split(' ');
  const generation = rest.map((word) => GENERATIONS[word]).find((words) => words !== undefined);
  return `${generation ?? format}${rest.map((word) => LEVELS[word] ?? '').join('')}`;
}

/** What an estimate was of before measurements named it. */
export const OLD_ESTIMATE = 'gzip go-1.26';

/** Sizes of a layer in bytes, and its digest as stored. `download` is 0 where a layer below has the same blob, which is stored once. */
const layerSizeSchema = z.object({
  digest,
  download: bytes,
  unpacked: bytes,
  /** As in a measurement. */
  compressor: compressorName.exactOptional(),
});
export interface LayerSize extends Infer<typeof layerSizeSchema> {}

/** Position of the layer at the baseline, from the bottom; absent in report files of older versions. */
const was = bytes.exactOptional();

const made = {
  createdBy: text,
  /** The lines that made it now. */
  source: layerSourceSchema.exactOptional(),
};

/** One layer, baseline against head. `changed` pairs layers of the same Dockerfile instruction whose content differs. */
export const layerChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['unchanged', 'changed']), ...made, before: layerSizeSchema, after: layerSizeSchema, was }),
  z.object({ kind: z.literal('added'), ...made, before: z.null(), after: layerSizeSchema }),
  z.object({ kind: z.literal('removed'), createdBy: text, before: layerSizeSchema, after: z.null(), was }),
]);
export type LayerChange = Infer<typeof layerChangeSchema>;

/** Every kind of change of a layer. */
export const layerChangeKind = z.enum(['unchanged', 'changed', 'added', 'removed'] satisfies LayerChange['kind'][]);

/** Whether the two sides of a changed layer were compressed by different programs, as far as that is known. A blob that counts elsewhere is none. */
export function isRecompressed({ kind, before, after }: LayerChange): boolean {
  if (kind !== 'changed' || before?.compressor === undefined || after?.compressor === undefined) return false;
  return before.compressor !== after.compressor && before.download > 0 && after.download > 0;
}

/**
 * What a layer adds to the growth of `download`, in bytes. An unchanged layer adds nothing, whatever its two compressed sizes. A change of the
 * compressor is no growth either: where it changed, the growth is that of `unpacked`, at the ratio of the head.
 */
export function downloadGrowth(change: LayerChange): number {
  const { kind, before, after } = change;
  if (kind === 'unchanged') return 0;
  if (!isRecompressed(change) || before === null || after === null)
    return (after?.download ?? 0) - (before?.download ?? 0);
  const { download, unpacked } = after.unpacked > 0 ? after : before;
  return unpacked === 0 ? 0 : Math.round((download * (after.unpacked - before.unpacked)) / unpacked);
}
