import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSuccess, runCommand } from '../process/run.ts';
import { makeTemporaryFolder } from '../process/temporary-folder.ts';
import { fileExistsAt, gitCommand, isShallow, type Repository, readGit } from './git.ts';
import { copyGitDirectory } from './git-directory.ts';

/** Seconds. A checkout may fetch from a partial clone's origin, or fetch large files. */
const CHECKOUT_LIMIT = 1800;

/** A commit checked out beside the repository. Disposing removes every trace of it. */
export interface CommitCheckout extends AsyncDisposable {
  readonly path: string;
}

/**
 * Checks out a commit in a temporary directory, without hooks. The checkout has a git directory of its own with the same refs, depth,
 * configuration and filters as the user's. So a build finds the same things at both commits. It has the submodules that the user's checkout
 * has. The user's checkout is only read, and any number of runs may do so at once.
 * @throws UserError with git's reason. Then nothing is left behind.
 */
export async function checkOutCommit(repository: Repository, sha: string): Promise<CommitCheckout> {
  const folder = await makeTemporaryFolder('base', repository.env);
  const path = join(folder.path, 'checkout');
  try {
    await mkdir(path);
    await copyGitDirectory(repository, path, join(folder.path, 'git'));
    const env = (await hasPointers(repository)) ? { ...repository.env, GIT_LFS_SKIP_SMUDGE: '1' } : repository.env;
    const checkout = { ...repository, cwd: path, env };
    // Where HEAD names a branch, the branch moves too. A clone at that commit looks the same.
    await runGit(checkout, ['update-ref', 'HEAD', sha]);
    await runGit(checkout, ['read-tree', '--reset', '-u', sha]);
    await updateSubmodules(repository, checkout);
    return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/**
 * Whether the user's checkout left Git LFS files as pointers (actions/checkout without `lfs: true`). Then the base must keep pointers too.
 * Else the base would contain the files, and the head their pointers.
 */
export async function hasPointers(repository: Repository): Promise<boolean> {
  const { stdout } = await readGit(repository, ['ls-files', '-z', '--', ':(attr:filter=lfs)']);
  const [file] = stdout.split('\0').filter((name) => name !== '');
  if (file === undefined) return false;
  const text = await readFile(join(repository.cwd, file), 'latin1').catch(() => '');
  return text.startsWith(LFS_POINTER);
}

async function updateSubmodules(repository: Repository, checkout: Repository): Promise<void> {
  if (!(await fileExistsAt(checkout, 'HEAD', '.gitmodules'))) return;
  if (!(await hasSubmodules(repository))) return;
  const depth = (await isShallow(repository)) ? ['--depth=1'] : [];
  await runGit(checkout, ['submodule', '--quiet', 'update', '--init', '--recursive', ...depth]);
}

async function hasSubmodules(repository: Repository): Promise<boolean> {
  return (await listSubmodules(repository)).some((line) => !line.startsWith('-'));
}

/** Paths of the submodules of the root's commit that are not checked out in the user's checkout. */
export async function missingSubmodules(root: Repository): Promise<readonly string[]> {
  const missing = (await listSubmodules(root)).filter((line) => line.startsWith('-'));
  return missing.map((line) => line.slice(line.indexOf(' ') + 1));
}

/** `git submodule status`: `ID PATH (NAME)`. A line begins with `-` for a submodule that is not initialised. */
async function listSubmodules(repository: Repository): Promise<readonly string[]> {
  const { stdout } = await readGit(repository, ['submodule', 'status']);
  return stdout.split('\n').filter((line) => line !== '');
}

async function runGit(repository: Repository, args: readonly string[]): Promise<void> {
  const command = gitCommand(repository, args);
  requireSuccess(command, await runCommand(command, { timeLimit: CHECKOUT_LIMIT, signal: repository.signal }));
}
