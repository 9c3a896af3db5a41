import type { History } from '../../model/record.ts';
import { svgLine, textWidth } from './text.ts';

/** Size of the trend's text, in pixels. */
export const TEXT_SIZE = 11;
const LONGEST_TAG = 18;

/** A release in the picture. Its label is left out where it would overlap a newer one. */
export interface ReleaseMark {
  readonly x: number;
  readonly label: { readonly text: string; readonly x: number } | null;
}

/** Marks of the releases, newest first. `toX` turns milliseconds into pixels. Labels stay between `left` and `right`. */
export function releaseMarks(
  { entries }: History,
  shown: ReadonlySet<string>,
  toX: (time: number) => number,
  [left, right]: readonly [number, number],
): readonly ReleaseMark[] {
  const times = new Map<string, number>();
  for (const { release, recordedAt, platform } of entries) {
    if (release !== undefined && shown.has(platform)) times.set(release, Date.parse(recordedAt));
  }
  let free = Number.POSITIVE_INFINITY;
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .map(([tag, time]) => {
      const x = toX(time);
      const text = svgLine(tag, LONGEST_TAG);
      const half = textWidth(text, TEXT_SIZE) / 2;
      const middle = clamp(x, left + half, right - half);
      if (middle + half > free) return { x, label: null };
      free = middle - half - 6;
      return { x, label: { text, x: middle } };
    });
}

/** Heights for labels, near the wanted ones, with `distance` between them, within `top` and `bottom`. In the given order. */
export function spread(
  wanted: readonly number[],
  distance: number,
  [top, bottom]: readonly [number, number],
): readonly number[] {
  const order = wanted.map((_, at) => at).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed: number[] = [];
  let next = top;
  for (const at of order) {
    placed[at] = Math.max(next, wanted[at] ?? top);
    next = (placed[at] ?? top) + distance;
  }
  let limit = bottom;
  for (const at of order.toReversed()) {
    placed[at] = Math.min(limit, placed[at] ?? bottom);
    limit = (placed[at] ?? bottom) - distance;
  }
  return placed;
}

/** `value`, or the nearer end of the range where it is outside. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
