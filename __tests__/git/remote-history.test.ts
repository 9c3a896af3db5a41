import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
import { runGit } from '../support/repository.ts';
import { type GitPullRequest, type GitRepository, makeRepository } from '../support/runner/repository.ts';

let origin: GitRepository;
let main: readonly string[];
let pull: GitPullRequest;
let cwd: string;

beforeAll(async () => {
  const commits = Array.from({ length: 6 }, (_, at) => ({ files: { 'main.txt': `${at}\n` } }));
  origin = await makeRepository({ commits });
  main = (await origin.git('rev-list', '--reverse', 'main')).split('\n');
  pull = await origin.pullRequest({
    number: 7,
    from: main[2]!,
    commits: [{ files: { a: '1' } }, { files: { a: '2' } }],
  });
  cwd = await origin.checkout({ ref: 'refs/pull/7/merge' });
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
});

describe('first parents', () => {
  test('follow the branch that was merged into, nearest first', async () => {
    await using remote = await openRemote({ cwd });
    const line = [pull.merge, ...main.toReversed()];
    expect(await remote.firstParents(pull.merge, 100)).toEqual(line);
    expect(await remote.firstParents(pull.merge, 3)).toEqual(line.slice(0, 4));
    expect(await remote.firstParents(main[1]!, 0)).toEqual([main[1]]);
    expect(await remote.firstParents(main[1]!, 100)).toEqual([main[1], main[0]]);
  });

  test('come without files where the server supports that', async () => {
    await origin.git('config', 'uploadpack.allowFilter', 'true');
    await using temp = await makeFolder();
    await using remote = await openRemote({ cwd, env: { RUNNER_TEMP: temp.path } });
    expect(await remote.firstParents(main[5]!, 3)).toEqual(main.toReversed().slice(0, 4));
    const [name = ''] = await readdir(temp.path);
    const objects = runGit(
      join(temp.path, name, 'content/history.git'),
      'cat-file',
      '--batch-all-objects',
      '--batch-check',
    );
    expect(new Set(objects.split('\n').map((line) => line.split(' ')[1]))).toEqual(new Set(['commit']));
    await origin.git('config', '--unset', 'uploadpack.allowFilter');
  });

  test('of a complete checkout are read there, without origin', async () => {
    await using place = await makeFolder();
    runGit(place.path, 'clone', '--quiet', origin.url, 'clone');
    const clone = join(place.path, 'clone');
    runGit(clone, 'remote', 'set-url', 'origin', '/nowhere');
    await using remote = await openRemote({ cwd: clone });
    expect(await remote.firstParents(main[5]!, 100)).toEqual(main.toReversed());
    expect(await remote.firstParents(main[5]!, 2)).toEqual(main.toReversed().slice(0, 3));
  });

  test('of an unknown commit are refused', async () => {
    await using remote = await openRemote({ cwd });
    await expect(remote.firstParents('0'.repeat(39).concat('1'), 3)).rejects.toThrow(UserError);
    await expect(remote.firstParents('main', 3)).rejects.toThrow('not a full commit id');
  });
});

test('origin’s tags name commits, annotated ones too', async () => {
  await origin.tag('v1.0.0', main[0]!);
  await origin.git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'tag', '-a', '-m', 'two', 'v2.0.0', main[1]!);
  await using remote = await openRemote({ cwd });
  expect(await remote.remoteTags()).toEqual([
    { name: 'v1.0.0', commit: main[0] },
    { name: 'v2.0.0', commit: main[1] },
  ]);
});
