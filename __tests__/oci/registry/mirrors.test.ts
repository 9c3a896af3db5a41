import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemote, type RemoteOptions } from '../../../src/oci/registry/remote.ts';
import { makeBlob, makeImage, makeLayer } from '../../support/makeImage.ts';
import { type Intercept, json, REPOSITORY, refuse, type StubRegistry, startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

const image = makeImage([makeLayer([{ path: 'a', content: 'x' }])]);
const wait = async () => {};
const HUB = { host: 'docker.io', repository: REPOSITORY, target: { kind: 'tag', tag: '1' } } as const;

let stub: StubRegistry;
let intercept: Intercept;
let notes: string[];
beforeEach(async () => {
  notes = [];
  intercept = () => false;
  stub = await startStub({ '1': image }, (...all) => intercept(...all));
});
afterEach(async () => stub[Symbol.asyncDispose]());

const urlOf = ({ address }: StubRegistry) => new URL(`http://${address}/`);
const onNote = (text: string) => void notes.push(text);
const open = (options: RemoteOptions = {}) => createRemote({ wait, onNote, ...options }).open(stub.reference('1'));

describe('a mirror', () => {
  test('answers for its registry, and the image keeps its name', async () => {
    const remote = createRemote({ wait, onNote, mirrors: new Map([['docker.io', [urlOf(stub)]]]) });
    await using source = await remote.open(HUB);
    expect(source.name).toBe('docker://docker.io/team/app:1');
    expect((await source.images[0]!.layers[0]!.read()).index.unpacked).toBe(1);
    expect(notes).toEqual([]);
  });

  test('that fails is named, and the next one or the registry itself is asked', async () => {
    await using broken = await startStub({}, (_, response) => refuse(response, 503, 'UNSUPPORTED'));
    await using empty = await startStub();
    const mirrors = new Map([[stub.address, [urlOf(broken), urlOf(empty)]]]);
    await using source = await open({ mirrors });
    expect(source.images).toHaveLength(1);
    expect(notes).toEqual([
      expect.stringContaining(
        `the mirror ${broken.address} is not used, but ${stub.address} itself: docker://${broken.address}/team/app, entry "manifests/1": ${broken.address} answered 503`,
      ),
      expect.stringContaining(`the mirror ${empty.address} is not used`),
    ]);
  });

  test('gets no credentials of its registry', async () => {
    const asked: string[] = [];
    intercept = (request, response) =>
      request.headers.authorization === undefined
        ? refuse(response, 401, 'UNAUTHORIZED', { 'WWW-Authenticate': 'Basic realm="x"' })
        : false;
    const credentialsFor = async (host: string) => {
      asked.push(host);
      return { username: 'me', password: 'p' };
    };
    await createRemote({ wait, credentialsFor, mirrors: new Map([['docker.io', [urlOf(stub)]]]) }).open(HUB);
    expect(asked).toEqual([stub.address]);
  });
});

describe('what refers to an image', () => {
  const referrer = makeBlob('application/vnd.oci.image.manifest.v1+json', { a: 1 });
  const listed = (manifests: unknown) =>
    (intercept = (request, response) =>
      request.url?.includes('/referrers/') === true &&
      json(response, { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }));
  const descriptor = { mediaType: referrer.mediaType, digest: referrer.digest, size: referrer.size };

  test('is named with its type, and not measured', async () => {
    listed([{ ...descriptor, artifactType: 'application/vnd.dev.cosign.v1\u001b[31m' }, descriptor]);
    const { leftOut, images } = await open({ referrers: true });
    expect(images).toHaveLength(1);
    expect(leftOut).toEqual([
      `${referrer.digest}, which refers to the image: an artifact of type "application/vnd.dev.cosign.v1\\u001b[31m"`,
      `${referrer.digest}, which refers to the image: an artifact of type "${referrer.mediaType}"`,
    ]);
    expect(stub.requests).toContain(`GET /v2/team/app/referrers/${image.manifest.digest}`);
  });

  test.each<readonly [string, Intercept]>([
    ['is not listed', (_, response) => refuse(response, 404, 'UNSUPPORTED')],
    ['is refused', (_, response) => refuse(response, 429, 'TOOMANYREQUESTS', { 'Retry-After': '50' })],
    ['fails', (_, response) => refuse(response, 500, 'UNSUPPORTED')],
    ['is no JSON', (_, response) => response.end('<html>') !== undefined],
    ['is endless', (_, response) => response.end('x'.repeat(2e6)) !== undefined],
    ['breaks off', (_, response) => response.destroy() !== undefined],
  ])('does not matter where it %s', async (_, answer) => {
    intercept = (request, ...rest) => request.url?.includes('/referrers/') === true && answer(request, ...rest);
    expect(await open({ referrers: true })).toMatchObject({ images: [{}], leftOut: [] });
  });
});

describe('a limit on pulls', () => {
  const limited =
    (remaining: number): Intercept =>
    (_, response) => {
      response.setHeader('ratelimit-limit', '100;w=21600').setHeader('ratelimit-remaining', `${remaining};w=21600`);
      return false;
    };

  test('is told once when few are left', async () => {
    intercept = limited(9);
    await open();
    const cure = `log in with \`docker login ${stub.address}\`, or use a mirror`;
    expect(notes).toEqual([`${stub.address} limits pulls: 9 of 100 pulls in 6 h are left; for more, ${cure}`]);
  });

  test('is not told while many are left, or where the headers are of another form', async () => {
    intercept = limited(76);
    await open();
    intercept = (_, response) =>
      response.setHeader('ratelimit-limit', 'x').setHeader('ratelimit-remaining', '-1') === undefined;
    await open();
    expect(notes).toEqual([]);
  });

  test('that is reached says when it ends', async () => {
    intercept = (request, response, registry) => {
      limited(0)(request, response, registry);
      return refuse(response, 429, 'TOOMANYREQUESTS', { 'Retry-After': '3600' });
    };
    expect((await failureOf(open())).message).toContain(
      `answered 429 TOOMANYREQUESTS; it limits pulls (0 of 100 pulls in 6 h are left): log in with \`docker login ${stub.address}\`, or try again in 60 min`,
    );
  });
});
