import { formatBytes, formatCount, formatSignedBytes } from '../config/amount.ts';
import type { Metric } from '../config/condition.ts';
import type { Measurement } from '../measure/measurement.ts';
import type { Growth } from './comparison.ts';

/** The metrics that one image has by itself; new-bytes exists only against a baseline. */
export type OwnMetric = Exclude<Metric, 'new-bytes'>;

/** Bytes, or a count for layers and files. */
export function ownMetric(measurement: Measurement, metric: OwnMetric): number {
  return metric === 'layers' ? measurement.layers.length : measurement[metric];
}

/** Growth of a metric against the baseline in bytes or as a count; null where the two sides do not compare. */
export function metricGrowth(metric: Metric, base: Measurement, head: Measurement, growth: Growth): number | null {
  if (metric === 'download' || metric === 'unpacked') return growth[metric];
  if (metric === 'new-bytes') return growth.newBytes;
  return ownMetric(head, metric) - ownMetric(base, metric);
}

/** A metric's number for people: `343 MB`, or `12` for layers and files. */
export function formatMetric(metric: string, value: number): string {
  return isCounted(metric) ? formatCount(value) : formatBytes(value);
}

/** A metric's change for people: `+1.20 MB`, or `+12` for layers and files. */
export function formatMetricChange(metric: string, change: number): string {
  if (!isCounted(metric)) return formatSignedBytes(change);
  return change > 0 ? `+${formatCount(change)}` : formatCount(change);
}

/** True for the metrics that are counts, not bytes. */
export function isCounted(metric: string): boolean {
  return metric === 'layers' || metric === 'files';
}
