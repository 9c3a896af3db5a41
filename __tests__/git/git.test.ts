import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as git from '../../src/git/git.ts';
import { UserError } from '../../src/text/error.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { cloneShallow, makePullRequest, type PullRequest, runGit } from '../support/repository.ts';

let folder: Folder;
let pull: PullRequest;
const none = '0123456789012345678901234567890123456789';

beforeAll(async () => {
  folder = await makeFolder();
  pull = await makePullRequest(folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('in a depth-1 clone of a merge commit', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = cloneShallow(folder.path, pull.origin);
  });

  test('the parents are read from the commit, where HEAD^1 does not resolve', async () => {
    expect(await git.resolveCommit({ cwd }, 'HEAD^1')).toBeUndefined();
    expect(await git.parentsOf({ cwd }, 'HEAD')).toEqual([pull.base, pull.head]);
  });

  test('a parent is fetched by its id, and the clone stays shallow', async () => {
    expect(await git.hasCommit({ cwd }, pull.base)).toBe(false);
    await git.fetchCommit({ cwd }, pull.base);
    expect(await git.hasCommit({ cwd }, pull.base)).toBe(true);
    expect(await git.hasCommit({ cwd }, pull.fork)).toBe(false);
    expect(await git.fileExistsAt({ cwd }, pull.base, 'main.txt')).toBe(true);
  });

  test('a branch and a tag that were not fetched are found at origin', async () => {
    expect(await git.resolveCommit({ cwd }, 'topic')).toBeUndefined();
    expect(await git.resolveRemote({ cwd }, 'topic')).toBe(pull.head);
    expect(await git.resolveRemote({ cwd }, 'v1')).toBe(pull.base);
    expect(await git.resolveRemote({ cwd }, 'no-such-branch')).toBeUndefined();
  });

  test('commits without a common ancestor in the clone have no merge base', async () => {
    await git.fetchCommit({ cwd }, pull.base);
    await git.fetchCommit({ cwd }, pull.head);
    expect(await git.mergeBase({ cwd }, pull.base, pull.head)).toBeUndefined();
  });

  test('the error about a commit that origin does not have says what was needed', async () => {
    const fetch = git.fetchCommit({ cwd }, none);
    await expect(fetch).rejects.toThrow(UserError);
    await expect(fetch).rejects.toThrow(`git fetch of commit ${none} from origin failed with exit code 128`);
    await expect(fetch).rejects.toThrow('origin must still have the commit');
  });
});

describe('in a complete clone', () => {
  test('refs, tags and ids resolve to commits', async () => {
    const { clone: cwd, base, head, merge } = pull;
    expect(await git.resolveCommit({ cwd }, 'v1')).toBe(base);
    expect(await git.resolveCommit({ cwd }, 'HEAD^2')).toBe(head);
    expect(await git.resolveCommit({ cwd }, merge.slice(0, 10))).toBe(merge);
    expect(await git.resolveCommit({ cwd }, 'no-such-ref')).toBeUndefined();
  });

  test('the merge base is the common ancestor', async () => {
    expect(await git.mergeBase({ cwd: pull.clone }, pull.base, pull.head)).toBe(pull.fork);
  });

  test('the first commit has no parents', async () => {
    expect(await git.parentsOf({ cwd: pull.clone }, pull.fork)).toEqual([]);
  });

  test('a commit that is fetched brings its history, so that the clone stays complete', async () => {
    const cwd = join(folder.path, 'single');
    runGit(folder.path, 'clone', '--quiet', '--single-branch', '--branch=main', '--no-tags', pull.origin, cwd);
    await git.fetchCommit({ cwd }, pull.merge);
    expect(await git.isShallow({ cwd })).toBe(false);
    expect(await git.mergeBase({ cwd }, pull.merge, pull.head)).toBe(pull.head);
  });

  test.each([
    ['Dockerfile', true],
    ['./topic/../topic/Dockerfile', true],
    ['topic/', true],
    ['.', true],
    ['main.txt', false],
    ['../Dockerfile', false],
    ['/etc/passwd', false],
  ])('the path %s exists at the head: %j', async (path, exists) => {
    expect(await git.fileExistsAt({ cwd: pull.clone }, pull.head, path)).toBe(exists);
  });

  test('a message that looks like a header adds no parent', async () => {
    const { clone: cwd, fork } = pull;
    const tree = runGit(cwd, 'rev-parse', `${fork}^{tree}`);
    const forged = runGit(cwd, 'commit-tree', tree, '-p', fork, '-m', `title\n\nparent ${none}`);
    expect(await git.parentsOf({ cwd }, forged)).toEqual([fork]);
  });
});

test.each(['-x', '--upload-pack=touch /tmp/x', ''])('the ref %j is refused', async (ref) => {
  const cwd = pull.clone;
  const message = `${JSON.stringify(ref)} is not a git ref`;
  await expect(git.resolveCommit({ cwd }, ref)).rejects.toThrow(message);
  await expect(git.resolveRemote({ cwd }, ref)).rejects.toThrow(message);
  await expect(git.parentsOf({ cwd }, ref)).rejects.toThrow(message);
  await expect(git.fileExistsAt({ cwd }, ref, 'x')).rejects.toThrow(message);
  await expect(git.mergeBase({ cwd }, 'HEAD', ref)).rejects.toThrow(message);
});

test.each(['main', 'abc123', `${none}0`, '-x'])('%j is not a full commit id to fetch', async (id) => {
  await expect(git.fetchCommit({ cwd: pull.clone }, id)).rejects.toThrow('is not a full commit id');
});

test('the root is found from below, and not outside of a repository', async () => {
  expect(await git.topLevel({ cwd: join(pull.clone, 'topic') })).toBe(pull.clone);
  expect(await git.topLevel({ cwd: folder.path, env: { GIT_CEILING_DIRECTORIES: folder.path } })).toBeUndefined();
});

test('a checkout is dirty with an untracked file', async () => {
  const cwd = join(folder.path, 'dirty');
  runGit(folder.path, 'clone', '--quiet', '--branch=main', pull.origin, cwd);
  expect(await git.isDirty({ cwd })).toBe(false);
  await writeFile(join(cwd, 'new'), '');
  expect(await git.isDirty({ cwd })).toBe(true);
});

test('the default branch is origin/HEAD, else main', async () => {
  const cwd = join(folder.path, 'default');
  runGit(folder.path, 'clone', '--quiet', pull.origin, cwd);
  expect(await git.defaultBranchRef({ cwd })).toBe('refs/remotes/origin/merge');
  runGit(cwd, 'remote', 'set-head', 'origin', '--delete');
  expect(await git.defaultBranchRef({ cwd })).toBe('refs/remotes/origin/main');
  runGit(cwd, 'remote', 'remove', 'origin');
  expect(await git.defaultBranchRef({ cwd })).toBeUndefined();
});

describe('the environment of git', () => {
  const { GIT_CONFIG_COUNT: _, ...clean } = process.env;
  const repository = { cwd: '/', env: { ...clean, GITHUB_ACTIONS: undefined, GIT_CONFIG_COUNT: undefined } };
  const settingsOf = (env: Readonly<Record<string, string | undefined>> = {}): string[] =>
    Array.from(
      { length: Number(env.GIT_CONFIG_COUNT) },
      (_value, at) => `${env[`GIT_CONFIG_KEY_${at}`]}=${env[`GIT_CONFIG_VALUE_${at}`]}`,
    );

  test('has the token in a header for this server only, after removing an existing one', () => {
    const command = git.gitCommand({ ...repository, token: 's3cret', serverUrl: 'https://ghe.example.org/' }, [
      'fetch',
    ]);
    const basic = Buffer.from('x-access-token:s3cret').toString('base64');
    expect(settingsOf(command.env).slice(-2)).toEqual([
      'http.https://ghe.example.org/.extraheader=',
      `http.https://ghe.example.org/.extraheader=AUTHORIZATION: basic ${basic}`,
    ]);
    expect(JSON.stringify(command.args)).not.toMatch(/s3cret|basic/);
  });

  test('has no header without a token', () => {
    expect(settingsOf(git.gitCommand(repository, ['fetch']).env).join()).not.toContain('extraheader');
  });

  test('keeps existing settings', () => {
    const env = { ...repository.env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' };
    expect(settingsOf(git.gitCommand({ cwd: '/', env }, []).env).slice(0, 2)).toEqual([
      'a.b=c',
      'core.hooksPath=/dev/null',
    ]);
  });

  test.each([
    ['true', true],
    [undefined, false],
  ])('with GITHUB_ACTIONS=%j it trusts the owner of the checkout: %j', (value, trusts) => {
    const command = git.gitCommand({ ...repository, env: { ...repository.env, GITHUB_ACTIONS: value } }, []);
    expect(settingsOf(command.env).includes('safe.directory=*')).toBe(trusts);
  });
});

test('in a job git works in another user’s checkout, and elsewhere says why not', async () => {
  // GIT_TEST_ASSUME_DIFFERENT_OWNER is git's own switch for this case.
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const cwd = pull.clone;
  expect(await git.topLevel({ cwd, env: { ...env, GITHUB_ACTIONS: 'true' } })).toBe(cwd);
  await expect(git.topLevel({ cwd, env: { ...env, GITHUB_ACTIONS: undefined } })).rejects.toThrow('dubious ownership');
});

test('without git on PATH the message says so', async () => {
  await expect(git.topLevel({ cwd: '/', env: { PATH: '/nowhere' } })).rejects.toThrow(
    'git is not on PATH: install git',
  );
});

test('a hook of the repository does not run', async () => {
  const cwd = join(folder.path, 'hooked');
  runGit(folder.path, 'clone', '--quiet', '--branch=main', pull.origin, cwd);
  const hook = join(cwd, '.git/hooks/post-checkout');
  await mkdir(dirname(hook), { recursive: true });
  await writeFile(hook, `#!/bin/sh\necho ran >> '${cwd}/ran'\n`);
  await chmod(hook, 0o755);
  const { checkOutCommit } = await import('../../src/git/commit-checkout.ts');
  await using _checkout = await checkOutCommit({ cwd }, pull.base);
  await expect(readFile(join(cwd, 'ran'))).rejects.toThrow('ENOENT');
});
