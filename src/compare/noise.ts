import type { Comparison, LayerChange, LayerSize } from '../model/comparison.ts';
import { METRICS, type Metric } from '../model/condition.ts';

/** Metrics of bytes that builds of one commit differ in; layers and files are counted, and a tolerance in bytes says nothing of them. */
const NOISY: ReadonlySet<Metric> = new Set<Metric>(
  METRICS.filter((metric) => metric !== 'layers' && metric !== 'files'),
);

/** Whether a tolerance in bytes applies to growth of the metric. */
export function isNoisy(metric: Metric): boolean {
  return NOISY.has(metric);
}

/** Whether a change of so many bytes, up or down, is no more than two builds of one commit may differ by. */
export function isWithinNoise(change: number, noise: number): boolean {
  return Math.abs(change) <= noise;
}

/**
 * Whether all that changed between baseline and head is noise: `unpacked` and `download` of the image and of every layer.
 * Layers that came or went are never noise, and neither is what cannot be compared. Without a tolerance only 0 is.
 */
export function isNoiseOnly({ noise = 0, growth, layers }: Comparison): boolean {
  const within = (change: number | null) => change !== null && isWithinNoise(change, noise);
  return within(growth.unpacked) && within(growth.download) && layers.every((layer) => isLayerNoise(layer, noise));
}

function isLayerNoise({ kind, before, after }: LayerChange, noise: number): boolean {
  if (kind === 'unchanged') return true;
  if (before === null || after === null || noise === 0) return false;
  const change = (metric: keyof Omit<LayerSize, 'digest'>) => after[metric] - before[metric];
  return isWithinNoise(change('unpacked'), noise) && isWithinNoise(change('download'), noise);
}
