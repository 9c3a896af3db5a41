import { inheritedSizes } from '../compare/base-split.ts';
import { formatBytes, formatCount, formatSignedBytes } from '../text/amount.ts';
import type { BaseSplit, Growth } from './comparison.ts';
import type { Metric } from './condition.ts';
import type { Measurement } from './measurement.ts';

/** The metrics that one image has by itself; new-bytes exists only against a baseline. */
export type OwnMetric = Exclude<Metric, 'new-bytes'>;

/** A metric of one part of an image: its base image, or what it adds to that. */
interface PartMetric {
  readonly part: 'own' | 'inherited';
  readonly of: 'download' | 'unpacked';
}

const PARTS: Readonly<Partial<Record<Metric, PartMetric>>> = {
  'own-download': { part: 'own', of: 'download' },
  'own-unpacked': { part: 'own', of: 'unpacked' },
  'base-download': { part: 'inherited', of: 'download' },
  'base-unpacked': { part: 'inherited', of: 'unpacked' },
};

/** Bytes, or a count for layers and files; null for a part of an image whose base image nobody knows. */
export function ownMetric(measurement: Measurement, metric: OwnMetric): number | null {
  switch (metric) {
    case 'layers':
      return measurement.layers.length;
    case 'download':
    case 'unpacked':
    case 'wasted':
    case 'files':
      return measurement[metric];
    default:
      return partOf(measurement, metric);
  }
}

/** Both sides of a comparison, and what was computed of the two: a comparison that has them is one. */
export interface Compared {
  readonly baseline: Measurement;
  readonly head: Measurement;
  readonly growth: Growth;
  readonly split?: BaseSplit | null;
}

/** Growth of a metric against the baseline in bytes or as a count; null where the two sides do not compare. */
export function metricGrowth(metric: Metric, { baseline, head, growth, split }: Compared): number | null {
  if (metric === 'download' || metric === 'unpacked') return growth[metric];
  if (metric === 'new-bytes') return growth.newBytes;
  const part = PARTS[metric];
  if (part !== undefined) return split?.[part.part][part.of] ?? null;
  return (ownMetric(head, metric) ?? 0) - (ownMetric(baseline, metric) ?? 0);
}

/** Whether a metric needs to know what an image is built on. */
export function isPartMetric(metric: Metric): boolean {
  return PARTS[metric] !== undefined;
}

function partOf(measurement: Measurement, metric: Metric): number | null {
  const inherited = inheritedSizes(measurement);
  const part = PARTS[metric];
  if (inherited === null || part === undefined) return null;
  return part.part === 'inherited' ? inherited[part.of] : measurement[part.of] - inherited[part.of];
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
