import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeRepository } from './repository.ts';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();

const two = [{ files: { Dockerfile: 'FROM scratch\n', 'src/a': '1' } }, { files: { 'src/a': null, b: '2' } }];

describe('a pull request, checked out as actions/checkout leaves it', () => {
  test('is a detached merge commit whose parents only its object tells', async () => {
    await using repository = await makeRepository({ commits: two });
    const pull = await repository.pullRequest({ number: 7, commits: [{ files: { c: '3' } }] });
    const folder = await repository.checkout({ ref: 'refs/pull/7/merge' });
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(pull.merge);
    expect(git(folder, 'cat-file', '-p', 'HEAD').match(/(?<=^parent ).+$/gm)).toEqual([pull.base, pull.head]);
    expect(() => git(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^1')).toThrow();
    expect(() => git(folder, 'symbolic-ref', 'HEAD')).toThrow();
    expect((await readdir(folder)).sort()).toEqual(['.git', 'Dockerfile', 'b', 'c']);
  });

  test('can fetch its base by id', async () => {
    await using repository = await makeRepository({ commits: two });
    const { base } = await repository.pullRequest({ number: 7, commits: [{ files: { Dockerfile: 'FROM debian\n' } }] });
    const folder = await repository.checkout({ ref: 'refs/pull/7/merge' });
    git(folder, 'fetch', '--no-tags', '--depth=1', 'origin', base);
    git(folder, 'worktree', 'add', '--detach', join(folder, '..', 'base'), base);
    expect(await readFile(join(folder, '..', 'base', 'Dockerfile'), 'utf8')).toBe('FROM scratch\n');
    expect(await readFile(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM debian\n');
  });

  test('is merged with the tip of its base branch, however old the commit it began at', async () => {
    await using repository = await makeRepository({ commits: two });
    const from = await repository.git('rev-parse', 'main');
    const [tip] = await repository.commit([{ files: { later: '1' } }]);
    const pull = await repository.pullRequest({ number: 7, from, commits: [{ files: { c: '3' } }], branch: 'change' });
    expect([pull.base, await repository.git('merge-base', pull.base, pull.head)]).toEqual([tip, from]);
    expect(await repository.git('rev-parse', 'refs/heads/change', 'refs/pull/7/head')).toBe(
      `${pull.head}\n${pull.head}`,
    );
  });
});

describe('other checkouts', () => {
  test('of a branch are on that branch, of a tag on none', async () => {
    await using repository = await makeRepository({ commits: two });
    await repository.tag('v1', 'main~1');
    const [branch, tag] = [
      await repository.checkout({ ref: 'refs/heads/main' }),
      await repository.checkout({ ref: 'refs/tags/v1' }),
    ];
    expect(git(branch, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git(tag, 'describe', '--exact-match', '--tags')).toBe('v1');
  });

  test.each([
    ['refs/heads/main', '2'],
    ['refs/pull/7/merge', '4'],
  ])('of %s at depth 0 have the whole history', async (ref, count) => {
    await using repository = await makeRepository({ commits: two });
    await repository.pullRequest({ number: 7, commits: [{ files: { c: '3' } }] });
    const folder = await repository.checkout({ ref, depth: 0 });
    expect(git(folder, 'rev-list', '--count', 'HEAD')).toBe(count);
  });
});

test('the same commits have the same ids in every repository', async () => {
  await using one = await makeRepository({ commits: two });
  await using other = await makeRepository({ commits: two });
  expect(await one.git('rev-parse', 'main')).toBe(await other.git('rev-parse', 'main'));
});
