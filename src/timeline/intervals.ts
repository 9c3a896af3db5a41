import { distance, isSameGap, type Search, type Sizes } from './weighing.ts';

/** Positions in a row that may still be weighed, both included. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * What lies between two weighed positions that follow each other and still needs weighing. `open`: one end has no weighed position, since
 * the oldest or newest commits have no size.
 */
export interface Interval {
  readonly kind: 'open' | 'differs' | 'equal';
  /** −1 before the oldest, `count` behind the newest. */
  readonly from: number;
  readonly to: number;
  /** Bytes between the ends; 0 where one is open. */
  readonly distance: number;
  readonly runs: readonly Run[];
}

/** Positions that are tried in vain before the search for any size ends. */
const TRIES = 8;

/** The intervals that still need weighing, oldest first. */
export function intervalsOf(search: Search): readonly Interval[] {
  const { count, known } = search;
  const ends = [-1, ...positionsOfSizes(search), count];
  return ends.slice(1).flatMap((to, at) => {
    const from = ends[at] ?? -1;
    const [before, after] = [sizesAt(search, from), sizesAt(search, to)];
    const isOpen = before === undefined || after === undefined;
    const apart = isOpen ? 0 : distance(before, after);
    const kind = isOpen ? 'open' : apart > search.noise ? 'differs' : 'equal';
    if (isOpen && before === after && known.size >= TRIES) return [];
    const runs = runsBetween(search, from, to, kind);
    return runs.length === 0 ? [] : [{ kind, from, to, distance: apart, runs }];
  });
}

/** Positions from the one end of an interval to the other. */
export function lengthOf({ from, to }: Interval): number {
  return to - from;
}

/** The positions that have sizes, oldest first. */
export function positionsOfSizes({ known }: Pick<Search, 'known'>): readonly number[] {
  return [...known].flatMap(([at, { kind }]) => (kind === 'sizes' ? [at] : [])).toSorted((a, b) => a - b);
}

/** The sizes at a position; undefined where it has none. */
export function sizesAt({ known }: Pick<Search, 'known'>, at: number): Sizes | undefined {
  const found = known.get(at);
  return found?.kind === 'sizes' ? found.sizes : undefined;
}

/**
 * What may be weighed between two positions. Between two gaps of one cause everything counts as a gap of that cause, so that a long time without a
 * build costs few tries. Of equal ends, only stretches longer than `every` are
 * left, and those with a suspect.
 */
function runsBetween(search: Search, from: number, to: number, kind: Interval['kind']): readonly Run[] {
  const { known, all = false, every } = search;
  const gaps = [...known.keys()].filter((at) => at > from && at < to).toSorted((a, b) => a - b);
  const walls = [from, ...gaps, to];
  const isLost = kind === 'open' && from < 0 && to >= search.count;
  return walls.slice(1).flatMap((wall, at) => {
    const before = walls[at] ?? from;
    const isPresumed = !all && !isLost && isSameGap(known.get(before), known.get(wall));
    const run = { first: before + 1, last: wall - 1 };
    const isShort = !all && kind === 'equal' && wall - before <= every && suspectsIn(run, search).length === 0;
    return wall - before < 2 || isPresumed || isShort ? [] : [run];
  });
}

/** The suspects of a run, oldest first. */
export function suspectsIn({ first, last }: Run, { suspects = new Set() }: Search): readonly number[] {
  return [...suspects].filter((at) => at >= first && at <= last).toSorted((a, b) => a - b);
}
