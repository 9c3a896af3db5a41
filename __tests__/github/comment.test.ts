import { describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import {
  type CommentRequest,
  commentKey,
  commentMarker,
  findComment,
  upsertComment,
} from '../../src/github/comment.ts';
import type { CommentSeed } from '../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/server.ts';

const ENV = {
  GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/size.yml@refs/pull/7/merge',
  GITHUB_JOB: 'size',
  GITHUB_ACTION: '__acme_image-size-gate',
};
const KEY = commentKey(ENV, '');
const MARKER = commentMarker(KEY);
const OURS = 'github-actions[bot]';

function start(comments: readonly CommentSeed[], options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: 'b'.repeat(40) }, comments };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }], ...options });
}

function upsert(github: GitHub, change: Partial<CommentRequest> & { readonly token?: string } = {}) {
  const { token = github.token, ...rest } = change;
  const client = connect({ token, apiUrl: github.url, retryDelay: 0 });
  const repository = { owner: 'acme', repo: 'app' };
  return upsertComment({ client, repository, number: 7, key: KEY, body: 'The image grew', createIf: true, ...rest });
}

const operations = (github: GitHub) => github.requests.map(({ operationId }) => operationId);
const people = (count: number): CommentSeed[] =>
  Array.from({ length: count }, (_, index) => ({ body: `Comment ${index}` }));
const bodies = (github: GitHub) => github.comments('acme/app', 7).map(({ body }) => body);

describe('the sticky comment', () => {
  test('is created with its marker at the very start', async () => {
    await using github = await start([]);
    expect(await upsert(github)).toEqual({ outcome: 'created', url: expect.stringContaining('/pull/7#issuecomment-') });
    expect(github.comments('acme/app', 7)).toMatchObject([{ user: OURS, body: `${MARKER}\nThe image grew` }]);
    expect(operations(github)).toEqual(['issues/list-comments', 'issues/create-comment']);
    expect(github.violations).toEqual([]);
  });

  test('is not created when there is nothing to say', async () => {
    await using github = await start(people(2));
    expect(await upsert(github, { createIf: false })).toEqual({ outcome: 'not-created' });
    expect(bodies(github)).toHaveLength(2);
  });

  test('is updated in place, even when it would not be created', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }]);
    expect(await upsert(github, { createIf: false })).toMatchObject({ outcome: 'updated' });
    expect(bodies(github)).toEqual([`${MARKER}\nThe image grew`]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['the same', `${MARKER}\nThe image grew`],
    ['the same with other line ends', `${MARKER}\r\nThe image grew\r\n`],
  ])('is not written again when its body is %s', async (_, body) => {
    await using github = await start([{ body, user: OURS }]);
    expect(await upsert(github)).toMatchObject({ outcome: 'unchanged' });
    expect(operations(github)).toEqual(['issues/list-comments', 'graphql']);
  });

  test('is found on the second page, after 120 other comments', async () => {
    await using github = await start([...people(120), { body: `${MARKER}\nOld`, user: OURS }]);
    expect(await upsert(github)).toMatchObject({ outcome: 'updated' });
    expect(operations(github)).toEqual([
      'issues/list-comments',
      'issues/list-comments',
      'graphql',
      'issues/update-comment',
    ]);
    expect(bodies(github)).toHaveLength(121);
  });

  test('is found on the first page without reading the second', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }, ...people(120)]);
    await upsert(github);
    expect(operations(github)).toEqual(['issues/list-comments', 'graphql', 'issues/update-comment']);
  });

  test('is the oldest of two, and the other is deleted', async () => {
    await using github = await start([
      { body: `${MARKER}\nOne`, user: OURS },
      { body: `${MARKER}\nTwo`, user: OURS },
    ]);
    expect(await upsert(github)).toMatchObject({ outcome: 'updated', removed: 1 });
    expect(bodies(github)).toEqual([`${MARKER}\nThe image grew`]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['another bot', 'codecov[bot]'],
    ['a person', 'mona'],
    ['a person whose name is the bot’s without its suffix', 'github-actions'],
    ['a deleted account', null],
  ])('is never a comment that %s wrote with the same marker', async (_, user) => {
    await using github = await start([{ body: `${MARKER}\nForeign`, user }]);
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
    expect(bodies(github)).toEqual([`${MARKER}\nForeign`, `${MARKER}\nThe image grew`]);
  });

  test.each([
    ['quoted within a text', `> ${MARKER}`],
    ['of a longer key', `${commentMarker(`${KEY}a`)}\nForeign`],
  ])('is not found by a marker %s', async (_, body) => {
    await using github = await start([{ body, user: OURS }]);
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
  });

  test('is recognised as its own by the token of another app or person', async () => {
    const tokens = { ghp_mona: { login: 'mona' } };
    await using github = await start([{ body: `${MARKER}\nOld`, user: 'mona' }], { tokens });
    expect(await upsert(github, { token: 'ghp_mona' })).toMatchObject({ outcome: 'updated' });
  });

  test('is taken for one of github-actions when GraphQL is refused', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }]);
    github.failNext({ operationId: 'graphql', status: 403 });
    expect(await upsert(github)).toMatchObject({ outcome: 'updated' });
  });
});

describe('a comment that was looked up before', () => {
  const place = (github: GitHub) => {
    const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
    return { client, repository: { owner: 'acme', repo: 'app' }, number: 7, key: KEY };
  };

  test('comes with body and author, and is written without a second look-up', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }]);
    const found = await findComment(place(github));
    expect(found).toMatchObject({ kind: 'present', body: `${MARKER}\nOld`, author: OURS });
    expect(await upsert(github, { found })).toMatchObject({ outcome: 'updated' });
    expect(operations(github)).toEqual(['issues/list-comments', 'graphql', 'issues/update-comment']);
  });

  test('and is absent is created without a second look-up', async () => {
    await using github = await start([]);
    const found = await findComment(place(github));
    expect(found).toEqual({ kind: 'absent' });
    expect(await upsert(github, { found })).toMatchObject({ outcome: 'created' });
    expect(operations(github)).toEqual(['issues/list-comments', 'issues/create-comment']);
  });

  test('and could not be read is not written', async () => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
    const found = await findComment(place(github));
    expect(found).toEqual({ kind: 'denied', reason: expect.stringContaining('did not answer') });
    expect(await upsert(github, { found })).toEqual({ outcome: 'denied', reason: expect.any(String) });
    expect(github.requests).toHaveLength(2);
  });

  test('and was deleted since is created anew', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }]);
    const found = await findComment(place(github));
    github.failNext({ operationId: 'issues/update-comment', status: 404 });
    expect(await upsert(github, { found })).toMatchObject({ outcome: 'created' });
  });
});

describe('when GitHub does not answer as it should', () => {
  test('a comment that was created although 502 was answered is not created twice', async () => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/create-comment', status: 502, afterApplying: true });
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
    expect(bodies(github)).toEqual([`${MARKER}\nThe image grew`]);
  });

  test('a comment that was not created is created on the second try', async () => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/create-comment', status: 502 });
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
    expect(bodies(github)).toEqual([`${MARKER}\nThe image grew`]);
  });

  test('a comment deleted before its update is created anew', async () => {
    await using github = await start([{ body: `${MARKER}\nOld`, user: OURS }]);
    github.failNext({ operationId: 'issues/update-comment', status: 404 });
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
  });

  test.each([
    ['a locked conversation', 403, 'Unable to create comment because issue is locked.', 'the conversation is locked'],
    ['a comment on a deleted pull request', 410, 'This issue was deleted', 'disabled or gone'],
    ['a token that is not accepted', 401, 'Bad credentials', 'github-token'],
    ['a body that is not accepted', 422, 'Validation Failed', 'Validation Failed'],
  ])('%s gives a reason and does not throw', async (_, status, message, reason) => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/create-comment', status, body: { message } });
    expect(await upsert(github)).toEqual({ outcome: 'denied', reason: expect.stringContaining(reason) });
  });

  test('a read-only token gives a reason with the cure, after one try', async () => {
    await using github = await start([], { permissions: 'read' });
    const { outcome, reason } = await upsert(github);
    expect(outcome).toBe('denied');
    expect(reason).toContain('pull-requests: write');
    expect(operations(github)).toEqual(['issues/list-comments', 'issues/create-comment']);
  });

  test('a pull request that does not exist gives a reason', async () => {
    await using github = await start([]);
    expect(await upsert(github, { number: 99 })).toMatchObject({
      outcome: 'denied',
      reason: expect.stringContaining('no such pull request'),
    });
  });

  test('a used-up rate limit gives a reason that says when it ends', async () => {
    await using github = await start([], { rateLimit: { limit: 1000, remaining: 0 } });
    const { outcome, reason } = await upsert(github);
    expect(outcome).toBe('denied');
    expect(reason).toMatch(/^GitHub's rate limit is reached; it ends at \d{4}-\d\d-\d\dT/);
  });

  test('a listing that fails twice gives a reason', async () => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
    expect(await upsert(github)).toMatchObject({
      outcome: 'denied',
      reason: expect.stringContaining('did not answer'),
    });
  });

  test('a listing that fails once is read again', async () => {
    await using github = await start([]);
    github.failNext({ operationId: 'issues/list-comments', status: 502 });
    expect(await upsert(github)).toMatchObject({ outcome: 'created' });
  });

  test('a body beyond GitHub’s limit is refused before it is sent', async () => {
    await using github = await start([]);
    await expect(upsert(github, { body: 'x'.repeat(65_536) })).rejects.toThrow(RangeError);
    expect(github.requests).toEqual([]);
  });
});

describe('the key of a comment', () => {
  const other = { ...ENV, GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/nightly.yml@refs/heads/main' };
  test.each([
    ['the workflow file', commentKey(other, '')],
    ['the job', commentKey({ ...ENV, GITHUB_JOB: 'other' }, '')],
    ['the step', commentKey({ ...ENV, GITHUB_ACTION: 'second' }, '')],
    ['the key input', commentKey(ENV, 'a')],
    ['where one part ends and the next begins', commentKey({ ...ENV, GITHUB_JOB: 'size/x' }, '')],
  ])('differs by %s', (_, key) => {
    expect(key).not.toBe(KEY);
  });

  test('is the same on every branch', () => {
    expect(
      commentKey({ ...ENV, GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/size.yml@refs/pull/8/merge' }, ''),
    ).toBe(KEY);
  });

  test.each(['--><script>', 'a -- b', '\n<!--', '\ud800', 'ключ'])('keeps %j within the HTML comment', (key) => {
    const marker = commentMarker(commentKey(ENV, key));
    expect(marker).toMatch(/^<!-- image-size-gate:[\w.!~*'()%/]+ -->$/);
  });
});
