import type { LayerChange } from './layer.ts';

// Without a schema: the page of the HTML report, which may make no code from text, uses metrics.

/** A layer of a measurement, as far as it is a blob: its digest as stored, and its bytes. */
interface Blob {
  readonly digest: string;
  readonly download: number;
}

/**
 * Positions of the layers whose blob a layer below has too, as two equal COPY make them. A registry stores the blob once, and a pull asks
 * for it once (distribution-spec, "Pulling blobs"). On a disk each of them is unpacked.
 */
export function repeatedBlobs(layers: readonly Pick<Blob, 'digest'>[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const isRepeated = (digest: string) => seen.size === seen.add(digest).size;
  return new Set([...layers.keys()].filter((position) => isRepeated(layers[position]?.digest ?? '')));
}

/** The layers of one image, where a blob is downloaded for the lowest of those that have it, and the copies above take nothing. */
export function withoutCopies<Layer extends Blob>(layers: readonly Layer[]): readonly Layer[] {
  const repeated = repeatedBlobs(layers);
  return layers.map((layer, position) => (repeated.has(position) ? { ...layer, download: 0 } : layer));
}

/** Bytes that a registry stores of the layers: each distinct blob once. */
export function storedBytes(layers: readonly Blob[]): number {
  return [...new Map(layers.map(({ digest, download }) => [digest, download])).values()].reduce((a, b) => a + b, 0);
}

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
