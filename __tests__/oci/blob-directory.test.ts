import { mkdtemp, rename, rm, symlink, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openImageSource } from '../../src/oci/source.ts';
import {
  type Blob,
  descriptorOf,
  type FileMap,
  makeBlobDirectory,
  makeImage,
  makeIndex,
  makeLayer,
  writeFiles,
} from '../support/makeImage.ts';
import { failureOf, summariseAll } from './opened.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }], 'none');
const image = makeImage([base, app]);
const arm = makeImage([base], { platform: 'linux/arm64' });
const files = () => makeBlobDirectory(image.manifest, [image.config, base, app]);
const fileOf = ({ digest }: Blob) => digest.slice('sha256:'.length);

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'directory-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function open(made: FileMap) {
  await writeFiles(directory, made);
  await using source = await openImageSource({ kind: 'dir', location: directory });
  return await summariseAll(source);
}

const failure = async (made: FileMap) => (await failureOf(open(made))).message.replaceAll(directory, 'DIR');

describe('a dir: directory', () => {
  test('of one image is read', async () => {
    expect(await open(files())).toEqual([
      {
        platform: 'linux/amd64',
        manifestDigest: image.manifest.digest,
        configSize: image.config.size,
        downloads: [base.size, app.size],
        unpacked: [1000, 20],
      },
    ]);
  });

  test('without the file version, and with signatures, is read', async () => {
    const made = files().set('signature-1', Buffer.from('x'));
    made.delete('version');
    expect(await open(made)).toMatchObject([{ platform: 'linux/amd64' }]);
  });

  test('of an index has its manifests beside it, and may lack some', async () => {
    const other = makeImage([app], { platform: 'linux/s390x' });
    const index = makeIndex([image, arm, other].map(({ manifest }) => descriptorOf(manifest)));
    const blobs = [image.config, arm.config, base, app];
    const made = makeBlobDirectory(index, blobs, [image.manifest, arm.manifest]);
    expect(await open(made)).toMatchObject([{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }]);
  });

  test.each([
    [
      'no manifest',
      'manifest.json',
      undefined,
      'DIR, entry "manifest.json": not a directory of skopeo\'s: no such file',
    ],
    [
      'a manifest that is cut',
      'manifest.json',
      '{"schemaVersion":2',
      'DIR, entry "manifest.json", byte 18: not valid JSON',
    ],
    ['an oversized manifest', 'manifest.json', ' '.repeat(5e6), 'more than the limit of 4194304 bytes'],
    ['an unknown version', 'version', 'Directory Transport Version: 2.0\n', 'entry "version": its version is not 1.0'],
    [
      'an oversized version',
      'version',
      'x'.repeat(2000),
      'entry "version", byte 2000: more than the limit of 1024 bytes',
    ],
    ['no config', fileOf(image.config), undefined, `entry "${fileOf(image.config)}": no such file`],
    ['another config', fileOf(image.config), '{}', 'wrong size'],
    ['no layer', fileOf(base), undefined, `entry "${fileOf(base)}": no such file`],
    ['another layer of the same size', fileOf(app), 'z'.repeat(app.size), 'not a layer'],
  ])('with %s is refused', async (_, path, content, message) => {
    const made = files();
    if (content === undefined) made.delete(path);
    else made.set(path, Buffer.from(content));
    expect(await failure(made)).toContain(message);
  });

  test('whose layer is a link out of it, or is cut short, is refused', async () => {
    await writeFiles(directory, files());
    await truncate(join(directory, fileOf(base)), base.size - 1);
    const [found] = (await openImageSource({ kind: 'dir', location: directory })).images;
    await expect(found?.layers[0]?.read()).rejects.toThrow(/truncated: the descriptor says/);
    await rename(join(directory, fileOf(base)), `${directory}-layer`);
    await symlink(`${directory}-layer`, join(directory, fileOf(base)));
    await expect(found?.layers[0]?.read()).rejects.toThrow(/not a regular file/);
    await rm(`${directory}-layer`);
  });

  test('that is a file is refused', async () => {
    await writeFiles(directory, files());
    const location = join(directory, 'manifest.json');
    expect((await failureOf(openImageSource({ kind: 'dir', location }))).message).toMatch(/not a directory/);
  });
});
