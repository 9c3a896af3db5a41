import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ArtifactUpload, uploadArtifact } from '../../../src/github/artifact/upload.ts';
import { makeArtifactProgram } from '../../support/artifact-program.ts';
import { makeFolder } from '../../support/folder.ts';
import { HANG } from '../../support/github/faults.ts';
import { type GitHub, startGitHub } from '../../support/github/server.ts';
import { SIGNATURE } from '../../support/github/signed-url.ts';

// A thread that loads the client is slow on a busy machine.
jest.setTimeout(60_000);

let program: Awaited<ReturnType<typeof makeArtifactProgram>>;
beforeAll(async () => {
  program = await makeArtifactProgram();
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
});

const RUN = 27_026_725_512;
const PAGE = '<!doctype html><title>Image size</title>';
const start = () => startGitHub({ repositories: [{ name: 'acme/app' }] });

const jobOf = (github: GitHub, attempt = 1) => ({
  ...github.runtime(RUN),
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/app',
  GITHUB_RUN_ATTEMPT: String(attempt),
});

/** Uploads a page with the real client in its thread. */
async function upload(github: GitHub, given: Partial<ArtifactUpload> = {}) {
  await using folder = await makeFolder();
  const file = await folder.write('page.html', PAGE);
  return await uploadArtifact({
    env: jobOf(github),
    name: 'report.html',
    file,
    archive: false,
    program: program.url,
    ...given,
  });
}

const reasonOf = async (github: GitHub, given: Partial<ArtifactUpload> = {}) => {
  const outcome = await upload(github, given);
  return outcome.uploaded ? 'it was uploaded' : outcome.reason;
};

describe('an upload', () => {
  test('of an unzipped file has its name, its type and an address', async () => {
    await using github = await start();
    const outcome = await upload(github);
    const [artifact] = github.artifacts(RUN);
    expect(outcome).toEqual({
      uploaded: true,
      id: artifact?.id,
      url: `https://github.com/acme/app/actions/runs/${RUN}/artifacts/${artifact?.id}`,
    });
    expect(artifact).toMatchObject({ name: 'report.html', mimeType: 'text/html' });
    expect(artifact?.bytes.toString()).toBe(PAGE);
    expect(github.violations).toEqual([]);
  });

  test('in a zip has the file under its own name', async () => {
    await using github = await start();
    expect(await upload(github, { name: 'report', archive: true })).toMatchObject({ uploaded: true });
    const [artifact] = github.artifacts(RUN);
    expect(artifact).toMatchObject({ name: 'report', mimeType: 'application/zip' });
    expect(artifact?.bytes.subarray(0, 2).toString()).toBe('PK');
    expect(artifact?.bytes.includes('page.html')).toBe(true);
    expect(github.violations).toEqual([]);
  });

  test('falls back to a zip when the service takes nothing else', async () => {
    await using github = await start();
    const body = { code: 'invalid_argument', msg: 'mime_type a valid mime_type is required for this artifact version' };
    github.failNext({ operationId: 'ArtifactService/CreateArtifact', status: 400, body });
    expect(await upload(github)).toMatchObject({ uploaded: true });
    expect(github.artifacts(RUN)).toMatchObject([{ name: 'report.html', mimeType: 'application/zip' }]);
    expect(github.violations).toEqual([]);
  });

  test('in a re-run replaces the artifact of the earlier attempt', async () => {
    await using github = await start();
    const first = await upload(github);
    const second = await upload(github, { env: jobOf(github, 2) });
    expect([first.uploaded, second.uploaded]).toEqual([true, true]);
    expect(github.artifacts(RUN)).toMatchObject([{ id: second.uploaded && second.id }]);
    expect(github.violations).toEqual([]);
  });

  test('does not replace an artifact of the same name from another job', async () => {
    await using github = await start();
    const first = await upload(github);
    expect(await reasonOf(github)).toMatch(
      /^artifact "report\.html": this run has an artifact of that name already.*"part"/,
    );
    expect(github.artifacts(RUN)).toMatchObject([{ id: first.uploaded && first.id }]);
  });

  test('logs what the client prints, without workflow commands and signatures', async () => {
    await using github = await start();
    const lines: string[] = [];
    await upload(github, { log: (line) => lines.push(line), env: { ...jobOf(github), RUNNER_DEBUG: '1' } });
    expect(lines).toContain('Finalizing artifact upload');
    expect(lines.filter((line) => line.startsWith('::') || line.includes(SIGNATURE))).toEqual([]);
  });
});

describe('a failed upload gives a reason:', () => {
  test.each([
    ['a used-up quota', 403, 'insufficient usage to create artifact', /storage for artifacts is full/],
    ['a refused token', 401, 'token expired', /job's token was not accepted/],
    ['a missing permission', 403, 'permission denied', /job's token was not accepted/],
    ['another refusal', 412, 'frozen', /the service refused it \(.*frozen/],
  ])('%s', async (_, status, msg, reason) => {
    await using github = await start();
    github.failNext({ operationId: 'ArtifactService/CreateArtifact', status, body: { code: 'x', msg }, times: 9 });
    expect(await reasonOf(github, { archive: true })).toMatch(reason);
    expect(github.artifacts(RUN)).toEqual([]);
  });

  test('a storage that refuses the blob, without the signature of its address', async () => {
    await using github = await start();
    github.failNext({ operationId: 'storage/put-block', status: 403, body: 'AuthenticationFailed' });
    const reason = await reasonOf(github);
    expect(reason).toMatch(/^artifact "report\.html": .*AuthenticationFailed/);
    expect(reason).not.toContain(SIGNATURE);
  });

  test.each(['ArtifactService/CreateArtifact', 'ArtifactService/FinalizeArtifact', 'storage/put-block'])(
    'no answer to %s within the time limit',
    async (operationId) => {
      await using github = await start();
      github.failNext({ operationId, status: HANG });
      expect(await reasonOf(github, { timeLimit: 1500 })).toMatch(/GitHub took too long; re-run the job/);
    },
  );

  test('none where the run is asked to end: the upload ends at once, and so does the run', async () => {
    await using github = await start();
    github.failNext({ operationId: 'ArtifactService/CreateArtifact', status: HANG });
    const end = new AbortController();
    const uploading = upload(github, { signal: end.signal, log: () => end.abort(new Error('ended by SIGTERM')) });
    await expect(uploading).rejects.toThrow('ended by SIGTERM');
    expect(github.artifacts(RUN)).toEqual([]);
  });

  test.each([
    ['no token, as in a run: step', { ACTIONS_RUNTIME_TOKEN: undefined }, /no ACTIONS_RUNTIME_TOKEN.*\(uses:\)/],
    ['no address of the service', { ACTIONS_RESULTS_URL: '' }, /no ACTIONS_RESULTS_URL/],
    ['GitHub Enterprise Server', { GITHUB_SERVER_URL: 'https://git.acme.example' }, /Enterprise Server \(git\.acme/],
    ['no id of the run', { GITHUB_RUN_ID: undefined }, /does not name the run/],
    ['a server that is no URL', { GITHUB_SERVER_URL: 'nowhere' }, /GITHUB_SERVER_URL is "nowhere"/],
    ['a token that is no token', { ACTIONS_RUNTIME_TOKEN: 'none' }, /job's token was not accepted/],
    ['a service that cannot be reached', { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9' }, /cannot be reached/],
  ])('%s', async (_, change, reason) => {
    await using github = await start();
    expect(await reasonOf(github, { env: { ...jobOf(github), ...change } })).toMatch(reason);
    expect(github.artifacts(RUN)).toEqual([]);
  });

  test('a missing file, an invalid name, a missing program', async () => {
    await using github = await start();
    expect(await reasonOf(github, { file: '/nowhere/page.html' })).toMatch(/the file cannot be read \(.*ENOENT/);
    expect(await reasonOf(github, { name: 'a:b', archive: true })).toMatch(/GitHub does not take this name/);
    const missing = new URL('./artifact.js', import.meta.url);
    expect(await reasonOf(github, { program: missing })).toMatch(/dist\/artifact\.js is missing/);
    expect(github.requests).toEqual([]);
  });
});
