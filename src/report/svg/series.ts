import type { History, HistoryEntry } from '../../model/record.ts';
import { groupBy } from '../../text/group-by.ts';
import type { ShownMetric } from './badge.ts';

/** Most lines in one picture. */
export const MOST_LINES = 4;

const DAY = 24 * 3_600_000;
/** Pixels of a column within which only first, last, least and largest are drawn. */
const COLUMN = 2;

/** A size at a time, in bytes and milliseconds since 1970. */
export interface TimedSize {
  readonly time: number;
  readonly bytes: number;
}

/** The sizes of one platform, oldest first. Never empty. */
export interface Series {
  readonly platform: string;
  readonly sizes: readonly TimedSize[];
  readonly least: TimedSize;
  readonly largest: TimedSize;
  readonly last: TimedSize;
}

/** A place in the picture, in pixels. */
export type Place = readonly [x: number, y: number];

/** One series for each platform, or for `platform` alone. Most records first, equals by name. */
export function seriesOf({ entries }: History, metric: ShownMetric, platform?: string): readonly Series[] {
  const shown = platform === undefined ? entries : entries.filter((entry) => entry.platform === platform);
  const byPlatform = groupBy(shown, (entry) => entry.platform);
  return [...byPlatform]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .flatMap(([name, own]) => toSeries(name, own, metric));
}

function toSeries(platform: string, entries: readonly HistoryEntry[], metric: ShownMetric): readonly Series[] {
  const sizes = entries
    .map((entry) => ({ time: Date.parse(entry.recordedAt), bytes: entry[metric] }))
    .filter(({ time }) => !Number.isNaN(time))
    .toSorted((a, b) => a.time - b.time);
  const last = sizes.at(-1);
  if (last === undefined) return [];
  const least = sizes.reduce((found, size) => (size.bytes < found.bytes ? size : found));
  const largest = sizes.reduce((found, size) => (size.bytes > found.bytes ? size : found));
  return [{ platform, sizes, least, largest, last }];
}

/** Cuts a series at long gaps: over 30 days, and over 10 times the median time between records. */
export function splitAtGaps(sizes: readonly TimedSize[]): readonly (readonly TimedSize[])[] {
  const pauses = sizes.slice(1).map(({ time }, at) => time - (sizes[at]?.time ?? time));
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  const longest = Math.max(30 * DAY, 10 * usual);
  const starts = [0, ...pauses.flatMap((pause, at) => (pause > longest ? [at + 1] : []))];
  return starts.map((start, at) => sizes.slice(start, starts[at + 1]));
}

/** Leaves out places that nobody can see. Of each column the first, least, largest and last stay, so that no peak is lost. */
export function thin(places: readonly Place[]): readonly Place[] {
  const columns = groupBy(places, ([x]) => Math.floor(x / COLUMN));
  return [...columns.values()].flatMap(extremes).filter(isTurn);
}

function extremes(column: readonly Place[]): readonly Place[] {
  const heights = column.map(([, y]) => y);
  const kept = [0, heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights)), column.length - 1];
  return [...new Set(kept)].toSorted((a, b) => a - b).flatMap((at) => column.slice(at, at + 1));
}

/** False inside a level stretch, because its ends are enough. */
function isTurn([, y]: Place, at: number, places: readonly Place[]): boolean {
  return places[at - 1]?.[1] !== y || places[at + 1]?.[1] !== y;
}
