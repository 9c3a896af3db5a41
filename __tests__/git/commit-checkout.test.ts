import { access, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkOutCommit } from '../../src/git/commit-checkout.ts';
import { fetchCommit } from '../../src/git/git.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  cloneShallow,
  commitFiles,
  initGit,
  makePullRequest,
  type PullRequest,
  runGit,
} from '../support/repository.ts';

let folder: Folder;
let pull: PullRequest;
let env: { readonly RUNNER_TEMP: string };

beforeAll(async () => {
  folder = await makeFolder();
  pull = await makePullRequest(folder.path);
  env = { RUNNER_TEMP: join(folder.path, 'runner temp') };
  await mkdir(env.RUNNER_TEMP);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** What is left of worktrees: directories, and git's own notes of them. */
const traces = async (cwd: string) => ({
  directories: await readdir(env.RUNNER_TEMP),
  known: runGit(cwd, 'worktree', 'list', '--porcelain').match(/^worktree /gm)?.length,
});

test('the base of a depth-1 clone is checked out beside it and removed again', async () => {
  const cwd = cloneShallow(folder.path, pull.origin);
  await fetchCommit({ cwd }, pull.base);
  {
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect((await readdir(checkout.path)).sort()).toEqual(['.git', 'Dockerfile', 'main.txt']);
    expect(runGit(cwd, 'rev-parse', 'HEAD')).toBe(pull.merge);
    expect(await traces(cwd)).toMatchObject({ known: 1 });
  }
  expect(await traces(cwd)).toEqual({ directories: [], known: 1 });
});

describe('nothing is left behind', () => {
  test('when the commit does not exist', async () => {
    const missing = checkOutCommit({ cwd: pull.clone, env }, '0123456789012345678901234567890123456789');
    await expect(missing).rejects.toThrow(/git update-ref HEAD .* failed with exit code 128/);
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('when the directory is already gone', async () => {
    const checkout = await checkOutCommit({ cwd: pull.clone, env }, pull.base);
    await rm(checkout.path, { recursive: true });
    await checkout[Symbol.asyncDispose]();
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('when files were added and the block failed', async () => {
    const failing = async (): Promise<void> => {
      await using checkout = await checkOutCommit({ cwd: pull.clone, env }, pull.base);
      runGit(checkout.path, 'config', 'core.filemode', 'true');
      await commitFiles(checkout.path, { 'new/file': 'x' });
      throw new Error('the build failed');
    };
    await expect(failing()).rejects.toThrow('the build failed');
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('of our own, while the user’s worktree stays, even if its disk is missing', async () => {
    const own = join(folder.path, 'own');
    runGit(pull.clone, 'worktree', 'add', '--quiet', '--detach', own);
    await rm(own, { recursive: true });
    const checkout = await checkOutCommit({ cwd: pull.clone, env }, pull.base);
    await checkout[Symbol.asyncDispose]();
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 2 });
    runGit(pull.clone, 'worktree', 'prune');
  });
});

/** Bytes of all files below a directory, links counted as files. */
const weight = async (path: string): Promise<number> => {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

describe('the checkout is like the user’s', () => {
  const clone = (name: string, ...options: string[]): string => {
    const path = join(folder.path, name);
    runGit(folder.path, 'clone', '--quiet', ...options, pull.origin, path);
    return path;
  };

  test('with its own git directory of the same size, with shared objects', async () => {
    const cwd = clone('twin', '--branch=merge');
    runGit(cwd, 'gc', '--quiet');
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    const [ours, theirs] = await Promise.all([cwd, checkout.path].map((path) => weight(join(path, '.git'))));
    // A line in each of two logs, and an index with one file less.
    expect(Math.abs(ours! - theirs!)).toBeLessThan(600);
    const packs = (await readdir(join(cwd, '.git/objects/pack'))).filter((name) => name.endsWith('.pack'));
    const inode = async (path: string) => (await stat(join(path, '.git/objects/pack', packs[0]!))).ino;
    expect(await inode(checkout.path)).toBe(await inode(cwd));
  });

  test('on the same branch, at the base commit, with the same refs, while the user’s do not move', async () => {
    const cwd = clone('branches', '--branch=merge');
    const before = runGit(cwd, 'for-each-ref');
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect(runGit(checkout.path, 'symbolic-ref', 'HEAD')).toBe('refs/heads/merge');
    expect(runGit(checkout.path, 'rev-parse', 'HEAD', 'merge')).toBe(`${pull.base}\n${pull.base}`);
    expect(runGit(checkout.path, 'describe')).toBe('v1');
    expect(runGit(checkout.path, 'status', '--porcelain')).toBe('');
    expect(runGit(cwd, 'for-each-ref')).toBe(before);
    expect(runGit(cwd, 'status', '--porcelain')).toBe('');
  });

  test('in a linked worktree, where `.git` is a file on both sides', async () => {
    const main = clone('main-worktree');
    const cwd = join(folder.path, 'linked');
    runGit(main, 'worktree', 'add', '--quiet', '--detach', cwd, pull.merge);
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect((await lstat(join(checkout.path, '.git'))).isFile()).toBe(true);
    expect(runGit(checkout.path, 'rev-parse', 'HEAD')).toBe(pull.base);
    expect(runGit(checkout.path, 'worktree', 'list').split('\n')).toHaveLength(1);
    expect(runGit(cwd, 'rev-parse', 'HEAD')).toBe(pull.merge);
  });

  test('with the keys of a filter that are in the git directory', async () => {
    const cwd = clone('filtered');
    await writeFile(join(cwd, '.gitattributes'), '*.secret filter=keyed\n');
    const commit = await commitFiles(cwd, { 'a.secret': 'sealed\n' });
    await writeFile(join(cwd, '.git/key'), '');
    const smudge = 'sh -c "test -f \\"$(git rev-parse --git-dir)/key\\" && tr a-z A-Z"';
    for (const [key, value] of [
      ['smudge', smudge],
      ['clean', 'tr A-Z a-z'],
      ['required', 'true'],
    ]) {
      runGit(cwd, 'config', `filter.keyed.${key}`, value!);
    }
    await using checkout = await checkOutCommit({ cwd, env }, commit);
    expect(await readFile(join(checkout.path, 'a.secret'), 'utf8')).toBe('SEALED\n');
  });

  test('of a sparse checkout, with the same part of the files', async () => {
    const cwd = clone('sparse');
    runGit(cwd, 'sparse-checkout', 'set', '--no-cone', '/Dockerfile');
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect((await readdir(checkout.path)).sort()).toEqual(['.git', 'Dockerfile']);
  });

  test('of a clone with the objects of another one at a relative path', async () => {
    const cwd = clone('borrowing', '--no-local');
    const objects = join(cwd, '.git/objects');
    runGit(cwd, 'init', '--quiet', '--bare', join(folder.path, 'lender.git'));
    runGit(cwd, 'push', '--quiet', join(folder.path, 'lender.git'), '--all');
    for (const name of await readdir(objects)) await rm(join(objects, name), { recursive: true });
    await mkdir(join(objects, 'info'));
    await writeFile(join(objects, 'info/alternates'), '../../../lender.git/objects\n');
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect(runGit(checkout.path, 'rev-parse', 'HEAD')).toBe(pull.base);
  });

  test('without locks and sockets of git processes in the user’s checkout', async () => {
    const cwd = clone('busy');
    await writeFile(join(cwd, '.git/index.lock'), '');
    await using checkout = await checkOutCommit({ cwd, env }, pull.base);
    expect(await readdir(join(checkout.path, '.git'))).not.toContain('index.lock');
    await rm(join(cwd, '.git/index.lock'));
  });
});

test('the index that a hook sets in the environment is not touched', async () => {
  const cwd = join(folder.path, 'hook');
  runGit(folder.path, 'clone', '--quiet', pull.origin, cwd);
  const index = await readFile(join(cwd, '.git/index'));
  process.env.GIT_INDEX_FILE = join(cwd, '.git/index');
  process.env.GIT_DIR = join(cwd, '.git');
  try {
    await using checkout = await checkOutCommit({ cwd, env }, pull.fork);
    expect(await readdir(checkout.path)).toContain('Dockerfile');
  } finally {
    delete process.env.GIT_INDEX_FILE;
    delete process.env.GIT_DIR;
  }
  expect(await readFile(join(cwd, '.git/index'))).toEqual(index);
});

test('runs at the same time fetch and check out in one shallow clone', async () => {
  await using place = await makeFolder();
  const cwd = cloneShallow(place.path, pull.origin);
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      await fetchCommit({ cwd }, pull.base);
      await using checkout = await checkOutCommit({ cwd, env }, pull.base);
      expect(runGit(checkout.path, 'rev-parse', 'HEAD')).toBe(pull.base);
    }),
  );
  expect(await traces(cwd)).toEqual({ directories: [], known: 1 });
});

test('waits while another process holds a lock', async () => {
  await using place = await makeFolder();
  const cwd = cloneShallow(place.path, pull.origin);
  const lock = join(cwd, '.git/shallow.lock');
  await writeFile(lock, '');
  const released = setTimeout(1500).then(() => rm(lock));
  await Promise.all([fetchCommit({ cwd }, pull.base), released]);
  expect(runGit(cwd, 'cat-file', '-t', pull.base)).toBe('commit');
});

describe('submodules', () => {
  const allowFiles = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };
  let origin: string;
  let commit: string;

  beforeAll(async () => {
    const library = join(folder.path, 'library');
    const main = join(folder.path, 'with-submodule');
    for (const path of [library, main]) initGit(path);
    await commitFiles(library, { 'library.txt': 'library\n' });
    runGit(main, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
    commit = await commitFiles(main, { Dockerfile: 'FROM scratch\n' });
    origin = main;
  });

  const clone = (name: string, ...options: string[]): string => {
    const path = join(folder.path, name);
    runGit(folder.path, '-c', 'protocol.file.allow=always', 'clone', '--quiet', ...options, origin, path);
    return path;
  };

  test('are checked out where the main checkout has them', async () => {
    const cwd = clone('recursive', '--recurse-submodules');
    {
      await using checkout = await checkOutCommit({ cwd, env: { ...env, ...allowFiles } }, commit);
      expect(await readFile(join(checkout.path, 'lib/library.txt'), 'utf8')).toBe('library\n');
    }
    expect(await traces(cwd)).toEqual({ directories: [], known: 1 });
  });

  test('of a linked worktree are checked out in the copy, not in the worktree', async () => {
    const main = clone('with-worktree');
    const cwd = join(folder.path, 'linked-with-submodule');
    runGit(main, 'worktree', 'add', '--quiet', '--detach', cwd);
    runGit(cwd, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    await using checkout = await checkOutCommit({ cwd, env: { ...env, ...allowFiles } }, commit);
    expect(await readFile(join(checkout.path, 'lib/library.txt'), 'utf8')).toBe('library\n');
    expect(runGit(join(checkout.path, 'lib'), 'rev-parse', '--show-toplevel')).toBe(join(checkout.path, 'lib'));
    expect(runGit(join(cwd, 'lib'), 'rev-parse', '--show-toplevel')).toBe(join(cwd, 'lib'));
  });

  test('are missing where it does not have them', async () => {
    const cwd = clone('plain');
    await using checkout = await checkOutCommit({ cwd, env }, commit);
    await expect(access(join(checkout.path, 'lib/library.txt'))).rejects.toThrow('ENOENT');
  });
});
