import { describe, expect, test } from '@jest/globals';
import { acceptReport } from '../../src/accept/accept.ts';
import { listGrants } from '../../src/github/acceptance/grants.ts';
import { removeLabel } from '../../src/github/acceptance/label.ts';
import { connect } from '../../src/github/client.ts';
import { commentMarker, findComment, upsertComment } from '../../src/github/comment.ts';
import type { Grant } from '../../src/model/acceptance.ts';
import { withdrawLabels } from '../../src/publish/withdraw-labels.ts';
import { parseAcceptanceState, renderAcceptanceState } from '../../src/report/acceptance-state.ts';
import { grown, HEAD_SHA, label, MB, reportOf } from '../support/acceptance.ts';
import type { CommentSeed } from '../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/server.ts';

const LABEL = 'image-size-accepted';
const BOT = 'github-actions[bot]';
const REPOSITORY = { owner: 'acme', repo: 'app' };
const [OURS, OTHER] = ['size.yml/a/gate/', 'size.yml/b/gate/'];

function start(comments: readonly CommentSeed[] = [], options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD_SHA }, labels: [LABEL, 'bug'], comments };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }], ...options });
}

const clientOf = (github: GitHub) =>
  connect({ token: github.token, apiUrl: github.url, retryDelay: 0, callLimit: 100 });
const withdraw = (github: GitHub, exhausted: readonly Grant[] = [label()]) =>
  withdrawLabels({ client: clientOf(github), repository: REPOSITORY, number: 7, key: OURS!, author: BOT, exhausted });

/** A comment of another job that records these grants as accepting its growth. */
function accepting(ids: readonly string[], key = OTHER!): string {
  const { state } = acceptReport(reportOf(grown(5 * MB)), [], null, { headSha: HEAD_SHA });
  const grants = ids.map((id) => ({ id, accepted: state.shown }));
  return `${commentMarker(key)}\n${renderAcceptanceState({ ...state, grants })}\n### Image size`;
}

describe('the label of a used-up acceptance', () => {
  test('is removed, and other labels stay', async () => {
    await using github = await start();
    expect(await withdraw(github)).toEqual([]);
    expect(github.labels('acme/app', 7)).toEqual(['bug']);
    expect(github.violations).toEqual([]);
  });

  test('costs no call when no acceptance is used up', async () => {
    await using github = await start();
    expect(await withdraw(github, [])).toEqual([]);
    expect(github.requests).toEqual([]);
  });

  test('stays when another job’s comment needs it', async () => {
    await using github = await start([{ body: accepting(['l1']), user: BOT }]);
    expect(await withdraw(github)).toEqual([expect.stringContaining('another comment of this action needs it')]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });

  test.each<[string, CommentSeed]>([
    ['its own comment needs it', { body: accepting(['l1'], OURS), user: BOT }],
    ['another label accepted the growth of another job', { body: accepting(['l2']), user: BOT }],
    ['a comment of a stranger needs it', { body: accepting(['l1']), user: 'mona' }],
    [
      'a comment of another action needs it',
      { body: `<!-- other -->\n${accepting(['l1']).split('\n')[1]}`, user: BOT },
    ],
  ])('is removed although %s', async (_, comment) => {
    await using github = await start([comment]);
    await withdraw(github);
    expect(github.labels('acme/app', 7)).toEqual(['bug']);
  });

  test('that is no longer set is no error', async () => {
    await using github = await start();
    github.unlabel('acme/app', 7, LABEL, 'mona');
    expect(await removeLabel(clientOf(github), REPOSITORY, 7, LABEL)).toBeUndefined();
  });

  test('leads to a warning with the cure when a read-only token may not remove it', async () => {
    await using github = await start([], { permissions: 'read' });
    expect(await withdraw(github)).toEqual([
      expect.stringMatching(
        /could not be removed \(Resource not accessible by integration\); give the job "permissions: pull-requests: write"/,
      ),
    ]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });

  test('stays, with a warning, when the other comments cannot be read', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
    expect(await withdraw(github)).toEqual([
      expect.stringContaining('whether another comment needs it cannot be read'),
    ]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });
});

/** One run on one pull request: reads grants and comment, accepts, writes the comment, and removes labels. */
async function run(github: GitHub, megabytes: number) {
  const client = clientOf(github);
  const place = { client, repository: REPOSITORY, number: 7, key: OURS! };
  const listing = await listGrants(client, REPOSITORY, 7, { label: LABEL, reviewers: ['mona'] });
  const found = await findComment(place);
  const before = found.kind === 'present' ? parseAcceptanceState(found.body) : null;
  const grants = 'grants' in listing ? listing.grants : null;
  const { report, state, exhausted } = acceptReport(reportOf(grown(megabytes * MB)), grants, before, {
    headSha: HEAD_SHA,
  });
  await upsertComment({
    ...place,
    found,
    body: `${renderAcceptanceState(state)}\n### ${report.verdict}`,
    createIf: true,
  });
  await withdrawLabels({ ...place, author: found.kind === 'present' ? found.author : '', exhausted });
  return report.verdict;
}

describe('acceptance on a pull request', () => {
  test('by label covers the growth at that time, and larger growth needs the label again', async () => {
    await using github = await start();
    github.unlabel('acme/app', 7, LABEL, 'octocat');
    const verdicts = [await run(github, 12)];
    github.label('acme/app', 7, LABEL, 'octocat');
    verdicts.push(await run(github, 12), await run(github, 11), await run(github, 20));
    expect(github.labels('acme/app', 7)).toEqual(['bug']);
    github.label('acme/app', 7, LABEL, 'octocat');
    verdicts.push(await run(github, 20));
    expect(verdicts).toEqual(['fail', 'accepted', 'accepted', 'fail', 'accepted']);
    expect(github.violations).toEqual([]);
  });

  test('by review lasts until the review is dismissed', async () => {
    await using github = await start();
    github.unlabel('acme/app', 7, LABEL, 'octocat');
    const verdicts = [await run(github, 12)];
    github.review('acme/app', 7, { user: 'mona', state: 'APPROVED' });
    verdicts.push(await run(github, 12));
    github.dismiss('acme/app', 7, 'mona');
    verdicts.push(await run(github, 12));
    expect(verdicts).toEqual(['fail', 'accepted', 'fail']);
    expect(github.violations).toEqual([]);
  });

  test('starts anew when somebody damaged the state in the comment', async () => {
    await using github = await start([
      { body: `${commentMarker(OURS!)}\n<!-- image-size-gate-state:1:AAAA -->\n### fail`, user: BOT },
    ]);
    expect(await run(github, 12)).toBe('accepted');
  });
});
