import { compressorWords, isRecompressed, downloadGrowth as layerDownload } from '../model/blobs.ts';
import type { Growth } from '../model/growth.ts';
import type { LayerChange } from '../model/layer.ts';
import type { Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';
import { layerKey, like } from './layers.ts';

/** The growth without a baseline. */
export const NO_GROWTH: Growth = { download: null, unpacked: null, newBytes: null };

/**
 * Growth from `base` to `head` in bytes (docs/architecture.md, "Like with like"). `unpacked` always compares. `download` counts an unchanged layer
 * as 0, whatever its two compressed sizes. `newBytes` counts each layer that the baseline does not hold, copies once.
 * Both are null where exactly one side is estimated, because then they would measure the estimate.
 */
export function measureGrowth(base: Measurement, head: Measurement, layers: readonly LayerChange[]): Growth {
  const unpacked = head.unpacked - base.unpacked;
  if (base.estimated !== head.estimated) return { download: null, unpacked, newBytes: null };
  return { download: downloadGrowth(base, head, layers), unpacked, newBytes: newBytes(base, head) };
}

function downloadGrowth(base: Measurement, head: Measurement, layers: readonly LayerChange[]): number {
  return layers.reduce((growth, layer) => growth + layerDownload(layer), head.configSize - base.configSize);
}

/** Compressed bytes of the layers that the baseline does not hold, copies once; null where exactly one side is estimated. */
export function newBytes(base: Measurement, head: Measurement): number | null {
  if (base.estimated !== head.estimated) return null;
  const key = layerKey(base, head);
  const had = new Set(base.layers.map(key));
  let bytes = 0;
  for (const layer of head.layers) {
    if (!had.has(key(layer))) bytes += layer.download;
    had.add(key(layer));
  }
  return bytes;
}

/** What a reader must know to trust the growth, as plain sentences; none where both sides were measured in the same way. */
export function growthNotes(base: Measurement, head: Measurement, layers: readonly LayerChange[] = []): string[] {
  if (base.estimated !== head.estimated) {
    const side = base.estimated ? 'the baseline' : 'this image';
    return [
      `The download of ${side} is estimated (${base.estimated ? base.method : head.method}), so download and new bytes are not compared; unpacked is.`,
    ];
  }
  return [...recompressedNotes(layers), ...unlikeNotes(base, head)];
}

/** Names each pair of compressors once. */
function recompressedNotes(layers: readonly LayerChange[]): string[] {
  const pairs = layers.filter(isRecompressed).map(({ before, after }) => {
    const [was, is] = [before?.compressor, after?.compressor].map((name) => compressorWords(name ?? ''));
    return `by ${was} at the baseline and by ${is} here`;
  });
  return Array.from(
    groupBy(pairs, (pair) => pair),
    ([pair, { length }]) =>
      `${length === 1 ? '1 changed layer was' : `${length} changed layers were`} compressed ${pair}. The growth of download is taken from the growth of unpacked there.`,
  );
}

function unlikeNotes(base: Measurement, head: Measurement): string[] {
  if (like(base, head)) return [];
  return [
    `The baseline was measured by ${describe(base)}, this image by ${describe(head)}. Layers are matched by their contents, and the compressed sizes of changed layers can differ by the compressor.`,
  ];
}

function describe({ method, versions }: Measurement): string {
  const tools = Object.entries(versions).filter(([tool]) => tool !== 'image-size-gate');
  const listed = tools.map(([tool, version]) => `${tool} ${version}`).join(', ');
  return listed === '' ? method : `${method} (${listed})`;
}
