import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/github/client.ts';
import { commentMarker, upsertComment } from '../../../src/github/comment.ts';
import type { CommentSeed } from '../../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../../support/github/server.ts';

const KEY = 'size.yml/size/gate/';
const OURS = 'github-actions[bot]';
const ours: CommentSeed = { body: `${commentMarker(KEY)}\nold`, user: OURS };

function start(comments: readonly CommentSeed[], options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: 'b'.repeat(40) }, comments };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }], ...options });
}

function write(github: GitHub, token = github.token) {
  const client = connect({ token, apiUrl: github.url, retryDelay: 0 });
  const repository = { owner: 'acme', repo: 'app' };
  return upsertComment({ client, repository, number: 7, key: KEY, body: 'new', createIf: true });
}

/** Comments of which ours is the one at `place`, from 0. */
const seeds = (count: number, place?: number, user = 'octocat'): CommentSeed[] =>
  Array.from({ length: count }, (_, at) => (at === place ? ours : { body: `Comment ${at}`, user }));
const written = (github: GitHub) =>
  github.comments('acme/app', 7).filter(({ body }) => body === `${commentMarker(KEY)}\nnew`).length;

describe('among many comments', () => {
  test.each<[string, number, number | undefined, string]>([
    ['ours', 2500, 0, 'octocat'],
    ['ours on the third page', 2500, 250, 'octocat'],
    ['ours in the middle', 2500, 1250, 'octocat'],
    ['ours at the end', 2500, 2499, 'octocat'],
    ['ours among those of other actions with our account', 500, 301, OURS],
    ['ours as the 1,001st', 1001, 1000, 'octocat'],
  ])('%s is found in few calls', async (_, count, place, user) => {
    await using github = await start(seeds(count, place, user));
    expect(await write(github)).toMatchObject({ outcome: 'updated' });
    expect(written(github)).toBe(1);
    expect(github.comments('acme/app', 7)).toHaveLength(count);
    expect(github.requests.length).toBeLessThanOrEqual(9);
    expect(github.violations).toEqual([]);
  });

  test('ours is made where there is none', async () => {
    await using github = await start(seeds(1500));
    expect(await write(github)).toMatchObject({ outcome: 'created' });
    expect(github.requests.length).toBeLessThanOrEqual(5);
  });

  test('no second one is made where some of our account’s comments could not be read', async () => {
    await using github = await start(seeds(1000, 500, OURS));
    expect(await write(github)).toMatchObject({
      outcome: 'not-created',
      reason: expect.stringContaining('more comments'),
    });
    expect(github.requests.length).toBeLessThanOrEqual(7);
  });

  test('a stranger’s with our marker is not ours', async () => {
    await using github = await start([...seeds(400), { ...ours, user: 'mona' }, ...seeds(700)]);
    expect(await write(github)).toMatchObject({ outcome: 'created' });
  });

  test.each<[string, number, string]>([
    ['the first pages', 250, 'updated'],
    ['the last pages', 1400, 'updated'],
    ['neither', 700, 'not-created'],
  ])('without GraphQL ours is found on %s', async (_, place, outcome) => {
    const options = { hasGraphql: false, tokens: { actions: { login: OURS.replace('[bot]', '') } } };
    await using github = await start(seeds(1500, place), options);
    expect(await write(github)).toMatchObject({ outcome });
    expect(github.comments('acme/app', 7)).toHaveLength(1500);
    expect(github.requests.filter(({ operationId }) => operationId === 'issues/list-comments').length).toBeLessThan(9);
  });
});

describe('on a server without GraphQL', () => {
  test.each(['gitea-actions', 'forgejo-actions', 'mona'])('the comment of %s is known again', async (login) => {
    await using github = await start([], { hasGraphql: false, tokens: { job: { login } } });
    const outcomes = [await write(github, 'job'), await write(github, 'job')].map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['created', 'unchanged']);
    expect(github.comments('acme/app', 7)).toMatchObject([{ user: login }]);
  });

  test.each<[string, CommentSeed, number]>([
    ['the account of jobs', { ...ours, user: 'gitea-actions' }, 1],
    ['a person with our marker', { ...ours, user: 'eve' }, 2],
  ])('that does not say who we are, a comment of %s', async (_, comment, count) => {
    await using github = await start([comment], { hasGraphql: false, tokens: { job: { login: 'gitea-actions' } } });
    github.failNext({ operationId: 'users/get-authenticated', status: 404 });
    await write(github, 'job');
    expect(github.comments('acme/app', 7)).toHaveLength(count);
    expect(written(github)).toBe(1);
    expect(github.comments('acme/app', 7).at(-1)).toMatchObject({ user: 'gitea-actions' });
  });

  test('that does not say who we are, the answer to our own comment does', async () => {
    const tokens = { job: { login: 'robot' } };
    await using github = await start(
      [
        { ...ours, user: 'eve' },
        { ...ours, user: 'robot' },
      ],
      { hasGraphql: false, tokens },
    );
    github.failNext({ operationId: 'users/get-authenticated', status: 404 });
    await write(github, 'job');
    expect(github.comments('acme/app', 7).map(({ user, body }) => [user, body.split('\n')[1]])).toEqual([
      ['eve', 'old'],
      ['robot', 'new'],
    ]);
  });
});
