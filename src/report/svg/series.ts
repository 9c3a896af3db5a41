import type { History, HistoryEntry } from '../../model/record.ts';
import { groupBy } from '../../text/group-by.ts';
import type { ShownMetric } from './badge.ts';

/** Lines that can be told apart in one picture. */
export const MOST_LINES = 4;

const DAY = 24 * 3_600_000;
/** Pixels of a column within which only first, last, least and largest are drawn. */
const COLUMN = 2;

/** A size at a time, in bytes and milliseconds since 1970. */
export interface Weight {
  readonly time: number;
  readonly bytes: number;
}

/** The sizes of one platform, oldest first; never empty. */
export interface Series {
  readonly platform: string;
  readonly weights: readonly Weight[];
  readonly least: Weight;
  readonly largest: Weight;
  readonly last: Weight;
}

/** A place in the picture, in pixels. */
export type Place = readonly [x: number, y: number];

/** One series a platform, those with the most records first, of equals by name; of `platform` alone where it is given. */
export function seriesOf({ entries }: History, metric: ShownMetric, platform?: string): readonly Series[] {
  const shown = platform === undefined ? entries : entries.filter((entry) => entry.platform === platform);
  const byPlatform = groupBy(shown, (entry) => entry.platform);
  return [...byPlatform]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .flatMap(([name, own]) => toSeries(name, own, metric));
}

function toSeries(platform: string, entries: readonly HistoryEntry[], metric: ShownMetric): readonly Series[] {
  const weights = entries
    .map((entry) => ({ time: Date.parse(entry.recordedAt), bytes: entry[metric] }))
    .filter(({ time }) => !Number.isNaN(time))
    .toSorted((a, b) => a.time - b.time);
  const last = weights.at(-1);
  if (last === undefined) return [];
  const least = weights.reduce((found, weight) => (weight.bytes < found.bytes ? weight : found));
  const largest = weights.reduce((found, weight) => (weight.bytes > found.bytes ? weight : found));
  return [{ platform, weights, least, largest, last }];
}

/** Cuts a series where nothing was recorded for long: over 30 days, and over 10 times as long as between most records. */
export function splitAtGaps(weights: readonly Weight[]): readonly (readonly Weight[])[] {
  const pauses = weights.slice(1).map(({ time }, at) => time - (weights[at]?.time ?? time));
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  const longest = Math.max(30 * DAY, 10 * usual);
  const starts = [0, ...pauses.flatMap((pause, at) => (pause > longest ? [at + 1] : []))];
  return starts.map((start, at) => weights.slice(start, starts[at + 1]));
}

/** Leaves out places that cannot be seen: of each column first, least, largest and last stay, so that no peak is lost. */
export function thin(places: readonly Place[]): readonly Place[] {
  const columns = groupBy(places, ([x]) => Math.floor(x / COLUMN));
  return [...columns.values()].flatMap(extremes).filter(isTurn);
}

function extremes(column: readonly Place[]): readonly Place[] {
  const heights = column.map(([, y]) => y);
  const kept = [0, heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights)), column.length - 1];
  return [...new Set(kept)].toSorted((a, b) => a - b).flatMap((at) => column.slice(at, at + 1));
}

/** False within a level stretch, whose ends are enough. */
function isTurn([, y]: Place, at: number, places: readonly Place[]): boolean {
  return places[at - 1]?.[1] !== y || places[at + 1]?.[1] !== y;
}
