import type { Trend } from '../../../model/document.ts';
import { type Axis, byteAxis, timeAxis } from '../../../report/svg/axis.ts';
import { releaseMarks } from '../../../report/svg/marks.ts';
import { type Place, splitAtGaps, thin } from '../../../report/svg/series.ts';
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

interface Frame {
  readonly width: number;
  readonly bytes: Axis;
  readonly time: Axis;
  readonly toX: (time: number) => number;
  readonly toY: (bytes: number) => number;
}

const METRICS: readonly Metric[] = ['unpacked', 'download'];
const [TOP, BOTTOM, HEIGHT] = [26, 200, 224];
const [LEFT, RIGHT] = [66, 14];
/** Up to so many records, each is drawn as a dot. */
const DOTTED = 40;
/** Pixels that the label of a time needs. */
const LABEL = 84;

/** The records with a time that is one, oldest first. */
export function validPoints({ points }: Trend): Points {
  return points
    .filter(({ recordedAt }) => !Number.isNaN(Date.parse(recordedAt)))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** The sizes of valid points as lines on a ground of so many pixels width, releases marked with their tags. */
export function drawTrend(points: Points, width: number): TrendDrawing {
  const frame = frameOf(points, width);
  const { toX, toY } = frame;
  const cursor = drawn('path', { class: 'cursor' });
  const dots = METRICS.map((metric) => drawn('circle', { class: `dot ${metric}`, r: 4.5 }));
  const lines = METRICS.flatMap((metric) => lineOf(points, metric, frame));
  const children = [...axesOf(frame), ...releasesOf(points, frame), cursor, ...lines, ...dots];
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

function frameOf(points: Points, width: number): Frame {
  const sizes = points.flatMap(({ unpacked, download }) => [unpacked, download]);
  const bytes = byteAxis(
    sizes.reduce((a, b) => Math.min(a, b)),
    sizes.reduce((a, b) => Math.max(a, b)),
  );
  const times = points.map(timeOf);
  const time = timeAxis(times[0] ?? 0, times.at(-1) ?? 0);
  const toX = (at: number) => round(LEFT + ((at - time.from) / (time.to - time.from)) * (width - LEFT - RIGHT));
  const toY = (at: number) => round(BOTTOM - ((at - bytes.from) / (bytes.to - bytes.from)) * (BOTTOM - TOP));
  return { width, bytes, time, toX, toY };
}

function axesOf({ width, bytes, time, toX, toY }: Frame): readonly SVGElement[] {
  const grid = bytes.ticks.map(({ at }) => `M${LEFT} ${toY(at)}H${width - RIGHT}`).join('');
  const every = Math.max(1, Math.ceil((time.ticks.length * LABEL) / (width - LEFT)));
  const labelled = time.ticks.filter((_, at) => at % every === 0);
  return [
    drawn('path', { class: 'grid', d: grid }),
    ...bytes.ticks.map(({ at, label }) => textAt(LEFT - 8, toY(at) + 4, 'end', label)),
    ...labelled.map(({ at, label }) => textAt(Math.min(toX(at), width - 34), BOTTOM + 18, 'middle', label)),
  ];
}

function releasesOf(points: Points, { width, toX }: Frame): readonly SVGElement[] {
  const entries = points.map((point) => ({ ...point, platform: '' }));
  const history = { schemaVersion: 1, image: '', entries } as const;
  return releaseMarks(history, new Set(['']), toX, [4, width - 4]).flatMap(({ x, label }) => [
    drawn('path', { class: 'release', d: `M${x} ${TOP}V${BOTTOM}` }),
    drawn('path', { class: 'notch', d: `M${x} ${TOP}l-3 -5h6z` }),
    ...(label === null ? [] : [textAt(round(label.x), TOP - 9, 'middle', label.text)]),
  ]);
}

function lineOf(points: Points, metric: Metric, { width, toX, toY }: Frame): readonly SVGElement[] {
  const weights = points.map((point) => ({ time: timeOf(point), bytes: point[metric] }));
  const parts = splitAtGaps(weights).map((part) => part.map(({ time, bytes }): Place => [toX(time), toY(bytes)]));
  const dots = points.length <= DOTTED ? parts.flat() : parts.filter(({ length }) => length === 1).flat();
  const last = weights.at(-1);
  return [
    drawn('path', { class: `line ${metric}`, d: parts.map((part) => pathOf(thin(part))).join('') }),
    ...dots.map(([cx, cy]) => drawn('circle', { class: `dot ${metric}`, cx, cy, r: 2.5 })),
    ...(last === undefined
      ? []
      : [textAt(width - RIGHT, toY(last.bytes) - 9, 'end', `${metric} ${formatBytes(last.bytes)}`, metric)]),
  ];
}

function textAt(x: number, y: number, anchor: 'middle' | 'end', text: string, kind = ''): SVGElement {
  return drawn('text', { x, y, 'text-anchor': anchor, class: kind }, text);
}

function pathOf(places: readonly Place[]): string {
  return places.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
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

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
