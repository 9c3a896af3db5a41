import { describe, expect, test } from '@jest/globals';
import { listGrants } from '../../src/github/acceptance/grants.ts';
import { removeLabel } from '../../src/github/acceptance/label.ts';
import { downloadArtifact, listArtifacts } from '../../src/github/artifact/download.ts';
import { type Client, connect } from '../../src/github/client.ts';
import { findComment, upsertComment } from '../../src/github/comment.ts';
import { askMergeBase, mergeBaseOf } from '../../src/github/pull-request/compare-commits.ts';
import { findAgain, findPullRequests } from '../../src/github/pull-request/find-pull-request.ts';
import { baseCheck } from '../../src/github/pull-request/trusted-base.ts';
import { listReleases } from '../../src/github/releases.ts';
import { UserError } from '../../src/text/error.ts';
import { BROKEN } from '../support/github/broken-answer.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';

const PLACE = { owner: 'acme', repo: 'app' };
const NUMBER = 7;
const [BASE, HEAD, ROOT] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;
const LABEL = 'image-size-accepted';
const RUN = {
  id: 1,
  attempt: 1,
  repository: PLACE,
  repositoryId: 1,
  defaultBranch: 'main',
  headSha: HEAD,
  headBranch: 'feature',
  headRepository: { id: 2, fullName: 'stranger/app', owner: 'stranger' },
  conclusion: 'success',
  url: 'https://github.com/acme/app/actions/runs/1',
  pullRequests: [NUMBER],
};

/** A pull request with a label and an approval that accept growth, and with a comment of ours. */
async function start(): Promise<GitHub> {
  const github = await startGitHub({
    repositories: [
      {
        name: 'acme/app',
        commits: [{ sha: ROOT }, { sha: BASE, parents: [ROOT] }, { sha: HEAD, parents: [ROOT] }],
        branches: { main: BASE },
        releases: [{ tag: 'v1.0.0', isPrerelease: true }],
        artifacts: { 1: [{ name: 'a', bytes: 'x' }] },
        pullRequests: [{ number: NUMBER, head: { sha: HEAD, ref: 'feature' }, base: { ref: 'main', sha: BASE } }],
      },
    ],
  });
  github.label('acme/app', NUMBER, LABEL, 'maintainer');
  return github;
}

const place = (client: Client) => ({ client, repository: PLACE, number: NUMBER, key: 'k' });
const refused = (error: unknown) => (error instanceof UserError ? `refused: ${error.message}` : Promise.reject(error));
const grants = (client: Client, reviewers: readonly string[] = []) =>
  listGrants(client, PLACE, NUMBER, { label: LABEL, reviewers });

/** What reads GitHub, the operation whose answer breaks, and what must come out: never that there is nothing, never that something is accepted. */
const READERS: readonly (readonly [
  name: string,
  operationId: string,
  read: (client: Client) => Promise<unknown>,
  expected: unknown,
])[] = [
  ['our comment', 'issues/list-comments', (client) => findComment(place(client)), { kind: 'denied' }],
  ['the label', 'issues/list-labels-on-issue', (client) => grants(client), { reason: expect.any(String) }],
  ['who set the label', 'issues/list-events', (client) => grants(client), { reason: expect.any(String) }],
  ['reviews', 'pulls/list-reviews', (client) => grants(client, ['mona']), { reason: expect.any(String) }],
  ['a named pull request', 'pulls/get', (client) => findPullRequests(client, PLACE, RUN), { outcome: 'unknown' }],
  ['a pull request again', 'pulls/get', (client) => findAgain(client, PLACE, RUN, NUMBER), { outcome: 'unknown' }],
  [
    'the list of pull requests',
    'pulls/list',
    (client) => findPullRequests(client, PLACE, { ...RUN, pullRequests: [] }),
    { outcome: 'unknown' },
  ],
  [
    'the list of artifacts',
    'actions/list-workflow-run-artifacts',
    (client) => listArtifacts(client, PLACE, 1, 'a').catch(refused),
    expect.stringMatching(/^refused: The artifacts of run 1 cannot be listed/),
  ],
  [
    'releases',
    'repos/list-releases',
    (client) => listReleases(client, PLACE).catch(refused),
    expect.stringMatching(/^refused: GitHub's list of releases cannot be read/),
  ],
  [
    'a merge base',
    'repos/compare-commits-with-basehead',
    (client) => askMergeBase(client, PLACE, BASE, HEAD).catch(refused),
    expect.stringMatching(/^refused: the merge base of aaaaaaa and bbbbbbb cannot be asked for/),
  ],
  [
    'whether a base may be trusted',
    'repos/compare-commits-with-basehead',
    (client) =>
      baseCheck({ client, repository: PLACE, pullRequest: { baseRef: 'main', headSha: HEAD }, maxBehind: 9 })(ROOT),
    { trusted: false },
  ],
];

describe('a broken answer is never "there is none":', () => {
  test.each(READERS.flatMap((reader) => BROKEN.map((broken) => [reader[0], broken, reader] as const)))(
    '%s, %s',
    async (_name, broken, [, operationId, read, expected]) => {
      await using github = await start();
      github.failNext({ operationId, status: 200, broken, times: 2 });
      const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
      const found = await read(client);
      expect(typeof expected === 'string' || typeof found === 'string' ? found : { ...(found as object) }).toEqual(
        typeof found === 'string' ? expected : expect.objectContaining(expected as Record<string, unknown>),
      );
      expect(github.violations).toEqual([]);
    },
  );

  test.each(BROKEN)(
    'an artifact, %s: its address is a header, and its bytes are compared with GitHub’s digest',
    async (broken) => {
      await using github = await start();
      github.failNext({ operationId: 'actions/download-artifact', status: 200, broken, times: 2 });
      const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
      for (const artifact of await listArtifacts(client, PLACE, 1, 'a'))
        await expect(downloadArtifact(client, PLACE, artifact, 100)).rejects.toThrow('without an address');
      expect.assertions(1);
    },
  );
});

describe('where the answer to a write breaks, it is looked again:', () => {
  const open = (github: GitHub) => connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });

  test.each(BROKEN)('a comment is made once, %s', async (broken) => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 201, broken });
    const result = await upsertComment({ ...place(open(github)), body: 'text', createIf: true });
    expect(result.outcome).toBe('created');
    expect(github.comments('acme/app', NUMBER)).toHaveLength(1);
  });

  test.each(BROKEN)('a comment is updated, %s', async (broken) => {
    await using github = await start();
    await upsertComment({ ...place(open(github)), body: 'old', createIf: true });
    github.failNext({ operationId: 'issues/update-comment', status: 200, broken });
    const result = await upsertComment({ ...place(open(github)), body: 'text', createIf: true });
    expect(result).toMatchObject({ outcome: 'updated', url: expect.any(String) });
    expect(github.comments('acme/app', NUMBER)).toMatchObject([{ body: expect.stringMatching(/text$/) }]);
  });

  test.each([1, 3])('a comment that was not updated is told, with %d failures', async (times) => {
    await using github = await start();
    await upsertComment({ ...place(open(github)), body: 'old', createIf: true });
    github.failNext({ operationId: 'issues/update-comment', status: 502 });
    if (times > 1) github.failNext({ operationId: 'issues/get-comment', status: 502, times });
    const result = await upsertComment({ ...place(open(github)), body: 'text', createIf: true });
    expect(result).toEqual({ outcome: 'denied', reason: expect.stringContaining('did not answer as it should') });
  });

  test.each(BROKEN)('a label is gone, %s', async (broken) => {
    await using github = await start();
    github.failNext({ operationId: 'issues/remove-label', status: 200, broken });
    expect(await removeLabel(open(github), PLACE, NUMBER, LABEL)).toBeUndefined();
    expect(github.labels('acme/app', NUMBER)).toEqual([]);
  });

  test('a label that stays is told', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/remove-label', status: 502 });
    expect(await removeLabel(open(github), PLACE, NUMBER, LABEL)).toMatch(/^The label \S+ could not be removed/);
  });
});

describe('a merge base that GitHub does not tell', () => {
  test.each([401, 403, 404, 429, 500])('is an error with its reason where it answers %d', async (status) => {
    await using github = await start();
    github.failNext({ operationId: 'repos/compare-commits-with-basehead', status, times: 2 });
    const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
    await expect(askMergeBase(client, PLACE, BASE, HEAD)).rejects.toThrow(
      /^the merge base of aaaaaaa and bbbbbbb cannot be asked for: ./,
    );
  });

  test('is undefined for a caller that has another way', async () => {
    await using github = await start();
    github.failNext({ operationId: 'repos/compare-commits-with-basehead', status: 500, times: 2 });
    const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
    expect(await mergeBaseOf(client, PLACE, BASE, HEAD)).toBeUndefined();
  });
});
