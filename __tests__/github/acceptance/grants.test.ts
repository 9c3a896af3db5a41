import { describe, expect, test } from '@jest/globals';
import { type Acceptors, listGrants } from '../../../src/github/acceptance/grants.ts';
import { connect } from '../../../src/github/client.ts';
import type { PullRequestSeed, ReviewSeed } from '../../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../../support/github/server.ts';

const LABEL = 'image-size-accepted';
const HEAD = 'b'.repeat(40);
const OLDER = 'c'.repeat(40);
const TEAM_TOKEN = { ghp_app: { login: 'gate', permissions: 'read' } } as const;

function start(pull: Partial<PullRequestSeed> = {}, options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const pullRequest = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD }, user: 'author', ...pull };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pullRequest] }], ...options });
}

function list(
  github: GitHub,
  change: Partial<Acceptors> & { readonly token?: string; readonly callLimit?: number } = {},
) {
  const { token = github.token, callLimit = 15, ...rest } = change;
  const client = connect({ token, apiUrl: github.url, retryDelay: 0, callLimit });
  return listGrants(client, { owner: 'acme', repo: 'app' }, 7, { label: LABEL, reviewers: [], ...rest });
}

const operations = (github: GitHub) => github.requests.map(({ operationId }) => operationId);
const approved = (user: string | null, commit?: string): ReviewSeed => ({
  user,
  state: 'APPROVED',
  ...(commit ? { commit } : {}),
});

describe('the acceptance label', () => {
  test('is a grant by the user who set it, in two calls', async () => {
    await using github = await start();
    github.label('acme/app', 7, LABEL, 'octocat');
    expect(await list(github)).toEqual({
      grants: [
        {
          id: expect.stringMatching(/^l\d+$/),
          kind: 'label',
          name: LABEL,
          by: 'octocat',
          at: expect.stringMatching(/^2026-11-02T\d\d:\d\d:\d\dZ$/),
        },
      ],
      warnings: [],
    });
    expect(operations(github)).toEqual(['issues/list-labels-on-issue', 'issues/list-events']);
    expect(github.violations).toEqual([]);
  });

  test('is no grant when only another label is set, in one call', async () => {
    await using github = await start({ labels: ['bug'] });
    expect(await list(github)).toEqual({ grants: [], warnings: [] });
    expect(operations(github)).toEqual(['issues/list-labels-on-issue']);
  });

  test('is no grant after it was removed', async () => {
    await using github = await start({ labels: [LABEL] });
    github.unlabel('acme/app', 7, LABEL, 'mona');
    expect(await list(github)).toEqual({ grants: [], warnings: [] });
  });

  test('is another grant when somebody sets it again', async () => {
    await using github = await start();
    github.label('acme/app', 7, LABEL, 'octocat');
    const first = await list(github);
    github.unlabel('acme/app', 7, LABEL, 'octocat');
    github.label('acme/app', 7, LABEL, 'mona');
    const second = await list(github);
    expect(second).toMatchObject({ grants: [{ by: 'mona' }] });
    expect('grants' in first && 'grants' in second && first.grants[0]!.id !== second.grants[0]!.id).toBe(true);
  });

  test('is found in upper and lower case, as on GitHub', async () => {
    await using github = await start();
    github.label('acme/app', 7, 'Image-Size-Accepted', 'octocat');
    expect(await list(github)).toMatchObject({ grants: [{ by: 'octocat', name: LABEL }] });
  });

  test('costs no call when none is configured', async () => {
    await using github = await start({ labels: [LABEL] });
    expect(await list(github, { label: '' })).toEqual({ grants: [], warnings: [] });
    expect(github.requests).toEqual([]);
  });

  function busy(github: GitHub, events: number) {
    for (let index = 0; index < events / 2; index += 1) {
      github.label('acme/app', 7, 'bug', 'bot[bot]');
      github.unlabel('acme/app', 7, 'bug', 'bot[bot]');
    }
  }

  test.each([
    ['at the end of 250 events', 250, 0, 3],
    ['in the middle of 350', 150, 200, 5],
    ['at the start of 350', 0, 350, 5],
  ])('is found %s', async (_, before, after, calls) => {
    await using github = await start();
    busy(github, before);
    github.label('acme/app', 7, LABEL, 'octocat');
    busy(github, after);
    expect(await list(github)).toMatchObject({ grants: [{ by: 'octocat' }] });
    expect(github.requests).toHaveLength(calls);
    expect(github.violations).toEqual([]);
  });

  test('set before the last 300 events gives a reason with the cure, in at most five calls', async () => {
    await using github = await start({ labels: [LABEL] });
    busy(github, 600);
    expect(await list(github)).toEqual({ reason: expect.stringContaining('set it again') });
    expect(github.requests.length).toBeLessThanOrEqual(5);
  });
});

describe('reviews:', () => {
  const named = { label: '', reviewers: ['mona', 'octocat'] };
  const changes = (user: string): ReviewSeed => ({ user, state: 'CHANGES_REQUESTED' });
  const comment = (user: string): ReviewSeed => ({ user, state: 'COMMENTED' });

  test('an approval of a named user is a grant with its commit, in one call', async () => {
    await using github = await start({ reviews: [approved('mona', OLDER)] });
    expect(await list(github, named)).toEqual({
      grants: [
        {
          id: expect.stringMatching(/^r\d+$/),
          kind: 'review',
          name: '',
          by: 'mona',
          at: expect.stringMatching(/Z$/),
          commit: OLDER,
        },
      ],
      warnings: [],
    });
    expect(operations(github)).toEqual(['pulls/list-reviews']);
    expect(github.violations).toEqual([]);
  });

  test.each<[string, readonly ReviewSeed[], readonly string[]]>([
    ['an approval', [approved('mona')], ['mona']],
    ['an approval by somebody else', [approved('hubot')], []],
    ['a comment', [comment('mona')], []],
    ['a comment after an approval', [approved('mona'), comment('mona')], ['mona']],
    ['a request for changes after an approval', [approved('mona'), changes('mona')], []],
    ['an approval after a request for changes', [changes('mona'), approved('mona')], ['mona']],
    ['a request for changes by another user', [approved('mona'), changes('octocat')], ['mona']],
    ['two approvals', [approved('mona'), approved('octocat')], ['mona', 'octocat']],
    ['a dismissed approval', [{ user: 'mona', state: 'DISMISSED' }], []],
    ['an approval by a deleted account', [approved(null)], []],
    ['an approval with the login in another case', [approved('Mona')], ['Mona']],
  ])('%s: who accepts', async (_, reviews, expected) => {
    await using github = await start({ reviews });
    expect(await list(github, named)).toMatchObject({ grants: expected.map((by) => ({ by })) });
  });

  test('a dismissed approval is no grant any more', async () => {
    await using github = await start({ reviews: [approved('mona')] });
    github.dismiss('acme/app', 7, 'mona');
    expect(await list(github, named)).toEqual({ grants: [], warnings: [] });
  });

  test('the later of two approvals by one user is the grant', async () => {
    await using github = await start({ reviews: [approved('mona', OLDER), approved('mona')] });
    expect(await list(github, named)).toMatchObject({ grants: [{ commit: HEAD }] });
  });

  test('the author’s own review does not count', async () => {
    await using github = await start({ reviews: [approved('mona')], user: 'mona' });
    expect(await list(github, { ...named, author: 'Mona' })).toEqual({ grants: [], warnings: [] });
  });

  test('all of three pages are read', async () => {
    const reviews = [approved('mona'), ...Array.from({ length: 220 }, () => comment('hubot')), changes('mona')];
    await using github = await start({ reviews });
    expect(await list(github, named)).toEqual({ grants: [], warnings: [] });
    expect(github.requests).toHaveLength(3);
  });

  test('more than 300 give a reason, since the last may undo the first', async () => {
    await using github = await start({
      reviews: [approved('mona'), ...Array.from({ length: 320 }, () => comment('hubot'))],
    });
    expect(await list(github, named)).toEqual({ reason: expect.stringContaining('more than 300 reviews') });
  });

  test('none are read when no reviewer is named', async () => {
    await using github = await start({ reviews: [approved('mona')] });
    await list(github, { reviewers: [] });
    expect(operations(github)).toEqual(['issues/list-labels-on-issue']);
  });
});

describe('teams:', () => {
  const teams = { 'acme/owners': { mona: 'active', hubot: 'pending' }, 'acme/release': { octocat: 'active' } } as const;
  const asked = { label: '', reviewers: ['acme/owners', 'acme/release'], token: 'ghp_app' };

  test.each([
    ['an active member', 'mona', ['acme/owners']],
    ['a member of the second team', 'octocat', ['acme/release']],
    ['an invited user', 'hubot', []],
  ])('the approval of %s counts only for active membership', async (_, user, names) => {
    await using github = await start({ reviews: [approved(user)] }, { teams, tokens: TEAM_TOKEN });
    expect(await list(github, asked)).toMatchObject({
      grants: names.map((name) => ({ by: user, name, kind: 'review' })),
    });
    expect(github.violations).toEqual([]);
  });

  test('no membership is looked up for named users, or without an approval', async () => {
    await using github = await start(
      { reviews: [approved('mona'), { user: 'octocat', state: 'COMMENTED' }] },
      { teams },
    );
    expect(await list(github, { label: '', reviewers: ['mona', 'acme/owners'] })).toMatchObject({
      grants: [{ by: 'mona', name: '' }],
      warnings: [],
    });
    expect(operations(github)).toEqual(['pulls/list-reviews']);
  });

  test('GITHUB_TOKEN may not read members, which gives a warning with the cure', async () => {
    await using github = await start({ reviews: [approved('mona')] }, { teams });
    const answer = await list(github, { label: '', reviewers: ['acme/owners'] });
    expect(answer).toMatchObject({
      grants: [],
      warnings: [
        expect.stringContaining(
          '@mona does not count for acme/owners: the token may not see its members (Resource not accessible by integration)',
        ),
      ],
    });
    expect('warnings' in answer && answer.warnings[0]).toContain('"Members: read"');
  });

  test('a user who is not a member gives a warning that says what 404 can mean', async () => {
    await using github = await start({ reviews: [approved('hubot')] }, { teams: {}, tokens: TEAM_TOKEN });
    expect(await list(github, asked)).toMatchObject({
      grants: [],
      warnings: [
        expect.stringContaining('not a member, or the token may not see the team'),
        expect.stringContaining('acme/release'),
      ],
    });
  });

  test('at most four memberships are looked up', async () => {
    const reviews = ['a', 'b', 'c', 'd'].map((user) => approved(user));
    await using github = await start({ reviews }, { teams, tokens: TEAM_TOKEN });
    const answer = await list(github, asked);
    expect(github.requests).toHaveLength(5);
    expect('warnings' in answer && answer.warnings.at(-1)).toContain('only 4 memberships');
  });
});

test('approvals of strangers do not use up the look-ups of memberships', async () => {
  const strangers = ['a', 'b', 'c', 'd', 'e'].map((user): ReviewSeed => ({ ...approved(user), association: 'NONE' }));
  await using github = await start(
    { reviews: [...strangers, approved('mona')] },
    { teams: { 'acme/owners': { mona: 'active' } }, tokens: TEAM_TOKEN },
  );
  const answer = await list(github, { label: '', reviewers: ['acme/owners'], token: 'ghp_app' });
  expect(answer).toMatchObject({ grants: [{ by: 'mona', name: 'acme/owners' }] });
  expect(github.violations).toEqual([]);
});

describe('when GitHub does not answer as it should', () => {
  test.each([
    ['issues/list-labels-on-issue', 502],
    ['issues/list-events', 502],
    ['pulls/list-reviews', 404],
    ['teams/get-membership-for-user-in-org', 502],
  ])('%s answering %i gives a reason, and nothing is accepted', async (operationId, status) => {
    await using github = await start({ labels: [LABEL], reviews: [approved('mona')] });
    github.failNext({ operationId, status, times: 2 });
    expect(await list(github, { reviewers: ['acme/owners'] })).toEqual({
      reason: expect.stringContaining('cannot be read from GitHub'),
    });
  });

  test('a token without permission gives a reason with the cure', async () => {
    await using github = await start();
    github.failNext({
      operationId: 'issues/list-labels-on-issue',
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(await list(github)).toEqual({ reason: expect.stringContaining('permissions: pull-requests: write') });
  });

  test('used-up calls give a reason', async () => {
    await using github = await start({ labels: [LABEL] });
    expect(await list(github, { callLimit: 1 })).toEqual({ reason: expect.stringContaining('limit of 1 API calls') });
  });

  test.each([
    [
      'a login with markup',
      { user: { login: '<img src=x>' }, submitted_at: '2026-11-02T09:00:00Z' },
      { grants: [], warnings: [] },
    ],
    ['no login', { user: {}, submitted_at: '2026-11-02T09:00:00Z' }, { grants: [], warnings: [] }],
    ['no time', { user: { login: 'mona' } }, { reason: 'GitHub does not say when an acceptance was given' }],
    [
      'an invalid time',
      { user: { login: 'mona' }, submitted_at: 'soon' },
      { reason: 'GitHub does not say when an acceptance was given' },
    ],
  ])('an approval with %s does not count', async (_, review, expected) => {
    await using github = await start();
    github.failNext({
      operationId: 'pulls/list-reviews',
      status: 200,
      body: [{ id: 1, state: 'APPROVED', commit_id: HEAD, ...review }],
    });
    expect(await list(github, { label: '', reviewers: ['mona', '<img src=x>'] })).toEqual(expected);
  });
});
