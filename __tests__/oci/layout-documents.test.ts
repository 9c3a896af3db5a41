import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ReadingOptions } from '../../src/oci/reading-options.ts';
import { openImageSource } from '../../src/oci/source.ts';
import {
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

import { failureOf, LAYOUT_FORMS, type LayoutForm, openLayout } from './opened.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }], 'zstd');
const image = makeImage([base, app]);

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layout-'));
});
afterEach(() => rm(directory, { recursive: true }));

const open = (files: FileMap, kind?: LayoutForm, reference?: string, options?: ReadingOptions) =>
  openLayout(directory, files, kind, reference, options);

const images = async (location: string) => (await openImageSource({ kind: 'oci', location })).images;

describe.each(LAYOUT_FORMS)('a layout (%s)', (kind) => {
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
    [
      'layers in another order than its diffIds',
      { config, layers: [...layers].reverse() },
      kind.includes(' in ') ? /wrong diffId: the config says sha256/ : /wrong diffId: expected sha256/,
    ],
    [
      'a layer of no layer type',
      { config, layers: [{ ...layers[0], mediaType: 'text/plain' }, layers[1]] },
      /unsupported layer media type "text\/plain"/,
    ],
    [
      'no layer of a layer type',
      { config, layers: layers.map((layer) => ({ ...layer, mediaType: 'text/plain' })) },
      /holds no image \(sha256:\w+ is no image of files: its layers are of type "text\/plain"\)/,
    ],
  ])('whose manifest has %s is refused', async (_name, document, message) => {
    const manifest = makeBlob('application/vnd.oci.image.manifest.v1+json', document);
    const blobs = [manifest, image.config, ...image.layers];
    expect((await failureOf(open(makeLayout([descriptorOf(manifest)], blobs), kind))).message).toMatch(message);
  });

  test.each<readonly [string, object, RegExp]>([
    ['no rootfs', { rootfs: undefined }, /rootfs must be an object, found nothing/],
    [
      'invalid diffIds',
      { rootfs: { diff_ids: ['../x', 'y'] } },
      /rootfs: diff_ids: not a sha256 or sha512 digest: "..\/x"/,
    ],
    ['a system that is no text', { os: 7 }, /os must be a string, found "7"/],
    ['a user that is no text', { config: { User: 0 } }, /config.User must be a string, found "0"/],
  ])('whose config has %s is refused', async (_name, more, message) => {
    const wrong = makeImage([base, app], { more });
    expect((await failureOf(open(makeLayout([descriptorOf(wrong.manifest)], blobsOf(wrong)), kind))).message).toMatch(
      message,
    );
  });

  test('of indexes that are nested too deep is refused', async () => {
    const indexes = [makeIndex([descriptorOf(image.manifest)])];
    for (let depth = 0; depth < 9; depth++) indexes.push(makeIndex([descriptorOf(indexes.at(-1)!)]));
    const files = makeLayout([descriptorOf(indexes.at(-1)!)], [...indexes, ...blobsOf(image)]);
    expect((await failureOf(open(files, kind))).message).toMatch(/indexes nested more than 8 deep/);
  });
});

test('the config of an image is parsed to the fields that measuring needs', async () => {
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
