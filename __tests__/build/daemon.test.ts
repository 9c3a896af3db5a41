import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canReachLoopback, hasImage, pushImage, removeImages, saveImages, tagImage } from '../../src/build/daemon.ts';
import { describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';

/** A registry that has every blob already and takes every manifest, or refuses all. */
async function openRegistry(refuses: boolean) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const digest = /(sha256:[0-9a-f]{64})$/.exec(request.url ?? '')?.[1];
    const known = request.method === 'HEAD' && request.url?.includes('/blobs/');
    const status =
      refuses && request.url !== '/v2/'
        ? 403
        : known || request.url === '/v2/'
          ? 200
          : request.method === 'PUT'
            ? 201
            : 404;
    const headers = { 'content-length': known ? '1' : '0', ...(digest && { 'docker-content-digest': digest }) };
    request.resume().on('end', () => response.writeHead(status, headers).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests, [Symbol.asyncDispose]: close };
}

test('without docker on PATH saving says so', async () => {
  await expect(saveImages({ env: { PATH: '/nowhere' } }, ['x'])).rejects.toThrow('docker is not on PATH');
});

describeEngines('the daemon', ({ env }) => {
  const engine = { env };
  const base = 'debian:bookworm-slim';
  const own = `image-size-gate-test/daemon-${process.pid}:base`;
  beforeAll(() => tagImage(engine, base, own));
  afterAll(() => removeImages(engine, [own]));

  test('has an image under each of its references and no other', async () => {
    expect(await hasImage(engine, own)).toBe(true);
    expect(await hasImage(engine, 'image-size-gate-test/none:none')).toBe(false);
  });

  test('tags no image that it does not have', async () => {
    await expect(tagImage(engine, 'image-size-gate-test/none:none', own)).rejects.toThrow(
      /^docker image tag .*failed with exit code 1: .*none/i,
    );
  });

  test('that cannot be asked is an error, but not when cleaning up', async () => {
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

  test('that cannot save errors the stream with its reason', async () => {
    const stream = await saveImages(engine, ['image-size-gate-test/none:none']);
    await expect(buffer(stream)).rejects.toThrow(
      /docker image save .*failed with exit code 1: .*image-size-gate-test\/none/,
    );
  });

  test('stops saving when the stream is destroyed', async () => {
    const stream = await saveImages(engine, [base]);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    expect(stream.destroyed).toBe(true);
  });

  test('pushes to a registry of ours on loopback, which it can reach', async () => {
    expect(await canReachLoopback(engine)).toBe(true);
    await using registry = await openRegistry(false);
    const reference = `${registry.host}/gate/base:1`;
    await tagImage(engine, base, reference);
    const lines: string[] = [];
    await pushImage(engine, reference, { onLine: (line) => lines.push(line) });
    await removeImages(engine, [reference]);
    expect(registry.requests).toEqual(
      expect.arrayContaining([expect.stringMatching(/^HEAD \/v2\/gate\/base\/blobs\//)]),
    );
    expect(registry.requests).toEqual(
      expect.arrayContaining([expect.stringMatching(/^PUT \/v2\/gate\/base\/manifests\/1/)]),
    );
    expect(lines.join('\n')).toContain('gate/base');
  });

  test('that is refused by the registry tells so', async () => {
    await using registry = await openRegistry(true);
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
    const { hostname } = await import('node:os');
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
