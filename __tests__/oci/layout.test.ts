import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ReadingOptions } from '../../src/oci/reading-options.ts';
import {
  type Blob,
  blobsOf,
  descriptorOf,
  type FileMap,
  makeBlob,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
} from '../support/makeImage.ts';

import { failureOf, LAYOUT_FORMS, type LayoutForm, openLayout, pathOf } from './opened.ts';

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

const open = (files: FileMap, kind?: LayoutForm, reference?: string, options?: ReadingOptions) =>
  openLayout(directory, files, kind, reference, options);

const expected = {
  platform: 'linux/amd64',
  manifestDigest: image.manifest.digest,
  configSize: image.config.size,
  downloads: [base.size, app.size],
  unpacked: [1000, 20],
};

describe.each(LAYOUT_FORMS)('a layout (%s)', (kind) => {
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

  test('of an index may lack the manifests of other platforms', async () => {
    const index = makeIndex([descriptorOf(image.manifest), descriptorOf(arm.manifest)]);
    expect(await open(makeLayout([descriptorOf(index)], [index, ...blobsOf(image)]), kind)).toEqual([expected]);
  });

  test.each([
    ['one', image.manifest],
    ['example.org/two:1', arm.manifest],
    [`@${arm.manifest.digest}`, arm.manifest],
    ['@0', image.manifest],
    ['@1', arm.manifest],
  ])('gives the image that %s picks', async (reference, manifest) => {
    const second = { ...descriptorOf(arm.manifest), annotations: { 'io.containerd.image.name': 'example.org/two:1' } };
    const files = makeLayout([named(image.manifest, 'one'), second], [...blobsOf(image), ...blobsOf(arm)]);
    expect((await open(files, kind, reference)).map((read) => read.manifestDigest)).toEqual([manifest.digest]);
  });

  test('gives the image of an index by its digest, though index.json does not list it', async () => {
    const index = makeIndex([descriptorOf(image.manifest), descriptorOf(arm.manifest)]);
    const files = makeLayout([descriptorOf(index)], [index, ...blobsOf(image), ...blobsOf(arm)]);
    expect(await open(files, kind, `@${arm.manifest.digest}`)).toMatchObject([{ platform: 'linux/arm64' }]);
  });

  test('without the requested image lists the images it has', async () => {
    const files = makeLayout([named(image.manifest, 'one')], blobsOf(image));
    const error = await failureOf(open(files, kind, 'two'));
    expect(error.message).toMatch(/entry "index.json": no image is named "two"; there are "one"/);
    const beyond = await failureOf(open(files, kind, '@1'));
    expect(beyond.message).toMatch(/no image has the position "@1": it lists 1 \("one"\), the first is @0/);
  });

  test('with only an artifact is refused with that reason', async () => {
    const config = makeBlob('application/vnd.oci.empty.v1+json', {});
    const manifest = makeBlob('application/vnd.oci.image.manifest.v1+json', {
      config: descriptorOf(config),
      layers: [],
    });
    const error = await failureOf(open(makeLayout([descriptorOf(manifest)], [config, manifest]), kind));
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
      'an index that is not JSON',
      (files) => files.set('index.json', Buffer.from('{"a":')),
      /entry "index.json", byte 5: not valid JSON/,
    ],
    [
      'an index that is a list',
      (files) => files.set('index.json', Buffer.from('[]')),
      /the document must be an object, found "\[\]"/,
    ],
    [
      'a missing manifest',
      (files) => files.delete(pathOf(image.manifest)),
      /entry "blobs\/sha256\/[0-9a-f]+": no such/,
    ],
    [
      'a manifest of other bytes',
      (files) => files.set(pathOf(image.manifest), Buffer.from(image.manifest.bytes).fill(32, 0, 1)),
      /wrong digest: expected sha256:[0-9a-f]+, the bytes have sha256/,
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
      new RegExp(
        `byte ${base.size - 1}: truncated: the descriptor says ${base.size}|not valid gzip: unexpected end of file`,
      ),
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
    const error = await failureOf(open(files, kind));
    expect(error.message).toMatch(message);
    const transport = kind === 'oci' ? kind : 'oci-archive';
    expect(error.place.archive).toBe(`${transport}:${join(directory, transport)}`);
  });
});
