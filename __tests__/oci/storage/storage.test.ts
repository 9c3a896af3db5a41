import { execFileSync } from 'node:child_process';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStorageImage } from '../../../src/oci/storage/storage.ts';
import { type Folder, makeFolder } from '../../support/folder.ts';
import { type FileMap, makeImage, makeLayer, writeFiles } from '../../support/makeImage.ts';
import { fileOf, makeStorage, makeTarSplit, tarSplitOf } from '../../support/makeStorage.ts';
import { failureOf, summariseAll } from '../opened.ts';

const base = makeLayer([
  { path: 'etc/' },
  { path: 'etc/base', content: 'x'.repeat(1000) },
  { path: 'empty', content: '' },
]);
const app = makeLayer(
  [
    { path: 'app', content: 'y'.repeat(20) },
    { path: 'etc/.wh.base', content: '' },
  ],
  'none',
);
const image = makeImage([base, app]);
const other = makeImage([base], { platform: 'linux/arm64' });

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const open = async (name: string, root = folder.path, driver = '') =>
  summariseAll(await openStorageImage({ roots: [root], driver }, name));

const made = () =>
  makeStorage([
    [image, ['localhost/app:latest']],
    [other, ['example.org/other:1']],
  ]);

describe('a store that buildah and skopeo wrote', () => {
  const root = join(import.meta.dirname, 'buildah-store');

  test('gives a pulled image with the sizes of its manifest', async () => {
    expect(await open('example.org/one:1', root)).toEqual([
      {
        reference: 'example.org/one:1',
        platform: 'linux/amd64',
        manifestDigest: 'sha256:a33913ac4a6ab811cb2fcdfbf66f398f41a93f6484d8bc42af05c2fc53b55ec3',
        configSize: 305,
        downloads: [191, 398],
        unpacked: [5000, 3000],
      },
    ]);
  });

  test('gives a built image, with its downloads as estimates', async () => {
    const source = await openStorageImage({ roots: [root], driver: '' }, 'built:2');
    const read = await Promise.all(source.images[0]!.layers.map((layer) => layer.read()));
    expect(read.map(({ estimated, index }) => [estimated, index.unpacked])).toEqual([
      [true, 19],
      [true, 7],
    ]);
  });

  test('gives the images of a manifest list, one for each platform', async () => {
    expect(await open('localhost/list:1', root)).toMatchObject([{ reference: 'localhost/list:1', unpacked: [19] }]);
    const { leftOut } = await openStorageImage({ roots: [root], driver: '' }, 'list:1');
    expect(leftOut).toEqual([expect.stringContaining('is a further image for linux/amd64')]);
  });
});

describe('a store', () => {
  test.each(['overlay', 'vfs'] as const)('of the driver %s is read', async (driver) => {
    await writeFiles(folder.path, makeStorage([[image, ['localhost/app:latest']]], driver));
    const expected = [{ reference: 'localhost/app:latest', configSize: image.config.size, unpacked: [1000, 20] }];
    expect(await open('app')).toMatchObject(expected);
    expect(await open('app', folder.path, driver)).toMatchObject(expected);
  });

  test.each([
    ['app', 'linux/amd64'],
    ['localhost/app', 'linux/amd64'],
    ['other:1', 'linux/arm64'],
    ['example.org/other:1', 'linux/arm64'],
    [other.config.digest.slice(7, 19), 'linux/arm64'],
    [`sha256:${image.config.digest.slice(7)}`, 'linux/amd64'],
    [`@${image.manifest.digest}`, 'linux/amd64'],
    [`example.org/other@${other.manifest.digest}`, 'linux/arm64'],
  ])('gives the image that %s means', async (name, platform) => {
    await writeFiles(folder.path, made());
    expect(await open(name)).toMatchObject([{ platform }]);
  });

  test.each([
    ['none', 'no image is named "none"; there are "localhost/app:latest", "example.org/other:1"'],
    [`other@${image.manifest.digest}`, 'no image is named'],
    ['12', 'no image is named "12"'],
  ])('says which images it has instead of %s', async (name, message) => {
    await writeFiles(folder.path, made());
    expect((await failureOf(open(name))).message).toContain(message);
  });

  test('names all images that a short name can mean', async () => {
    await writeFiles(
      folder.path,
      makeStorage([
        [image, ['a.example/app:1']],
        [other, ['b.example/app:1']],
      ]),
    );
    const { message } = await failureOf(open('app:1'));
    expect(message).toContain(
      '"app:1" names several images: "a.example/app:1", "b.example/app:1"; give the whole name',
    );
  });

  test('may have further stores, whose layers count too', async () => {
    const own = makeStorage([[image, ['localhost/app:latest']]]);
    const additional: FileMap = new Map();
    for (const path of [...own.keys()].filter((key) => /^overlay(-layers)?\//.test(key))) {
      additional.set(path, own.get(path)!);
      own.delete(path);
    }
    await writeFiles(join(folder.path, 'own'), own);
    await writeFiles(join(folder.path, 'more'), additional);
    const roots = ['own', 'more'].map((name) => join(folder.path, name));
    expect(await summariseAll(await openStorageImage({ roots, driver: 'overlay' }, 'app'))).toMatchObject([
      { unpacked: [1000, 20] },
    ]);
  });
});

const IMAGES = 'overlay-images/images.json';
const LAYERS = 'overlay-layers/layers.json';
const id = image.config.digest.slice(7);
const manifestFile = `overlay-images/${id}/=${Buffer.from(`manifest-${image.manifest.digest}`).toString('base64')}`;
const record = (more: object) =>
  JSON.stringify([{ id, names: ['localhost/app:latest'], 'big-data-names': [], ...more }]);

describe('a store is refused', () => {
  test.each<readonly [string, string, string | Buffer | undefined, string]>([
    ['without images', IMAGES, undefined, 'no image is named "app"; there are none'],
    ['with images.json cut', IMAGES, '[{"id":', 'entry "overlay-images/images.json", byte 7: not valid JSON'],
    ['with images.json of a map', IMAGES, '{}', 'entry "overlay-images/images.json": must be a list'],
    ['with an id that leads out', IMAGES, record({ id: '../../etc' }), '[0]: not an id: "../../etc"'],
    ['with an image without a manifest', IMAGES, record({}), 'the store has no manifest of'],
    ['with names that are no texts', IMAGES, record({ names: [1] }), '[0].names[0] must be a string, found "1"'],
    ['with another manifest', manifestFile, '{}', 'wrong digest'],
    ['without layers', LAYERS, undefined, 'the store has no such layer'],
    ['with a layer of a bad id', LAYERS, `[{"id":"a/b","diff-digest":"${base.diffId}"}]`, 'not an id: "a/b"'],
    ['without a tar-split', tarSplitOf(base), undefined, '.tar-split.gz": no such file'],
    ['with a tar-split that is cut', tarSplitOf(base), makeTarSplit([{ type: 2 }]).subarray(0, 12), 'not valid gzip'],
    ['with a tar-split of text', tarSplitOf(base), gzipSync('hello'), 'not valid JSON'],
    ['with a tar-split of a new type', tarSplitOf(base), makeTarSplit([{ type: 3 }]), 'an entry of type 3'],
    ['with a tar-split of nothing', tarSplitOf(base), gzipSync(''), 'wrong diffId'],
    [
      'with an endless line',
      tarSplitOf(base),
      gzipSync(Buffer.alloc(70e6, 0x20)),
      'a line of more than 67108864 bytes',
    ],
    [
      'with a name that leads out',
      tarSplitOf(base),
      makeTarSplit([{ type: 1, name: '../../../../etc/passwd', size: 3 }]),
      'breakout: the name leaves the layer',
    ],
    ['without a file', fileOf(base, 'etc/base'), undefined, 'there is no such file or folder'],
    ['with a file of other bytes', fileOf(base, 'etc/base'), 'z'.repeat(1000), 'wrong diffId'],
    [
      'with a file of another size',
      fileOf(base, 'etc/base'),
      'z',
      '1 bytes where the layer has 1000: the store was changed',
    ],
  ])('%s', async (_, path, content, message) => {
    const files = made();
    if (content === undefined) files.delete(path);
    else files.set(path, Buffer.from(content));
    await writeFiles(folder.path, files);
    const { message: found } = await failureOf(open('app'));
    expect(found).toContain(message);
    expect(found).toMatch(/^containers-storage:/);
  });

  test('that is not there, or of an unknown driver', async () => {
    expect((await failureOf(open('app', join(folder.path, 'none')))).message).toContain(
      'there is no such file or folder',
    );
    expect((await failureOf(open('app', folder.path, 'zfs'))).message).toContain(
      'the storage driver zfs cannot be read',
    );
  });

  test('whose files are links or pipes', async () => {
    await writeFiles(folder.path, made());
    const file = join(folder.path, fileOf(base, 'etc/base'));
    await rename(file, join(folder.path, 'elsewhere'));
    await symlink(join(folder.path, 'elsewhere'), file);
    expect((await failureOf(open('app'))).message).toContain('ELOOP');
    await rm(file);
    execFileSync('mkfifo', [file]);
    expect((await failureOf(open('app'))).message).toContain('not a regular file');
    await rm(file);
    const etc = join(file, '..');
    await rename(etc, join(folder.path, 'etc'));
    await writeFile(join(folder.path, 'etc/base'), 'x'.repeat(1000));
    await symlink(join(folder.path, 'etc'), etc);
    expect((await failureOf(open('app'))).message).toContain('a symbolic link leads out of the layer');
  });
});
