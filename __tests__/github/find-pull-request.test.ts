import { describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import { findAgain, findPullRequests } from '../../src/github/find-pull-request.ts';
import type { WorkflowRun } from '../../src/github/workflow-run.ts';
import { repositoryId } from '../support/github/identity.ts';
import type { PullRequestSeed, RepositorySeed } from '../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/server.ts';

const [BASE, HEAD, NEXT] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;
const REPOSITORY = { owner: 'acme', repo: 'app' };

const FORKED: PullRequestSeed = {
  number: 7,
  base: { sha: BASE },
  head: { sha: HEAD, ref: 'change', repo: 'mona/app' },
  user: 'mona',
};
const FOUND = { number: 7, baseRef: 'main', headSha: HEAD, state: 'open', author: 'mona' };

const start = (
  pullRequests: readonly PullRequestSeed[],
  seed: Partial<RepositorySeed> = {},
  options: Partial<GitHubOptions> = {},
) => startGitHub({ repositories: [{ name: 'acme/app', pullRequests, ...seed }], ...options });

/** A run of the fork's branch, as the event has it. */
function runOf(change: Partial<WorkflowRun> = {}, head = 'mona/app'): WorkflowRun {
  return {
    id: 1,
    attempt: 1,
    repository: REPOSITORY,
    repositoryId: repositoryId('acme/app'),
    defaultBranch: 'main',
    headSha: HEAD,
    headBranch: 'change',
    headRepository: { id: repositoryId(head), fullName: head, owner: head.split('/')[0] ?? '' },
    conclusion: 'success',
    url: 'https://github.com/acme/app/actions/runs/1',
    pullRequests: [],
    ...change,
  };
}

const find = (github: GitHub, run = runOf(), callLimit = 15, token = github.token) =>
  findPullRequests(connect({ token, apiUrl: github.url, callLimit, retryDelay: 0 }), REPOSITORY, run);

/** Newer pull requests of branches that have the same name, in other repositories of the same owner. */
const namesakes = (count: number): readonly PullRequestSeed[] =>
  Array.from({ length: count }, (_, at) => ({
    ...FORKED,
    number: at + 8,
    head: { sha: HEAD, ref: 'change', repo: `mona/app-${at}` },
  }));

const numbersIn = (found: Awaited<ReturnType<typeof find>>) =>
  found.outcome === 'found' ? found.pullRequests.map(({ number }) => number) : found;

describe('the pull request of a run', () => {
  test('of a fork is found by branch, commit and repository, in one call', async () => {
    await using github = await start([FORKED]);
    expect(await find(github)).toEqual({ outcome: 'found', pullRequests: [FOUND] });
    expect(github.requests.map(({ path }) => path)).toEqual([
      '/repos/acme/app/pulls?state=open&head=mona%3Achange&per_page=100&page=1',
    ]);
    expect(github.violations).toEqual([]);
  });

  test('of Dependabot, in the repository itself, is found by the number that GitHub names', async () => {
    const head = { sha: HEAD, ref: 'dependabot/docker/debian-13' };
    await using github = await start([{ ...FORKED, head, user: 'dependabot[bot]' }]);
    const run = runOf({ headBranch: head.ref, pullRequests: [7] }, 'acme/app');
    expect(await find(github, run)).toEqual({
      outcome: 'found',
      pullRequests: [{ ...FOUND, author: 'dependabot[bot]' }],
    });
    expect(github.requests.map(({ path }) => path)).toEqual(['/repos/acme/app/pulls/7']);
    expect(github.violations).toEqual([]);
  });

  test('is found where the token only reads', async () => {
    await using github = await start([FORKED], {}, { permissions: 'read' });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test('of a private repository is found all the same', async () => {
    await using github = await start([FORKED], { isPrivate: true });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test.each(['fix#12', 'a&state=all', 'a=b', '100%', 'größe/ß', 'a+b', "it's", 'main'])(
    'on a branch called %s is found',
    async (ref) => {
      await using github = await start([{ ...FORKED, head: { sha: HEAD, ref, repo: 'mona/app' } }]);
      expect(numbersIn(await find(github, runOf({ headBranch: ref })))).toEqual([7]);
      expect(github.violations).toEqual([]);
    },
  );

  test('is that of the fork at hand, not of another with a branch of the same name', async () => {
    const others = ['eve/app', 'mona/app-too', 'acme/app'].map((repo, at) => ({
      ...FORKED,
      number: at + 8,
      head: { sha: HEAD, ref: 'change', repo },
    }));
    await using github = await start([FORKED, ...others]);
    expect(numbersIn(await find(github))).toEqual([7]);
    expect(numbersIn(await find(github, runOf({}, 'mona/app-too')))).toEqual([9]);
  });

  test('is that of the branch at hand, not of another branch at the same commit', async () => {
    const other = { ...FORKED, head: { sha: HEAD, ref: 'other' } };
    await using github = await start([other]);
    const run = runOf({ pullRequests: [7] }, 'acme/app');
    expect(await find(github, run)).toMatchObject({ outcome: 'none' });
  });

  test('is each of those whose head the branch is, for a base branch each', async () => {
    const release = { ...FORKED, number: 8, base: { sha: BASE, ref: 'release' } };
    await using github = await start([FORKED, release]);
    expect(await find(github)).toEqual({
      outcome: 'found',
      pullRequests: [{ ...FOUND, number: 8, baseRef: 'release' }, FOUND],
    });
  });

  test('is found on a later page', async () => {
    await using github = await start([FORKED, ...namesakes(150)]);
    expect(numbersIn(await find(github))).toEqual([7]);
    expect(github.requests).toHaveLength(2);
  });

  test('is looked for on three pages and no more, where GitHub filters nothing', async () => {
    await using github = await start([FORKED, ...namesakes(400)]);
    expect(await find(github)).toMatchObject({ outcome: 'none' });
    expect(github.requests).toHaveLength(3);
  });

  test.each([
    ['that is not there any more', [404]],
    ['of more than three', [8, 9, 10, 11]],
  ])('is looked for by its branch besides a number %s', async (_, pullRequests) => {
    await using github = await start([FORKED]);
    expect(numbersIn(await find(github, runOf({ pullRequests })))).toEqual([7]);
    expect(github.violations).toEqual([]);
  });
});

describe('no pull request is told of', () => {
  const none = 'there is no open pull request of mona/app, branch change, at bbbbbbb';
  test.each<[string, Partial<PullRequestSeed>, Partial<WorkflowRun>, string, string]>([
    ['that is closed', { state: 'closed' }, {}, 'none', none],
    ['that is closed, though GitHub names it', { state: 'closed' }, { pullRequests: [7] }, 'none', none],
    ['whose fork was deleted since', { head: { sha: HEAD, ref: 'change', repo: null } }, {}, 'none', none],
    [
      'that has moved on, by a commit or by force',
      { head: { sha: NEXT, ref: 'change', repo: 'mona/app' } },
      {},
      'stale',
      'pull request #7 has moved on from bbbbbbb to ccccccc, whose own run will report',
    ],
    [
      'that has moved on, though GitHub names it',
      { head: { sha: NEXT, ref: 'change', repo: 'mona/app' } },
      { pullRequests: [7] },
      'stale',
      'pull request #7 has moved on from bbbbbbb to ccccccc, whose own run will report',
    ],
    [
      'of a fork that took over the name of one deleted',
      {},
      { headRepository: { id: 1, fullName: 'mona/app', owner: 'mona' } },
      'none',
      none,
    ],
  ])('%s', async (_, pull, change, outcome, reason) => {
    await using github = await start([{ ...FORKED, ...pull }]);
    expect(await find(github, runOf(change))).toEqual({ outcome, reason });
    expect(github.violations).toEqual([]);
  });

  test('of a fork whose default branch is at the commit of somebody else’s pull request', async () => {
    await using github = await start([{ ...FORKED, head: { sha: HEAD, ref: 'main', repo: 'eve/app' } }]);
    expect(await find(github, runOf({ headBranch: 'main' }))).toMatchObject({ outcome: 'none' });
  });
});

describe('looked at once more', () => {
  const again = (github: GitHub) =>
    findAgain(connect({ token: github.token, apiUrl: github.url, retryDelay: 0 }), REPOSITORY, runOf(), 7);

  test.each<[string, Partial<PullRequestSeed>, string]>([
    ['one that is as it was is found', {}, 'found'],
    ['one that moved on is stale', { head: { ...FORKED.head, sha: NEXT } }, 'stale'],
    ['one that is closed is none', { state: 'closed' }, 'none'],
    ['one whose fork is deleted is none', { head: { ...FORKED.head, repo: null } }, 'none'],
  ])('%s, in one call', async (_, pull, outcome) => {
    await using github = await start([{ ...FORKED, ...pull }]);
    expect((await again(github)).outcome).toBe(outcome);
    expect(github.requests).toHaveLength(1);
    expect(github.violations).toEqual([]);
  });

  test('one that GitHub does not tell of is unknown', async () => {
    await using github = await start([FORKED]);
    github.failNext({ status: 502, times: 2 });
    expect((await again(github)).outcome).toBe('unknown');
  });
});

describe('what GitHub does not answer', () => {
  test.each([
    [
      'a missing permission',
      { status: 403, body: { message: 'Resource not accessible by integration' } },
      'the token may not read this (Resource not accessible by integration); give the job "permissions: pull-requests: read"',
    ],
    [
      'a rate limit',
      { status: 403, headers: { 'retry-after': '60' }, body: { message: 'You have exceeded a rate limit' } },
      "GitHub's rate limit is reached; it ends in 60 s (You have exceeded a rate limit)",
    ],
    ['an error of its own, twice', { status: 502, times: 2 }, 'GitHub did not answer as it should (Server Error'],
    ['silence, twice', { status: 0, times: 2 }, 'GitHub did not answer as it should ('],
    ['a repository out of sight', { status: 404 }, 'there is no such thing, or the token cannot see it ('],
  ])('%s is a reason, and never thrown', async (_, fault, reason) => {
    await using github = await start([FORKED]);
    github.failNext(fault);
    const found = await find(github);
    expect(found.outcome).toBe('unknown');
    expect('reason' in found && found.reason).toContain(`the pull request cannot be looked up: ${reason}`);
  });

  test('one error of its own is asked again', async () => {
    await using github = await start([FORKED]);
    github.failNext({ status: 502 });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test('a token that is none is a reason', async () => {
    await using github = await start([FORKED]);
    expect(await find(github, runOf(), 15, 'none')).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('check the github-token input'),
    });
  });

  test('calls that are used up are a reason', async () => {
    await using github = await start([FORKED]);
    expect(await find(github, runOf(), 0)).toEqual({
      outcome: 'unknown',
      reason: "the pull request cannot be looked up: this run's limit of 0 API calls is used up",
    });
  });
});
