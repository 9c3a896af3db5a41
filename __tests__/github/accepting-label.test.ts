import { describe, expect, test } from '@jest/globals';
import { acceptReport } from '../../src/accept/accept.ts';
import { removeLabel, withdrawLabels } from '../../src/github/accepting-label.ts';
import { connect } from '../../src/github/client.ts';
import { commentMarker, findComment, upsertComment } from '../../src/github/comment.ts';
import { listGrants } from '../../src/github/grants.ts';
import type { Grant } from '../../src/model/acceptance.ts';
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

/** A comment of another job, whose growth was accepted by these grants. */
function accepting(ids: readonly string[], key = OTHER!): string {
  const { state } = acceptReport(reportOf(grown(5 * MB)), [], null, { headSha: HEAD_SHA });
  const grants = ids.map((id) => ({ id, accepted: state.shown }));
  return `${commentMarker(key)}\n${renderAcceptanceState({ ...state, grants })}\n### Image size`;
}

describe('an exhausted label', () => {
  test('is taken off, and others stay', async () => {
    await using github = await start();
    expect(await withdraw(github)).toEqual([]);
    expect(github.labels('acme/app', 7)).toEqual(['bug']);
    expect(github.violations).toEqual([]);
  });

  test('costs no call where nothing is exhausted', async () => {
    await using github = await start();
    expect(await withdraw(github, [])).toEqual([]);
    expect(github.requests).toEqual([]);
  });

  test('stays where another job’s growth rests on it', async () => {
    await using github = await start([{ body: accepting(['l1']), user: BOT }]);
    expect(await withdraw(github)).toEqual([expect.stringContaining('another comment of this action rests on it')]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });

  test.each<[string, CommentSeed]>([
    ['its own comment says so', { body: accepting(['l1'], OURS), user: BOT }],
    ['another grant accepted the other’s growth', { body: accepting(['l2']), user: BOT }],
    ['a stranger wrote so', { body: accepting(['l1']), user: 'mona' }],
    ['another action’s comment looks so', { body: `<!-- other -->\n${accepting(['l1']).split('\n')[1]}`, user: BOT }],
  ])('is taken off though %s', async (_, comment) => {
    await using github = await start([comment]);
    await withdraw(github);
    expect(github.labels('acme/app', 7)).toEqual(['bug']);
  });

  test('that is gone already is no matter', async () => {
    await using github = await start();
    github.unlabel('acme/app', 7, LABEL, 'mona');
    expect(await removeLabel(clientOf(github), REPOSITORY, 7, LABEL)).toBeUndefined();
  });

  test('that a read-only token may not take off is a warning with the cure', async () => {
    await using github = await start([], { permissions: 'read' });
    expect(await withdraw(github)).toEqual([
      expect.stringMatching(
        /could not be removed \(Resource not accessible by integration\); give the job "permissions: pull-requests: write"/,
      ),
    ]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });

  test('stays, with a warning, where the other comments cannot be read', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
    expect(await withdraw(github)).toEqual([expect.stringContaining('who else rests on it cannot be read')]);
    expect(github.labels('acme/app', 7)).toContain(LABEL);
  });
});

/** What a run does, from measuring to the label: one job on one pull request, with the comment as its memory. */
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

describe('the life of a pull request', () => {
  test('growth is accepted by label, grows beyond it, and is accepted anew', async () => {
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

  test('a review accepts until it is dismissed', async () => {
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

  test('a state that somebody broke by hand is none, and the next run starts anew', async () => {
    await using github = await start([
      { body: `${commentMarker(OURS!)}\n<!-- image-size-gate-state:1:AAAA -->\n### fail`, user: BOT },
    ]);
    expect(await run(github, 12)).toBe('accepted');
  });
});
