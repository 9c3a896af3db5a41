import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openRemote, type RemoteGit } from '../../src/git/remote-git.ts';
import { UserError } from '../../src/text/error.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

const BRANCH = 'image-size';
const MESSAGE = '[skip ci] Record image sizes of 1a2b3c4';

let origin: GitRepository;
let remote: RemoteGit;
beforeEach(async () => {
  origin = await makeRepository({ commits: [{ files: { main: '1' } }] });
  remote = await openRemote({ cwd: await origin.checkout({ ref: 'refs/heads/main' }) });
});
afterEach(async () => {
  await remote[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
});

/** The commit that was pushed. */
async function push(parent: string | undefined, changes: Readonly<Record<string, string | null>>, message = MESSAGE) {
  const pushed = await remote.refs.push(BRANCH, { parent, changes: new Map(Object.entries(changes)), message });
  return 'commit' in pushed ? pushed.commit : pushed;
}

const filesOf = async (commit = BRANCH) => (await origin.git('ls-tree', '-r', '--name-only', commit)).split('\n');

describe('a commit that is pushed to a branch', () => {
  test('makes the branch, which shares no history with another', async () => {
    const commit = await push(undefined, { 'README.md': 'a\n', 'records/ü/b.json': '{}' });
    expect(await origin.git('rev-parse', BRANCH)).toBe(commit);
    expect(await origin.git('log', '--format=%P|%s', BRANCH)).toBe(`|${MESSAGE}`);
    expect(await origin.git('show', `${BRANCH}:records/ü/b.json`)).toBe('{}');
    expect(Number(await origin.git('log', '-1', '--format=%ct', BRANCH))).toBeGreaterThan(1_700_000_000);
  });

  test('changes, adds and removes files of the commit before, and keeps the others', async () => {
    const first = await push(undefined, { a: '1', b: '1', c: '1' });
    const second = await push(first as string, { b: '2', c: null, d: '1' });
    expect(await origin.git('log', '-1', '--format=%P', BRANCH)).toBe(first);
    expect(await filesOf()).toEqual(['a', 'b', 'd']);
    expect(await origin.git('show', `${BRANCH}:b`)).toBe('2');
    expect(second).not.toBe(first);
  });

  test('is not pushed where the branch has another commit by now, and nothing is lost', async () => {
    const first = (await push(undefined, { a: '1' })) as string;
    const second = await push(first, { b: '1' });
    expect(await push(first, { c: '1' })).toEqual({ moved: 'image-size has another commit by now' });
    expect(await push(undefined, { c: '1' })).toEqual({ moved: expect.stringMatching(/rejected/) });
    expect(await origin.git('rev-parse', BRANCH)).toBe(second);
  });

  test('that a hook of the server declines is refused with its words', async () => {
    const hook = join(origin.gitDir, 'hooks/pre-receive');
    await mkdir(dirname(hook), { recursive: true });
    await writeFile(hook, '#!/bin/sh\necho "branch image-size is protected" >&2\nexit 1\n');
    await chmod(hook, 0o755);
    const pushed = push(undefined, { a: '1' });
    await expect(pushed).rejects.toThrow(UserError);
    await expect(pushed).rejects.toThrow(/git push of image-size failed.*protected/s);
  });

  test.each(['a\nb', '"a', 'a\0b', ''])('cannot have the path %j', async (path) => {
    await expect(push(undefined, { [path]: '1' })).rejects.toThrow('cannot be a path');
  });
});
