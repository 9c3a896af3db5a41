import { readList } from './changes.ts';
import { fetchCommit, type Repository } from './git.ts';

/** A file that has another path now. Both are relative to the repository's root. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** What became of the files that a commit has at paths where the working tree has none. */
export interface Moves {
  readonly renames: readonly Rename[];
  readonly deleted: readonly string[];
}

/**
 * Git compares each deleted file with each added one. Above this number of either it looks for equal contents alone, as git-diff(1) says of -l.
 */
const MOST_COMPARED = 1000;
const DIFF = [
  'diff',
  '--name-status',
  '-z',
  '--find-renames=50%',
  `-l${MOST_COMPARED}`,
  '--diff-filter=DR',
  '--no-relative',
  '--no-ext-diff',
  '--no-textconv',
];

/**
 * The files that were renamed or deleted between a commit and the working tree of a repository's root. Git finds renames by contents: at
 * least half of a renamed file is the same.
 * @throws UserError where the commit cannot be had, or git fails
 */
export async function readMoves(root: Repository, commit: string): Promise<Moves> {
  await fetchCommit(root, commit);
  const fields = (await readList(root, [...DIFF, commit, '--'])).values();
  const renames: Rename[] = [];
  const deleted: string[] = [];
  for (const status of fields) {
    const path = fields.next().value ?? '';
    if (status.startsWith('R')) renames.push({ from: path, to: fields.next().value ?? '' });
    else deleted.push(path);
  }
  return { renames, deleted };
}
