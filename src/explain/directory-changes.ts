import type { TreeFile } from '../measure/final-tree.ts';
import type { DirectoryChange, DirectoryChanges, Lines } from '../model/explanation.ts';
import { type ChangedBytes, type Directory, DirectoryTree, directoryOf } from './directory-tree.ts';
import { chooseLines, grossWeight, joinDirectories, lineOf, type Weight } from './roll-up.ts';
import { everyChange, type FileChange, type TreeDiff } from './tree-diff.ts';
import { isComparable, isCounted, withinFiles } from './unowned-content.ts';

/** A line of a smaller share of all growth is left out. */
const SMALL = 0.0001;

/**
 * The change of a file system by directory. It has at most ten directories that explain nine tenths of all growth, and ten for all
 * shrinkage (as negative changes). With `more`, each list sums exactly. A file that moved counts at its new place, as no change.
 */
export function rollUp(diff: TreeDiff): DirectoryChanges {
  const tree = new DirectoryTree();
  for (const change of everyChange(diff))
    tree.add(tree.holding(placeOf(change)), change.before?.size ?? 0, change.after?.size ?? 0);
  const root = tree.sumUp();
  return {
    grown: rollBy(root, {
      weight: ({ grown }) => grown,
      changeOf: ({ grown }) => grown,
      count: ({ growing }) => growing,
    }),
    shrunk: rollBy(root, {
      weight: ({ shrunk }) => shrunk,
      changeOf: ({ shrunk }) => -shrunk,
      count: ({ shrinking }) => shrinking,
    }),
  };
}

/**
 * Files that no package owns, by directory: at most ten lines, and `more` for all other directories. Together they are exactly the change. A
 * file that a package owns on one side only counts here for the other side. A line also has what changed within its files, where they tell.
 */
export function changeUnowned(diff: TreeDiff): Lines<DirectoryChange> {
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  const told: FileChange[] = [];
  for (const change of everyChange(diff)) {
    if (isComparable(change)) told.push(change);
    const directory = directoryOf(placeOf(change));
    count(before, directory, change.before);
    count(after, directory, change.after);
  }
  const lines = rollBy(joinDirectories(before, after), {
    weight: grossWeight,
    changeOf: (bytes) => bytes.after - bytes.before,
    count: ({ growing, shrinking }) => growing + shrinking,
  });
  const changed = lines.lines.filter(({ change }) => change !== 0);
  const within = (line: DirectoryChange) => withinFiles(told.filter((change) => isCounted(line, placeOf(change))));
  return { ...lines, lines: changed.map((line) => ({ ...line, ...within(line) })) };
}

interface Rolling {
  readonly weight: Weight;
  readonly changeOf: (bytes: Readonly<ChangedBytes>) => number;
  readonly count: (bytes: Readonly<ChangedBytes>) => number;
}

function rollBy(root: Directory, { weight, changeOf, count }: Rolling): Lines<DirectoryChange> {
  const pieces = chooseLines(root, { weight, total: weight(root.all), small: SMALL });
  const left = (value: Rolling['count']) => value(root.all) - pieces.reduce((sum, { bytes }) => sum + value(bytes), 0);
  const lines = pieces.map((piece) => ({ ...lineOf(piece), change: changeOf(piece.bytes) }));
  const more = { count: left(count), change: left(changeOf) };
  return more.count === 0 ? { lines } : { lines, more };
}

function placeOf({ before, after }: FileChange): string {
  return after?.path ?? before?.path ?? '';
}

function count(bytes: Map<string, number>, directory: string, file: TreeFile | null): void {
  if (file === null || file.owner !== undefined) return;
  bytes.set(directory, (bytes.get(directory) ?? 0) + file.size);
}
