import type { Comparison } from '../model/comparison.ts';
import type { Contents } from '../model/contents.ts';
import type { Measurement } from '../model/measurement.ts';

/** No file system has a longer path. What shows the files writes every path in full. */
const LONGEST_PATH = 10_000;
const MOST_PATH_TEXT = 256 * 1024 * 1024;

/** How the columns contradict each other or what was measured; null where they do not. Takes time linear in the rows. */
export function contentsProblem(contents: Contents, { head, baseline }: Comparison): string | null {
  const { owners, from = {}, folded = {}, ...columns } = contents;
  const { before, after, was, layer, owner } = columns;
  const rows = columns.rest.length;
  if (Object.values(columns).some(({ length }) => length !== rows)) return 'its columns differ in length';
  if ([...Object.keys(from), ...Object.keys(folded)].some((row) => Number(row) >= rows))
    return 'it names a row that does not exist';
  if (!pointsWithin(owner, owners.length)) return 'it names a package that does not exist';
  if (!pointsWithin(layer, head?.layers.length ?? 0) || !pointsWithin(was, baseline?.layers.length ?? 0))
    return 'it names a layer that does not exist';
  if (!pathsHold(contents)) return 'a path continues more than the path before it, or is too long';
  return isSumOf(after, head) && isSumOf(before, baseline) ? null : 'its files do not add up to the measured size';
}

function pointsWithin(column: readonly (number | null)[], length: number): boolean {
  return column.every((position) => position === null || position < length);
}

/** Whether each path has what it shares with the one before, and whether all paths together fit into memory. */
function pathsHold({ shared, rest }: Contents): boolean {
  let previous = 0;
  let all = 0;
  for (const [row, tail] of rest.entries()) {
    const common = shared[row] ?? 0;
    if (common > previous) return false;
    previous = common + tail.length;
    all += previous;
    if (previous > LONGEST_PATH || all > MOST_PATH_TEXT) return false;
  }
  return true;
}

/** A side that was not measured has no files. */
function isSumOf(column: readonly (number | null)[], side: Measurement | null): boolean {
  let sum = 0;
  let files = 0;
  for (const size of column) {
    if (size === null) continue;
    sum += size;
    files += 1;
  }
  return side === null ? files === 0 : sum === side.unpacked - side.wasted;
}
