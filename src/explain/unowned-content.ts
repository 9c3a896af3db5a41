import type { TreeFile } from '../measure/final-tree.ts';
import type { ContainedChange, Lines, RolledLine } from '../model/explanation.ts';
import { Contained, isTold } from './contained.ts';
import { directoryOf } from './directory-tree.ts';
import type { FileChange } from './tree-diff.ts';

/** What changed within files that no package owns, as a part of a line; empty where nothing tells it. */
export interface Within {
  readonly within?: Lines<ContainedChange>;
}

/** Whether every side tells what a file of no package consists of. What one side alone tells would look as if it came. */
export function isComparable({ before, after }: FileChange): boolean {
  return isNoneOrTold(before) && isNoneOrTold(after);
}

/** What changed within files that are comparable. */
export function withinFiles(changes: Iterable<FileChange>): Within {
  const [before, after] = [new Contained(), new Contained()];
  for (const change of changes) {
    addTo(before, change.before);
    addTo(after, change.after);
  }
  const within = before.changesTo(after);
  return within.lines.length === 0 ? {} : { within };
}

/** Whether the line of a directory counts the file at a path. */
export function isCounted({ path, files }: Pick<RolledLine, 'path' | 'files'>, file: string): boolean {
  return files ? directoryOf(file) === path : path === '' || file.startsWith(`${path}/`);
}

function isNoneOrTold(file: TreeFile | null): boolean {
  return file === null || (file.owner === undefined && isTold(file));
}

function addTo(side: Contained, file: TreeFile | null): void {
  if (file !== null) side.add(file);
}
