import { describe, expect, test } from '@jest/globals';
import { acceptReport } from '../../src/accept/accept.ts';
import { connect } from '../../src/github/client.ts';
import { commentMarker } from '../../src/github/comment.ts';
import type { Log } from '../../src/process/log.ts';
import { acceptWhatIsGranted } from '../../src/publish/accept-grants.ts';
import { renderAcceptanceState } from '../../src/report/acceptance-state.ts';
import { grown, HEAD_SHA, MB, reportOf } from '../support/acceptance.ts';
import type { CommentSeed } from '../support/github/seeds.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { request } from './sample.ts';

const REPOSITORY = { owner: 'acme', repo: 'app' };
const LABEL = 'image-size-accepted';

function start(comments: readonly CommentSeed[] = []): Promise<GitHub> {
  const pull = { comments, number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD_SHA }, labels: [LABEL] };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }] });
}

/** Labels of the stand-in's seeds are older than its comments. */
function setAnew(github: GitHub): void {
  github.unlabel('acme/app', 7, LABEL, 'octocat');
  github.label('acme/app', 7, LABEL, 'octocat');
}

const settle = (github: GitHub, warnings: string[], growth = 5, isCommentedElsewhere = false) => {
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
  const log: Log = { ...request().log, warning: (line) => warnings.push(line) };
  const place = { client, repository: REPOSITORY, number: 7, key: 'k' };
  return acceptWhatIsGranted({ ...request(), client, log, isCommentedElsewhere }, reportOf(grown(growth * MB)), place);
};

test('a label accepts what fails', async () => {
  await using github = await start();
  const { report } = await settle(github, []);
  expect(report.verdict).toBe('accepted');
});

test('a label accepts nothing where the comment that tells how much it accepted cannot be read', async () => {
  await using github = await start();
  github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
  const warnings: string[] = [];
  const { report, exhausted } = await settle(github, warnings);
  expect([report.verdict, exhausted]).toEqual(['fail', []]);
  expect(warnings).toEqual([expect.stringMatching(/^Nothing counts as accepted: the comment .* cannot be read/)]);
});

test('a label accepts nothing where our comment may be beyond those that are looked at', async () => {
  await using github = await start(Array.from({ length: 1001 }, () => ({ body: 'spam', user: 'eve' })));
  // Otherwise GraphQL tells that none of them is ours.
  github.failNext({ operationId: 'graphql', status: 403 });
  const warnings: string[] = [];
  const { report } = await settle(github, warnings);
  expect([report.verdict, warnings.length]).toEqual(['fail', 1]);
});

describe('a label on a pull request with a comment of ours', () => {
  const shown = acceptReport(reportOf(grown(5 * MB)), [], null, { headSha: HEAD_SHA }).state;
  const ours = (...lines: readonly string[]) => [
    { body: [commentMarker('k'), ...lines, '### Image size'].join('\n'), user: 'github-actions[bot]' },
  ];

  test.each<[string, readonly CommentSeed[], boolean, string]>([
    ['accepts what that showed', ours(renderAcceptanceState(shown)), true, 'accepted'],
    ['accepts nothing that it showed only later', ours(renderAcceptanceState(shown)), false, 'fail'],
    ['accepts nothing where it showed nothing that fails', ours(), true, 'fail'],
  ])('%s', async (_, comments, isAfter, verdict) => {
    await using github = await start(comments);
    if (isAfter) setAnew(github);
    const { report, exhausted } = await settle(github, []);
    expect([report.verdict, exhausted]).toEqual([verdict, []]);
    expect(github.violations).toEqual([]);
  });
});

describe('the label of a pull request from a fork, whose comment another workflow makes', () => {
  const { state } = acceptReport(reportOf(grown(5 * MB)), [], null, { headSha: HEAD_SHA });
  const body = `${commentMarker('report.yml/judge/')}\n${renderAcceptanceState(state)}\n### Image size`;
  const theirs = (user: string) => [{ body, user }];

  test.each<[string, number, string, boolean, string]>([
    ['as much as that comment showed', 5, 'github-actions[bot]', true, 'accepted'],
    ['no more than that', 9, 'github-actions[bot]', true, 'fail'],
    ['what is there now, where nobody but a stranger says otherwise', 9, 'mona', true, 'accepted'],
    ['what its own comment shows, where it has one to make', 9, 'github-actions[bot]', false, 'accepted'],
  ])('accepts %s', async (_, growth, user, isCommentedElsewhere, verdict) => {
    await using github = await start(theirs(user));
    setAnew(github);
    const { report } = await settle(github, [], growth, isCommentedElsewhere);
    expect(report.verdict).toBe(verdict);
    expect(github.violations).toEqual([]);
  });

  test('accepts nothing where that comment cannot be read', async () => {
    await using github = await start(theirs('github-actions[bot]'));
    const warnings: string[] = [];
    // The first list, which looks for the run's own comment, is answered.
    github.failNext({ operationId: 'issues/list-comments', status: 200, body: [] });
    github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
    const { report } = await settle(github, warnings, 5, true);
    expect([report.verdict, warnings.length]).toEqual(['fail', 1]);
  });
});
