import { lstat, realpath, stat, symlink } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { git, type Repository, topLevel } from '../git/git.ts';
import { type BakeSource, type DockerfileSource, isRemoteContext } from '../model/image.ts';
import { inputsAtBase } from './inputs-at-base.ts';

/** Where the user works: real paths, as git prints them, and the directory as it was named. */
export interface Checkout {
  /** Root of the repository, or the directory itself outside of one. */
  readonly top: string;
  readonly cwd: string;
  /** May contain symbolic links, as the user's absolute paths may. */
  readonly named: string;
}

/** Finds the checkout that a repository's `cwd` is in. @throws UserError when git is missing or refuses the repository */
export async function findCheckout(repository: Repository): Promise<Checkout> {
  const cwd = await realpath(repository.cwd);
  return { top: (await topLevel(repository)) ?? cwd, cwd, named: repository.cwd };
}

/**
 * The source with its paths relative to the user's directory, so that they are valid in a worktree of the base commit too. An absolute path
 * into the checkout would build the head twice. Undefined where a path leaves the repository, since no commit has it.
 */
export function sourceInRepository(
  source: DockerfileSource | BakeSource,
  checkout: Checkout,
): DockerfileSource | BakeSource | undefined {
  if (source.kind === 'bake') {
    const files = source.files.flatMap((path) => pathInRepository(path, checkout) ?? []);
    return files.length < source.files.length ? undefined : { ...source, files };
  }
  const inputs = inputsAtBase(source, checkout.cwd, (path) => pathInRepository(path, checkout));
  // The base is built from the same URL, which holds its Dockerfile.
  if (isRemoteContext(source.context)) return { ...source, ...inputs };
  const file = pathInRepository(source.file, checkout);
  const context = pathInRepository(source.context, checkout);
  return file === undefined || context === undefined ? undefined : { ...source, ...inputs, file, context };
}

/** A path relative to the user's directory, however the user wrote it; undefined where it leaves the repository. */
export function pathInRepository(path: string, { top, cwd, named }: Checkout): string | undefined {
  const candidates = isAbsolute(path) ? [path, resolve(cwd, relative(named, path))] : [resolve(cwd, path)];
  const inside = candidates.find((candidate) => !leaves(relative(top, candidate)));
  return inside === undefined ? undefined : relative(cwd, inside) || '.';
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

const ENVIRONMENT = '.env';

/**
 * Links the `.env` beside the work into a worktree of the base, where git does not track it. Compose files take variables from it, and with
 * their defaults instead another image would be built. It is a link, since its values may be secret. Nothing is done where git tracks it,
 * since the commit then has its own or had none, and where something of that name exists.
 */
export async function linkEnvironment(repository: Repository, root: string): Promise<void> {
  const own = join(repository.cwd, ENVIRONMENT);
  const link = join(root, ENVIRONMENT);
  if (!(await stat(own).catch(() => undefined))?.isFile()) return;
  if ((await lstat(link).catch(() => undefined)) !== undefined) return;
  if ((await git(repository, ['ls-files', '--', ENVIRONMENT])) === '') await symlink(resolve(own), link);
}
