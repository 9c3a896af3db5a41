import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, requireSuccess, runCommand } from '../process/run.ts';
import { fileExistsAt, git, gitCommand, isShallow, type Repository, readGit } from './git.ts';

/** Seconds: a checkout may have to fetch from a partial clone's origin, or large files. */
const CHECKOUT_LIMIT = 1800;

/** A commit checked out beside the repository; disposing removes every trace of it. */
export interface Worktree extends AsyncDisposable {
  readonly path: string;
}

/**
 * Check out a commit in a directory of its own under RUNNER_TEMP (or the system's temporary directory), without hooks; submodules too when
 * the main checkout has them. The user's checkout is not touched. @throws UserError with git's reason; nothing is left behind then
 */
export async function addWorktree(repository: Repository, sha: string): Promise<Worktree> {
  const parent = environment(repository.env).RUNNER_TEMP ?? tmpdir();
  const path = await mkdtemp(join(await realpath(parent), 'image-size-gate-base-'));
  const worktree = { path, [Symbol.asyncDispose]: () => removeWorktree(repository, path) };
  try {
    const env = (await hasPointers(repository)) ? { ...repository.env, GIT_LFS_SKIP_SMUDGE: '1' } : repository.env;
    await runGit({ ...repository, env }, ['worktree', 'add', '--quiet', '--detach', '--', path, sha]);
    await updateSubmodules(repository, path);
    return worktree;
  } catch (error) {
    await worktree[Symbol.asyncDispose]();
    throw error;
  }
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/**
 * Whether the user's checkout left Git LFS files as pointers (actions/checkout without `lfs: true`): then the base must be
 * checked out so too, or it would hold the files and the head their pointers.
 */
async function hasPointers(repository: Repository): Promise<boolean> {
  const { stdout } = await readGit(repository, ['ls-files', '-z', '--', ':(attr:filter=lfs)']);
  const [file] = stdout.split('\0').filter((name) => name !== '');
  if (file === undefined) return false;
  const text = await readFile(join(repository.cwd, file), 'latin1').catch(() => '');
  return text.startsWith(LFS_POINTER);
}

async function updateSubmodules(repository: Repository, path: string): Promise<void> {
  if (!(await fileExistsAt({ ...repository, cwd: path }, 'HEAD', '.gitmodules'))) return;
  if (!(await hasSubmodules(repository))) return;
  const depth = (await isShallow(repository)) ? ['--depth=1'] : [];
  await runGit({ ...repository, cwd: path }, ['submodule', '--quiet', 'update', '--init', '--recursive', ...depth]);
}

/** `git submodule status` begins a line with `-` for a submodule that is not initialised. */
async function hasSubmodules(repository: Repository): Promise<boolean> {
  const { stdout } = await readGit(repository, ['submodule', 'status']);
  return stdout.split('\n').some((line) => line !== '' && !line.startsWith('-'));
}

/** Removal by name first: `prune` alone would also forget a worktree of the user's that is on a disk not mounted now. */
async function removeWorktree(repository: Repository, path: string): Promise<void> {
  const removed = await readGit(repository, ['worktree', 'remove', '--force', '--force', '--', path]).catch(
    () => undefined,
  );
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
  if (removed?.exitCode === 0) return;
  const known = await readGit(repository, ['worktree', 'list', '--porcelain']).catch(() => undefined);
  if (known?.stdout.split('\n').includes(`worktree ${path}`)) await git(repository, ['worktree', 'prune']);
}

async function runGit(repository: Repository, args: readonly string[]): Promise<void> {
  const command = gitCommand(repository, args);
  requireSuccess(command, await runCommand(command, { timeLimit: CHECKOUT_LIMIT, signal: repository.signal }));
}
