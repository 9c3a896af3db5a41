import { describe, expect, test } from '@jest/globals';
import { ARTIFACT_SERVICE } from './artifact-service.ts';
import { call, start } from './ask.ts';
import type { GitHub } from './server.ts';

const RUN = 5_000_000_001;

/** A job's call of the results service, with the ids of its token. */
function jobOf(github: GitHub) {
  const { ACTIONS_RUNTIME_TOKEN: token = '' } = github.runtime(RUN);
  const { scp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { scp: string };
  const [, run, job] = /Actions\.Results:([\w-]+):([\w-]+)/.exec(scp)!;
  const ids = { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
  const ask = (method: string, body: object, bearer = token) =>
    call<Record<string, string>>(
      github,
      'POST',
      `${ARTIFACT_SERVICE}${method}`,
      { ...ids, ...body },
      {
        authorization: `Bearer ${bearer}`,
      },
    );
  return { ask };
}

const CREATE = { name: 'a', version: 7, mime_type: 'application/zip' };

async function put(url: string, comp: string, body: string, headers = {}) {
  const response = await fetch(`${url}&${comp}`, { method: 'PUT', body, headers });
  return response.status;
}

describe('the service that keeps artifacts', () => {
  test('an artifact is there once its blob is whole and it is finalized', async () => {
    await using github = await start();
    const { ask } = jobOf(github);
    const { body } = await ask('CreateArtifact', CREATE);
    const url = body.signed_upload_url!;
    expect(await put(url, 'comp=block&blockid=MQ%3D%3D', 'one ')).toBe(201);
    expect(await put(url, 'comp=block&blockid=Mg%3D%3D', 'two')).toBe(201);
    const list = '<BlockList><Latest>MQ==</Latest><Latest>Mg==</Latest></BlockList>';
    expect(await put(url, 'comp=blocklist', list)).toBe(201);
    expect(github.artifacts(RUN)).toEqual([]);
    const { body: finalized } = await ask('FinalizeArtifact', { name: 'a', size: '7' });
    expect(github.artifacts(RUN)).toMatchObject([{ id: Number(finalized.artifact_id), name: 'a' }]);
    expect(github.artifacts(RUN)[0]!.bytes.toString()).toBe('one two');
    expect(github.violations).toEqual([]);
  });

  test('a run has a name once, finished or not, and other runs have their own', async () => {
    await using github = await start();
    expect((await jobOf(github).ask('CreateArtifact', CREATE)).status).toBe(200);
    expect(await jobOf(github).ask('CreateArtifact', CREATE)).toMatchObject({
      status: 409,
      body: { code: 'already_exists', msg: 'an artifact with this name already exists on the workflow run' },
    });
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a member that the message does not have', 'CreateArtifact', { ...CREATE, extra: 1 }, 'additional properties'],
    ['another version', 'CreateArtifact', { ...CREATE, version: 4 }, 'version'],
    ['a size that is no text', 'FinalizeArtifact', { name: 'a', size: 7 }, 'size must be string'],
    ['an unknown method', 'MigrateArtifact', {}, 'no such method'],
  ])('%s is a violation', async (_, method, body, sentence) => {
    await using github = await start();
    expect((await jobOf(github).ask(method, body)).status).toBe(400);
    expect(github.violations).toEqual([expect.stringContaining(sentence)]);
  });

  test('a size or a hash that is not that of the blob is a violation', async () => {
    await using github = await start();
    const { ask } = jobOf(github);
    const { body } = await ask('CreateArtifact', CREATE);
    await put(body.signed_upload_url!, 'comp=blocklist', '<BlockList></BlockList>');
    await ask('FinalizeArtifact', { name: 'a', size: '7', hash: 'sha256:00' });
    expect(github.violations).toEqual([expect.stringContaining('size is 7'), expect.stringContaining('hash is')]);
  });

  test('the token of the API is none of a job, and that of a job opens no other run', async () => {
    await using github = await start();
    expect((await jobOf(github).ask('ListArtifacts', {}, github.token)).status).toBe(401);
    expect((await jobOf(github).ask('ListArtifacts', { workflow_run_backend_id: 'other' })).status).toBe(403);
  });
});

describe('the storage', () => {
  test('takes no token, and nothing without a signature', async () => {
    await using github = await start();
    const { body } = await jobOf(github).ask('CreateArtifact', CREATE);
    const url = body.signed_upload_url!;
    expect(await put(url.replace(/sig=\w+/, 'sig=x'), 'comp=blocklist', '')).toBe(403);
    expect(github.violations).toEqual([]);
    expect(await put(url, 'comp=blocklist', '', { authorization: 'Bearer x' })).toBe(400);
    expect(github.violations).toEqual([expect.stringContaining('a token was sent to the storage')]);
  });

  test('commits no block that it does not have', async () => {
    await using github = await start();
    const { body } = await jobOf(github).ask('CreateArtifact', CREATE);
    const list = '<BlockList><Latest>MQ==</Latest></BlockList>';
    expect(await put(body.signed_upload_url!, 'comp=blocklist', list)).toBe(400);
  });
});
