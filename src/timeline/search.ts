import { type Interval, intervalsOf, lengthOf, type Run, suspectsIn } from './intervals.ts';
import type { Search } from './weighing.ts';

/**
 * The position to weigh next; undefined where the search is complete. The newest and the oldest come first. Then the interval is halved whose
 * ends differ most, and last come long intervals with equal ends.
 */
export function nextPosition(search: Search): number | undefined {
  const { count, known, all = false } = search;
  if (count < 1) return undefined;
  if (!known.has(count - 1)) return count - 1;
  if (!known.has(0)) return 0;
  if (all) return intervalsOf(search).flatMap(({ runs }) => runs)[0]?.first;
  const [interval] = intervalsOf(search).toSorted(byUrgency);
  if (interval === undefined) return undefined;
  const run = interval.runs.reduce((best, each) => (massOf(each, search) > massOf(best, search) ? each : best));
  return interval.kind === 'equal' ? samplePoint(run, search) : halfway(run, search);
}

/** The most positions that may still be weighed, whatever they turn out to be. It never grows while the search goes on. */
export function leftAtMost(search: Search): number {
  const ends = openEnds(search);
  if (ends.length > 0) return search.count - search.known.size;
  return intervalsOf(search).reduce((sum, interval) => sum + candidatesIn(interval), 0);
}

/** About how many positions are still weighed if each interval holds one change. */
export function leftAbout(search: Search): number {
  const ends = openEnds(search);
  if (ends.length > 0) return ends.length + Math.max(0, Math.ceil(search.count / search.every) - 1);
  return intervalsOf(search).reduce((sum, interval) => sum + aboutIn(interval, search), 0);
}

function openEnds({ count, known }: Search): readonly number[] {
  return [...new Set([0, count - 1])].filter((end) => end >= 0 && end < count && !known.has(end));
}

function candidatesIn({ runs }: Interval): number {
  return runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function aboutIn(interval: Interval, search: Search): number {
  const { every, all = false } = search;
  if (all) return candidatesIn(interval);
  const each = ({ first, last }: Run) =>
    interval.kind === 'equal'
      ? Math.max(Math.ceil((last - first + 2) / every) - 1, suspectsIn({ first, last }, search).length)
      : Math.ceil(Math.log2(last - first + 2));
  return interval.runs.reduce((sum, run) => sum + each(run), 0);
}

const URGENCY = { open: 0, differs: 1, equal: 2 } as const;

function byUrgency(a: Interval, b: Interval): number {
  return URGENCY[a.kind] - URGENCY[b.kind] || b.distance - a.distance || lengthOf(b) - lengthOf(a);
}

function massOf({ first, last }: Run, { likely = [] }: Search): number {
  let mass = 0;
  for (let at = first; at <= last + 1; at += 1) mass += likely[at] ?? 1;
  return mass;
}

/** The position that has half of the likelihood on either side. The change at a position lies before it. */
function halfway(run: Run, search: Search): number {
  const { likely = [] } = search;
  const whole = massOf(run, search);
  let before = 0;
  let best = { at: run.first, off: Number.POSITIVE_INFINITY };
  for (let at = run.first; at <= run.last; at += 1) {
    before += likely[at] ?? 1;
    const off = Math.abs(whole - 2 * before);
    if (off < best.off) best = { at, off };
  }
  return best.at;
}

/** The middle one of the suspects. Without any, a position that cuts a stretch of equal ends into parts of at most `every`, as few as there can be. */
function samplePoint({ first, last }: Run, search: Search): number {
  const { every } = search;
  const suspects = suspectsIn({ first, last }, search);
  const middle = suspects[Math.floor(suspects.length / 2)];
  if (middle !== undefined) return middle;
  const length = last - first + 2;
  const parts = Math.max(2, Math.ceil(length / every));
  return first - 1 + Math.round((length / parts) * Math.floor(parts / 2));
}
