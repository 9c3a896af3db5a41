import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openImageSource } from '../../src/oci/source.ts';
import {
  type Blob,
  blobsOf,
  descriptorOf,
  makeBlob,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  writeFiles,
} from '../support/makeImage.ts';

const FILE = makeLayer([{ path: 'a', content: 'x'.repeat(1000) }]);
const OTHER = makeLayer([{ path: 'b', content: 'y'.repeat(20) }], 'zstd');
const O = 'application/vnd.oci.image';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'index-'));
});
afterAll(() => rm(directory, { recursive: true }));

let made = 0;

/** What a layout finds whose index.json lists one index with these entries. */
async function found(entries: readonly object[], blobs: readonly Blob[]) {
  const index = makeIndex(entries);
  const location = join(directory, String(++made));
  await writeFiles(location, makeLayout([descriptorOf(index)], [index, ...blobs]));
  await using source = await openImageSource({ kind: 'oci', location });
  return {
    images: source.images.map(({ platform, manifestDigest }) => [platform, manifestDigest]),
    unreadable: source.unreadable.map(({ platform, error }) => [platform, error.message]),
    leftOut: source.leftOut,
  };
}

const amd = makeImage([FILE]);
const entry = (image: ReturnType<typeof makeImage>, platform: object, more: object = {}) => ({
  ...descriptorOf(image.manifest),
  platform,
  ...more,
});
const AMD = { os: 'linux', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm64' };
const WINDOWS = { os: 'windows', architecture: 'amd64' };

describe('of several images for one platform an engine takes', () => {
  const zstd = makeImage([OTHER]);
  const [arm, v8] = [
    makeImage([FILE], { platform: 'linux/arm64' }),
    makeImage([OTHER], { platform: 'linux/arm64/v8' }),
  ];
  const [old, young] = [FILE, OTHER].map((layer) => makeImage([layer], { platform: 'windows/amd64' })) as [
    typeof arm,
    typeof arm,
  ];

  test.each([
    [
      "the first, not buildah's added zstd instance",
      [entry(amd, AMD), entry(zstd, AMD, { annotations: { 'io.github.containers.compression.zstd': 'true' } })],
      amd,
      'linux/amd64',
      `${zstd.manifest.digest} is a further image for linux/amd64; ${amd.manifest.digest} is measured, which engines take`,
    ],
    [
      'what needs no special features, wherever it stands',
      [entry(zstd, { ...AMD, 'os.features': ['nydus.remoteimage.v1'] }), entry(amd, AMD)],
      amd,
      'linux/amd64',
      `${zstd.manifest.digest} is a further image for linux/amd64, for engines with special features; ${amd.manifest.digest} is measured`,
    ],
    [
      'the first of arm64 and arm64/v8, which are one platform',
      [entry(arm, ARM), entry(v8, { ...ARM, variant: 'v8' })],
      arm,
      'linux/arm64',
      `${v8.manifest.digest} is a further image for linux/arm64; ${arm.manifest.digest} is measured, which engines take`,
    ],
    [
      'the newest Windows',
      [
        entry(old, { ...WINDOWS, 'os.version': '10.0.9999.1' }),
        entry(young, { ...WINDOWS, 'os.version': '10.0.20348.2227' }),
      ],
      young,
      'windows/amd64',
      `${old.manifest.digest} is a further image for windows/amd64, of another system version; ${young.manifest.digest} is measured, of the newest`,
    ],
  ])('%s', async (_name, entries, taken, platform, leftOut) => {
    expect(await found(entries, [amd, zstd, arm, v8, old, young].flatMap(blobsOf))).toEqual({
      images: [[platform, taken.manifest.digest]],
      unreadable: [],
      leftOut: [leftOut],
    });
  });

  test('each, where they differ in more than a default variant', async () => {
    const v3 = makeImage([OTHER], { platform: 'linux/amd64/v3' });
    const { images, leftOut } = await found(
      [entry(amd, AMD), entry(v3, { ...AMD, variant: 'v3' })],
      [amd, v3].flatMap(blobsOf),
    );
    expect(images.map(([platform]) => platform)).toEqual(['linux/amd64', 'linux/amd64/v3']);
    expect(leftOut).toEqual([]);
  });
});

describe('beside an image', () => {
  const manifest = (config: object, layer: Blob) =>
    makeBlob(`${O}.manifest.v1+json`, {
      schemaVersion: 2,
      config,
      layers: [descriptorOf(layer)],
    });
  const odd = (type: string, system: object) => {
    const layer = makeBlob(type, Buffer.from(type));
    const rootfs = { type: 'layers', diff_ids: [layer.digest] };
    const config = makeBlob(`${O}.config.v1+json`, { architecture: '', os: '', ...system, config: {}, rootfs });
    return { manifest: manifest(descriptorOf(config), layer), config, layers: [] };
  };
  const COSIGN = 'application/vnd.dev.cosign.simplesigning.v1+json';
  const WASM = 'application/vnd.bytecodealliance.wasm.component.layer.v0+wasm';
  const signature = odd(COSIGN, {});
  const wasm = odd(WASM, { os: 'wasip1', architecture: 'wasm' });
  const sbom = makeBlob(`${O}.manifest.v1+json`, {
    schemaVersion: 2,
    config: descriptorOf(makeBlob('application/vnd.cyclonedx+json', {})),
    layers: [],
  });

  test.each<[string, object, readonly Blob[], string]>([
    [
      'a cosign signature',
      descriptorOf(signature.manifest),
      blobsOf(signature),
      `${signature.manifest.digest} is no image of files: its layers are of type "${COSIGN}"`,
    ],
    [
      'a WebAssembly component',
      entry(wasm, { os: 'wasip1', architecture: 'wasm' }),
      blobsOf(wasm),
      `"wasip1/wasm" (${wasm.manifest.digest}) is no image of files: its layers are of type "${WASM}"`,
    ],
    [
      'an artifact',
      descriptorOf(sbom),
      [sbom],
      `${sbom.digest} is an artifact with a config of type "application/vnd.cyclonedx+json"`,
    ],
    [
      'a platform that is not there',
      { ...descriptorOf(makeBlob(`${O}.manifest.v1+json`, {})), platform: ARM },
      [],
      `${makeBlob('', {}).digest} (linux/arm64) is not there`,
    ],
  ])('%s is left out, and named', async (_name, other, blobs, leftOut) => {
    expect(await found([other, entry(amd, AMD)], [...blobs, ...blobsOf(amd)])).toEqual({
      images: [['linux/amd64', amd.manifest.digest]],
      unreadable: [],
      leftOut: [leftOut],
    });
  });

  test('a platform whose documents cannot be read is an error of its own', async () => {
    const arm = makeImage([FILE], { platform: 'linux/arm64' });
    const config = { ...arm.config, bytes: Buffer.from('{') };
    const { images, unreadable } = await found(
      [entry(arm, ARM), entry(amd, AMD)],
      [arm.manifest, config, ...blobsOf(amd)],
    );
    expect(images).toEqual([['linux/amd64', amd.manifest.digest]]);
    expect(unreadable).toEqual([['linux/arm64', expect.stringContaining('wrong size')]]);
  });

  test('only such is no image, with the reasons', async () => {
    await expect(found([entry(wasm, { os: 'wasip1', architecture: 'wasm' })], blobsOf(wasm))).rejects.toThrow(
      'holds no image ("wasip1/wasm"',
    );
  });
});
