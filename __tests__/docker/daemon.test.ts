import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canReachLoopback, hasImage, pushImage, removeImages, saveImages, tagImage } from '../../src/docker/daemon.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { requireSuccess } from '../../src/process/run.ts';
import { describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';

type Answer = readonly [status: number, headers?: Readonly<Record<string, string>>];

type Answers = (method: string, url: string, body: Buffer) => Answer;

/** As much of a registry (OCI distribution-spec) as a push needs: it knows the blobs it was given, and keeps none of their bytes. */
function takePushes(): Answers {
  const blobs = new Set<string>();
  return (method, url, body) => {
    const { pathname, searchParams } = new URL(url, 'http://registry');
    const digest = searchParams.get('digest') ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
    if (method === 'HEAD') return [blobs.has(pathname.split('/').at(-1) ?? '') ? 200 : 404];
    if (method === 'GET') return [url === '/v2/' ? 200 : 404];
    if (method !== 'PUT') return [202, { location: '/v2/gate/base/blobs/uploads/1', range: `0-${body.length}` }];
    blobs.add(digest);
    return [201, { location: pathname, 'docker-content-digest': digest }];
  };
}

async function openRegistry(answer: Answers) {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    const [status, headers] = answer(method, url, await buffer(request));
    response.writeHead(status, { 'content-length': '0', ...headers }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests, [Symbol.asyncDispose]: close };
}

test('without docker on PATH, saving says so', async () => {
  await expect(saveImages({ env: { PATH: '/nowhere' } }, ['x'])).rejects.toThrow('docker is not on PATH');
});

test('destroying the stream ends docker image save', async () => {
  await using folder = await makeFolder();
  await folder.write('docker', '#!/bin/sh\necho $$\nexec sleep 600\n', 0o755);
  const stream = await saveImages({ env: { PATH: `${folder.path}:/usr/bin:/bin` } }, ['x']);
  const pid = Number(await new Promise((resolve) => stream.once('data', resolve)));
  stream.destroy();
  // A process that survives lets this run into the test's time limit.
  while (existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0)
    await new Promise(setImmediate);
  expect(stream.destroyed).toBe(true);
});

describeEngines('the daemon', ({ env }) => {
  const engine = { env };
  const base = `image-size-gate-test/daemon-${process.pid}:base`;
  const own = base.replace(':base', ':own');
  beforeAll(async () => {
    await using folder = await makeFolder();
    await folder.write(
      'Dockerfile',
      `FROM scratch
COPY Dockerfile /
LABEL test=${process.pid}
`,
    );
    const args = ['buildx', 'build', '--quiet', '--provenance=false', '--load', `--tag=${base}`, folder.path];
    requireSuccess({ tool: 'docker', args }, await readDocker(engine, args));
    await tagImage(engine, base, own);
  });
  afterAll(() => removeImages(engine, [base, own]));

  test('has an image under each of its references and no other', async () => {
    expect(await hasImage(engine, own)).toBe(true);
    expect(await hasImage(engine, 'image-size-gate-test/none:none')).toBe(false);
  });

  test('cannot tag an image that it does not have', async () => {
    await expect(tagImage(engine, 'image-size-gate-test/none:none', own)).rejects.toThrow(
      /^docker image tag .*failed with exit code 1: .*none/i,
    );
  });

  test('that cannot be reached is an error, except during cleanup', async () => {
    const away = { env: { ...env, DOCKER_HOST: 'unix:///nowhere/docker.sock' } };
    await expect(hasImage(away, base)).rejects.toThrow(/nowhere\/docker\.sock/);
    await removeImages(away, [base]);
    await removeImages({ env: { PATH: '/nowhere' } }, [base]);
  });

  test('saves images as one archive', async () => {
    const archive = await buffer(await saveImages(engine, [base, own]));
    expect(archive.length % 512).toBe(0);
    expect(archive.toString('latin1')).toContain('manifest.json');
  });

  test('that cannot save ends the stream with its reason', async () => {
    const stream = await saveImages(engine, ['image-size-gate-test/none:none']);
    await expect(buffer(stream)).rejects.toThrow(
      /^docker image save image-size-gate-test\/none:none failed with exit code 1: .*(does not exist|no such image|not found)/i,
    );
  });

  test('pushes to our registry on loopback, which it can reach', async () => {
    expect(await canReachLoopback(engine)).toBe(true);
    await using registry = await openRegistry(takePushes());
    const reference = `${registry.host}/gate/base:1`;
    await tagImage(engine, base, reference);
    const lines: string[] = [];
    await pushImage(engine, reference, { onLine: (line) => lines.push(line) });
    await removeImages(engine, [reference]);
    expect(registry.requests).toEqual(
      expect.arrayContaining([expect.stringMatching(/^PUT \/v2\/gate\/base\/manifests\/1/)]),
    );
    expect(lines.join('\n')).toContain('gate/base');
  });

  test('that the registry refuses reports so', async () => {
    await using registry = await openRegistry((_method, url) => [url === '/v2/' ? 200 : 403]);
    const reference = `${registry.host}/gate/base:1`;
    await tagImage(engine, base, reference);
    await expect(pushImage(engine, reference)).rejects.toThrow(
      /^docker image push 127\.0\.0\.1:\d+\/gate\/base:1 failed with exit code 1: /,
    );
    await removeImages(engine, [reference]);
  });

  test('over the network or behind a forwarded socket has another loopback', async () => {
    await using folder = await makeFolder();
    // A stand-in for a docker that talks to a daemon elsewhere: `context inspect` and `info` are all that is asked.
    const script = (endpoint: string, name: string): string =>
      `#!/bin/sh\ncase $1 in context) echo ${endpoint};; *) echo '{"ServerVersion":"28","Name":"${name}"}';; esac\n`;
    const ask = async (endpoint: string, name: string): Promise<boolean> => {
      await folder.write('docker', script(endpoint, name), 0o755);
      return canReachLoopback({ env: { PATH: `${folder.path}:/usr/bin:/bin` } });
    };
    expect(await ask('unix:///run/docker.sock', hostname())).toBe(true);
    expect(await ask('tcp://10.0.0.1:2376', hostname())).toBe(false);
    expect(await ask('ssh://host', hostname())).toBe(false);
    expect(await ask('unix:///run/docker.sock', 'lima-docker')).toBe(false);
  });
});
