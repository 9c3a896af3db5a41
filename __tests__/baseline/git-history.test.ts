import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { historyOf } from '../../src/baseline/git-history.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
import { runGit } from '../support/repository.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

let origin: GitRepository;
let commits: readonly string[];
let cwd: string;

beforeAll(async () => {
  origin = await makeRepository({ commits: ['1', '2', '3'].map((text) => ({ files: { text } })) });
  commits = (await origin.git('rev-list', '--reverse', 'main')).split('\n');
  await origin.git('tag', '--annotate', '--message=first', 'v1.0.0', `${commits[0]}`);
  await origin.tag('v1.1.0', `${commits[1]}`);
  cwd = await origin.checkout({ ref: 'refs/heads/main' });
});
afterAll(async () => origin[Symbol.asyncDispose]());

const draft = async () => ({ releases: [{ tag: 'v1.1.0', draft: true, prerelease: false }], isComplete: true });

test('the previous release is found in a depth-1 checkout, which has no tags itself', async () => {
  expect(runGit(cwd, 'tag')).toBe('');
  expect(await historyOf({ cwd }).previousRelease('v1.2.0')).toEqual({ tag: 'v1.1.0', commit: commits[1] });
});

test('an annotated tag is the commit that it names', async () => {
  expect(await historyOf({ cwd }).previousRelease('v1.1.0')).toEqual({ tag: 'v1.0.0', commit: commits[0] });
});

test('what GitHub knows of drafts counts', async () => {
  const history = historyOf({ cwd }, undefined, draft);
  expect(await history.previousRelease()).toMatchObject({ tag: 'v1.0.0' });
});

test('a release that GitHub’s list was too long to tell of is named as such', async () => {
  const releases = [{ tag: 'v1.1.0', draft: true, prerelease: false }];
  const history = historyOf({ cwd }, undefined, async () => ({ releases, isComplete: false }));
  expect(await history.previousRelease()).toMatchObject({ tag: 'v1.0.0', notAmong: 1 });
  const listed = [{ tag: 'v1.1.0', draft: false, prerelease: false }];
  const known = historyOf({ cwd }, undefined, async () => ({ releases: listed, isComplete: false }));
  expect(await known.previousRelease()).toEqual({ tag: 'v1.1.0', commit: commits[1] });
});

test('a checkout without origin is told so', async () => {
  await using folder = await makeFolder();
  runGit(folder.path, 'init', '--quiet');
  const asked = historyOf({ cwd: folder.path }).previousRelease();
  await expect(asked).rejects.toThrow(UserError);
  await expect(asked).rejects.toThrow('no remote called origin');
});

test.each([
  ['at the measured commit, though its tag is annotated', 0, 1, undefined],
  ['at the measured commit', 1, 1, 'v1.0.0'],
  ['made on top of the measured commit, in a complete clone', 0, 0, undefined],
  ['made before the measured commit', 2, 1, 'v1.1.0'],
])('a release %s is compared with the one before', async (_name, at, depth, expected) => {
  const measured = commits[at] ?? '';
  await origin.git('update-ref', 'refs/heads/measured', measured);
  const checkout = await origin.checkout({ ref: 'refs/heads/measured', depth });
  if (depth === 0) runGit(checkout, 'fetch', '--quiet', 'origin', 'main');
  const found = await historyOf({ cwd: checkout }).previousRelease(undefined, [measured]);
  expect('tag' in found ? found.tag : undefined).toBe(expected);
});
