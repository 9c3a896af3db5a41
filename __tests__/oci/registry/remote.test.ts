import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLayerCache } from '../../../src/oci/layer/cache.ts';
import { DEFAULT_LIMITS } from '../../../src/oci/limits.ts';
import { createRemote, type RemoteOptions } from '../../../src/oci/registry/remote.ts';
import { descriptorOf, makeBlob, makeImage, makeIndex, makeLayer } from '../../support/makeImage.ts';
import { type Intercept, refuse, type StubRegistry, startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

const base = makeLayer([{ path: 'bin/sh', content: 'shell'.repeat(500) }]);
const app = makeLayer([{ path: 'app', content: Buffer.alloc(9000, 'a') }]);
const newer = makeLayer([{ path: 'app', content: Buffer.alloc(9500, 'b') }], 'zstd');
const old = makeImage([base, app]);
const next = makeImage([base, newer], { docker: true });

let stub: StubRegistry;
let intercept: Intercept;
beforeEach(async () => {
  intercept = () => false;
  stub = await startStub({ '1': old, '2': next }, (...all) => intercept(...all));
});
afterEach(async () => stub[Symbol.asyncDispose]());

const wait = async () => {};
const open = (target: string, options: RemoteOptions = {}) =>
  createRemote({ wait, ...options }).open(stub.reference(target));
const asked = (kind: string) => stub.requests.filter((request) => request.includes(`/${kind}/`)).length;

describe('an image in a registry', () => {
  test.each([
    ['by tag', '1'],
    ['by digest', old.manifest.digest],
  ])('%s is read from manifest and config alone, and its layers when they are asked for', async (_, target) => {
    await using source = await open(target);
    const [image] = source.images;
    expect(source.name).toBe(`docker://${stub.address}/team/app${target === '1' ? ':1' : `@${target}`}`);
    expect(image).toMatchObject({
      platform: 'linux/amd64',
      manifestDigest: old.manifest.digest,
      configSize: old.config.size,
    });
    expect(stub.requests).toEqual([
      `GET /v2/team/app/manifests/${target}`,
      `GET /v2/team/app/blobs/${old.config.digest}`,
    ]);
    const read = await Promise.all(image!.layers.map((layer) => layer.read()));
    expect(read.map(({ download, estimated }) => ({ download, estimated }))).toEqual([
      { download: base.size, estimated: false },
      { download: app.size, estimated: false },
    ]);
    expect(read.map(({ index }) => index.unpacked)).toEqual([2500, 9000]);
  });

  test('every manifest and index type is in the Accept header', async () => {
    let accept: string | undefined;
    intercept = (request) => {
      accept ??= request.url?.includes('manifests') ? request.headers.accept : undefined;
      return false;
    };
    await open('1');
    expect(accept).toBe(
      [
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.docker.distribution.manifest.v2+json',
        'application/vnd.oci.image.index.v1+json',
        'application/vnd.docker.distribution.manifest.list.v2+json',
      ].join(', '),
    );
  });

  test('a layer that was read for another image is not fetched again', async () => {
    const remote = createRemote({ wait, layers: createLayerCache() });
    for (const tag of ['1', '2']) {
      await using source = await remote.open(stub.reference(tag));
      for (const layer of source.images[0]!.layers) await layer.read();
    }
    const blobs = [old.config, base, app, next.config, newer].map(({ digest }) => `GET /v2/team/app/blobs/${digest}`);
    expect(stub.requests.filter((request) => request.includes('/blobs/'))).toEqual(blobs);
  });

  test('a SHA-512 digest is verified', async () => {
    const { createHash } = await import('node:crypto');
    const digest = `sha512:${createHash('sha512').update(old.manifest.bytes).digest('hex')}`;
    stub.add(undefined, { ...old.manifest, digest });
    await using source = await open(digest);
    expect(source.images[0]?.manifestDigest).toBe(digest);
  });
});

describe('an index', () => {
  const arm = makeImage([base], { platform: 'linux/arm64/v8' });
  const attestation = {
    ...descriptorOf(makeBlob('application/vnd.oci.image.manifest.v1+json', {})),
    platform: { os: 'unknown', architecture: 'unknown' },
  };
  const elsewhere = descriptorOf(makeImage([app], { platform: 'linux/s390x' }).manifest);
  const inner = makeIndex([descriptorOf(arm.manifest)]);

  test('gives every platform, also of nested indexes, without attestations and missing manifests', async () => {
    const outer = makeIndex([descriptorOf(old.manifest), descriptorOf(inner), attestation, elsewhere]);
    stub.add('multi', outer, inner, arm.manifest, arm.config);
    await using source = await open('multi');
    expect(source.images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(stub.requests.some((request) => request.includes(attestation.digest))).toBe(false);
    expect(new Set(stub.requests).size).toBe(stub.requests.length);
  });

  test('that lists itself is refused for its digest', async () => {
    const self = makeIndex([
      {
        ...descriptorOf(old.manifest),
        mediaType: 'application/vnd.oci.image.index.v1+json',
        digest: `sha256:${'a'.repeat(64)}`,
      },
    ]);
    stub.add('self', self);
    stub.add(undefined, { ...self, digest: `sha256:${'a'.repeat(64)}` });
    expect((await failureOf(open('self'))).message).toMatch(/wrong (size|digest)/);
  });

  test('that is nested too deep is not followed', async () => {
    let index = makeIndex([descriptorOf(old.manifest)]);
    for (let depth = 0; depth < 12; depth += 1) {
      stub.add(undefined, index);
      index = makeIndex([descriptorOf(index)]);
    }
    stub.add('deep', index);
    expect((await failureOf(open('deep'))).message).toContain('nested more than 8 deep');
  });

  test('is not read further when its documents together exceed the limit', async () => {
    stub.add('multi', makeIndex([descriptorOf(old.manifest), descriptorOf(arm.manifest)]), arm.manifest, arm.config);
    const limits = { ...DEFAULT_LIMITS, kept: 1200 };
    expect((await failureOf(open('multi', { limits }))).message).toContain('more than 1200 bytes together');
  });
});

describe('wrong bytes from a registry', () => {
  test.each([
    ['a manifest of another digest', old.manifest, 'manifests', 'wrong digest: '],
    ['a config of another digest', old.config, 'blobs', 'wrong digest: '],
  ])('%s', async (_, blob, kind, message) => {
    const bytes = Buffer.from(blob.bytes);
    bytes[bytes.length - 1] = 0x20;
    stub.add(undefined, { ...blob, bytes });
    const { message: found } = await failureOf(open(old.manifest.digest));
    expect(found).toContain(`docker://${stub.address}/team/app, entry "${kind}/${blob.digest}"`);
    expect(found).toContain(message);
  });

  test('a wrong Docker-Content-Digest is ignored', async () => {
    intercept = (_, response) => {
      response.setHeader('Docker-Content-Digest', next.manifest.digest);
      return false;
    };
    await using source = await open('1');
    expect(source.images[0]?.manifestDigest).toBe(old.manifest.digest);
  });

  test('a layer of another digest', async () => {
    const bytes = Buffer.from(app.bytes);
    bytes[5] = 7; // the modification time of the gzip header: inflates all the same
    stub.add(undefined, { ...app, bytes });
    await using source = await open('1');
    expect((await failureOf(source.images[0]!.layers[1]!.read())).message).toContain('wrong digest: ');
  });

  test.each([
    ['announced', { 'Content-Length': DEFAULT_LIMITS.manifest + 1 }],
    ['not announced', {}],
  ])('a manifest over the limit, %s', async (_, headers) => {
    intercept = (_, response) => {
      response.writeHead(200, headers);
      response.on('error', () => {});
      response.end(Buffer.alloc(DEFAULT_LIMITS.manifest + 1, ' '));
      return true;
    };
    expect((await failureOf(open('1'))).message).toContain(`more than the limit of ${DEFAULT_LIMITS.manifest} bytes`);
    expect(stub.requests).toHaveLength(1);
  });

  test('a config whose descriptor is over the limit is not fetched', async () => {
    await failureOf(open('1', { limits: { ...DEFAULT_LIMITS, config: old.config.size - 1 } }));
    expect(asked('blobs')).toBe(0);
  });

  test.each([
    ['a page of HTML', Buffer.from('<html>log in</html>'), 'not valid JSON'],
    ['nothing', Buffer.alloc(0), 'not valid JSON'],
    ['Docker schema 1', Buffer.from('{"schemaVersion":1,"fsLayers":[]}'), 'schema 1 is no longer supported'],
  ])('%s instead of a manifest', async (_, bytes, message) => {
    stub.add('odd', makeBlob('text/html', bytes));
    expect((await failureOf(open('odd'))).message).toContain(message);
  });
});

describe('a request that a registry refuses', () => {
  test.each([
    [404, 'MANIFEST_UNKNOWN', ' answered 404 MANIFEST_UNKNOWN; check the name'],
    [403, 'DENIED', ' answered 403 DENIED; log in with `docker login '],
    [429, 'TOOMANYREQUESTS', ' answered 429 TOOMANYREQUESTS; it limits pulls'],
    [500, 'pass=hunter2', ' answered 500'],
    [418, 'DENIED', ' answered 418 DENIED'],
  ])('%i %s is told with its cure', async (status, code, message) => {
    intercept = (_, response) => refuse(response, status, code);
    const error = await failureOf(open('1'));
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('hunter2');
  });

  test.each([
    ['429 with Retry-After', 429, { 'Retry-After': '7' }, [7]],
    ['503 with a date of the past', 503, { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' }, [0]],
  ])('%s is asked again when it says', async (_, status, headers, waits) => {
    const waited: number[] = [];
    let first = true;
    intercept = (_, response) => {
      const refused = first && refuse(response, status, 'TOOMANYREQUESTS', headers);
      first = false;
      return refused;
    };
    await using _source = await open('1', { wait: async (seconds) => void waited.push(seconds) });
    expect(waited).toEqual(waits);
  });

  test('a wait of more than a minute is not made, and a lasting failure is given up after five attempts', async () => {
    intercept = (_, response) => refuse(response, 429, 'TOOMANYREQUESTS', { 'Retry-After': '61' });
    expect((await failureOf(open('1'))).message).toContain('429');
    expect(asked('manifests')).toBe(1);
    const waited: number[] = [];
    intercept = (_, response) => refuse(response, 502, '');
    expect((await failureOf(open('1', { wait: async (seconds) => void waited.push(seconds) }))).message).toContain(
      '502',
    );
    expect(asked('manifests')).toBe(6);
    expect(waited.every((seconds, at) => seconds >= 0.25 * 2 ** at && seconds <= 0.5 * 2 ** at)).toBe(true);
    expect(waited).toHaveLength(4);
  });
});
