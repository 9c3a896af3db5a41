import { type Axis, byteAxis, timeAxis } from './axis.ts';
import { type Place, splitAtGaps, type TimedSize, thin } from './series.ts';

/** Up to so many sizes, each is drawn as a dot. */
const DOTTED = 40;

/** The area of the lines, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** An area with its two axes, and the pixels of a time (milliseconds since 1970) and of a size (bytes) in it. */
export interface Plot extends Area {
  readonly bytes: Axis;
  readonly time: Axis;
  readonly toX: (time: number) => number;
  readonly toY: (bytes: number) => number;
}

/** One line, ready to draw. */
export interface LineShape {
  /** Path data of the line, without the parts where nothing was recorded for long. */
  readonly line: string;
  /** Path data of those parts. '' where there are none. */
  readonly gaps: string;
  /** Centres of the dots: of every size where there are few, else of lone ones. */
  readonly dots: readonly Place[];
}

/** The plot that holds all sizes, of which there is at least one. */
export function plotOf(sizes: readonly TimedSize[], area: Area): Plot {
  const { left, right, top, bottom } = area;
  const bytes = byteAxis(...rangeOf(sizes.map((size) => size.bytes)));
  const time = timeAxis(...rangeOf(sizes.map((size) => size.time)));
  const toX = (at: number) => round(left + ((at - time.from) / (time.to - time.from)) * (right - left));
  const toY = (at: number) => round(bottom - ((at - bytes.from) / (bytes.to - bytes.from)) * (bottom - top));
  return { ...area, bytes, time, toX, toY };
}

/** The sizes of one series, oldest first, as a line cut at gaps and thinned without losing a peak. */
export function lineShape(sizes: readonly TimedSize[], { toX, toY }: Plot): LineShape {
  const parts = splitAtGaps(sizes).map((part) => part.map(({ time, bytes }): Place => [toX(time), toY(bytes)]));
  const gaps = parts.slice(1).map((part, before) => pathOf([...(parts[before] ?? []).slice(-1), ...part.slice(0, 1)]));
  const lone = parts.filter(({ length }) => length === 1);
  return {
    line: parts.map((part) => pathOf(thin(part))).join(''),
    gaps: gaps.join(''),
    dots: sizes.length <= DOTTED ? parts.flat() : lone.flat(),
  };
}

/** Path data of the horizontal lines at the ticks of the byte axis. */
export function gridPath({ left, right, bytes, toY }: Plot): string {
  return bytes.ticks.map(({ at }) => `M${left} ${toY(at)}H${right}`).join('');
}

/** Path data of the triangle that marks a release above the plot. */
export function notchPath(x: number, { top }: Area): string {
  return `M${x} ${top}l-3 -5h6z`;
}

/** Pixels with one decimal. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function pathOf(places: readonly Place[]): string {
  return places.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function rangeOf(values: readonly number[]): [least: number, largest: number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
