import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSuccess, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { fetchCommit, gitCommand, type Repository } from './git.ts';

/**
 * A path that differs between a commit and the working tree, relative to the repository's root. That of a submodule ends in `/`. Invalid UTF-8
 * in a name becomes U+FFFD.
 */
export interface PathChange {
  readonly path: string;
  readonly kind: 'added' | 'deleted' | 'changed';
}

/** The mode of a submodule in an index or tree. */
const SUBMODULE = '160000';
/** Seconds, and bytes of output: some million paths. */
const LIMITS = { timeLimit: 300, maxOutput: 128 * 1024 * 1024 } as const;
/** Seconds, and bytes: the matching paths of a very large repository. */
const LISTING_LIMITS = { timeLimit: 120, maxOutput: 64 * 1024 * 1024 } as const;

/**
 * Only the differences: git runs no configured program for them (fsmonitor, external diffs, text conversion) and does not write the index.
 * Neither .gitmodules nor the configuration can hide a submodule or a file's mode.
 */
const SETTINGS = ['-c', 'core.fsmonitor=false', '-c', 'core.fileMode=true'];
const DIFF = [
  'diff',
  '--raw',
  '--no-abbrev',
  '-z',
  '--no-renames',
  '--no-relative',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
];

/**
 * The differences between a commit and the working tree of a repository's root, as git reports them. They are tracked files, staged or not,
 * their modes, and submodules with another commit or their own changes. Untracked files are not included. The commit is fetched where the
 * clone is too shallow to have it.
 * @throws UserError where the commit is not available, or git fails
 */
export async function readChanges(root: Repository, commit: string): Promise<readonly PathChange[]> {
  await fetchCommit(root, commit);
  const fields = await readList(root, [...DIFF, commit, '--']);
  const changes: PathChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    // `:MODE MODE OBJECT OBJECT STATUS` (git-diff-index(1), "Raw output format").
    const [before = '', after = '', , , status = ''] = (fields[at] ?? '').slice(1).split(' ');
    changes.push({ path: changedPath(fields[at + 1] ?? '', `${before} ${after}`), kind: kindOf(status) });
  }
  return changes;
}

/** A changed path as its two modes say: that of a submodule ends in `/`, since it stands for all that is in it. */
export function changedPath(path: string, modes: string): string {
  return modes.split(' ').includes(SUBMODULE) ? `${path}/` : path;
}

function kindOf(status: string): PathChange['kind'] {
  if (status === 'A') return 'added';
  return status === 'D' ? 'deleted' : 'changed';
}

/**
 * Paths in the working tree of a repository's root for which git cannot say whether they changed. They are untracked paths, ignored or not;
 * a directory of them, or an empty one, ends in `/`. They are also files that the index is set to assume unchanged, git's own directories,
 * and submodules that are not checked out. Submodules that are checked out are searched too.
 * @throws UserError where git fails
 */
export async function readUncommitted(root: Repository): Promise<readonly string[]> {
  const [untracked, index] = await Promise.all([
    readList(root, ['ls-files', '--others', '--directory', '-z']),
    readList(root, ['ls-files', '-v', '--stage', '-z']),
  ]);
  const entries = index.map(parseEntry);
  const hidden = entries.filter(({ tag }) => tag !== 'H').map(({ path }) => path);
  const modules = entries.filter(({ mode }) => mode === SUBMODULE);
  const inside = await Promise.all(modules.map(({ path }) => readModule(root, path)));
  return ['.git/', ...untracked, ...hidden, ...inside.flat()];
}

/**
 * Paths of the tracked files, and of the untracked ones that git does not ignore, below `repository.cwd`. They match a pathspec in any
 * case (gitglossary(7)), and are relative to the repository's root.
 * @throws UserError when git fails, as outside of a repository
 */
export async function listFiles(repository: Repository, patterns: readonly string[]): Promise<readonly string[]> {
  const pathspecs = patterns.map((pattern) => `:(glob,icase)${pattern}`);
  const args = ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const command = gitCommand(repository, args);
  const result = await runCommand(command, { ...LISTING_LIMITS, signal: repository.signal });
  const paths = requireSuccess(command, result).split('\0');
  return [...new Set(paths.filter((path) => path !== ''))];
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
  const modules = index.map(parseEntry).filter(({ tag }) => tag === SUBMODULE);
  const inside = modules.map(async ({ path }) => {
    const directory = join(root.cwd, path);
    if ((await stat(join(directory, '.git')).catch(() => undefined)) === undefined) return [];
    const below = await readUntracked({ ...root, cwd: directory }, which);
    return below.map((name) => `${path}/${name}`);
  });
  return [...untracked, ...(await Promise.all(inside)).flat()];
}

/**
 * A line of `git ls-files -v --stage`: `H 100644 ID 0<TAB>PATH`. A small letter marks a file assumed to be unchanged, S one left out by
 * skip-worktree.
 */
function parseEntry(line: string): { readonly tag: string; readonly mode: string; readonly path: string } {
  const tab = line.indexOf('\t');
  const [tag = '', mode = ''] = line.slice(0, tab).split(' ');
  return { tag, mode, path: line.slice(tab + 1) };
}

/** Besides its files, a submodule contains a `.git` that names its repository. With an old git, `.git` is the repository itself. */
async function readModule(root: Repository, path: string): Promise<readonly string[]> {
  const directory = join(root.cwd, path);
  const git = await stat(join(directory, '.git')).catch(() => undefined);
  if (git === undefined) return [path];
  const uncommitted = await readUncommitted({ ...root, cwd: directory });
  return uncommitted.filter((name) => name !== '.git/' || git.isDirectory()).map((name) => `${path}/${name}`);
}

/** Fields that end in NUL, of a git command that only compares. Refuses a list that was cut. @throws UserError where git fails */
export async function readList(root: Repository, args: readonly string[]): Promise<readonly string[]> {
  const command = gitCommand(root, [...SETTINGS, ...args]);
  const text = requireSuccess(command, await runCommand(command, { ...LIMITS, signal: root.signal }));
  if (Buffer.byteLength(text) >= LIMITS.maxOutput) throw new UserError('git listed more paths than can be searched');
  return text.split('\0').filter((field) => field !== '');
}
