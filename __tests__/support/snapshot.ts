import type { BranchChanges, BranchSnapshot } from '../../src/model/data-branch.ts';

/** Path → text of every file on a data branch. */
export type BranchFiles = Readonly<Record<string, string>>;

/** A data branch in memory. Without files it does not exist yet. */
export function snapshotOf(files: BranchFiles = {}): BranchSnapshot {
  const texts = new Map(Object.entries(files));
  const id = texts.size === 0 ? undefined : '5'.repeat(40);
  return {
    commit: id,
    tree: id,
    files: new Map([...texts].map(([path, text]) => [path, Buffer.byteLength(text)])),
    read: async (path) => texts.get(path),
  };
}

/** The files after the changes. */
export function withChanges(files: BranchFiles, changes: BranchChanges): BranchFiles {
  const texts = new Map(Object.entries(files));
  for (const [path, text] of changes) {
    if (text === null) texts.delete(path);
    else texts.set(path, text);
  }
  return Object.fromEntries(texts);
}
