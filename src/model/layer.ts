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
