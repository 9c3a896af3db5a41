import { getOctokit } from '@actions/github';
import { describe, expect, test } from '@jest/globals';
import { BASE, COMMENTS, call, HEAD, linksOf, repository, start, startWithComments } from './github/ask.ts';
import { repositoryId } from './github/identity.ts';

const numberedComments = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `Comment ${index}` }));
const as = (token: string) => ({ authorization: `token ${token}` });

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly created_at: string;
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

  test('a branch without its owner filters nothing', async () => {
    await using github = await start();
    const { body } = await call<{ number: number }[]>(github, 'GET', '/repos/acme/app/pulls?head=patch');
    expect(body.map(({ number }) => number)).toEqual([9, 8, 7]);
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
