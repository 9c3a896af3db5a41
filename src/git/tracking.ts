import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { git, type Repository, readGit } from './git.ts';

/** What git knows of a path in the working tree. A directory is tracked where git tracks a file in it. */
export type Tracking = 'tracked' | 'ignored' | 'untracked';

/**
 * Whether git tracks a path of the working tree; undefined where nothing is there.
 * @param path relative to the repository's `cwd`, taken literally
 * @throws UserError where git cannot say
 */
export async function trackingOf(repository: Repository, path: string): Promise<Tracking | undefined> {
  if ((await lstat(resolve(repository.cwd, path)).catch(() => undefined)) === undefined) return undefined;
  const literal = ['--literal-pathspecs'];
  if ((await git(repository, [...literal, 'ls-files', '-z', '--', path])) !== '') return 'tracked';
  const { exitCode } = await readGit(repository, ['check-ignore', '--quiet', '--', path]);
  return exitCode === 0 ? 'ignored' : 'untracked';
}
