import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ImageError } from '../../src/oci/error.ts';
import { createLayerCache } from '../../src/oci/layer-cache.ts';
import { openImageSource, openLayoutImage, type SourceOptions } from '../../src/oci/source.ts';
import {
  asEntries,
  type Blob,
  blobsOf,
  descriptorOf,
  type FileMap,
  makeBlob,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  sha256,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }], 'zstd');
const image = makeImage([base, app]);
const arm = makeImage([base], { platform: 'linux/arm64/v8' });
const named = (blob: Blob, name: string) => ({
  ...descriptorOf(blob),
  annotations: { 'org.opencontainers.image.ref.name': name },
});

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layout-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Every image of a layout in short, its layers read. */
async function open(files: FileMap, kind: 'oci' | 'oci-archive' = 'oci', reference?: string, options?: SourceOptions) {
  const location = join(directory, kind);
  if (kind === 'oci') await writeFiles(location, files);
  else await writeFile(location, makeTar(asEntries(files)));
  await using source = await openImageSource({ kind, location, reference }, options);
  return await Promise.all(source.images.map(summarise));
}

async function summarise({
  reference,
  platform,
  manifestDigest,
  configSize,
  layers,
}: Awaited<ReturnType<typeof images>>[0]) {
  const read = await Promise.all(layers.map((layer) => layer.read()));
  return {
    ...(reference !== undefined && { reference }),
    platform,
    manifestDigest,
    configSize,
    downloads: read.map((layer) => layer.download),
    unpacked: read.map((layer) => layer.index.unpacked),
  };
}

const images = async (location: string) => (await openImageSource({ kind: 'oci', location })).images;

async function failure(opening: Promise<unknown>): Promise<ImageError> {
  const error = await opening.catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

const expected = {
  platform: 'linux/amd64',
  manifestDigest: image.manifest.digest,
  configSize: image.config.size,
  downloads: [base.size, app.size],
  unpacked: [1000, 20],
};

describe.each(['oci', 'oci-archive'] as const)('a layout (%s)', (kind) => {
  test('of one image is read', async () => {
    expect(await open(makeLayout([descriptorOf(image.manifest)], blobsOf(image)), kind)).toEqual([expected]);
  });

  test("in Docker's media types is read", async () => {
    const docker = makeImage([base], { docker: true });
    const read = await open(makeLayout([descriptorOf(docker.manifest)], blobsOf(docker)), kind);
    expect(read).toMatchObject([{ platform: 'linux/amd64', downloads: [base.size] }]);
  });

  test('with unknown files is read', async () => {
    const files = makeLayout([descriptorOf(image.manifest)], blobsOf(image));
    files.set('README', Buffer.from('hello')).set('blobs/sha256/junk', Buffer.from('junk'));
    expect(await open(files, kind)).toEqual([expected]);
  });

  test('of nested indexes gives every platform and no attestation', async () => {
    const attestation = makeImage([], { platform: 'unknown/unknown' });
    const platform = { os: 'unknown', architecture: 'unknown' };
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const inner = makeIndex([
      descriptorOf(arm.manifest),
      { ...descriptorOf(attestation.manifest), annotations },
      { ...descriptorOf(attestation.manifest), platform },
    ]);
    const outer = makeIndex([descriptorOf(image.manifest), descriptorOf(inner)]);
    const blobs = [outer, inner, ...blobsOf(image), ...blobsOf(arm), ...blobsOf(attestation)];
    const read = await open(makeLayout([named(outer, 'v1')], blobs), kind);
    expect(read.map(({ reference, platform }) => `${reference} ${platform}`)).toEqual([
      'v1 linux/amd64',
      'v1 linux/arm64',
    ]);
  });

  test('lists what another platform of an index would need, though it is not there', async () => {
    const index = makeIndex([descriptorOf(image.manifest), descriptorOf(arm.manifest)]);
    expect(await open(makeLayout([descriptorOf(index)], [index, ...blobsOf(image)]), kind)).toEqual([expected]);
  });

  test.each([
    ['one', image.manifest],
    ['example.org/two:1', arm.manifest],
    [`@${arm.manifest.digest}`, arm.manifest],
  ])('gives the image that %s picks', async (reference, manifest) => {
    const second = { ...descriptorOf(arm.manifest), annotations: { 'io.containerd.image.name': 'example.org/two:1' } };
    const files = makeLayout([named(image.manifest, 'one'), second], [...blobsOf(image), ...blobsOf(arm)]);
    expect((await open(files, kind, reference)).map((read) => read.manifestDigest)).toEqual([manifest.digest]);
  });

  test('without the image that is asked for lists what there is', async () => {
    const files = makeLayout([named(image.manifest, 'one')], blobsOf(image));
    const error = await failure(open(files, kind, 'two'));
    expect(error.message).toMatch(/entry "index.json": no image is named "two"; there are "one"/);
  });

  test('of an artifact alone says so', async () => {
    const config = makeBlob('application/vnd.oci.empty.v1+json', {});
    const manifest = makeBlob('application/vnd.oci.image.manifest.v1+json', {
      config: descriptorOf(config),
      layers: [],
    });
    const error = await failure(open(makeLayout([descriptorOf(manifest)], [config, manifest]), kind));
    expect(error.message).toMatch(
      /holds no image \(sha256:.* is an artifact with a config of type "application\/vnd.oci.empty/,
    );
  });

  test.each<readonly [string, (files: FileMap) => void, RegExp]>([
    ['no oci-layout file', (files) => files.delete('oci-layout'), /entry "oci-layout": not an OCI image layout/],
    [
      'another layout version',
      (files) => files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"2.0.0"}')),
      /version "2.0.0", supported is 1.0.0/,
    ],
    ['no index.json', (files) => files.delete('index.json'), /entry "index.json".*: no such/],
    [
      'an index that is no JSON',
      (files) => files.set('index.json', Buffer.from('{"a":')),
      /entry "index.json", byte 5: not valid JSON/,
    ],
    [
      'an index that is a list',
      (files) => files.set('index.json', Buffer.from('[]')),
      /the document must be an object, found "\[\]"/,
    ],
    [
      'a manifest that is not there',
      (files) => files.delete(pathOf(image.manifest)),
      /entry "blobs\/sha256\/[0-9a-f]+": no such/,
    ],
    [
      'a manifest of other bytes',
      (files) => files.set(pathOf(image.manifest), Buffer.from(image.manifest.bytes).fill(32, 0, 1)),
      /wrong digest: sha256:[0-9a-f]+ was claimed, the bytes give sha256/,
    ],
    [
      'a manifest cut short',
      (files) => files.set(pathOf(image.manifest), image.manifest.bytes.subarray(9)),
      /byte \d+: wrong size: the descriptor says \d+ bytes, found \d+/,
    ],
    ['a config that is not there', (files) => files.delete(pathOf(image.config)), /: no such/],
    ['a layer that is not there', (files) => files.delete(pathOf(base)), /: no such/],
    [
      'a layer cut short',
      (files) => files.set(pathOf(base), base.bytes.subarray(0, -1)),
      new RegExp(`byte ${base.size - 1}: truncated: the descriptor says ${base.size}`),
    ],
    [
      'a layer of other bytes',
      (files) => files.set(pathOf(base), gzipSync(base.tar, { level: 0 }).subarray(0, base.size)),
      /wrong digest|truncated|longer|not valid gzip/,
    ],
    [
      'an oversized index',
      (files) => files.set('index.json', Buffer.alloc(4 * 1024 * 1024 + 1, ' ')),
      /more than the limit of 4194304 bytes/,
    ],
  ])('with %s is refused', async (_name, spoil, message) => {
    const files = makeLayout([descriptorOf(image.manifest)], blobsOf(image));
    spoil(files);
    const error = await failure(open(files, kind));
    expect(error.message).toMatch(message);
    expect(error.place.archive).toBe(`${kind}:${join(directory, kind)}`);
  });

  const config = descriptorOf(image.config);
  const layers = image.layers.map(descriptorOf);
  test.each<readonly [string, object, RegExp]>([
    [
      'a digest that is a path',
      { config: { ...config, digest: 'sha256:../../../etc/passwd' }, layers },
      /config: not a sha256 or sha512 digest: "sha256:..\/..\/..\/etc/,
    ],
    [
      'a layer digest that is a path',
      { config, layers: [{ ...config, digest: '../x' }] },
      /layers\[0\]: not a sha256 or sha512 digest: "..\/x"/,
    ],
    [
      'a size that is negative',
      { config: { ...config, size: -1 }, layers },
      /config.size must be a size in bytes, found "-1"/,
    ],
    ['a size that is text', { config: { ...config, size: '7' }, layers }, /config.size must be a size in bytes/],
    ['no config', { layers }, /config must be an object, found nothing/],
    ['layers that are no list', { config, layers: {} }, /layers must be a list, found "\{\}"/],
    ['manifests and layers at once', { config, layers, manifests: [] }, /both a manifest and an index/],
    [
      "an index's fields",
      { manifests: [] },
      /mislabelled: the media type says .*manifest.v1\+json, the fields .* say index/,
    ],
    [
      'another media type than its descriptor',
      { mediaType: 'application/vnd.oci.image.index.v1+json', config, layers },
      /mislabelled: the media type says .*index.v1\+json/,
    ],
    [
      'the media type of something else',
      { mediaType: 'text/html', config, layers },
      /unsupported manifest media type "text\/html"/,
    ],
    ['schema version 1', { schemaVersion: 1, fsLayers: [] }, /schema 1 is no longer supported/],
    [
      'fewer layers than diffIds',
      { config, layers: layers.slice(1) },
      /the config lists 2 diff_ids, the manifest 1 layers/,
    ],
    ['layers in another order than its diffIds', { config, layers: [...layers].reverse() }, /wrong diffId: sha256/],
    [
      'a layer of no layer type',
      { config, layers: [{ ...layers[0], mediaType: 'text/plain' }, layers[1]] },
      /unsupported layer media type "text\/plain"/,
    ],
    [
      'a mislabelled layer',
      { config, layers: [{ ...layers[0], mediaType: layers[1]?.mediaType }, layers[1]] },
      /byte 0: mislabelled: .*zstd, the first bytes are gzip/,
    ],
  ])('whose manifest has %s is refused', async (_name, document, message) => {
    const manifest = makeBlob('application/vnd.oci.image.manifest.v1+json', document);
    const blobs = [manifest, image.config, ...image.layers];
    expect((await failure(open(makeLayout([descriptorOf(manifest)], blobs), kind))).message).toMatch(message);
  });

  test.each<readonly [string, object, RegExp]>([
    ['no rootfs', { rootfs: undefined }, /rootfs must be an object, found nothing/],
    [
      'diffIds that are none',
      { rootfs: { diff_ids: ['../x', 'y'] } },
      /rootfs: diff_ids: not a sha256 or sha512 digest: "..\/x"/,
    ],
    ['no platform', { os: undefined }, /os must be a string, found nothing/],
    ['a user that is no text', { config: { User: 0 } }, /config.User must be a string, found "0"/],
  ])('whose config has %s is refused', async (_name, more, message) => {
    const wrong = makeImage([base, app], { more });
    expect((await failure(open(makeLayout([descriptorOf(wrong.manifest)], blobsOf(wrong)), kind))).message).toMatch(
      message,
    );
  });

  test('of indexes nested without end is refused', async () => {
    const indexes = [makeIndex([descriptorOf(image.manifest)])];
    for (let depth = 0; depth < 9; depth++) indexes.push(makeIndex([descriptorOf(indexes.at(-1)!)]));
    const files = makeLayout([descriptorOf(indexes.at(-1)!)], [...indexes, ...blobsOf(image)]);
    expect((await failure(open(files, kind))).message).toMatch(/indexes nested more than 8 deep/);
  });
});

describe('a layout directory', () => {
  const files = makeLayout([descriptorOf(image.manifest)], blobsOf(image));

  test('is read by the digest of a manifest or an index, whatever index.json says', async () => {
    const index = makeIndex([descriptorOf(arm.manifest)]);
    await writeFiles(directory, makeLayout([], [index, ...blobsOf(arm), ...blobsOf(image)]));
    for (const [digest, platform] of [
      [index.digest, 'linux/arm64'],
      [image.manifest.digest, 'linux/amd64'],
    ] as const) {
      await using source = await openLayoutImage(directory, digest);
      expect(source.images.map((found) => found.platform)).toEqual([platform]);
    }
    expect((await failure(openLayoutImage(directory, '../../x'))).message).toMatch(/not a digest: "..\/..\/x"/);
  });

  test('whose blob is a symbolic link is refused', async () => {
    await writeFiles(directory, files);
    await rename(join(directory, pathOf(base)), join(directory, 'elsewhere'));
    await symlink(join(directory, 'elsewhere'), join(directory, pathOf(base)));
    const [found] = await images(directory);
    expect((await failure(found!.layers[0]!.read())).message).toMatch(/not a regular file/);
  });

  test('whose blobs lie in another directory is refused', async () => {
    await writeFiles(join(directory, 'outside'), files);
    await mkdir(join(directory, 'in'));
    await writeFiles(join(directory, 'in'), new Map([...files].filter(([path]) => !path.startsWith('blobs'))));
    await symlink('../outside/blobs', join(directory, 'in/blobs'));
    expect((await failure(images(join(directory, 'in')))).message).toMatch(/leads out of the directory/);
  });

  test('is not read for layers that the run knows', async () => {
    const layers = createLayerCache();
    await open(files, 'oci', undefined, { layers });
    // A placeholder of the right size, as the builder needs one to skip the blob.
    await truncate(join(directory, 'oci', pathOf(base)), 0);
    await truncate(join(directory, 'oci', pathOf(base)), base.size);
    await using source = await openImageSource({ kind: 'oci', location: join(directory, 'oci') }, { layers });
    expect((await source.images[0]!.layers[0]!.read()).index.unpacked).toBe(1000);
  });

  test('that is not there is refused', async () => {
    expect((await failure(images(join(directory, 'none')))).message).toMatch(/not an OCI image layout/);
  });
});

describe('an oci-archive', () => {
  const files = makeLayout([descriptorOf(image.manifest)], blobsOf(image));
  const openBytes = async (bytes: Uint8Array) => {
    await writeFile(join(directory, 'a.tar'), bytes);
    return openImageSource({ kind: 'oci-archive', location: join(directory, 'a.tar') });
  };

  test.each([
    [
      'that is gzipped',
      gzipSync(makeTar(asEntries(files))),
      /byte 0: compressed with gzip: decompress the archive first/,
    ],
    ['that is no tar', Buffer.alloc(2000, 'x'), /byte 0: not a tar archive/],
    ['that is empty', Buffer.alloc(0), /not an OCI image layout/],
    ['cut short in a header', makeTar(asEntries(files)).subarray(0, 1100), /byte 1100: truncated/],
    [
      'cut short in content',
      makeTar([{ path: 'big', content: Buffer.alloc(100_000) }]).subarray(0, 90_000),
      /entry "big", byte 90000: truncated: .* 10512 bytes of content/,
    ],
    [
      'with a sparse entry',
      makeTar([{ path: 'oci-layout', flag: 'S', magic: 'gnu', content: 'x', patch: { 483: '00000000777\0' } }]),
      /stored as a sparse file/,
    ],
  ])('%s is refused', async (_name, bytes, message) => {
    expect((await failure(openBytes(bytes))).message).toMatch(message);
  });

  test('has the last of two entries of a name', async () => {
    const specs = [{ path: './index.json', content: 'old' }, ...asEntries(files)];
    await using source = await openBytes(makeTar(specs));
    expect(source.images).toHaveLength(1);
  });

  test('that is not there is refused', async () => {
    const opening = openImageSource({ kind: 'oci-archive', location: join(directory, 'none') });
    expect((await failure(opening)).message).toMatch(/none: cannot be opened/);
  });
});

test('the config of an image gives what weighing needs', async () => {
  const history = [{ created_by: 'ADD base' }, { created_by: 'ENV A=1', empty_layer: true }, { created_by: 'RUN app' }];
  const config = { User: 'app', Entrypoint: ['run'], Cmd: null, ExposedPorts: { '80/tcp': {}, '443/tcp': {} } };
  const made = makeImage([base, app], { more: { history, config } });
  await writeFiles(directory, makeLayout([descriptorOf(made.manifest)], blobsOf(made)));
  expect((await images(directory))[0]!.config).toEqual({
    os: 'linux',
    architecture: 'amd64',
    config: { User: 'app', Entrypoint: ['run'], ExposedPorts: ['443/tcp', '80/tcp'] },
    diffIds: [base.diffId, app.diffId],
    createdBy: ['ADD base', 'RUN app'],
  });
});

test('sha512 digests are verified too', async () => {
  const { createHash } = await import('node:crypto');
  const digest = `sha512:${createHash('sha512').update(base.bytes).digest('hex')}`;
  const one = makeImage([{ ...base, digest }]);
  expect(sha256(base.bytes)).toBe(base.digest);
  expect(await open(makeLayout([descriptorOf(one.manifest)], blobsOf(one)))).toMatchObject([
    { downloads: [base.size] },
  ]);
});

function pathOf(blob: Blob): string {
  return `blobs/${blob.digest.replace(':', '/')}`;
}
