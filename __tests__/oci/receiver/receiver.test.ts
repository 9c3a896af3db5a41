import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ImageError } from '../../../src/oci/error.ts';
import { createLayerCache, type LayerCache } from '../../../src/oci/layer/cache.ts';
import { DEFAULT_LIMITS } from '../../../src/oci/limits.ts';
import { type Receiver, startReceiver } from '../../../src/oci/receiver/receiver.ts';
import {
  type Blob,
  descriptorOf,
  type MadeImage,
  makeBlob,
  makeImage,
  makeIndex,
  makeLayer,
  sha256,
} from '../../support/makeImage.ts';
import { inChunks, makeTar } from '../../support/makeTar.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }], 'zstd');
const image = makeImage([base, app]);

let receiver: Receiver;
let layers: LayerCache;
let seen = 0;
beforeEach(async () => {
  layers = createLayerCache();
  seen = 0;
  const onBytes = (count: number) => {
    seen += count;
  };
  receiver = await startReceiver({ layers, limits: { ...DEFAULT_LIMITS, tarSize: 1_000_000, kept: 20_000 }, onBytes });
});
afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
});

const repository = () => `${receiver.prefix}/x`;

function call(method: string, path: string, body?: Uint8Array | string, headers: Record<string, string> = {}) {
  return fetch(new URL(path, `http://${receiver.address}`), {
    method,
    headers,
    ...(body !== undefined && { body }),
  } as RequestInit);
}

const inRepository = (path: string) => `/v2/${repository()}/${path}`;
const blobsPath = (blob: Blob) => inRepository(`blobs/${blob.digest}`);
const begin = async () => (await call('POST', inRepository('blobs/uploads/'))).headers.get('location') ?? '';

/** As Docker pushes: POST, PATCH, PUT. */
async function pushBlob(bytes: Uint8Array, digest = sha256(bytes)) {
  const location = await begin();
  const patched = await call('PATCH', location, bytes);
  if (patched.status !== 202) return patched;
  return call('PUT', `${patched.headers.get('location')}?digest=${digest}`);
}

const pushManifest = (manifest: Blob, reference = '1') =>
  call('PUT', inRepository(`manifests/${reference}`), manifest.bytes, { 'content-type': manifest.mediaType });

async function pushImage(pushed: MadeImage, reference?: string) {
  for (const blob of [...pushed.layers, pushed.config]) expect((await pushBlob(blob.bytes)).status).toBe(201);
  return pushManifest(pushed.manifest, reference);
}

async function errorOf(response: Response) {
  const { errors } = (await response.json()) as { errors: { code: string; message: string }[] };
  return `${response.status} ${errors[0]!.code} ${errors[0]!.message}`;
}

async function failure(reference = '1'): Promise<ImageError> {
  const error = await receiver.images(repository(), reference).catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

test('a pushed image is measured exactly, and its layers are not kept', async () => {
  expect((await call('GET', '/v2/')).status).toBe(200);
  const pushed = await pushImage(image);
  expect([pushed.status, pushed.headers.get('docker-content-digest')]).toEqual([201, image.manifest.digest]);
  const [found] = (await receiver.images(repository(), '1')).images;
  expect(found).toMatchObject({
    platform: 'linux/amd64',
    manifestDigest: image.manifest.digest,
    configSize: image.config.size,
  });
  const read = await Promise.all(found!.layers.map((layer) => layer.read()));
  expect(read.map(({ download, estimated, index }) => [download, estimated, index.unpacked])).toEqual([
    [base.size, false, 1000],
    [app.size, false, 20],
  ]);
  expect(seen).toBe(base.size + app.size + image.config.size);
  expect((await receiver.images(repository(), image.manifest.digest)).images).toHaveLength(1);
  expect((await call('GET', blobsPath(base))).status).toBe(405);
});

test('a pushed blob need not be pushed again, and may be mounted', async () => {
  expect((await call('HEAD', blobsPath(base))).status).toBe(404);
  expect((await call('HEAD', inRepository('manifests/1'))).status).toBe(404);
  await pushImage(image);
  const head = await call('HEAD', blobsPath(base));
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(base.size)]);
  const manifest = await call('HEAD', inRepository('manifests/1'));
  expect(manifest.headers.get('docker-content-digest')).toBe(image.manifest.digest);
  expect(Buffer.from(await (await call('GET', inRepository('manifests/1'))).arrayBuffer())).toEqual(
    image.manifest.bytes,
  );
  expect((await call('POST', inRepository(`blobs/uploads/?mount=${base.digest}&from=y`))).status).toBe(201);
  expect((await call('POST', inRepository(`blobs/uploads/?mount=${sha256(Buffer.from('?'))}&from=y`))).status).toBe(
    202,
  );
});

test('a layer in the cache need not be pushed', async () => {
  await pushImage(image);
  await using second = await startReceiver({ layers });
  const url = `http://${second.address}/v2/${second.prefix}/y/blobs/${base.digest}`;
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
});

describe('a blob', () => {
  const parts = [base.bytes.subarray(0, 30), base.bytes.subarray(30, 31), base.bytes.subarray(31)] as const;

  test('may come in several parts, the last with the PUT', async () => {
    const location = await begin();
    const first = await call('PATCH', location, parts[0], { 'content-range': '0-29' });
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-29']);
    const second = await call('PATCH', location, parts[1], { 'content-range': '30-30' });
    expect(second.headers.get('range')).toBe('0-30');
    expect((await call('GET', location)).headers.get('range')).toBe('0-30');
    expect((await call('PUT', `${location}?digest=${base.digest}`, parts[2])).status).toBe(201);
  });

  test('may come whole with the PUT or the POST', async () => {
    expect((await call('PUT', `${await begin()}?digest=${base.digest}`, base.bytes)).status).toBe(201);
    expect((await call('POST', inRepository(`blobs/uploads/?digest=${app.digest}`), app.bytes)).status).toBe(201);
  });

  test('may be chunked', async () => {
    const body = inChunks(base.bytes, 7);
    const location = await begin();
    const url = `http://${receiver.address}${location}`;
    expect((await fetch(url, { method: 'PATCH', body, duplex: 'half' } as unknown as RequestInit)).status).toBe(202);
    expect((await call('PUT', `${location}?digest=${base.digest}`)).status).toBe(201);
  });

  test('may be cancelled', async () => {
    const location = await begin();
    expect((await call('DELETE', location)).status).toBe(204);
    expect((await call('PATCH', location, 'x')).status).toBe(404);
  });

  test.each(['', '?digest=sha256:../x'])('that is finished with %j is refused', async (query) => {
    expect(await errorOf(await call('PUT', `${await begin()}${query}`))).toMatch(/^400 DIGEST_INVALID/);
  });

  test('out of order is refused', async () => {
    const response = await call('PATCH', await begin(), parts[1], { 'content-range': '30-30' });
    expect(await errorOf(response)).toMatch(/^416 BLOB_UPLOAD_INVALID/);
  });

  test.each<readonly [string, () => Promise<Response>, RegExp]>([
    ['another digest', () => pushBlob(base.bytes, app.digest), /^400 DIGEST_INVALID .* the bytes have sha256/],
    ['gzip cut short', () => pushBlob(base.bytes.subarray(0, -9)), /^403 DENIED .*not valid gzip/],
    [
      'a path out of the root',
      () => pushBlob(gzipSync(makeTar([{ path: '../x' }]))),
      /^403 DENIED .*entry "..\/x", byte 0: breakout/,
    ],
    [
      'a bomb',
      () =>
        pushBlob(
          zstdCompressSync(
            makeTar([
              { path: 'a', content: Buffer.alloc(500_000) },
              { path: 'b', content: Buffer.alloc(600_000) },
            ]),
          ),
        ),
      /^403 DENIED .*limit of 1000000 bytes/,
    ],
    ['documents without end', () => pushBlob(Buffer.alloc(20_001, 'x')), /^413 SIZE_INVALID/],
  ])('with %s is refused, and its reason is remembered', async (_name, push, message) => {
    const answer = await errorOf(await push());
    expect(answer).toMatch(message);
    expect(answer.endsWith((await failure()).message.replace(/^push to .*?: /, ''))).toBe(true);
  });

  test('that fails is refused before all of it was sent', async () => {
    const endless = (async function* () {
      yield gzipSync(makeTar([{ path: '../x' }]));
      for (;;) yield Buffer.alloc(65_536);
    })();
    const init = { method: 'PATCH', body: endless, duplex: 'half' } as unknown as RequestInit;
    const response = await fetch(`http://${receiver.address}${await begin()}`, init).catch(() => undefined);
    expect([403, undefined]).toContain(response?.status);
    expect((await failure()).message).toMatch(/breakout/);
  });
});

test('more than 64 unfinished uploads are refused', async () => {
  for (let at = 0; at < 64; at++) await begin();
  expect(await errorOf(await call('POST', inRepository('blobs/uploads/')))).toMatch(/^429 TOOMANYREQUESTS/);
});

describe('a manifest', () => {
  test('of an index gives its platforms and no attestation', async () => {
    const arm = makeImage([base], { platform: 'linux/arm64' });
    const attestation = makeImage([], { platform: 'unknown/unknown' });
    for (const one of [image, arm, attestation]) await pushImage(one, one.manifest.digest);
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const index = makeIndex([
      descriptorOf(image.manifest),
      descriptorOf(arm.manifest),
      { ...descriptorOf(attestation.manifest), annotations },
    ]);
    expect((await pushManifest(index)).status).toBe(201);
    expect((await receiver.images(repository(), '1')).images.map((found) => found.platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  test.each<readonly [string, () => Promise<Response>, RegExp]>([
    ['of another digest', () => pushManifest(image.manifest, base.digest), /^400 DIGEST_INVALID/],
    [
      'of blobs that were not pushed',
      () => pushManifest(image.manifest),
      /^400 MANIFEST_BLOB_UNKNOWN sha256:.* was not pushed/,
    ],
    [
      'that is not JSON',
      () => pushManifest(makeBlob(image.manifest.mediaType, Buffer.from('{'))),
      /^400 MANIFEST_INVALID .*byte 1: not valid JSON/,
    ],
    [
      'of an unknown media type',
      () => pushManifest({ ...image.manifest, mediaType: 'text/html' }),
      /^400 MANIFEST_INVALID .*unsupported manifest media type/,
    ],
    [
      'that is too long',
      () => pushManifest(makeBlob('x/y', Buffer.alloc(4 * 1024 * 1024 + 1))),
      /^400 MANIFEST_INVALID .*more than the limit of 4194304/,
    ],
  ])('%s is refused, and its reason is remembered', async (_name, push, message) => {
    const answer = await errorOf(await push());
    expect(answer).toMatch(message);
    expect((await failure()).message).toContain(answer.replace(/^\d+ \w+ /, '').slice(-40));
  });

  test('with a wrong size of a blob is refused', async () => {
    await pushImage(image);
    const document = { config: { ...descriptorOf(image.config), size: 1 }, layers: [] };
    const response = await pushManifest(makeBlob(image.manifest.mediaType, document), '2');
    expect(await errorOf(response)).toMatch(/^400 SIZE_INVALID sha256:.* has \d+ bytes, the manifest says 1/);
  });

  test('that mislabels a layer is taken, as by every registry', async () => {
    await pushImage(image);
    const layer = { ...descriptorOf(base), mediaType: app.mediaType };
    const document = { config: descriptorOf(image.config), layers: [layer, descriptorOf(app)] };
    const pushed = await pushManifest(makeBlob(image.manifest.mediaType, document), '2');
    expect(pushed.status).toBe(201);
    const [found] = (await receiver.images(repository(), '2')).images;
    expect(await found?.layers[0]?.read()).toMatchObject({ download: base.size, index: { unpacked: 1000 } });
  });

  test('whose config means other layers is refused when they are read', async () => {
    const wrong = makeImage([{ ...base, diffId: app.diffId }]);
    await pushImage(wrong);
    const [found] = (await receiver.images(repository(), '1')).images;
    await expect(found!.layers[0]!.read()).rejects.toThrow(/wrong diffId/);
  });

  test('that was not pushed gives that error', async () => {
    expect((await failure('none')).message).toMatch(/"none" was not pushed/);
  });
});
