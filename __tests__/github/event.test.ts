import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/config/error.ts';
import { readEvent } from '../../src/github/event.ts';

const [BASE, HEAD] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const ENV = {
  GITHUB_REPOSITORY: 'acme/app',
  GITHUB_EVENT_PATH: '/run/event.json',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_RUN_ID: '42',
};
const COMMON = {
  repository: { owner: 'acme', repo: 'app' },
  runUrl: 'https://github.example/acme/app/actions/runs/42',
};

function pullRequest(change: object = {}, fork = 'acme/app') {
  const base = { sha: BASE, repo: { full_name: 'acme/app' } };
  return { pull_request: { number: 7, base, head: { sha: HEAD, repo: { full_name: fork } }, ...change } };
}

const read = (name: string, payload: unknown, env: Record<string, string | undefined> = {}) =>
  readEvent({ ...ENV, GITHUB_EVENT_NAME: name, ...env }, async () => JSON.stringify(payload));

describe('the event of a run', () => {
  test.each(['pull_request', 'pull_request_target'])('%s names the pull request and its commits', async (name) => {
    const event = { kind: 'pull_request', number: 7, headSha: HEAD, baseSha: BASE };
    expect(await read(name, pullRequest())).toEqual({ ...COMMON, event, pullRequest: 7, fromFork: false });
  });

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
    const { event } = await read('push', { ref: 'refs/tags/v1', before: '0'.repeat(40) });
    expect(event).toEqual({ kind: 'push', ref: 'refs/tags/v1' });
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

  test('a run without its number has no page', async () => {
    expect(await read('schedule', null, { GITHUB_RUN_ID: '' })).not.toHaveProperty('runUrl');
  });
});

describe('a payload that GitHub would not send', () => {
  test.each([
    ['a short commit id', 'merge_group', { merge_group: { base_sha: 'abc' } }, 'merge_group.base_sha is "abc"'],
    [
      'a commit id that is an option',
      'merge_group',
      { merge_group: { base_sha: '--upload-pack=x' } },
      'merge_group.base_sha',
    ],
    ['no commit id', 'push', { ref: 'refs/heads/main' }, 'before is nothing'],
    ['an empty ref', 'push', { ref: '', before: BASE }, 'ref is ""'],
    ['a number that is a text', 'pull_request', pullRequest({ number: '7' }), 'pull_request.number is "7"'],
    ['a number below one', 'pull_request', pullRequest({ number: 0 }), 'pull_request.number is 0'],
    ['a list', 'push', [], 'before is nothing'],
    ['null', 'pull_request', null, 'pull_request.number is nothing'],
  ])('with %s is refused, naming file and field', async (_, name, payload, message) => {
    const refusal = read(name, payload);
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(`/run/event.json: ${message}`);
  });

  test('that is no JSON is refused, naming the file', async () => {
    const refusal = readEvent({ ...ENV, GITHUB_EVENT_NAME: 'push' }, async () => '{');
    await expect(refusal).rejects.toThrow('The payload of the push event, /run/event.json, is no JSON');
  });

  test('that is not there is refused, naming the file', async () => {
    const refusal = readEvent({ ...ENV, GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/nowhere/event.json' });
    await expect(refusal).rejects.toThrow(/\/nowhere\/event\.json, cannot be read: .*ENOENT/);
  });

  test('that is larger than any of GitHub’s is not read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-'));
    try {
      const path = join(folder, 'event.json');
      await writeFile(path, Buffer.alloc(25_000_001, ' '));
      await expect(readEvent({ ...ENV, GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: path })).rejects.toThrow(
        '25000001 bytes',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each(['', 'acme', 'acme/app/x', 'acme/../x', 'a b/c'])('a repository called %j is refused', async (name) => {
    await expect(read('push', null, { GITHUB_REPOSITORY: name })).rejects.toThrow(/GITHUB_REPOSITORY/);
  });
});
