import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/github/client.ts';
import type { PullRequest } from '../../../src/github/pull-request/find-pull-request.ts';
import { baseCheck, builtOn } from '../../../src/github/pull-request/trusted-base.ts';
import type { CommitSeed } from '../../support/github/seeds.ts';
import { type GitHub, startGitHub } from '../../support/github/server.ts';

const REPOSITORY = { owner: 'acme', repo: 'app' };
const sha = (name: string) => Buffer.from(name).toString('hex').padEnd(40, '0');
const commit = (name: string, ...parents: readonly string[]): CommitSeed => ({
  sha: sha(name),
  parents: parents.map(sha),
});

/**
 * main: m0 … m9. The pull request (h1, h2) branches off at m6. `side` was merged into main as m8. `release` has r1 on m3. `stranger` is a
 * fork's commit on m9. `orphan` has no common history with the others.
 */
const COMMITS = [
  commit('m0'),
  ...Array.from({ length: 7 }, (_, at) => commit(`m${at + 1}`, `m${at}`)),
  commit('side', 'm6'),
  commit('m8', 'm7', 'side'),
  commit('m9', 'm8'),
  commit('h1', 'm6'),
  commit('h2', 'h1'),
  commit('r1', 'm3'),
  commit('stranger', 'm9'),
  commit('orphan'),
];
const BRANCHES = { main: sha('m9'), 'release/1#2': sha('r1'), cut: sha('m4') };

const start = () => startGitHub({ repositories: [{ name: 'acme/app', commits: COMMITS, branches: BRANCHES }] });
const pullInto = (baseRef: string, number = 7): PullRequest => ({
  number,
  baseRef,
  headSha: sha('h2'),
  state: 'open',
  author: 'mona',
});

const checkOf = (github: GitHub, baseRef = 'main', maxBehind = 3, callLimit = 15) =>
  baseCheck({
    client: connect({ token: github.token, apiUrl: github.url, callLimit, retryDelay: 0 }),
    repository: REPOSITORY,
    pullRequest: pullInto(baseRef),
    maxBehind,
  });

describe('the baseline commit that a report names', () => {
  test.each([
    ['the base branch’s tip', 'm9', 0, 1],
    ['the merge base of the pull request', 'm6', 4, 1],
    ['a commit between the two', 'm7', 3, 3],
    ['a merge between the two', 'm8', 1, 3],
    ['an older commit within the limit', 'm3', 7, 3],
  ])('is trusted when it is %s', async (_, name, behindTip, calls) => {
    await using github = await start();
    expect(await checkOf(github)(sha(name))).toEqual({ trusted: true, behindTip });
    expect(github.requests).toHaveLength(calls);
    expect(github.violations).toEqual([]);
  });

  test.each([
    [
      'too old',
      'm2',
      `${sha('m2').slice(0, 7)} is 4 commits older than ${sha('m6').slice(0, 7)}, where the pull request left main; at most 3 are allowed`,
    ],
    ['the pull request’s own', 'h1', `${sha('h1').slice(0, 7)} is not a commit of main`],
    ['the pull request’s head', 'h2', 'is not a commit of main'],
    ['on another branch', 'r1', 'is not a commit of main'],
    ['a fork’s, made on top of the tip', 'stranger', 'is not a commit of main'],
    ['of another history', 'orphan', 'GitHub knows no common history of '],
    ['unknown', 'nowhere', 'GitHub knows no common history of '],
  ])('is refused when it is %s', async (_, name, reason) => {
    await using github = await start();
    expect(await checkOf(github)(sha(name))).toEqual({ trusted: false, reason: expect.stringContaining(reason) });
    expect(github.requests.length).toBeLessThanOrEqual(3);
    expect(github.violations).toEqual([]);
  });

  test.each([
    'main',
    'HEAD',
    '',
    sha('m9').toUpperCase(),
    `${sha('m9')}...${sha('m0')}`,
    `${sha('m9')}?page=2`,
    'mona:main',
  ])('is refused without a call when it is %j, not a full commit id', async (claim) => {
    await using github = await start();
    expect(await checkOf(github)(claim)).toEqual({
      trusted: false,
      reason: expect.stringContaining('is not a full commit id'),
    });
    expect(github.requests).toEqual([]);
  });

  test('is checked once, and another commit costs two calls', async () => {
    await using github = await start();
    const check = checkOf(github);
    const [first] = await Promise.all([check(sha('m7')), check(sha('m7'))]);
    expect(await check(sha('m7'))).toEqual(first);
    expect(github.requests).toHaveLength(3);
    await check(sha('m3'));
    expect(github.requests).toHaveLength(5);
  });

  test('is checked on a base branch with special characters in its name', async () => {
    await using github = await start();
    expect(await checkOf(github, 'release/1#2')(sha('r1'))).toEqual({ trusted: true, behindTip: 0 });
    expect(await checkOf(github, 'release/1#2')(sha('m9'))).toMatchObject({ trusted: false });
    expect(github.violations).toEqual([]);
  });

  test('is refused when the base branch is gone', async () => {
    await using github = await start();
    expect(await checkOf(github, 'gone')(sha('m9'))).toMatchObject({ trusted: false });
  });

  test.each([
    [403, 'give the job "permissions: contents: read"'],
    [429, "GitHub's rate limit is reached"],
    [500, 'GitHub did not answer as it should'],
  ])('is refused with the reason when GitHub answers %d', async (status, reason) => {
    await using github = await start();
    github.failNext({ status, times: 2, body: { message: 'No' } });
    expect(await checkOf(github)(sha('m9'))).toEqual({
      trusted: false,
      reason: expect.stringMatching(new RegExp(`it is unknown whether .* is a commit of main: .*${reason}`)),
    });
  });

  test('is refused when the calls are used up', async () => {
    await using github = await start();
    expect(await checkOf(github, 'main', 3, 1)(sha('m7'))).toMatchObject({
      trusted: false,
      reason: expect.stringContaining('limit of 1 API calls is used up'),
    });
  });
});

describe('among pull requests with the same head, the run belongs to', () => {
  const possible = (github: GitHub, refs: readonly string[]) =>
    refs.map((ref, at) => ({ pullRequest: pullInto(ref, at + 7), check: checkOf(github, ref, 10) }));

  test.each([
    ['the one whose base branch has the baseline commit', ['main', 'release/1#2'], 'r1', ['release/1#2']],
    ['the one whose base branch has its tip nearest to the baseline commit', ['main', 'cut'], 'm4', ['cut']],
    ['the one into main when only main has the baseline commit', ['main', 'cut'], 'm9', ['main']],
    ['each of them in a tie', ['main', 'main'], 'm7', ['main', 'main']],
    ['none when no base branch has the baseline commit', ['main', 'cut'], 'stranger', []],
  ])('%s', async (_, refs, name, expected) => {
    await using github = await start();
    const found = await builtOn(possible(github, refs), sha(name));
    expect(found.map(({ pullRequest }) => pullRequest.baseRef)).toEqual(expected);
    expect(github.violations).toEqual([]);
  });
});
