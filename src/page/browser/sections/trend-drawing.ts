import type { Trend } from '../../../model/document.ts';
import { releaseMarks } from '../../../report/svg/marks.ts';
import { gridPath, lineShape, notchPath, type Plot, plotOf, round } from '../../../report/svg/plot.ts';
import { formatBytes } from '../../../text/amount.ts';
import { drawn } from '../element.ts';

type Points = Trend['points'];
type Metric = 'unpacked' | 'download';

/** A drawn trend. Places are pixels from its left edge. */
export interface TrendDrawing {
  readonly element: SVGElement;
  /** Marks a record by its position. */
  point(position: number): void;
  /** The record that is nearest to a place. */
  nearest(x: number): number;
}

const METRICS: readonly Metric[] = ['unpacked', 'download'];
const [TOP, BOTTOM, HEIGHT] = [26, 200, 224];
const [LEFT, RIGHT] = [66, 14];
/** Pixels that the label of a time needs. */
const LABEL = 84;

/** The records with a valid time, oldest first. */
export function validPoints({ points }: Trend): Points {
  return points
    .filter(({ recordedAt }) => !Number.isNaN(Date.parse(recordedAt)))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** The sizes of valid points as lines in a drawing of `width` pixels, with the tags of releases. */
export function drawTrend(points: Points, width: number): TrendDrawing {
  const sizes = METRICS.flatMap((metric) => sizesOf(points, metric));
  const plot = plotOf(sizes, { left: LEFT, right: width - RIGHT, top: TOP, bottom: BOTTOM });
  const { toX, toY } = plot;
  const cursor = drawn('path', { class: 'cursor' });
  const dots = METRICS.map((metric) => drawn('circle', { class: `dot ${metric}`, r: 4.5 }));
  const lines = METRICS.flatMap((metric) => lineOf(points, metric, plot));
  const children = [...axesOf(plot, width), ...releasesOf(points, plot, width), cursor, ...lines, ...dots];
  const label = `Unpacked and download over ${points.length} records`;
  return {
    element: drawn(
      'svg',
      { role: 'img', 'aria-label': label, width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` },
      ...children,
    ),
    point: (position) => {
      const point = points[position];
      if (point === undefined) return;
      cursor.setAttribute('d', `M${toX(timeOf(point))} ${TOP}V${BOTTOM}`);
      for (const [at, metric] of METRICS.entries()) {
        dots[at]?.setAttribute('cx', String(toX(timeOf(point))));
        dots[at]?.setAttribute('cy', String(toY(point[metric])));
      }
    },
    nearest: (x) => nearestOf(points.map((point) => Math.abs(toX(timeOf(point)) - x))),
  };
}

function sizesOf(points: Points, metric: Metric) {
  return points.map((point) => ({ time: timeOf(point), bytes: point[metric] }));
}

function axesOf(plot: Plot, width: number): readonly SVGElement[] {
  const { bytes, time, toX, toY } = plot;
  const every = Math.max(1, Math.ceil((time.ticks.length * LABEL) / (width - LEFT)));
  const labelled = time.ticks.filter((_, at) => at % every === 0);
  return [
    drawn('path', { class: 'grid', d: gridPath(plot) }),
    ...bytes.ticks.map(({ at, label }) => textAt(LEFT - 8, toY(at) + 4, 'end', label)),
    ...labelled.map(({ at, label }) => textAt(Math.min(toX(at), width - 34), BOTTOM + 18, 'middle', label)),
  ];
}

function releasesOf(points: Points, plot: Plot, width: number): readonly SVGElement[] {
  const entries = points.map((point) => ({ ...point, platform: '' }));
  const history = { schemaVersion: 1, image: '', entries } as const;
  return releaseMarks(history, new Set(['']), plot.toX, [4, width - 4]).flatMap(({ x, label }) => [
    drawn('path', { class: 'release', d: `M${x} ${TOP}V${BOTTOM}` }),
    drawn('path', { class: 'notch', d: notchPath(x, plot) }),
    ...(label === null ? [] : [textAt(round(label.x), TOP - 9, 'middle', label.text)]),
  ]);
}

function lineOf(points: Points, metric: Metric, plot: Plot): readonly SVGElement[] {
  const sizes = sizesOf(points, metric);
  const { line, dots } = lineShape(sizes, plot);
  const last = sizes.at(-1);
  return [
    drawn('path', { class: `line ${metric}`, d: line }),
    ...dots.map(([cx, cy]) => drawn('circle', { class: `dot ${metric}`, cx, cy, r: 2.5 })),
    ...(last === undefined
      ? []
      : [textAt(plot.right, plot.toY(last.bytes) - 9, 'end', `${metric} ${formatBytes(last.bytes)}`, metric)]),
  ];
}

function textAt(x: number, y: number, anchor: 'middle' | 'end', text: string, kind = ''): SVGElement {
  return drawn('text', { x, y, 'text-anchor': anchor, class: kind }, text);
}

function nearestOf(distances: readonly number[]): number {
  return distances.reduce(
    (best, distance, at) => (distance < (distances[best] ?? Number.POSITIVE_INFINITY) ? at : best),
    0,
  );
}

function timeOf({ recordedAt }: Points[number]): number {
  return Date.parse(recordedAt);
}
