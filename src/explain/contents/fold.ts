import { groupRows, type RowGroups } from './groups.ts';
import { type ContentRow, comparePaths } from './rows.ts';

/** Sizes are exact below it. */
const LARGEST = 2 ** 53;

/**
 * At most `most` rows, in order of path. Beyond that, rows of one directory, layer and package that changed alike become one row with their
 * sums. The rows whose folding loses least fold first: what is the same on both sides, then the smallest change or file.
 */
export function foldRows(rows: readonly ContentRow[], most: number): readonly ContentRow[] {
  if (rows.length <= most) return rows;
  const groups = groupRows(rows, most);
  const losses = Float64Array.from(rows, lossOf);
  const limit = limitFor(losses, groups, most);
  const little = rows.map((_, at) => (losses[at] ?? 0) <= limit);
  const members = new Int32Array(groups.directories.length);
  for (const [at, folds] of little.entries()) if (folds) count(members, groups.groupOf[at] ?? 0);
  const sums = new Map<number, Sum>();
  const kept = rows.filter((row, at) => {
    const group = groups.groupOf[at] ?? 0;
    const folds = little[at] === true && (members[group] ?? 0) > 1;
    if (folds) add(sums, group, row);
    return !folds;
  });
  return [...kept, ...nameSums(sums, groups, unusedName(rows))].sort((a, b) => comparePaths(a.path, b.path));
}

/** The loss up to which rows must fold so that at most `most` are left. The first row of a group that folds adds the group's own row. */
function limitFor(losses: Float64Array, { groupOf, directories }: RowGroups, most: number): number {
  const firsts = new Float64Array(directories.length).fill(Number.POSITIVE_INFINITY);
  for (const [at, loss] of losses.entries()) {
    const group = groupOf[at] ?? 0;
    firsts[group] = Math.min(firsts[group] ?? loss, loss);
  }
  firsts.sort();
  const sorted = losses.toSorted();
  let begun = 0;
  for (const [at, loss] of sorted.entries()) {
    while ((firsts[begun] ?? Number.POSITIVE_INFINITY) <= loss) begun++;
    const isLastOfItsLoss = sorted[at + 1] !== loss;
    if (isLastOfItsLoss && sorted.length - (at + 1) + begun <= most) return loss;
  }
  return Number.POSITIVE_INFINITY;
}

/** Below 1 by size for what is the same. 1 to 2 for other content of the same size. More for all others, by the bytes changed. */
function lossOf({ before, after, same }: ContentRow): number {
  const change = Math.abs((after ?? 0) - (before ?? 0));
  if (change > 0) return 1 + change;
  return (same ? 0 : 1) + (after ?? before ?? 0) / LARGEST;
}

interface Sum {
  readonly first: ContentRow;
  before: number | null;
  after: number | null;
  files: number;
  same: boolean;
}

function add(sums: Map<number, Sum>, group: number, row: ContentRow): void {
  const sum = sums.get(group);
  if (sum === undefined) {
    sums.set(group, { first: row, before: row.before, after: row.after, files: row.files, same: row.same });
    return;
  }
  if (row.before !== null) sum.before = (sum.before ?? 0) + row.before;
  if (row.after !== null) sum.after = (sum.after ?? 0) + row.after;
  sum.files += row.files;
  sum.same &&= row.same;
}

/** Names the sums. The second one of a directory is `… 2`, and so on. */
function nameSums(sums: ReadonlyMap<number, Sum>, { directories }: RowGroups, name: string): readonly ContentRow[] {
  const numbers = new Map<string, number>();
  return Array.from(sums, ([group, { first, ...sum }]) => {
    const directory = directories[group] ?? '';
    const number = (numbers.get(directory) ?? 0) + 1;
    numbers.set(directory, number);
    const path = `${directory}${name}${number === 1 ? '' : ` ${number}`}`;
    return { path, from: undefined, was: first.was, layer: first.layer, owner: first.owner, ...sum };
  });
}

/** `…`, or `…1` and so on where a name in a path begins with it. */
function unusedName(rows: readonly ContentRow[]): string {
  const used = new Set<string>();
  for (const { path } of rows) {
    if (path.includes('…')) for (const [, name = ''] of path.matchAll(/(?:^|\/)(…\d*)/g)) used.add(name);
  }
  let name = '…';
  for (let number = 1; used.has(name); number++) name = `…${number}`;
  return name;
}

function count(counts: Int32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}
