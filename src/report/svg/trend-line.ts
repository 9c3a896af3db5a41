import { deciding } from '../../compare/deciding.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Report, Trend } from '../../model/document.ts';
import { METRICS } from '../../model/metric.ts';
import { formatBytes } from '../../text/amount.ts';
import { rowsOf } from '../image-rows.ts';
import { platformsOf } from '../words/images.ts';
import { byteAxis } from './axis.ts';

/** Most sizes shown, counted from the last. */
const POINTS = 30;
const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The sizes of one image over time, oldest first, for a small picture. Image and platform are hostile text. */
export interface TrendLine {
  readonly image: string;
  /** '' where the report is of one platform. */
  readonly platform: string;
  readonly metric: 'download' | 'unpacked';
  /** Bytes. At least two. */
  readonly sizes: readonly number[];
  /** Days of the first and the last size, `2026-11-26`. The last is `now` where it is not recorded. */
  readonly from: string;
  readonly to: string;
}

/**
 * The trend that a report shows: of the image that decided, else of the first that has one, in the metric that decided. The current
 * measurement is the last point, unless the history already holds it. Null where no image has two points.
 */
export function trendLineOf(report: Report): TrendLine | null {
  const { comparison, condition } = deciding(report) ?? {};
  const candidates = [
    ...(comparison === undefined ? [] : [comparison]),
    ...rowsOf(report).map((row) => row.comparison),
  ];
  const metric = condition && METRICS[condition.metric].compressed ? 'download' : 'unpacked';
  for (const candidate of candidates) {
    const line = lineOf(candidate, report, metric);
    if (line !== null) return line;
  }
  return null;
}

/** The sizes as block characters, one each: `▁▁▂▅█`. Differences of less than 2 % look small. */
export function sparkline(sizes: readonly number[]): string {
  const { from, to } = byteAxis(Math.min(...sizes), Math.max(...sizes));
  const blockOf = (size: number) => BLOCKS[Math.min(7, Math.max(0, Math.floor(((size - from) / (to - from)) * 8)))];
  return sizes.map((size) => blockOf(size) ?? '').join('');
}

/** `58.2 MB → 315 MB, 24 sizes since 2026-10-02` */
export function trendWords({ sizes, from }: TrendLine): string {
  const [first = 0] = sizes;
  return `${formatBytes(first)} → ${formatBytes(sizes.at(-1) ?? first)}, ${sizes.length} sizes since ${from}`;
}

function lineOf({ image, platform, head }: Comparison, report: Report, metric: TrendLine['metric']): TrendLine | null {
  const trend = report.trends?.find((each) => each.image === image && each.platform === platform);
  if (trend === undefined) return null;
  const known = pointsOf(trend, metric);
  const isRecorded = report.commit !== undefined && trend.points.some(({ commit }) => commit === report.commit);
  const now = head === null || isRecorded ? [] : [{ day: 'now', size: head[metric] }];
  const points = [...known, ...now].slice(-POINTS);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const shownPlatform = platformsOf(report).length > 1 ? platform : '';
  return {
    image,
    platform: shownPlatform,
    metric,
    sizes: points.map(({ size }) => size),
    from: first.day,
    to: last.day,
  };
}

/** Points with a valid time and size. The report may come from somebody else. */
function pointsOf({ points }: Trend, metric: TrendLine['metric']) {
  return points.flatMap((point) => {
    const [time, size] = [new Date(point.recordedAt), point[metric]];
    if (Number.isNaN(time.getTime()) || !Number.isFinite(size) || size < 0) return [];
    return [{ day: time.toISOString().slice(0, 10), size }];
  });
}
