import { formatBytes, formatCount, formatSignedBytes } from '../text/amount.ts';
import { storedBytes } from './blobs.ts';
import type { Growth } from './growth.ts';
import type { Measurement } from './measurement.ts';

/** Two sides and what grew between them, as a comparison holds them. */
export interface MetricSides {
  readonly baseline: Measurement | null;
  readonly head: Measurement | null;
  readonly growth: Growth;
  /** Growth of the base image's part and of the rest; absent or null where it is not known. */
  readonly split?: { readonly inherited: Growth; readonly own: Growth } | null | undefined;
}

type MeasuredSides = MetricSides & { readonly baseline: Measurement; readonly head: Measurement };

/** Everything that the product knows of one metric. A new metric is a new row: conditions, acceptance, reports and docs follow. */
interface MetricRow {
  /** What it measures, for the README. */
  readonly description: string;
  /** A tolerance for noise is in bytes, so it applies to metrics in bytes and to no count. */
  readonly unit: 'bytes' | 'count';
  /** Whether it is a size after compression: exact or estimated by method, and not the same for every rebuild. */
  readonly compressed: boolean;
  /**
   * `split`: growth is known for the base image and for the rest. So growth that came with a base image that changed by itself is
   * inherited. `part`: a size of one of the two parts, unknown without the base image. `whole`: neither.
   */
  readonly base: 'split' | 'part' | 'whole';
  /** Whether a percentage without `+` is accepted: a share of `unpacked`. */
  readonly share?: true;
  /** Reads it from one image, in its unit; null where unknown. Null for a metric that exists only against a baseline. */
  readonly value: ((measurement: Measurement) => number | null) | null;
  /** Growth against the baseline in its unit; null where the two sides do not compare. */
  readonly growth: (sides: MeasuredSides) => number | null;
}

/** The metrics that conditions name, in the order in which messages and docs list them. */
const ROWS = {
  download: {
    description:
      'bytes a registry stores and a cold pull transfers: config and layers as stored (compressed), each blob once',
    unit: 'bytes',
    compressed: true,
    base: 'split',
    value: ({ download }) => download,
    growth: ({ growth }) => growth.download,
  },
  unpacked: {
    description:
      'bytes of file content in all layers, hard links once; what `docker images` showed on the classic image store',
    unit: 'bytes',
    compressed: false,
    base: 'split',
    value: ({ unpacked }) => unpacked,
    growth: ({ growth }) => growth.unpacked,
  },
  'new-bytes': {
    description:
      'compressed bytes of layers that the baseline does not have: what a host that has the baseline must still pull',
    unit: 'bytes',
    compressed: true,
    base: 'split',
    value: null,
    growth: ({ growth }) => growth.newBytes,
  },
  wasted: {
    description: 'bytes of files that a later layer overwrites or deletes',
    unit: 'bytes',
    compressed: false,
    base: 'whole',
    share: true,
    ...difference(({ wasted }) => wasted),
  },
  layers: {
    description: 'number of layers',
    unit: 'count',
    compressed: false,
    base: 'whole',
    ...difference(({ layers }) => layers.length),
  },
  'largest-layer': {
    description: 'bytes of file content in the largest single layer',
    unit: 'bytes',
    compressed: false,
    base: 'whole',
    ...difference(({ layers }) => layers.reduce((most, { unpacked }) => Math.max(most, unpacked), 0)),
  },
  files: {
    description: 'number of regular files in the final file system',
    unit: 'count',
    compressed: false,
    base: 'whole',
    ...difference(({ files }) => files),
  },
  'own-download': {
    description: '`download` of what the image adds to its base image: its own layers and config',
    unit: 'bytes',
    compressed: true,
    base: 'part',
    value: (measurement) => ownSize(measurement, 'download'),
    growth: ({ split }) => split?.own.download ?? null,
  },
  'own-unpacked': {
    description: '`unpacked` of what the image adds to its base image: its own layers',
    unit: 'bytes',
    compressed: false,
    base: 'part',
    value: (measurement) => ownSize(measurement, 'unpacked'),
    growth: ({ split }) => split?.own.unpacked ?? null,
  },
  'base-download': {
    description: "`download` of the base image's part",
    unit: 'bytes',
    compressed: true,
    base: 'part',
    value: (measurement) => inheritedSize(measurement, 'download'),
    growth: ({ split }) => split?.inherited.download ?? null,
  },
  'base-unpacked': {
    description: "`unpacked` of the base image's part",
    unit: 'bytes',
    compressed: false,
    base: 'part',
    value: (measurement) => inheritedSize(measurement, 'unpacked'),
    growth: ({ split }) => split?.inherited.unpacked ?? null,
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type Metric = keyof typeof ROWS;

/** Every metric with its properties. */
export const METRICS: Readonly<Record<Metric, MetricRow>> = ROWS;

/** Names of the metrics, in the order of the table. */
export const METRIC_NAMES = Object.keys(ROWS) as readonly Metric[];

/** The value in bytes or as a count. Null for a part of an image whose base image is unknown, and for a metric that needs a baseline. */
export function metricValue(metric: Metric, measurement: Measurement): number | null {
  return METRICS[metric].value?.(measurement) ?? null;
}

/** Growth of a metric against the baseline in bytes or as a count; null where the two sides do not compare, or one is missing. */
export function metricGrowth(metric: Metric, { baseline, head, growth, split }: MetricSides): number | null {
  return baseline === null || head === null ? null : METRICS[metric].growth({ baseline, head, growth, split });
}

/** True for a metric that exists only against a baseline, with or without `+`. */
export function isGrowthOnly(metric: Metric): boolean {
  return METRICS[metric].value === null;
}

/** True for the metrics that are counts, not bytes. */
export function isCounted(metric: Metric): boolean {
  return METRICS[metric].unit === 'count';
}

/** A metric's number for people: `343 MB`, or `12` for a count. */
export function formatMetric(metric: Metric, value: number): string {
  return isCounted(metric) ? formatCount(value) : formatBytes(value);
}

/** A metric's change for people: `+1.20 MB`, or `+12` for a count. */
export function formatMetricChange(metric: Metric, change: number): string {
  if (!isCounted(metric)) return formatSignedBytes(change);
  return change > 0 ? `+${formatCount(change)}` : formatCount(change);
}

/** A metric that every image has; its growth is the difference of both sides. */
function difference(value: (measurement: Measurement) => number): Pick<MetricRow, 'value' | 'growth'> {
  return { value, growth: ({ baseline, head }) => value(head) - value(baseline) };
}

/** Bytes of the base image's layers; null where nobody knows which they are. The config is not inherited. */
function inheritedSize({ base, layers }: Measurement, size: 'download' | 'unpacked'): number | null {
  if (base === undefined) return null;
  const inherited = layers.slice(0, base.layers);
  return size === 'download' ? storedBytes(inherited) : inherited.reduce((sum, { unpacked }) => sum + unpacked, 0);
}

function ownSize(measurement: Measurement, size: 'download' | 'unpacked'): number | null {
  const inherited = inheritedSize(measurement, size);
  return inherited === null ? null : measurement[size] - inherited;
}
