import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import { UserError } from '../../src/text/error.ts';
import { BRANCH, type DataBranch, openDataBranch } from '../support/data-branch.ts';

let data: DataBranch;
let write: DataBranch['write'];
let start: DataBranch['start'];

beforeAll(async () => {
  data = await openDataBranch();
  ({ start, write } = data);
});
beforeEach(() => data.reset());
afterAll(() => data[Symbol.asyncDispose]());

test.each([
  ['creations are restricted', {}, 'Cannot create ref due to creations being restricted.'],
  ['updates are restricted', { a: 'first' }, 'Cannot update this protected ref.'],
])('a ruleset gives the advice to exclude the branch when %s', async (_, before, message) => {
  await using free = await start();
  await write(free, before);
  await using github = await start({ rules: [{ branch: BRANCH, message }] });
  expect(await write(github, { a: 'x' })).toEqual({
    outcome: 'refused',
    tries: 1,
    reason: `a ruleset or branch protection covers the branch image-size (Repository rule violations found ${message}); exclude image-size from it in the repository's settings, under Rules`,
  });
  expect(github.violations).toEqual([]);
});

test('a read-only token gives the permission that cures it, after one call', async () => {
  await using github = await start({}, { permissions: 'read' });
  const result = await write(github, { a: 'x' });
  expect(result).toMatchObject({ outcome: 'refused', tries: 1 });
  expect(result).toMatchObject({ reason: expect.stringContaining('"permissions: contents: write"') });
  expect(github.requests.map(({ operationId }) => operationId)).toEqual(['git/create-tree']);
  expect(github.violations).toEqual([]);
});

test.each([
  ['the hourly limit', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1793700000' }, 'at 2026-11-03T'],
  ['the secondary limit', { 'retry-after': '60' }, 'in 60 s'],
])('%s gives the time when it ends and is not tried again', async (_, headers, end) => {
  await using github = await start();
  github.failNext({ operationId: 'git/create-commit', status: 403, headers });
  const result = await write(github, { a: 'x' });
  expect(result).toMatchObject({ outcome: 'refused', tries: 1, reason: expect.stringContaining(`it ends ${end}`) });
});

test('used-up calls of a run are the reason', async () => {
  await using github = await start();
  const client = connect({ token: github.token, apiUrl: github.url, callLimit: 2 });
  expect(await write(github, { a: 'x' }, { client })).toMatchObject({
    outcome: 'refused',
    reason: "this run's limit of 2 API calls is used up",
  });
});

test('a tree beyond the limit of bytes is refused before any call', async () => {
  await using github = await start();
  const half = 'x'.repeat(12_500_001);
  const result = await write(github, { a: half, b: half });
  expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('25000002 bytes in 2 files') });
  expect(github.requests).toEqual([]);
});

test.each([
  [401, 'Bad credentials', 'the token was not accepted (Bad credentials); check the github-token input'],
  [404, 'Not Found', 'no such repository, or the token cannot see it (Not Found); give the job'],
  [422, 'Changes must be made through a pull request.', 'a ruleset or branch protection covers the branch'],
  [422, 'Reference update failed', 'a ruleset or branch protection covers the branch'],
  [
    422,
    'Sorry, your request timed out.',
    'GitHub refused to write the branch image-size (Sorry, your request timed out.)',
  ],
  [409, 'Git Repository is empty.', 'GitHub refused to write the branch image-size (Git Repository is empty.)'],
])('%d %j gives a reason and is not tried again', async (status, message, reason) => {
  await using github = await start();
  const body = { message, documentation_url: 'https://docs.github.com/rest' };
  github.failNext({ operationId: 'git/create-ref', status, body });
  const result = await write(github, { a: 'x' });
  expect(result).toMatchObject({ outcome: 'refused', tries: 1, reason: expect.stringContaining(reason) });
});

test('a path that git does not allow is refused in the words of GitHub', async () => {
  await using github = await start();
  const result = await write(github, { 'a/../b': 'x' });
  expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('malformed path component') });
  expect(github.violations).toEqual([]);
});

test('a UserError of a reader or a change is a refusal, and other errors are thrown', async () => {
  await using github = await start();
  const change = (error: Error) => ({ change: () => Promise.reject(error) });
  expect(await write(github, {}, change(new UserError('records/x.json: not a record')))).toEqual({
    outcome: 'refused',
    reason: 'records/x.json: not a record',
    tries: 1,
  });
  await expect(write(github, {}, change(new TypeError('a bug')))).rejects.toThrow('a bug');
});
