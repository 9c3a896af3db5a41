import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ImageError } from '../../src/oci/error.ts';
import type { ImageSource } from '../../src/oci/image.ts';
import { createLayerCache } from '../../src/oci/layer/cache.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { readSavedImages } from '../../src/oci/saved-stream.ts';
import { openImageSource } from '../../src/oci/source.ts';
import { makeImage, makeLayer, makeSaved } from '../support/makeImage.ts';
import { CHUNKS, inChunks, makeTar, type TarSpec } from '../support/makeTar.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);
const app = makeLayer([{ path: 'app', content: 'y'.repeat(20) }]);
const image = makeImage([base, app]);
const other = makeImage([base], { platform: 'linux/arm64' });

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** A docker-archive on disk, and a stream of docker image save. */
const readers = {
  'docker-archive': async (bytes: Uint8Array, reference?: string) => {
    const location = join(directory, 'a.tar');
    await writeFile(location, bytes);
    return openImageSource({ kind: 'docker-archive', location, reference });
  },
  'docker-archive in gzip': async (bytes: Uint8Array, reference?: string) => {
    const location = join(directory, 'a.tar.gz');
    await writeFile(location, gzipSync(bytes));
    return openImageSource({ kind: 'docker-archive', location, reference });
  },
  'saved stream': (bytes: Uint8Array) => readSavedImages(inChunks(bytes, 513), { archive: 'docker image save app' }),
};

async function summarise(opening: Promise<ImageSource>) {
  await using source = await opening;
  return await Promise.all(
    source.images.map(async ({ reference, platform, manifestDigest, configSize, layers }) => {
      const read = await Promise.all(layers.map((layer) => layer.read()));
      const of = layers.map((layer, at) => [
        layer.digest,
        read[at]!.download,
        read[at]!.estimated,
        read[at]!.index.unpacked,
      ]);
      return { reference, platform, manifestDigest, configSize, layers: of };
    }),
  );
}

async function failure(opening: Promise<ImageSource>): Promise<ImageError> {
  const error = await summarise(opening).catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

const estimated = (layer: typeof base, unpacked: number) => [
  layer.diffId,
  gzipSync(layer.tar, { level: 4 }).length,
  true,
  unpacked,
];

describe.each(Object.keys(readers) as (keyof typeof readers)[])('a %s', (reader) => {
  test.each(['docker', 'docker-legacy', 'podman'] as const)(
    'in the form of %s is read, with estimated downloads',
    async (form) => {
      const saved = makeTar(makeSaved([[image, ['app:1']]], form));
      expect(await summarise(readers[reader](saved))).toEqual([
        {
          reference: 'app:1',
          platform: 'linux/amd64',
          manifestDigest: image.config.digest,
          configSize: image.config.size,
          layers: [estimated(base, 1000), estimated(app, 20)],
        },
      ]);
    },
  );

  test('in the form of kaniko is read, with exact downloads', async () => {
    const saved = makeTar(makeSaved([[image, []]], 'kaniko'));
    expect(await summarise(readers[reader](saved))).toMatchObject([
      {
        layers: [
          [base.digest, base.size, false, 1000],
          [app.digest, app.size, false, 20],
        ],
      },
    ]);
  });

  test('of several images with shared, linked layers is read', async () => {
    const saved = makeTar(
      makeSaved(
        [
          [image, ['app:1']],
          [other, ['app:2']],
        ],
        'docker-legacy',
      ),
    );
    expect(
      (await summarise(readers[reader](saved))).map(({ reference, platform, layers }) => [
        reference,
        platform,
        layers.length,
      ]),
    ).toEqual([
      ['app:1', 'linux/amd64', 2],
      ['app:2', 'linux/arm64', 1],
    ]);
  });

  test('with an empty layer, as Docker writes it, is read', async () => {
    const empty = makeImage([base, makeLayer([])]);
    expect(await summarise(readers[reader](makeTar(makeSaved([[empty, []]], 'docker'))))).toMatchObject([
      { layers: [estimated(base, 1000), [expect.any(String), 29, true, 0]] },
    ]);
  });

  const saved = makeSaved([[image, ['app:1']]], 'docker');
  const without = (path: RegExp) => saved.filter((spec) => !path.test(spec.path));
  const withManifest = (manifest: unknown) => [
    ...without(/^manifest/),
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ];
  const [first = { path: '' }] = saved;
  const withFirst = (spec: Partial<TarSpec>) => [{ path: first.path, ...spec }, ...saved.slice(1)];

  test.each<readonly [string, readonly TarSpec[], RegExp]>([
    ['no manifest.json', without(/^manifest/), /entry "manifest.json": no such entry/],
    ['a manifest that is no list', withManifest({}), /entry "manifest.json": must be a list of images/],
    ['a manifest without Config', withManifest([{ Layers: [] }]), /\[0\].Config must be a string, found nothing/],
    ['layers that are no text', withManifest([{ Config: 'c', Layers: [1] }]), /\[0\].Layers\[0\] must be a string/],
    ['no image', withManifest([]), /lists no image/],
    ['a layer that is not there', without(new RegExp(first.path)), /entry "blobs\/sha256\/[0-9a-f]+".*: no such entry/],
    ['another layer in place of one', withFirst({ content: app.tar }), /wrong diffId/],
    ['a layer that is none', withFirst({ content: 'hello' }), /not a layer/],
    ['a link to itself', withFirst({ flag: '2', linkPath: first.path.replace(/.*\//, '') }), /links more than 16 deep/],
    [
      'a link out of the archive',
      withFirst({ flag: '2', linkPath: '../../../../etc/passwd' }),
      /no such entry|not a layer/,
    ],
    ['an absolute link', withFirst({ flag: '2', linkPath: '/etc/passwd' }), /no such entry/],
    ['a layer cut short', withFirst({ content: base.tar.subarray(0, 700) }), /entry "base", byte 700: truncated/],
    ['a layer that breaks out', withFirst({ content: makeTar([{ path: '../x' }]) }), /breakout/],
  ])('with %s is refused', async (_name, specs, message) => {
    expect((await failure(readers[reader](makeTar(specs)))).message).toMatch(message);
  });
});

describe('a docker-archive', () => {
  const bytes = makeTar(
    makeSaved(
      [
        [image, ['app:1', 'app:latest']],
        [other, ['other:latest']],
      ],
      'docker',
    ),
  );

  test.each([
    ['app:1', 'app:1', image],
    ['app', 'app:latest', image],
    ['other', 'other:latest', other],
    [`@${other.config.digest}`, undefined, other],
  ])('gives the image that %s picks', async (reference, name, picked) => {
    const read = await summarise(readers['docker-archive'](bytes, reference));
    expect(read.map((found) => [found.reference, found.manifestDigest])).toEqual([[name, picked.config.digest]]);
  });

  test('without the requested image lists the images it has', async () => {
    const error = await failure(readers['docker-archive'](bytes, 'none'));
    expect(error.message).toMatch(/no image is named "none"; there are "app:1", "app:latest", "other:latest"/);
  });
});

describe('a saved stream', () => {
  const bytes = makeTar(makeSaved([[image, ['app:1']]], 'docker'));
  const read = (stream: AsyncIterable<Uint8Array>, more = {}) => readSavedImages(stream, { archive: 'save', ...more });

  test.each(CHUNKS)('in chunks of %d bytes is read', async (chunk) => {
    const layers = (await summarise(read(inChunks(bytes, Math.min(chunk, bytes.length)))))[0]?.layers;
    expect(layers).toEqual([estimated(base, 1000), estimated(app, 20)]);
  });

  test.each([600, 1100, 3000, bytes.length - 3000])('cut short at byte %d is refused', async (length) => {
    expect((await failure(read(inChunks(bytes.subarray(0, length), 100)))).message).toMatch(
      /^save.*byte \d+: truncated/,
    );
  });

  test('is only hashed for layers in the cache', async () => {
    const layers = createLayerCache();
    const [first] = (await read(inChunks(bytes), { layers })).images;
    const [second] = (await read(inChunks(bytes), { layers })).images;
    expect((await second!.layers[0]!.read()).index).toBe((await first!.layers[0]!.read()).index);
    const path = `blobs/sha256/${base.diffId.slice(7)}`;
    const forged = makeTar([{ path, content: app.tar }, ...makeSaved([[image, []]], 'docker')]);
    expect((await failure(read(inChunks(forged), { layers }))).message).toMatch(/wrong digest: the bytes have sha256/);
  });

  test('keeps no more documents than the limit', async () => {
    const limits = { ...DEFAULT_LIMITS, kept: 100 };
    const specs = [
      { path: 'a', content: 'x'.repeat(99) },
      { path: 'b', content: 'xx' },
    ];
    expect((await failure(read(inChunks(makeTar(specs)), { limits }))).message).toMatch(
      /entry "b": documents of more than 100/,
    );
  });

  test('reports progress in bytes', async () => {
    let seen = 0;
    const onBytes = (count: number) => {
      seen += count;
    };
    await read(inChunks(bytes, 1000), { onBytes });
    expect(seen).toBe(bytes.length);
  });
});

describe('a docker-archive whose config claims the diffId of another layer', () => {
  const forge = (layers: readonly Buffer[], diffIds: readonly string[], name = 'a'): TarSpec[] => {
    const rootfs = { type: 'layers', diff_ids: diffIds };
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64', config: {}, rootfs });
    const files = layers.map((content, at) => ({ path: `${name}${at}/layer.tar`, content }));
    return [...files, { path: `${name}.json`, content: config }];
  };
  const list = (names: readonly string[], count: number) => ({
    path: 'manifest.json',
    content: JSON.stringify(
      names.map((name) => ({
        Config: `${name}.json`,
        RepoTags: [`${name}:1`],
        Layers: Array.from({ length: count }, (_, at) => `${name}${at}/layer.tar`),
      })),
    ),
  });
  const tar = (layer: typeof base) => Buffer.from(layer.tar);
  const reading = async (specs: readonly TarSpec[], layers = createLayerCache()) => {
    const location = join(directory, 'forged.tar');
    await writeFile(location, makeTar(specs));
    return openImageSource({ kind: 'docker-archive', location }, { layers });
  };

  test.each<[string, () => Promise<ImageSource>]>([
    [
      'twice in one image',
      () => reading([...forge([tar(base), tar(app)], [base.diffId, base.diffId]), list(['a'], 2)]),
    ],
    [
      'of another image in the archive',
      () =>
        reading([...forge([tar(base)], [base.diffId]), ...forge([tar(app)], [base.diffId], 'b'), list(['a', 'b'], 1)]),
    ],
  ])('%s is refused', async (_name, open) => {
    expect((await failure(open())).message).toMatch(/wrong diffId: the config says sha256:\w+, the layer's tar is/);
  });

  test('of another archive that was read before is refused', async () => {
    const layers = createLayerCache();
    await summarise(reading([...forge([tar(base)], [base.diffId]), list(['a'], 1)], layers));
    const forged = reading([...forge([tar(app)], [base.diffId]), list(['a'], 1)], layers);
    expect((await failure(forged)).message).toMatch(/wrong diffId/);
  });

  test('is read once and hashed once where it is the same layer', async () => {
    const honest = reading([...forge([tar(base), tar(base)], [base.diffId, base.diffId]), list(['a'], 2)]);
    expect((await summarise(honest))[0]?.layers).toEqual([estimated(base, 1000), estimated(base, 1000)]);
  });
});
