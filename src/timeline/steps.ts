import { positionsOfSizes, sizesAt } from './intervals.ts';
import { distance, isSameGap, type Search, type Sizes } from './weighing.ts';

/** A change of size by more than the noise between two weighed positions that follow each other. */
export interface FoundStep {
  readonly from: number;
  /** The position that has the new size. Where it is not the one after `from`, the change came at one of those in between, or here. */
  readonly to: number;
  readonly before: Sizes;
  readonly after: Sizes;
}

/** Positions in a row without a size, and why. Those between the tried ones count as the same. */
export interface FoundGap {
  readonly first: number;
  readonly last: number;
  /** How many of them were tried. */
  readonly tried: number;
  readonly reason: string;
}

/** The changes that the search has found so far, oldest first. */
export function stepsOf(search: Search): readonly FoundStep[] {
  const positions = positionsOfSizes(search);
  return positions.slice(1).flatMap((to, at) => {
    const from = positions[at] ?? 0;
    const [before, after] = [sizesAt(search, from), sizesAt(search, to)];
    if (before === undefined || after === undefined || distance(before, after) <= search.noise) return [];
    return [{ from, to, before, after }];
  });
}

/** What has no size, oldest first. Neighbouring tries of one cause are one gap. */
export function gapsOf({ known }: Pick<Search, 'known'>): readonly FoundGap[] {
  const found: FoundGap[] = [];
  const tried = [...known].toSorted(([a], [b]) => a - b);
  for (const [index, [at, weighing]] of tried.entries()) {
    if (weighing.kind !== 'gap') continue;
    const last = found.at(-1);
    const goesOn = isSameGap(tried[index - 1]?.[1], weighing);
    if (last !== undefined && goesOn) found.splice(-1, 1, { ...last, last: at, tried: last.tried + 1 });
    else found.push({ first: at, last: at, tried: 1, reason: weighing.reason });
  }
  return found;
}
