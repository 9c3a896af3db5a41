import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fetchCommit } from '../../src/git/git.ts';
import { addWorktree } from '../../src/git/worktree.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { cloneShallow, commitFiles, makePullRequest, type PullRequest, runGit } from '../support/repository.ts';

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
    await using worktree = await addWorktree({ cwd, env }, pull.base);
    expect((await readdir(worktree.path)).sort()).toEqual(['.git', 'Dockerfile', 'main.txt']);
    expect(runGit(cwd, 'rev-parse', 'HEAD')).toBe(pull.merge);
    expect(await traces(cwd)).toMatchObject({ known: 2 });
  }
  expect(await traces(cwd)).toEqual({ directories: [], known: 1 });
});

describe('nothing is left behind', () => {
  test('when the commit is not there', async () => {
    const missing = addWorktree({ cwd: pull.clone, env }, '0123456789012345678901234567890123456789');
    await expect(missing).rejects.toThrow(/git worktree add .* failed with exit code 128/);
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('when the directory is gone already', async () => {
    const worktree = await addWorktree({ cwd: pull.clone, env }, pull.base);
    await rm(worktree.path, { recursive: true });
    await worktree[Symbol.asyncDispose]();
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('when files were added and the block failed', async () => {
    const failing = async (): Promise<void> => {
      await using worktree = await addWorktree({ cwd: pull.clone, env }, pull.base);
      runGit(worktree.path, 'config', 'core.filemode', 'true');
      await commitFiles(worktree.path, { 'new/file': 'x' });
      throw new Error('the build failed');
    };
    await expect(failing()).rejects.toThrow('the build failed');
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 1 });
  });

  test('of ours, while a worktree of the user’s own stays, even with its disk away', async () => {
    const own = join(folder.path, 'own');
    runGit(pull.clone, 'worktree', 'add', '--quiet', '--detach', own);
    await rm(own, { recursive: true });
    const worktree = await addWorktree({ cwd: pull.clone, env }, pull.base);
    await worktree[Symbol.asyncDispose]();
    expect(await traces(pull.clone)).toEqual({ directories: [], known: 2 });
    runGit(pull.clone, 'worktree', 'prune');
  });
});

describe('submodules', () => {
  const allowFiles = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };
  let origin: string;
  let commit: string;

  beforeAll(async () => {
    const library = join(folder.path, 'library');
    const main = join(folder.path, 'with-submodule');
    for (const path of [library, main]) runGit(folder.path, 'init', '--quiet', '--initial-branch=main', path);
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
      await using worktree = await addWorktree({ cwd, env: { ...env, ...allowFiles } }, commit);
      expect(await readFile(join(worktree.path, 'lib/library.txt'), 'utf8')).toBe('library\n');
    }
    expect(await traces(cwd)).toEqual({ directories: [], known: 1 });
  });

  test('are left alone where it has not', async () => {
    const cwd = clone('plain');
    await using worktree = await addWorktree({ cwd, env }, commit);
    await expect(access(join(worktree.path, 'lib/library.txt'))).rejects.toThrow('ENOENT');
  });
});
