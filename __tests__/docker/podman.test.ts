import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findEngineSocket } from '../../src/docker/podman.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { plainLog } from '../../src/process/log.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { makeImage, makeLayer, makeSaved } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

const image = makeImage([makeLayer([{ path: 'a', content: 'x'.repeat(900) }])]);
const SAVED = makeTar(makeSaved([[image, ['localhost/app:1']]], 'podman'));

let folder: Folder;
let server: Server | undefined;
let socket: string;
beforeEach(async () => {
  folder = await makeFolder();
  socket = join(folder.path, 'podman/podman.sock');
});
afterEach(async () => {
  await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
  server = undefined;
  await folder[Symbol.asyncDispose]();
});

/** Answers on the socket, with the headers and the words of podman 5.4.2. */
async function listen(answer: RequestListener): Promise<void> {
  socket = join(folder.path, 's');
  const made = createServer((request, response) => {
    response.setHeader('Server', 'Libpod/5.4.2 (linux)').setHeader('Libpod-Api-Version', '5.4.2');
    if (request.url === '/_ping') response.end('OK');
    else answer(request, response);
  });
  server = made;
  await new Promise<void>((done) => made.listen(socket, done));
}

async function measure(location: string, env: object = {}) {
  const variables = { PATH: '', DOCKER_HOST: '', DOCKER_CONTEXT: '', CONTAINER_HOST: `unix://${socket}`, ...env };
  const log = plainLog(() => {}, { verbose: false });
  const options = {
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 20,
    log,
    version: '1',
    env: { ...variables, RUNNER_TEMP: folder.path },
  };
  await using measurer = await openMeasurer(options);
  return await measurer.measure(
    { name: 'app', source: { kind: 'docker-daemon', location } },
    { root: '/', side: 'head' },
  );
}

const NOT_FOUND = {
  cause: 'image not known',
  message: 'failed to find image app:1: docker.io/library/app:1: image not known',
  response: 404,
};

describe("an image on podman's socket", () => {
  test('is read without a docker program, by its short name', async () => {
    const asked: (string | undefined)[] = [];
    await listen((request, response) => {
      asked.push(request.url);
      if (request.url === '/images/localhost%2Fapp%3A1/get') response.end(SAVED);
      else response.writeHead(404).end(JSON.stringify(NOT_FOUND));
    });
    expect(await measure('app:1')).toMatchObject({
      kind: 'measured',
      measurements: [{ unpacked: 900, method: 'daemon-save', versions: { podman: '5.4.2' } }],
    });
    expect(asked).toEqual(['/images/app%3A1/get', '/images/localhost%2Fapp%3A1/get']);
  });

  test('is read from a DOCKER_HOST too, where there is no docker program', async () => {
    await listen((_, response) => response.end(SAVED));
    const env = { DOCKER_HOST: `unix://${socket}`, CONTAINER_HOST: 'ssh://user@machine/run/podman.sock' };
    expect(await measure('localhost/app:1', env)).toMatchObject({ kind: 'measured' });
  });

  test.each<readonly [string, RequestListener, string]>([
    [
      'is not there',
      (_, response) => response.writeHead(404).end(JSON.stringify(NOT_FOUND)),
      '404: failed to find image app:1',
    ],
    ['has an answer of no JSON', (_, response) => response.writeHead(500).end('<html>'), '500: without a message'],
    ['has an endless answer', (_, response) => response.writeHead(500).end('x'.repeat(1e6)), '500: without a message'],
    [
      'breaks off',
      (_, response) =>
        response.writeHead(200, { 'content-length': 9000 }).write(SAVED.subarray(0, 700), () => response.destroy()),
      'broke off the image',
    ],
    ['is cut short', (_, response) => response.end(SAVED.subarray(0, 700)), 'truncated: the archive ends'],
    ['is a text', (_, response) => response.end('hello'), 'docker-daemon:app:1'],
  ])('that %s is an error', async (_, answer, reason) => {
    await listen(answer);
    expect(await measure('app:1')).toMatchObject({ kind: 'error', reason: expect.stringContaining(reason) });
  });

  test.each([
    ['unix:///not/there.sock', 'the engine at /not/there.sock cannot be asked: there is no such file'],
    [
      'ssh://me:secret@machine/run/podman.sock',
      'CONTAINER_HOST is ssh://machine/run/podman.sock, which is not a local socket: forward',
    ],
    ['tcp://machine:8080', 'CONTAINER_HOST is tcp://machine:8080, which is not a local socket'],
  ])('of the engine at %s cannot be read', async (host, reason) => {
    const outcome = await measure('app:1', { CONTAINER_HOST: host });
    expect(outcome).toMatchObject({ kind: 'error', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

describe('the engine of docker-daemon:', () => {
  test('is that of the docker program, where it is there or a context is chosen', async () => {
    await writeFile(join(folder.path, 'docker'), '');
    await chmod(join(folder.path, 'docker'), 0o755);
    expect(await findEngineSocket({ PATH: folder.path })).toBeUndefined();
    expect(await findEngineSocket({ PATH: folder.path, DOCKER_HOST: 'unix:///x' })).toBeUndefined();
    expect(await findEngineSocket({ PATH: '', DOCKER_CONTEXT: 'colima', CONTAINER_HOST: 'unix:///x' })).toBeUndefined();
    expect(await findEngineSocket({ PATH: folder.path, CONTAINER_HOST: 'unix:///x' })).toBe('/x');
  });
});
