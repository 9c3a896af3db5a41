import { constants, type Dirent } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { git, type Repository, readGit } from './git.ts';

/** How many files are linked or copied at once. */
const AT_ONCE = 64;

/** Where git stores its data about a checkout. */
interface GitDirectory {
  /** Belongs to this checkout alone: HEAD and index. */
  readonly own: string;
  /** Belongs to all linked worktrees together: objects, refs, config. Without linked worktrees it is the same directory. */
  readonly common: string;
  /** Whether `.git` is a file that names the directory, as in a linked worktree. */
  readonly isElsewhere: boolean;
}

/**
 * Gives a new checkout a git directory of its own that is like that of another checkout. It has the same refs, depth, config, keys of
 * filters, LFS files and submodules. Objects never change, so both share their files by hard links. The index is left out. `.git` is a
 * directory or a file, as in the other checkout. So what a build sees of it has the same size in both.
 * @param root directory of the new checkout. It must be empty.
 * @param elsewhere place of the git directory where `.git` is a file
 */
export async function copyGitDirectory(repository: Repository, root: string, elsewhere: string): Promise<void> {
  const { own, common, isElsewhere } = await findGitDirectory(repository);
  const target = isElsewhere ? elsewhere : join(root, '.git');
  await copyTree(common, target, { leaveOut: ['worktrees', 'index'] });
  if (own !== common) await copyTree(own, target, { leaveOut: ['commondir', 'gitdir', 'index'] });
  if (isElsewhere) await writeFile(join(root, '.git'), `gitdir: ${target}\n`);
  await makeAlternatesAbsolute(join(common, 'objects'), join(target, 'objects'));
  await forgetWorkTree(repository, target);
}

async function findGitDirectory(repository: Repository): Promise<GitDirectory> {
  const lines = await git(repository, ['rev-parse', '--absolute-git-dir', '--git-common-dir']);
  const [own = '', common = ''] = lines.split('\n');
  const found = await lstat(join(repository.cwd, '.git')).catch(() => undefined);
  return { own, common: resolve(repository.cwd, common), isElsewhere: found?.isFile() ?? true };
}

interface CopyOptions {
  /** Names in the top directory. */
  readonly leaveOut?: readonly string[];
  /** Whether files are linked. They are below a directory called `objects`, where git and Git LFS never change one. */
  readonly areObjects?: boolean;
}

/** Leaves out sockets, locks and what another git process removes meanwhile. */
async function copyTree(from: string, to: string, { leaveOut = [], areObjects = false }: CopyOptions): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = (await orNothing(readdir(from, { withFileTypes: true }))) ?? [];
  const wanted = entries.filter(({ name }) => !leaveOut.includes(name) && !name.endsWith('.lock'));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    await Promise.all(wanted.slice(at, at + AT_ONCE).map((entry) => copyEntry(entry, from, to, areObjects)));
  }
}

async function copyEntry(entry: Dirent, from: string, to: string, areObjects: boolean): Promise<void> {
  const [source, target] = [join(from, entry.name), join(to, entry.name)];
  if (entry.isDirectory()) {
    await copyTree(source, target, { areObjects: areObjects || entry.name === 'objects' });
  } else if (entry.isSymbolicLink()) {
    const path = await orNothing(readlink(source));
    if (path !== undefined) await symlink(path, target);
  } else if (entry.isFile()) {
    await orNothing(areObjects && entry.name !== 'alternates' ? linkFile(source, target) : replaceFile(source, target));
  }
}

/** Copies where a hard link is impossible: to another file system, or of another user's file. */
async function linkFile(source: string, target: string): Promise<void> {
  await link(source, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw error;
    return replaceFile(source, target);
  });
}

function replaceFile(source: string, target: string): Promise<void> {
  return copyFile(source, target, constants.COPYFILE_FICLONE);
}

async function orNothing<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** A relative path among them starts at the directory of the objects (gitrepository-layout(5)). */
async function makeAlternatesAbsolute(objects: string, copied: string): Promise<void> {
  const file = join(copied, 'info', 'alternates');
  const text = await orNothing(readFile(file, 'utf8'));
  if (text === undefined) return;
  const lines = text.split('\n').map((line) => (line === '' || line.startsWith('#') ? line : resolve(objects, line)));
  await rm(file);
  await writeFile(file, lines.join('\n'));
}

/** Submodules and some worktrees have the path of their files in their configuration. The copy's files are elsewhere. */
async function forgetWorkTree(repository: Repository, target: string): Promise<void> {
  for (const file of ['config', 'config.worktree'].map((name) => join(target, name))) {
    // A key's name stands in the file as it is written. Most clones set none, and need no process for it.
    if (!/worktree/i.test((await orNothing(readFile(file, 'latin1'))) ?? '')) continue;
    await readGit(repository, ['config', '--file', file, '--unset-all', 'core.worktree']);
  }
}
