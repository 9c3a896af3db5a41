import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { readZipEntry } from '../../../src/exchange/zip.ts';
import { type Artifact, downloadArtifact, listArtifacts } from '../../../src/github/artifact/download.ts';
import { uploadArtifact } from '../../../src/github/artifact/upload.ts';
import { connect } from '../../../src/github/client.ts';
import { UserError } from '../../../src/text/error.ts';
import { makeArtifactProgram } from '../../support/artifact-program.ts';
import { makeFolder } from '../../support/folder.ts';
import { HANG } from '../../support/github/faults.ts';
import { repositoryId } from '../../support/github/identity.ts';
import type { ArtifactSeed } from '../../support/github/seeds.ts';
import { type GitHub, startGitHub } from '../../support/github/server.ts';

// A thread that loads the client is slow on a busy machine.
jest.setTimeout(60_000);

const RUN = 27_026_725_512;
const REPOSITORY = { owner: 'acme', repo: 'app' };
const LIMIT = 1_000_000;
const start = (artifacts: readonly ArtifactSeed[] = []) =>
  startGitHub({ repositories: [{ name: 'acme/app', artifacts: { [RUN]: artifacts } }, { name: 'acme/other' }] });
const clientOf = ({ token, url: apiUrl }: GitHub, callLimit = 15) =>
  connect({ token, apiUrl, callLimit, retryDelay: 0 });

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof UserError ? error.message : `not a UserError: ${error}`),
  );

async function listed(github: GitHub, prefix = ''): Promise<readonly Artifact[]> {
  return listArtifacts(clientOf(github), REPOSITORY, RUN, prefix);
}

async function only(github: GitHub): Promise<Artifact> {
  const [artifact] = await listed(github);
  if (artifact === undefined) throw new Error('There is no artifact');
  return artifact;
}

const download = (github: GitHub, artifact: Artifact, options = {}) =>
  downloadArtifact(clientOf(github), REPOSITORY, artifact, LIMIT, options);

describe('from one run to another', () => {
  test.each([
    ['zipped', true],
    ['unzipped', false],
  ])('a file that the real client uploads %s is downloaded unchanged', async (_, archive) => {
    const text = JSON.stringify({ images: ['größer'] });
    await using github = await start();
    await using program = await makeArtifactProgram();
    await using folder = await makeFolder();
    const file = join(folder.path, 'image-size-gate.json');
    await writeFile(file, text);
    const job = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/app', ...github.runtime(RUN) };
    const outcome = await uploadArtifact({ env: job, name: 'report-a', file, archive, program: program.url });

    const artifact = await only(github);
    const bytes = await download(github, artifact);
    expect(outcome).toMatchObject({ uploaded: true, id: artifact.id });
    expect(await readZipEntry(bytes, 'image-size-gate.json', LIMIT)).toBe(text);
    expect(github.violations).toEqual([]);
  });
});

describe('the list of a run’s artifacts', () => {
  test('has GitHub’s data of each artifact with the prefix, by name', async () => {
    await using github = await start([
      { name: 'report-b', bytes: 'bb', isExpired: true },
      { name: 'coverage', bytes: 'c' },
      { name: 'report-a', bytes: 'aaa', headSha: 'f'.repeat(40), headRepository: 'mona/app' },
    ]);
    const run = { id: RUN, headSha: '0'.repeat(40), headRepositoryId: repositoryId('acme/app') };
    const fork = { id: RUN, headSha: 'f'.repeat(40), headRepositoryId: repositoryId('mona/app') };
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
    expect(await listed(github, 'report')).toEqual([
      { id: expect.any(Number), name: 'report-a', size: 3, isExpired: false, digest, run: fork },
      { id: expect.any(Number), name: 'report-b', size: 2, isExpired: true, digest, run },
    ]);
    expect(github.violations).toEqual([]);
  });

  test('has the newest artifact of each name', async () => {
    await using github = await start([
      { name: 'report', bytes: 'the first attempt' },
      { name: 'report', bytes: 'the second' },
    ]);
    const [artifact, ...others] = await listed(github);
    expect(others).toEqual([]);
    expect(String(artifact && (await download(github, artifact)))).toBe('the second');
  });

  test('is read to the end, page by page', async () => {
    await using github = await start(Array.from({ length: 201 }, (_, i) => ({ name: `report-${i}`, bytes: 'x' })));
    const client = clientOf(github);
    expect(await listArtifacts(client, REPOSITORY, RUN, 'report')).toHaveLength(201);
    expect(client.calls()).toBe(3);
  });

  test('is refused when one of ours could be beyond the limit', async () => {
    await using github = await start(Array.from({ length: 501 }, (_, i) => ({ name: `other-${i}`, bytes: 'x' })));
    expect(await messageOf(listed(github, 'report'))).toBe(
      `Run ${RUN} has more than 500 artifacts; at most 500 are listed`,
    );
    expect(github.requests).toHaveLength(5);
  });

  test('of another run or repository has no artifact of this one', async () => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    expect(await listArtifacts(clientOf(github), REPOSITORY, RUN + 1, '')).toEqual([]);
    expect(await listArtifacts(clientOf(github), { owner: 'acme', repo: 'other' }, RUN, '')).toEqual([]);
  });

  test.each([
    ['a missing permission', 403, {}, /cannot be listed: .*give the job "permissions: actions: read"$/],
    ['a rate limit', 403, { 'retry-after': '60' }, /rate limit is reached; it ends in 60 s/],
    ['an invalid token', 401, {}, /check the github-token input/],
    ['no answer', 0, {}, /GitHub did not answer as it should/],
  ])('is refused with a cure because of %s', async (_, status, headers, problem) => {
    await using github = await start();
    github.failNext({ operationId: 'actions/list-workflow-run-artifacts', status, headers, times: 2 });
    expect(await messageOf(listed(github))).toMatch(problem);
  });
});

describe('a download', () => {
  test('sends the storage no token, and no request for an expired or too large artifact', async () => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    await download(github, artifact);
    expect(github.violations).toEqual([]);
    const before = github.requests.length;
    expect(await messageOf(download(github, { ...artifact, isExpired: true }))).toMatch(
      /^Artifact "report" has expired/,
    );
    expect(await messageOf(download(github, { ...artifact, size: LIMIT + 1 }))).toBe(
      `Artifact "report" has 1000001 bytes; at most 1000000 are read`,
    );
    expect(github.requests).toHaveLength(before);
  });

  test('counts bytes, whatever size GitHub said', async () => {
    await using github = await start([{ name: 'report', bytes: Buffer.alloc(LIMIT + 1), size: 5 }]);
    expect(await messageOf(download(github, await only(github)))).toBe(
      'Artifact "report" cannot be downloaded: it has more bytes than GitHub said; at most 1000000 are read',
    );
    expect(github.requests.filter(({ operationId }) => operationId === 'storage/get')).toHaveLength(1);
  });

  test('is compared with its digest', async () => {
    await using github = await start([{ name: 'report', bytes: 'x', digest: `sha256:${'0'.repeat(64)}` }]);
    expect(await messageOf(download(github, await only(github)))).toMatch(
      /^Artifact "report" is not what GitHub stored/,
    );
  });

  test('is accepted with a digest of an unknown kind', async () => {
    await using github = await start([{ name: 'report', bytes: 'x', digest: 'blake3:00' }]);
    expect(String(await download(github, await only(github)))).toBe('x');
  });

  test('is tried once more when the storage fails, and no third time', async () => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    github.failNext({ operationId: 'storage/get', status: 503 });
    expect(String(await download(github, artifact))).toBe('x');
    github.failNext({ operationId: 'storage/get', status: 0, times: 9 });
    expect(await messageOf(download(github, artifact))).toMatch(/^Artifact "report" cannot be downloaded: /);
    expect(github.requests.filter(({ operationId }) => operationId === 'storage/get')).toHaveLength(4);
  });

  test.each([
    ['GitHub', 'actions/download-artifact', { timeLimit: 20 }, {}, /GitHub did not answer as it should/],
    ['the storage', 'storage/get', {}, { timeLimit: 200 }, /it did not arrive within 0\.2 s; re-run the job/],
  ])('ends when %s never answers', async (_, operationId, connection, options, problem) => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    github.failNext({ operationId, status: HANG, times: 2 });
    const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0, ...connection });
    expect(await messageOf(downloadArtifact(client, REPOSITORY, artifact, LIMIT, options))).toMatch(problem);
  });

  test.each([
    ['is gone', 'actions/download-artifact', 410, /it has expired or was deleted/],
    ['may not be read', 'actions/download-artifact', 403, /give the job "permissions: actions: read"/],
    ['is not in the storage', 'storage/get', 404, /there is none/],
    ['is refused by the storage', 'storage/get', 403, /the storage answered 403/],
  ])('of an artifact that %s gives an error with a cure', async (_, operationId, status, problem) => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    github.failNext({ operationId, status });
    expect(await messageOf(download(github, artifact))).toMatch(problem);
  });

  test('is refused when GitHub answers without an address', async () => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    github.failNext({ operationId: 'actions/download-artifact', status: 200, body: { zip: 'x' } });
    expect(await messageOf(download(github, artifact))).toMatch(/GitHub answered 200 without an address/);
  });

  test('counts among the calls of the run', async () => {
    await using github = await start([{ name: 'report', bytes: 'x' }]);
    const artifact = await only(github);
    const client = clientOf(github, 0);
    expect(await messageOf(downloadArtifact(client, REPOSITORY, artifact, LIMIT))).toMatch(/limit of 0 API calls/);
  });
});
