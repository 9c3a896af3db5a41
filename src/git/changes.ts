import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSuccess, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { fetchCommit, gitCommand, type Repository } from './git.ts';

/** A path that differs between a commit and the working tree; relative to the repository's root, names that are no UTF-8 with U+FFFD. */
export interface PathChange {
  readonly path: string;
  readonly kind: 'added' | 'deleted' | 'changed';
}

/** Seconds, and bytes of output: some million paths. */
const LIMITS = { timeLimit: 300, maxOutput: 128 * 1024 * 1024 } as const;

/**
 * Nothing but the differences themselves: no configured program is run for them (fsmonitor, external diffs, text conversion), the index
 * is not written, and neither the repository's .gitmodules nor its configuration hide a submodule or a file's mode.
 */
const SETTINGS = ['-c', 'core.fsmonitor=false', '-c', 'core.fileMode=true'];
const DIFF = [
  'diff',
  '--name-status',
  '-z',
  '--no-renames',
  '--no-relative',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
];

/**
 * What a commit and the working tree of a repository's root do not have the same, as git tells: tracked files, staged or not, their
 * modes, and submodules with another commit or with changes of their own. Untracked files are not among them. The commit is fetched
 * where the clone is too shallow to have it.
 * @throws UserError where the commit cannot be had, or git fails
 */
export async function readChanges(root: Repository, commit: string): Promise<readonly PathChange[]> {
  await fetchCommit(root, commit);
  const fields = await readList(root, [...DIFF, commit, '--']);
  const changes: PathChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    changes.push({ path: fields[at + 1] ?? '', kind: kindOf(fields[at] ?? '') });
  }
  return changes;
}

function kindOf(status: string): PathChange['kind'] {
  if (status === 'A') return 'added';
  return status === 'D' ? 'deleted' : 'changed';
}

/**
 * Paths in the working tree of a repository's root of which git cannot say whether they are as they were: untracked ones (ignored or
 * not; a directory of them, or an empty one, ends in `/`), files that the index was told to take as unchanged, git's own directories, and submodules that
 * are not checked out. Those that are checked out are looked into. @throws UserError where git fails
 */
export async function readUncommitted(root: Repository): Promise<readonly string[]> {
  const [untracked, index] = await Promise.all([
    readList(root, ['ls-files', '--others', '--directory', '-z']),
    readList(root, ['ls-files', '-v', '--stage', '-z']),
  ]);
  const entries = index.map(parseEntry);
  const hidden = entries.filter(({ tag }) => tag !== 'H').map(({ path }) => path);
  const modules = entries.filter(({ mode }) => mode === '160000');
  const inside = await Promise.all(modules.map(({ path }) => readModule(root, path)));
  return ['.git/', ...untracked, ...hidden, ...inside.flat()];
}

/** Which files of a working tree are in no commit: those that are ignored, or all that are not tracked. */
export type Untracked = 'ignored' | 'all';

/**
 * Paths in the working tree of a repository's root that git does not track, those in its submodules too. A directory ends in `/` and stands
 * for all that is in it. Not among them are git's own directories. @throws UserError where git fails
 */
export async function readUntracked(root: Repository, which: Untracked): Promise<readonly string[]> {
  const ignored = which === 'ignored' ? ['--ignored', '--exclude-standard'] : [];
  const [untracked, index] = await Promise.all([
    readList(root, ['ls-files', '--others', ...ignored, '--directory', '--no-empty-directory', '-z']),
    readList(root, ['ls-files', '--stage', '-z']),
  ]);
  const modules = index.map(parseEntry).filter(({ tag }) => tag === '160000');
  const inside = modules.map(async ({ path }) => {
    const directory = join(root.cwd, path);
    if ((await stat(join(directory, '.git')).catch(() => undefined)) === undefined) return [];
    const below = await readUntracked({ ...root, cwd: directory }, which);
    return below.map((name) => `${path}/${name}`);
  });
  return [...untracked, ...(await Promise.all(inside)).flat()];
}

/** A line of `git ls-files -v --stage`: `H 100644 ID 0<TAB>PATH`; a small letter is a file assumed to be unchanged, S one left out by skip-worktree. */
function parseEntry(line: string): { readonly tag: string; readonly mode: string; readonly path: string } {
  const tab = line.indexOf('\t');
  const [tag = '', mode = ''] = line.slice(0, tab).split(' ');
  return { tag, mode, path: line.slice(tab + 1) };
}

/** Beside its files a submodule holds a `.git` that names where its repository is, or (of an old git's) is the repository. */
async function readModule(root: Repository, path: string): Promise<readonly string[]> {
  const directory = join(root.cwd, path);
  const git = await stat(join(directory, '.git')).catch(() => undefined);
  if (git === undefined) return [path];
  const uncommitted = await readUncommitted({ ...root, cwd: directory });
  return uncommitted.filter((name) => name !== '.git/' || git.isDirectory()).map((name) => `${path}/${name}`);
}

/** Fields that end in NUL. A list that was cut is none. */
async function readList(root: Repository, args: readonly string[]): Promise<readonly string[]> {
  const command = gitCommand(root, [...SETTINGS, ...args]);
  const text = requireSuccess(command, await runCommand(command, { ...LIMITS, signal: root.signal }));
  if (Buffer.byteLength(text) >= LIMITS.maxOutput)
    throw new UserError('git told of more paths than can be looked through');
  return text.split('\0').filter((field) => field !== '');
}
