import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLayerCache } from '../../src/oci/layer/cache.ts';
import type { ReadingOptions } from '../../src/oci/reading-options.ts';
import { openImageSource, openLayoutImage } from '../../src/oci/source.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  type FileMap,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

import { failureOf, openLayout, pathOf } from './opened.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }], 'zstd');
const image = makeImage([base, app]);
const arm = makeImage([base], { platform: 'linux/arm64/v8' });

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layout-'));
});
afterEach(() => rm(directory, { recursive: true }));

const open = (files: FileMap, kind?: 'oci' | 'oci-archive', reference?: string, options?: ReadingOptions) =>
  openLayout(directory, files, kind, reference, options);

const images = async (location: string) => (await openImageSource({ kind: 'oci', location })).images;

describe('a layout directory', () => {
  const files = makeLayout([descriptorOf(image.manifest)], blobsOf(image));

  test('is read by the digest of a manifest or an index, without index.json', async () => {
    const index = makeIndex([descriptorOf(arm.manifest)]);
    await writeFiles(directory, makeLayout([], [index, ...blobsOf(arm), ...blobsOf(image)]));
    for (const [digest, platform] of [
      [index.digest, 'linux/arm64'],
      [image.manifest.digest, 'linux/amd64'],
    ] as const) {
      await using source = await openLayoutImage(directory, digest);
      expect(source.images.map((found) => found.platform)).toEqual([platform]);
    }
    expect((await failureOf(openLayoutImage(directory, '../../x'))).message).toMatch(/not a digest: "..\/..\/x"/);
  });

  test('whose blob is a symbolic link is refused', async () => {
    await writeFiles(directory, files);
    await rename(join(directory, pathOf(base)), join(directory, 'elsewhere'));
    await symlink(join(directory, 'elsewhere'), join(directory, pathOf(base)));
    const [found] = await images(directory);
    expect((await failureOf(found!.layers[0]!.read())).message).toMatch(/not a regular file/);
  });

  test('whose blobs lie in another directory is refused', async () => {
    await writeFiles(join(directory, 'outside'), files);
    await mkdir(join(directory, 'in'));
    await writeFiles(join(directory, 'in'), new Map([...files].filter(([path]) => !path.startsWith('blobs'))));
    await symlink('../outside/blobs', join(directory, 'in/blobs'));
    expect((await failureOf(images(join(directory, 'in')))).message).toMatch(/leads out of the directory/);
  });

  test('is not read for layers that are in the cache', async () => {
    const layers = createLayerCache();
    await open(files, 'oci', undefined, { layers });
    // A placeholder of the right size, as the builder needs one to skip the blob.
    await truncate(join(directory, 'oci', pathOf(base)), 0);
    await truncate(join(directory, 'oci', pathOf(base)), base.size);
    await using source = await openImageSource({ kind: 'oci', location: join(directory, 'oci') }, { layers });
    expect((await source.images[0]!.layers[0]!.read()).index.unpacked).toBe(1000);
  });

  test('with a wrong size for a layer in the cache is refused', async () => {
    const layers = createLayerCache();
    await open(files, 'oci', undefined, { layers });
    const lying = makeImage([{ ...base, size: base.size - 1 }, app]);
    const other = makeLayout([descriptorOf(lying.manifest)], blobsOf(lying));
    expect((await failureOf(open(other, 'oci', undefined, { layers }))).message).toMatch(
      /wrong size: the descriptor says/,
    );
  });

  test('that is not there is refused', async () => {
    expect((await failureOf(images(join(directory, 'none')))).message).toMatch(
      /none: cannot be opened: there is no such file or folder/,
    );
  });

  test('that is a file is refused, and says what reads one', async () => {
    const file = join(directory, 'image.tar');
    await writeFile(file, '');
    expect((await failureOf(images(file))).message).toMatch(
      /image\.tar: not a directory; oci-archive: and docker-archive: read/,
    );
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
      'that is gzipped and cut short',
      gzipSync(makeTar(asEntries(files))).subarray(0, -20),
      /not valid gzip: unexpected end of file/,
    ],
    ['that is gzipped text', gzipSync(Buffer.alloc(2000, 'x')), /the checksum field is not an octal number/],
    [
      'that is gzipped twice',
      gzipSync(gzipSync(makeTar(asEntries(files)))),
      /the checksum field is not an octal number/,
    ],
    [
      'that is no tar',
      Buffer.alloc(2000, 'x'),
      /byte 0: neither a tar archive nor one that is compressed with gzip or/,
    ],
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
    expect((await failureOf(openBytes(bytes))).message).toMatch(message);
  });

  test('uses the last of two entries with one name', async () => {
    const specs = [{ path: './index.json', content: 'old' }, ...asEntries(files)];
    await using source = await openBytes(makeTar(specs));
    expect(source.images).toHaveLength(1);
  });

  test('that is not there is refused', async () => {
    const opening = openImageSource({ kind: 'oci-archive', location: join(directory, 'none') });
    expect((await failureOf(opening)).message).toMatch(
      /none: cannot be opened: there is no such file or folder; check the path \(ENOENT\)$/,
    );
  });
});
