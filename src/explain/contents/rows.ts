import type { TreeFile } from '../../measure/final-tree.ts';
import { shownPath } from '../directory-tree.ts';
import type { FilePair } from '../renamed.ts';
import type { TreeDiff } from '../tree-diff.ts';

/** A file of either side or both, or several as one. Sizes are bytes, null where it is not there; layers are positions. */
export interface ContentRow {
  readonly path: string;
  /** Where it was, if elsewhere. */
  readonly from: string | undefined;
  readonly before: number | null;
  readonly after: number | null;
  readonly was: number | null;
  readonly layer: number | null;
  readonly owner: string | undefined;
  /** How many files it stands for. */
  readonly files: number;
  /** Whether it is the same on both sides: content, size and path. */
  readonly same: boolean;
}

/** One row for each file of two trees in order of path, in that order. Without a diff nothing is paired. */
export function rowsInOrder(
  before: readonly TreeFile[],
  after: readonly TreeFile[],
  diff: TreeDiff | null,
): readonly ContentRow[] {
  const partners = partnersOf(diff);
  const removed = removedOf(before, diff).values();
  const rows: ContentRow[] = [];
  let gone = removed.next();
  for (const file of after) {
    for (; !gone.done && comparePaths(gone.value.path, file.path) < 0; gone = removed.next())
      rows.push(rowOf(gone.value, null));
    rows.push(rowOf(partners.get(file) ?? null, file));
  }
  for (; !gone.done; gone = removed.next()) rows.push(rowOf(gone.value, null));
  return rows;
}

/** The order of a file system's paths, name by name: a directory's files are together, whatever else its name begins. */
export function comparePaths(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return rankAt(a, at) - rankAt(b, at);
}

/** The end of a path goes before the end of a name, and that before all that a name can hold. */
function rankAt(path: string, at: number): number {
  if (at >= path.length) return -2;
  return path[at] === '/' ? -1 : path.charCodeAt(at);
}

/** The file of the first tree by its partner in the second. */
function partnersOf(diff: TreeDiff | null): ReadonlyMap<TreeFile, TreeFile> {
  const partners = new Map<TreeFile, TreeFile>();
  if (diff === null) return partners;
  const pairs: readonly (readonly FilePair[])[] = [diff.grown, diff.shrunk, diff.moved, diff.rewritten, diff.unchanged];
  for (const list of pairs) for (const { before, after } of list) partners.set(after, before);
  return partners;
}

function removedOf(before: readonly TreeFile[], diff: TreeDiff | null): readonly TreeFile[] {
  if (diff === null) return before;
  const removed = new Set(diff.removed.map((change) => change.before));
  return removed.size === 0 ? [] : before.filter((file) => removed.has(file));
}

function rowOf(before: TreeFile | null, after: TreeFile | null): ContentRow {
  const moved = before !== null && after !== null && before.path !== after.path;
  const path = shownPath(after?.path ?? before?.path ?? '');
  return {
    path,
    from: moved ? shownPath(before.path) : undefined,
    before: before?.size ?? null,
    after: after?.size ?? null,
    was: before?.layer ?? null,
    layer: after?.layer ?? null,
    owner: (after ?? before)?.owner,
    files: 1,
    same: !moved && before?.size === after?.size && before?.content === after?.content,
  };
}
