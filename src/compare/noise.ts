import { downloadGrowth } from '../model/blobs.ts';
import type { Comparison } from '../model/comparison.ts';
import type { LayerChange } from '../model/layer.ts';
import { isCounted, type Metric } from '../model/metric.ts';

/** Whether a tolerance in bytes applies to growth of the metric: it does not to a count. */
export function isNoisy(metric: Metric): boolean {
  return !isCounted(metric);
}

/** Whether a change of so many bytes, up or down, is no more than two builds of one commit may differ by. */
export function isWithinNoise(change: number, noise: number): boolean {
  return Math.abs(change) <= noise;
}

/**
 * Whether everything that changed between baseline and head is noise: `unpacked` and `download` of the image and of every layer. A layer that
 * was added or removed is never noise, nor are sizes that do not compare. Without a tolerance only a change of 0 is noise.
 */
export function isNoiseOnly({ noise = 0, growth, layers }: Comparison): boolean {
  const within = (change: number | null) => change !== null && isWithinNoise(change, noise);
  return within(growth.unpacked) && within(growth.download) && layers.every((layer) => isLayerNoise(layer, noise));
}

function isLayerNoise(layer: LayerChange, noise: number): boolean {
  const { kind, before, after } = layer;
  if (kind === 'unchanged') return true;
  if (before === null || after === null || noise === 0) return false;
  return isWithinNoise(after.unpacked - before.unpacked, noise) && isWithinNoise(downloadGrowth(layer), noise);
}
