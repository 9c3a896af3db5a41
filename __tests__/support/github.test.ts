import { getOctokit } from '@actions/github';
import { describe, expect, test } from '@jest/globals';
import { repositoryId } from './github/identity.ts';
import type { CommentSeed, PullRequestSeed, RepositorySeed } from './github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './github/server.ts';

const BASE = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const FORK_HEAD = 'c'.repeat(40);
const COMMENTS = '/repos/acme/app/issues/7/comments';

const numberedComments = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `Comment ${index}` }));
const pullRequest: PullRequestSeed = {
  number: 7,
  base: { sha: BASE },
  head: { sha: HEAD },
  labels: ['size: accepted'],
};

const repository: RepositorySeed = {
  name: 'acme/app',
  branches: { main: BASE },
  pullRequests: [
    pullRequest,
    { number: 8, base: { sha: BASE }, head: { sha: FORK_HEAD, ref: 'patch', repo: 'mona/app' }, user: 'mona' },
    { number: 9, base: { sha: BASE }, head: { sha: FORK_HEAD, ref: 'gone', repo: null } },
  ],
};

const start = (options: Partial<GitHubOptions> = {}) => startGitHub({ repositories: [repository], ...options });

const startWithComments = (comments: readonly CommentSeed[], options: Partial<GitHubOptions> = {}) =>
  start({ ...options, repositories: [{ ...repository, pullRequests: [{ ...pullRequest, comments }] }] });

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly created_at: string;
}

interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function call<Body = unknown>(
  github: GitHub,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const defaults = { authorization: `Bearer ${github.token}`, 'content-type': 'application/json' };
  const init = {
    method,
    headers: { ...defaults, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const response = await fetch(new URL(path, github.url), init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

const as = (token: string) => ({ authorization: `token ${token}` });

function linksOf({ headers }: Answer<unknown>): Record<string, string> {
  const links = (headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g);
  return Object.fromEntries([...links].map(([, url, relation]) => [relation, url]));
}

describe('comments', () => {
  test('a comment that was created is listed with its author and the app behind it', async () => {
    await using github = await start();
    const created = await call(github, 'POST', COMMENTS, { body: 'The image grew' });
    const listed = await call(github, 'GET', COMMENTS);
    expect(created.status).toBe(201);
    expect(listed.body).toEqual([created.body]);
    expect(created.body).toMatchObject({
      user: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
      performed_via_github_app: { slug: 'github-actions' },
    });
    expect(github.violations).toEqual([]);
  });

  test('an updated comment keeps its place, its id and the time it was created', async () => {
    await using github = await start();
    const { body: first } = await call<Comment>(github, 'POST', COMMENTS, { body: 'First' });
    await call(github, 'POST', COMMENTS, { body: 'Second' });
    await call(github, 'PATCH', `/repos/acme/app/issues/comments/${first.id}`, { body: 'Changed' });
    const [changed, second] = github.comments('acme/app', 7);
    expect(changed).toMatchObject({ id: first.id, body: 'Changed', createdAt: first.created_at });
    expect(Date.parse(changed!.updatedAt)).toBeGreaterThan(Date.parse(changed!.createdAt));
    expect(second).toMatchObject({ id: first.id + 1, body: 'Second' });
    expect(github.violations).toEqual([]);
  });

  test('120 comments need two pages of 100, and the links lead from one to the other', async () => {
    await using github = await startWithComments(numberedComments(120));
    const first = await call<Comment[]>(github, 'GET', `${COMMENTS}?per_page=100`);
    const second = await call<Comment[]>(github, 'GET', linksOf(first).next!);
    expect([first.body.length, second.body.length]).toEqual([100, 20]);
    expect(second.body[0]?.body).toBe('Comment 100');
    expect(linksOf(first)).toEqual({
      next: expect.stringContaining('page=2'),
      last: expect.stringContaining('page=2'),
    });
    expect(linksOf(second)).toEqual({
      prev: expect.stringContaining('page=1'),
      first: expect.stringContaining('page=1'),
    });
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['30 when no size is asked for', '', 30],
    ['as many as asked for', '?per_page=45&page=2', 45],
    ['100 when more are asked for', '?per_page=1000', 100],
    ['none beyond the last', '?page=99', 0],
  ])('a page holds %s', async (_, query, count) => {
    await using github = await startWithComments(numberedComments(120));
    expect((await call(github, 'GET', COMMENTS + query)).body).toHaveLength(count);
    expect(github.violations).toEqual([]);
  });

  test('comments of other bots, of people and of deleted accounts can be there from the start', async () => {
    await using github = await startWithComments([
      { body: 'a', user: 'codecov[bot]' },
      { body: 'b', user: 'mona' },
      { body: 'c', user: null },
    ]);
    expect((await call(github, 'GET', COMMENTS)).body).toMatchObject([
      { body: 'a', user: { login: 'codecov[bot]', type: 'Bot' }, performed_via_github_app: { slug: 'codecov' } },
      { body: 'b', user: { login: 'mona', type: 'User' }, performed_via_github_app: null },
      { body: 'c', user: null },
    ]);
    expect(github.violations).toEqual([]);
  });

  test('the client of @actions/github reads all pages and learns whose token it has', async () => {
    await using github = await startWithComments(numberedComments(250));
    const client = getOctokit(github.token, { baseUrl: github.url });
    const parameters = { owner: 'acme', repo: 'app', issue_number: 7, per_page: 100 };
    expect(await client.paginate(client.rest.issues.listComments, parameters)).toHaveLength(250);
    expect(await client.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } });
    expect(github.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['the longest body is taken', 'x'.repeat(65_536), 201],
    ['a longer one is refused', 'x'.repeat(65_537), 422],
    ['a blank one is refused', ' \n', 422],
  ])('%s, and refusing it is no violation', async (_, body, status) => {
    await using github = await start();
    expect((await call(github, 'POST', COMMENTS, { body })).status).toBe(status);
    expect(github.violations).toEqual([]);
  });
});

describe('tokens', () => {
  test.each([
    ['POST', COMMENTS],
    ['PATCH', '/repos/acme/app/issues/comments/3400000001'],
  ])('a read-only token gets 403 for %s and nothing is written', async (method, path) => {
    await using github = await startWithComments([{ body: 'old' }], { permissions: 'read' });
    const refused = await call(github, method, path, { body: 'new' });
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({
      message: 'Resource not accessible by integration',
      documentation_url: expect.stringMatching(/^https:\/\/docs\.github\.com\/rest\/issues\/comments#/),
      status: '403',
    });
    expect(github.comments('acme/app', 7)).toMatchObject([{ body: 'old' }]);
    expect(github.violations).toEqual([]);
  });

  test('an unknown token gets 401', async () => {
    await using github = await start();
    const refused = await call(github, 'GET', COMMENTS, undefined, as('ghs_other'));
    expect(refused).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  test('the token of an app learns its login from GraphQL and not from /user', async () => {
    await using github = await start();
    const user = await call(github, 'GET', '/user');
    const viewer = await call(github, 'POST', '/graphql', { query: 'query {\n  viewer { login }\n}' });
    expect(user).toMatchObject({ status: 403, body: { message: 'Resource not accessible by integration' } });
    expect(viewer.body).toEqual({ data: { viewer: { login: 'github-actions[bot]' } } });
    expect(github.violations).toEqual([]);
  });

  test("a person's token comments as that person", async () => {
    await using github = await start({ tokens: { ghp_mona: { login: 'mona' } } });
    expect((await call(github, 'GET', '/user', undefined, as('ghp_mona'))).body).toMatchObject({
      login: 'mona',
      type: 'User',
    });
    await call(github, 'POST', COMMENTS, { body: 'mine' }, as('ghp_mona'));
    expect(github.comments('acme/app', 7)).toMatchObject([{ user: 'mona' }]);
    expect(github.violations).toEqual([]);
  });

  test('a used-up rate limit is told from a missing permission by its headers', async () => {
    await using github = await start({ rateLimit: { limit: 1000, remaining: 1 } });
    const [last, refused] = [await call(github, 'GET', COMMENTS), await call(github, 'GET', COMMENTS)];
    expect([last.status, last.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(github.violations).toEqual([]);
  });
});

describe('pull requests and commits', () => {
  test('a pull request names its head, its base and its labels', async () => {
    await using github = await start();
    const { body } = await call(github, 'GET', '/repos/acme/app/pulls/7');
    expect(body).toMatchObject({
      head: { sha: HEAD },
      base: { sha: BASE, ref: 'main' },
      labels: [{ name: 'size: accepted' }],
    });
    const id = repositoryId('acme/app');
    expect(body).toMatchObject({ head: { repo: { id } }, base: { repo: { id } } });
    expect(github.violations).toEqual([]);
  });

  test('the pull request of a fork is found by owner and branch', async () => {
    await using github = await start();
    const { body } = await call(github, 'GET', '/repos/acme/app/pulls?head=mona:patch');
    expect(body).toMatchObject([{ number: 8, head: { repo: { full_name: 'mona/app', fork: true } } }]);
    expect((await call(github, 'GET', '/repos/mona/app')).body).toMatchObject({ parent: { full_name: 'acme/app' } });
    expect(github.violations).toEqual([]);
  });

  test('the head repository is null once the fork is deleted', async () => {
    await using github = await start();
    const { body } = await call(github, 'GET', '/repos/acme/app/pulls/9');
    expect(body).toMatchObject({ head: { ref: 'gone', repo: null } });
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['main...b2', 'ahead', 2, 0],
    ['b2...main', 'behind', 0, 2],
    ['main...main', 'identical', 0, 0],
    ['b1...side', 'diverged', 1, 1],
    ['main...mona:theirs', 'ahead', 1, 0],
  ])('comparing %s finds the head %s', async (range, status, ahead, behind) => {
    const commits = [
      { sha: 'b1', parents: [BASE], files: ['x'] },
      { sha: 'b2', parents: ['b1'] },
      { sha: 's1', parents: [BASE] },
    ];
    const fork = { name: 'mona/app', forkOf: 'acme/app', branches: { theirs: HEAD } };
    const branches = { main: BASE, b2: 'b2', side: 's1' };
    await using github = await start({ repositories: [{ ...repository, branches, commits }, fork] });
    const { body } = await call<{ commits: unknown[] }>(github, 'GET', `/repos/acme/app/compare/${range}`);
    expect(body).toMatchObject({
      status,
      ahead_by: ahead,
      behind_by: behind,
      merge_base_commit: { sha: expect.any(String) },
    });
    expect(body.commits).toHaveLength(ahead);
    expect(github.violations).toEqual([]);
  });

  test('comparing with an unknown commit is 404', async () => {
    await using github = await start();
    expect((await call(github, 'GET', `/repos/acme/app/compare/main...${'d'.repeat(40)}`)).status).toBe(404);
    expect(github.violations).toEqual([]);
  });
});

describe('faults', () => {
  test('an operation fails as often as asked and then answers again', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/list-comments', status: 503, times: 2, headers: { 'retry-after': '1' } });
    const answers = [
      await call(github, 'GET', COMMENTS),
      await call(github, 'GET', COMMENTS),
      await call(github, 'GET', COMMENTS),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(answers[0]!.headers.get('retry-after')).toBe('1');
    expect(github.violations).toEqual([]);
  });

  test('a write may have happened although the answer was 502', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502, afterApplying: true });
    expect((await call(github, 'POST', COMMENTS, { body: 'once' })).status).toBe(502);
    expect(github.comments('acme/app', 7)).toMatchObject([{ body: 'once' }]);
  });

  test('a connection can end without an answer', async () => {
    await using github = await start();
    github.failNext({ status: 0, afterApplying: true });
    await expect(call(github, 'POST', COMMENTS, { body: 'once' })).rejects.toThrow('fetch failed');
    expect(github.comments('acme/app', 7)).toMatchObject([{ body: 'once' }]);
    expect(github.requests).toMatchObject([{ operationId: 'issues/create-comment', status: 0 }]);
    expect(github.violations).toEqual([]);
  });

  test('no write happens behind a plain 502, and other operations go on', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502 });
    expect((await call(github, 'GET', COMMENTS)).status).toBe(200);
    expect((await call(github, 'POST', COMMENTS, { body: 'once' })).status).toBe(502);
    expect(github.comments('acme/app', 7)).toEqual([]);
  });
});

describe('what is recorded', () => {
  test('every request is listed with its operation and status', async () => {
    await using github = await start();
    await call(github, 'GET', `${COMMENTS}?per_page=100`);
    await call(github, 'GET', '/repos/acme/other');
    expect(github.requests).toEqual([
      { method: 'GET', path: `${COMMENTS}?per_page=100`, operationId: 'issues/list-comments', status: 200 },
      { method: 'GET', path: '/repos/acme/other', operationId: 'repos/get', status: 404 },
    ]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a body of the wrong type', 'POST', COMMENTS, { body: 7 }, 422, 'body/body must be string'],
    ['a body without its text', 'POST', COMMENTS, {}, 422, "body must have required property 'body'"],
    ['a member that the operation does not have', 'POST', COMMENTS, { body: 'x', tag: 1 }, 422, '(tag)'],
    ['no body at all', 'POST', COMMENTS, undefined, 422, 'it has no body'],
    [
      'a query parameter that the operation does not have',
      'GET',
      `${COMMENTS}?perpage=100`,
      undefined,
      422,
      '(perpage)',
    ],
    [
      'a query parameter of the wrong type',
      'GET',
      `${COMMENTS}?page=two`,
      undefined,
      422,
      'query/page must be integer',
    ],
    ['a path parameter of the wrong type', 'GET', '/repos/acme/app/pulls/seven', undefined, 422, 'path/pull_number'],
    ['another GraphQL query', 'POST', '/graphql', { query: 'query { viewer { id } }' }, 422, 'the only query served'],
    ['an unknown route', 'GET', '/repos/acme/app/weights', undefined, 404, 'there is no such route'],
    ['an unknown method', 'POST', '/repos/acme/app', { name: 'x' }, 404, 'there is no such route'],
    ['an operation without a handler', 'GET', '/repos/acme/app/tags', undefined, 501, 'repos/list-tags has no handler'],
  ])('%s is a violation', async (_, method, path, body, status, sentence) => {
    await using github = await start();
    expect((await call(github, method, path, body)).status).toBe(status);
    expect(github.violations).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    ['an API version that never was', { 'x-github-api-version': '2020-01-01' }],
    ['another form than JSON', { accept: 'application/vnd.github.html' }],
  ])('asking for %s is a violation', async (_, headers) => {
    await using github = await start();
    expect((await call(github, 'GET', COMMENTS, undefined, headers)).status).toBe(422);
    expect(github.violations).toHaveLength(1);
  });

  test('a fault hides no violation', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502 });
    await call(github, 'POST', COMMENTS, { text: 'x' });
    expect(github.violations).toHaveLength(2);
  });

  test('an answer against the description is a violation too', async () => {
    await using github = await start();
    github.failNext({ operationId: 'repos/get', status: 200, body: { id: 'one' } });
    await call(github, 'GET', '/repos/acme/app');
    expect(github.violations).toContainEqual(expect.stringContaining('answered 200: response/id must be integer'));
  });
});
