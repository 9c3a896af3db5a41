import type { TreeFile } from '../../measure/final-tree.ts';
import type { Contents } from '../../model/contents.ts';
import { diffTrees, type TreeDiff } from '../tree-diff.ts';
import { foldRows } from './fold.ts';
import { type ContentRow, rowsInOrder } from './rows.ts';

/** Most rows of one comparison. */
export const MOST_ROWS = 200_000;

/**
 * The files of both final file systems (null for a side that is not there), paired by the diff. A file that moved is one row, at its new path.
 * Whatever folds, `before` sums to the whole first tree and `after` to the whole second one, by directory, layer and package too.
 * @param before in order of path, as `stackLayers` returns it; `after` likewise
 * @param most most rows
 * @param diff of the two trees, where it was already made
 */
export function contentsOf(
  before: readonly TreeFile[] | null,
  after: readonly TreeFile[] | null,
  most = MOST_ROWS,
  diff: TreeDiff | null = before === null || after === null ? null : diffTrees(before, after),
): Contents {
  return toColumns(foldRows(rowsInOrder(before ?? [], after ?? [], diff), most));
}

function toColumns(rows: readonly ContentRow[]): Contents {
  const owners = new Map<string, number>();
  const ownerOf = ({ owner }: ContentRow) => (owner === undefined ? null : positionIn(owners, owner));
  const shared = rows.map(({ path }, at) => sharedLength(rows[at - 1]?.path ?? '', path));
  const from = rows.flatMap((row, at) => (row.from === undefined ? [] : [[at, row.from] as const]));
  const folded = rows.flatMap(({ files }, at) => (files === 1 ? [] : [[at, files] as const]));
  const columns = {
    shared,
    rest: rows.map(({ path }, at) => path.slice(shared[at])),
    before: rows.map((row) => row.before),
    after: rows.map((row) => row.after),
    was: rows.map((row) => row.was),
    layer: rows.map((row) => row.layer),
    owner: rows.map(ownerOf),
  };
  return {
    owners: [...owners.keys()],
    ...columns,
    ...(from.length > 0 && { from: Object.fromEntries(from) }),
    ...(folded.length > 0 && { folded: Object.fromEntries(folded) }),
  };
}

function positionIn(known: Map<string, number>, value: string): number {
  const position = known.get(value) ?? known.size;
  if (position === known.size) known.set(value, position);
  return position;
}

/** Never cuts a surrogate pair in two. */
function sharedLength(last: string, path: string): number {
  const most = Math.min(last.length, path.length);
  let length = 0;
  while (length < most && last.charCodeAt(length) === path.charCodeAt(length)) length++;
  const isCut = length > 0 && (path.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return isCut ? length - 1 : length;
}
