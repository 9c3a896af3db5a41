import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../../src/github/event/event.ts';

const [BASE, HEAD] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const NOTHING = '0'.repeat(40);
const REPOSITORY = { repository: { default_branch: 'main' } };
const ENV = {
  GITHUB_REPOSITORY: 'acme/app',
  GITHUB_EVENT_PATH: '/run/event.json',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_RUN_ID: '42',
};
const COMMON = {
  ref: '',
  onDefaultBranch: false,
  repository: { owner: 'acme', repo: 'app' },
  runUrl: 'https://github.example/acme/app/actions/runs/42',
};

function pullRequest(change: object = {}, fork = 'acme/app') {
  const base = { sha: BASE, repo: { full_name: 'acme/app' } };
  return { pull_request: { number: 7, base, head: { sha: HEAD, repo: { full_name: fork } }, ...change } };
}

const read = (name: string, payload: unknown, env: Record<string, string | undefined> = {}) =>
  readEvent({ ...ENV, GITHUB_EVENT_NAME: name, ...env }, async () => JSON.stringify(payload));

describe('the event of a run:', () => {
  test.each(['pull_request', 'pull_request_target', 'pull_request_review'])(
    '%s names the pull request and its commits',
    async (name) => {
      const event = { kind: 'pull_request', number: 7, headSha: HEAD, baseSha: BASE };
      expect(await read(name, pullRequest())).toEqual({ ...COMMON, event, pullRequest: 7, fromFork: false });
    },
  );

  test.each([
    ['another repository', 'mona/app'],
    ['a repository that was deleted', undefined],
  ])('a head in %s is a fork', async (_, fork) => {
    const payload = pullRequest(fork === undefined ? { head: { sha: HEAD, repo: null } } : {}, fork);
    expect(await read('pull_request', payload)).toMatchObject({ fromFork: true });
  });

  test('merge_group names the commit it is built on', async () => {
    const { event } = await read('merge_group', { merge_group: { base_sha: BASE, head_sha: HEAD } });
    expect(event).toEqual({ kind: 'merge_group', baseSha: BASE });
  });

  test('push names the ref and the commit before', async () => {
    const { event } = await read('push', { ref: 'refs/heads/main', before: BASE });
    expect(event).toEqual({ kind: 'push', ref: 'refs/heads/main', before: BASE });
  });

  test('push of a new branch has no commit before', async () => {
    const { event } = await read('push', { ref: 'refs/heads/new', before: NOTHING });
    expect(event).toEqual({ kind: 'push', ref: 'refs/heads/new' });
  });

  test.each([
    ['a new tag', NOTHING],
    ['a tag that moved', BASE],
  ])('push of %s is a release', async (_, before) => {
    expect(await read('push', { ref: 'refs/tags/app/v1.0.0', before, after: HEAD })).toMatchObject({
      event: { kind: 'release', tag: 'app/v1.0.0' },
      tag: 'app/v1.0.0',
      ref: 'refs/tags/app/v1.0.0',
    });
  });

  test.each(['published', 'prereleased', 'edited'])('release %s names its tag', async (action) => {
    const payload = { action, release: { tag_name: 'v1.0.0', draft: false }, ...REPOSITORY };
    expect(await read('release', payload, { GITHUB_REF: 'refs/tags/v1.0.0' })).toEqual({
      ...COMMON,
      event: { kind: 'release', tag: 'v1.0.0' },
      ref: 'refs/tags/v1.0.0',
      tag: 'v1.0.0',
      defaultBranch: 'main',
      fromFork: false,
    });
  });

  test.each([
    ['branch by its flag', 'refs/heads/old', { deleted: true, after: HEAD }],
    ['branch by its zeros', 'refs/heads/old', { after: NOTHING }],
    ['tag', 'refs/tags/v1.0.0', { deleted: true, after: NOTHING }],
  ])('push that deletes a %s changes nothing to compare', async (_, ref, change) => {
    const payload = { ref, before: BASE, ...change, ...REPOSITORY };
    const deletion = await read('push', payload, { GITHUB_REF: 'refs/heads/main' });
    expect(deletion).toEqual({
      ...COMMON,
      event: { kind: 'other', name: 'push' },
      ref,
      defaultBranch: 'main',
      fromFork: false,
    });
  });

  test('a commit id of SHA-256 repositories is accepted', async () => {
    const { event } = await read('merge_group', { merge_group: { base_sha: 'c'.repeat(64) } });
    expect(event).toMatchObject({ baseSha: 'c'.repeat(64) });
  });

  test('any other event needs no payload', async () => {
    const env = { GITHUB_EVENT_PATH: undefined };
    expect(await read('schedule', null, env)).toEqual({
      ...COMMON,
      event: { kind: 'other', name: 'schedule' },
      fromFork: false,
    });
  });

  test.each([
    ['a slash at its end', 'https://git.example/', {}, 'https://git.example/acme/app/actions/runs/42'],
    ['a path', 'https://example.com/git/', {}, 'https://example.com/git/acme/app/actions/runs/42'],
    ['Gitea', 'https://git.example/', { GITEA_ACTIONS: 'true' }, 'https://git.example/acme/app/actions/runs/5'],
    ['Forgejo', 'https://git.example', { FORGEJO_ACTIONS: 'true' }, 'https://git.example/acme/app/actions/runs/5'],
    ['an option', 'https://git.example/-x y', {}, undefined],
  ])('the page of a run on a server with %s', async (_, server, env, page) => {
    const run = await read('schedule', null, { GITHUB_SERVER_URL: server, GITHUB_RUN_NUMBER: '5', ...env });
    expect(run.runUrl).toBe(page);
  });

  test('a pull request of Gitea or Forgejo has its merge base', async () => {
    const { event } = await read('pull_request', pullRequest({ merge_base: BASE }));
    expect(event).toMatchObject({ mergeBase: BASE });
    for (const odd of ['', '0'.repeat(40), '--x', 5, null])
      expect((await read('pull_request', pullRequest({ merge_base: odd }))).event).not.toHaveProperty('mergeBase');
  });

  test('a run without its number has no page', async () => {
    expect(await read('schedule', null, { GITHUB_RUN_ID: '' })).not.toHaveProperty('runUrl');
  });
});

describe('the place of a run is read for', () => {
  const mergeGroup = { merge_group: { base_sha: BASE } };
  test.each<[string, string, object, string, boolean]>([
    ['a push to the default branch', 'push', { ref: 'refs/heads/main', before: BASE }, 'refs/heads/main', true],
    ['a push to another branch', 'push', { ref: 'refs/heads/topic', before: BASE }, 'refs/heads/topic', false],
    [
      'a push to a branch that ends in its name',
      'push',
      { ref: 'refs/heads/x/main', before: BASE },
      'refs/heads/x/main',
      false,
    ],
    ['the push of a tag of the same name', 'push', { ref: 'refs/tags/main', before: NOTHING }, 'refs/tags/main', false],
    ['a schedule', 'schedule', { schedule: '0 0 * * *' }, 'refs/heads/main', true],
    ['a dispatch on the default branch', 'workflow_dispatch', { ref: 'refs/heads/main' }, 'refs/heads/main', true],
    ['a dispatch on another branch', 'workflow_dispatch', { ref: 'refs/heads/topic' }, 'refs/heads/topic', false],
    ['a pull request', 'pull_request', pullRequest(), 'refs/pull/7/merge', false],
    [
      'pull_request_target, whose ref is the default branch',
      'pull_request_target',
      pullRequest(),
      'refs/heads/main',
      false,
    ],
    ['a merge group', 'merge_group', mergeGroup, 'refs/heads/gh-readonly-queue/main/pr-7', false],
  ])('%s', async (_, name, payload, ref, onDefaultBranch) => {
    const run = await read(name, { ...payload, ...REPOSITORY }, { GITHUB_REF: ref });
    expect(run).toMatchObject({ ref, defaultBranch: 'main', onDefaultBranch });
  });

  test('a schedule without a payload is on the default branch', async () => {
    const run = await read('schedule', null, { GITHUB_EVENT_PATH: undefined, GITHUB_REF: 'refs/heads/trunk' });
    expect(run).toMatchObject({ defaultBranch: 'trunk', onDefaultBranch: true });
  });

  test('a dispatch whose payload lacks the default branch does not count as on it', async () => {
    const run = await read('workflow_dispatch', {}, { GITHUB_REF: 'refs/heads/main' });
    expect(run).toMatchObject({ onDefaultBranch: false });
    expect(run).not.toHaveProperty('defaultBranch');
  });

  test('a dispatch on a tag has that tag', async () => {
    const run = await read('workflow_dispatch', REPOSITORY, { GITHUB_REF: 'refs/tags/v1.0.0' });
    expect(run).toMatchObject({ event: { kind: 'other' }, tag: 'v1.0.0', onDefaultBranch: false });
  });
});

describe('a payload that GitHub would not send', () => {
  test.each<[string, string, unknown, string, object]>([
    ['a short commit id', 'merge_group', { merge_group: { base_sha: 'abc' } }, 'merge_group.base_sha is "abc"', {}],
    ['an option', 'merge_group', { merge_group: { base_sha: '--x' } }, 'merge_group.base_sha is "--x"', {}],
    [
      'no commit id',
      'push',
      { ref: 'refs/heads/main' },
      'before is nothing',
      { ref: 'refs/heads/main', isUnknown: true },
    ],
    ['an empty ref', 'push', { ref: '', before: BASE }, 'ref is ""', { ref: 'refs/heads/topic', before: BASE }],
    [
      'a number written as text',
      'pull_request',
      pullRequest({ number: '7' }),
      'pull_request.number is "7"',
      { headSha: HEAD, baseSha: BASE },
    ],
    [
      'a number below one',
      'pull_request',
      pullRequest({ number: 0 }),
      'pull_request.number is 0',
      { headSha: HEAD, baseSha: BASE },
    ],
    [
      'no base',
      'pull_request',
      pullRequest({ base: null }),
      'pull_request.base.sha is nothing',
      { number: 7, headSha: HEAD, baseRef: 'main' },
    ],
    ['no release', 'release', {}, 'release.tag_name is nothing', {}],
    ['an empty tag', 'release', { release: { tag_name: '' } }, 'release.tag_name is ""', {}],
    [
      'a tag of two lines',
      'release',
      { release: { tag_name: 'v1\n::error::' } },
      'release.tag_name is "v1\\n::error::"',
      {},
    ],
    [
      'a tag with an escape',
      'release',
      { release: { tag_name: 'v1\u001b[2J' } },
      'release.tag_name is "v1\\u001b[2J"',
      {},
    ],
    ['a tag that is a number', 'release', { release: { tag_name: 1 } }, 'release.tag_name is 1', {}],
    ['a long tag', 'release', { release: { tag_name: 'v'.repeat(257) } }, `release.tag_name is "${'v'.repeat(79)}`, {}],
    [
      'a pushed tag with a space',
      'push',
      { ref: 'refs/tags/v 1', before: BASE },
      'ref is "refs/tags/v 1"',
      { ref: 'refs/heads/topic', before: BASE },
    ],
    [
      'a default branch that is a list',
      'schedule',
      { repository: { default_branch: [] } },
      'repository.default_branch is []',
      { name: 'schedule' },
    ],
  ])('with %s lacks that field, and has the others', async (_, name, payload, lack, event) => {
    const run = await read(name, payload, { GITHUB_REF: 'refs/heads/topic', GITHUB_BASE_REF: 'main' });
    expect(run.lacks).toEqual([lack]);
    const kind = name === 'schedule' ? 'other' : name;
    expect(run.event).toEqual({ kind, ...event });
  });

  test.each([
    ['a list', []],
    ['null', null],
    ['a text', 'x'],
    ['an empty one', {}],
  ])('that is %s lacks everything, and the environment says what it knows', async (_, payload) => {
    const env = { GITHUB_REF: 'refs/pull/7/merge', GITHUB_BASE_REF: 'main', GITHUB_SHA: HEAD };
    expect(await read('pull_request', payload, env)).toEqual({
      ...COMMON,
      ref: 'refs/pull/7/merge',
      event: { kind: 'pull_request', number: 7, baseRef: 'main', mergeSha: HEAD },
      pullRequest: 7,
      fromFork: false,
      lacks: ['pull_request.number is nothing', 'pull_request.head.sha is nothing', 'pull_request.base.sha is nothing'],
    });
    expect(await read('push', payload, { GITHUB_REF: 'refs/tags/v1.0' })).toMatchObject({
      event: { kind: 'release', tag: 'v1.0' },
      tag: 'v1.0',
    });
    expect(await read('release', payload, { GITHUB_REF: 'refs/tags/v1.0' })).toMatchObject({
      event: { kind: 'release', tag: 'v1.0' },
    });
  });

  test('of act without a payload says neither number nor merge commit', async () => {
    const run = await read('pull_request', {}, { GITHUB_REF: 'refs/pull/%!f(<nil>)/merge', GITHUB_BASE_REF: '' });
    expect(run.event).toEqual({ kind: 'pull_request' });
    expect(run).not.toHaveProperty('pullRequest');
  });

  const at = (env: object, text = '{') => readEvent({ ...ENV, GITHUB_EVENT_NAME: 'push', ...env }, async () => text);

  test('that is not JSON is refused, naming the file', async () => {
    await expect(at({})).rejects.toThrow('The payload of the push event, /run/event.json, is not JSON');
  });

  test.each(['', ' \n'])('that is empty (%j) is missing', async (text) => {
    const lacks = ['The payload of the push event, /run/event.json, is empty'];
    expect(await at({}, text)).toMatchObject({ lacks, event: { kind: 'push', ref: '', isUnknown: true } });
  });

  test('whose file is missing is missing, and the file is named', async () => {
    const { lacks = [] } = await readEvent({
      ...ENV,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: '/nowhere/event.json',
    });
    expect(lacks).toEqual([
      expect.stringMatching(/^The payload of the push event \(\/nowhere\/event\.json\) cannot be read: .*\(ENOENT\)$/),
    ]);
  });

  test('without a file is missing', async () => {
    const lacks = ['The event is push, but GITHUB_EVENT_PATH names no payload file'];
    expect(await at({ GITHUB_EVENT_PATH: '' })).toMatchObject({ lacks });
  });

  test('that is larger than GitHub’s limit is not read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-'));
    try {
      const path = join(folder, 'event.json');
      await writeFile(path, Buffer.alloc(25_000_001, ' '));
      const large = readEvent({ ...ENV, GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: path });
      await expect(large).rejects.toThrow('25000001 bytes');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each(['', 'acme', 'acme/app/x', 'acme/../x', 'a b/c'])('with GITHUB_REPOSITORY=%j is refused', async (name) => {
    await expect(read('push', null, { GITHUB_REPOSITORY: name })).rejects.toThrow(/GITHUB_REPOSITORY/);
  });
});
