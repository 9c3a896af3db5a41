import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/github/client.ts';
import type { WorkflowRun } from '../../../src/github/event/workflow-run.ts';
import { findAgain, findPullRequests } from '../../../src/github/pull-request/find-pull-request.ts';
import { repositoryId } from '../../support/github/identity.ts';
import type { PullRequestSeed, RepositorySeed } from '../../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../../support/github/server.ts';

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

/** A run of the fork's branch, as the event names it. */
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

/** Newer pull requests from branches of the same name in other repositories of the same owner. */
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

  test('is found when the token can only read', async () => {
    await using github = await start([FORKED], {}, { permissions: 'read' });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test('of a private repository is found too', async () => {
    await using github = await start([FORKED], { isPrivate: true });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test.each(['fix#12', 'a&state=all', 'a=b', '100%', 'größe/ß', 'a+b', "it's", 'main'])(
    'on a branch named %s is found',
    async (ref) => {
      await using github = await start([{ ...FORKED, head: { sha: HEAD, ref, repo: 'mona/app' } }]);
      expect(numbersIn(await find(github, runOf({ headBranch: ref })))).toEqual([7]);
      expect(github.violations).toEqual([]);
    },
  );

  test('is the one from the fork of the run, not from another fork’s branch of the same name', async () => {
    const others = ['eve/app', 'mona/app-too', 'acme/app'].map((repo, at) => ({
      ...FORKED,
      number: at + 8,
      head: { sha: HEAD, ref: 'change', repo },
    }));
    await using github = await start([FORKED, ...others]);
    expect(numbersIn(await find(github))).toEqual([7]);
    expect(numbersIn(await find(github, runOf({}, 'mona/app-too')))).toEqual([9]);
  });

  test('is not one from another branch at the same commit', async () => {
    const other = { ...FORKED, head: { sha: HEAD, ref: 'other' } };
    await using github = await start([other]);
    const run = runOf({ pullRequests: [7] }, 'acme/app');
    expect(await find(github, run)).toMatchObject({ outcome: 'none' });
  });

  test('is each one from the branch, when there is one for each base branch', async () => {
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

  test('is looked for on at most three pages when GitHub does not filter', async () => {
    await using github = await start([FORKED, ...namesakes(400)]);
    expect(await find(github)).toMatchObject({ outcome: 'none' });
    expect(github.requests).toHaveLength(3);
  });

  test.each([
    ['a number that does not exist any more', [404]],
    ['more than three numbers', [8, 9, 10, 11]],
  ])('is looked for by its branch when the event names %s', async (_, pullRequests) => {
    await using github = await start([FORKED]);
    expect(numbersIn(await find(github, runOf({ pullRequests })))).toEqual([7]);
    expect(github.violations).toEqual([]);
  });
});

describe('no pull request is found', () => {
  const none = 'there is no open pull request of mona/app, branch change, at bbbbbbb';
  test.each<[string, Partial<PullRequestSeed>, Partial<WorkflowRun>, string, string]>([
    ['that is closed', { state: 'closed' }, {}, 'none', none],
    ['that is closed, though GitHub names it', { state: 'closed' }, { pullRequests: [7] }, 'none', none],
    ['whose fork was deleted meanwhile', { head: { sha: HEAD, ref: 'change', repo: null } }, {}, 'none', none],
    [
      'that has a new head, by a commit or by force',
      { head: { sha: NEXT, ref: 'change', repo: 'mona/app' } },
      {},
      'stale',
      'pull request #7 has moved on from bbbbbbb to ccccccc, whose own run will report',
    ],
    [
      'that has a new head, though GitHub names it',
      { head: { sha: NEXT, ref: 'change', repo: 'mona/app' } },
      { pullRequests: [7] },
      'stale',
      'pull request #7 has moved on from bbbbbbb to ccccccc, whose own run will report',
    ],
    [
      'of a fork that took over the name of a deleted one',
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

  test('for a fork whose default branch has the head of somebody else’s pull request', async () => {
    await using github = await start([{ ...FORKED, head: { sha: HEAD, ref: 'main', repo: 'eve/app' } }]);
    expect(await find(github, runOf({ headBranch: 'main' }))).toMatchObject({ outcome: 'none' });
  });
});

describe('a pull request that is read again', () => {
  const again = (github: GitHub) =>
    findAgain(connect({ token: github.token, apiUrl: github.url, retryDelay: 0 }), REPOSITORY, runOf(), 7);

  test.each<[string, Partial<PullRequestSeed>, string]>([
    ['is found when nothing changed', {}, 'found'],
    ['is stale when it has a new head', { head: { ...FORKED.head, sha: NEXT } }, 'stale'],
    ['is none when it is closed', { state: 'closed' }, 'none'],
    ['is none when its fork is deleted', { head: { ...FORKED.head, repo: null } }, 'none'],
  ])('%s, in one call', async (_, pull, outcome) => {
    await using github = await start([{ ...FORKED, ...pull }]);
    expect((await again(github)).outcome).toBe(outcome);
    expect(github.requests).toHaveLength(1);
    expect(github.violations).toEqual([]);
  });

  test('is unknown when GitHub does not answer', async () => {
    await using github = await start([FORKED]);
    github.failNext({ status: 502, times: 2 });
    expect((await again(github)).outcome).toBe('unknown');
  });
});

describe('a search that GitHub refuses', () => {
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
    ['two errors of GitHub', { status: 502, times: 2 }, 'GitHub did not answer as it should (Server Error'],
    ['two requests without an answer', { status: 0, times: 2 }, 'GitHub did not answer as it should ('],
    ['a repository that the token cannot see', { status: 404 }, 'it does not exist, or the token cannot see it ('],
  ])('because of %s gives a reason and does not throw', async (_, fault, reason) => {
    await using github = await start([FORKED]);
    github.failNext(fault);
    const found = await find(github);
    expect(found.outcome).toBe('unknown');
    expect('reason' in found && found.reason).toContain(`the pull request cannot be looked up: ${reason}`);
  });

  test('with one error of GitHub is tried again', async () => {
    await using github = await start([FORKED]);
    github.failNext({ status: 502 });
    expect(numbersIn(await find(github))).toEqual([7]);
  });

  test('because of an invalid token gives a reason', async () => {
    await using github = await start([FORKED]);
    expect(await find(github, runOf(), 15, 'none')).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('check the github-token input'),
    });
  });

  test('because of used-up calls gives a reason', async () => {
    await using github = await start([FORKED]);
    expect(await find(github, runOf(), 0)).toEqual({
      outcome: 'unknown',
      reason: "the pull request cannot be looked up: this run's limit of 0 API calls is used up",
    });
  });
});
