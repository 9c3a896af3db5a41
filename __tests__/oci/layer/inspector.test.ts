import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FileSection, ImageSource, LayerIndex } from '../../../src/oci/image.ts';
import { createLayerCache } from '../../../src/oci/layer/cache.ts';
import type { InspectLayer } from '../../../src/oci/layer/inspector.ts';
import { readLayer } from '../../../src/oci/layer/layer.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/oci/limits.ts';
import { startReceiver } from '../../../src/oci/receiver/receiver.ts';
import { createRemote } from '../../../src/oci/registry/remote.ts';
import { readSavedImages } from '../../../src/oci/saved-stream.ts';
import { openImageSource } from '../../../src/oci/source.ts';
import { makeBroken, makeInspector } from '../../support/inspector.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  makeImage,
  makeLayer,
  makeLayout,
  makeSaved,
  writeFiles,
} from '../../support/makeImage.ts';
import { CHUNKS, inChunks, makePax, makeTar, octal, type TarSpec } from '../../support/makeTar.ts';
import { startStub } from '../../support/stub-registry.ts';

const APP = 'pkg:deb/debian/app@1.0-1?arch=amd64';
const DOC = 'pkg:deb/debian/app-doc@1.0-1?arch=all';
const specs: readonly TarSpec[] = [
  { path: './usr/' },
  { path: './usr/bin/app', content: 'binary'.repeat(200), patch: { 100: '0100755\0' } },
  { path: 'usr/bin/alias', flag: '1', linkPath: './usr/bin/app' },
  { path: 'usr/bin/link', flag: '2', linkPath: 'app' },
  { path: '/usr/share/doc/app', content: 'read me' },
  { path: 'usr/share/empty' },
  { path: 'var/lib/dpkg/status', content: 'Package: app\n'.repeat(100) },
  { path: 'var/.wh.cache' },
  { path: '.wh..wh.plnk/1.2', content: 'no file' },
];
const tar = makeTar(specs);
const owners = new Map([
  ['usr', 0],
  ['usr/bin/app', 0],
  ['usr/bin/link', 0],
  ['usr/share/doc/app', 1],
  ['var/cache', 1],
  ['not/there', 1],
]);
const answer = () => ({ packages: [APP, DOC], owners });

async function walk(bytes: Uint8Array, inspect?: InspectLayer, { chunk = bytes.length, limits = DEFAULT_LIMITS } = {}) {
  const { index } = await readLayer(inChunks(bytes, chunk), { place: { archive: 'x' }, limits, inspect });
  return index;
}

const ownersOf = ({ entries }: LayerIndex) =>
  Object.fromEntries(entries.flatMap(({ path, owner }) => (owner === undefined ? [] : [[path, owner]])));

describe('an inspected layer', () => {
  test.each(CHUNKS)('in chunks of %d bytes passes on the content of wanted files only', async (chunk) => {
    const { inspect, shown } = makeInspector(answer, (path) => /status$|empty$/.test(path));
    await walk(tar, inspect, { chunk: Math.min(chunk, tar.length) });
    expect([...shown.contents]).toEqual([
      ['usr/share/empty', ''],
      ['var/lib/dpkg/status', 'Package: app\n'.repeat(100)],
    ]);
    expect(shown.files).toEqual([
      { path: 'usr/bin/app', size: 1200, mode: 0o755 },
      { path: 'usr/share/doc/app', size: 7, mode: 0o644 },
      { path: 'usr/share/empty', size: 0, mode: 0o644 },
      { path: 'var/lib/dpkg/status', size: 1300, mode: 0o644 },
    ]);
  });

  test('has the packages that were found, and owners of entries with content', async () => {
    const index = await walk(tar, makeInspector(answer).inspect);
    expect(index.packages).toEqual([APP, DOC]);
    expect(ownersOf(index)).toEqual({ 'usr/bin/app': 0, 'usr/bin/alias': 0, 'usr/share/doc/app': 1 });
  });

  test('is otherwise equal to the same layer without inspection', async () => {
    const { packages, entries, ...rest } = await walk(tar, makeInspector(answer).inspect);
    const plain = await walk(tar);
    expect({ ...rest, entries: entries.map(({ owner, ...entry }) => entry) }).toEqual(plain);
    expect(plain).not.toHaveProperty('packages');
    expect(packages).toHaveLength(2);
  });

  test('has no packages if none was found', async () => {
    const index = await walk(tar, makeInspector(() => ({ packages: [], owners: new Map() })).inspect);
    expect(index.packages).toEqual([]);
    expect(ownersOf(index)).toEqual({});
  });

  test('does not pass on the pieces of a sparse file', async () => {
    const sparse = makePax({ 'GNU.sparse.major': 1, 'GNU.sparse.minor': 0, 'GNU.sparse.realsize': 5000 });
    const { inspect, shown } = makeInspector(answer, () => true);
    await walk(
      makeTar([sparse, { path: 'sparse', content: '1\n0\n10\n' }, { path: 'whole', content: 'whole' }]),
      inspect,
    );
    expect(Object.fromEntries(shown.contents)).toEqual({ whole: 'whole' });
  });

  test.each([
    ['the permissions alone', '0104755\0', 0o4755],
    ['spaces before and after', ' 644 \0\0\0', 0o644],
    ['no number', '?rwxr-x?', 0],
    ['base 256', Buffer.from([0x80, 0, 0, 0, 0, 0, 0x81, 0xed]), 0o755],
    ['nothing', '\0\0\0\0\0\0\0\0', 0],
    ['more than permissions', octal(0o37777755, 9).slice(0, 8), 0o7755],
  ])('reads a mode field with %s', async (_what, field, mode) => {
    const { inspect, shown } = makeInspector(answer);
    await walk(makeTar([{ path: 'a', content: 'x', patch: { 100: field } }]), inspect);
    expect(shown.files).toEqual([{ path: 'a', size: 1, mode }]);
  });
});

describe('an inspector that fails', () => {
  test.each([
    [
      'when it is made',
      () => () => {
        throw new Error('made');
      },
    ],
    ['when a file is opened', () => makeBroken(['open'])],
    ['when content is written', () => makeBroken(['write'])],
    ['when a file ends', () => makeBroken(['end'])],
    ['at the end', () => makeBroken(['finish'])],
    ['everywhere', () => makeBroken(['open', 'write', 'end', 'finish'])],
  ])('%s leaves the layer as if nobody had looked', async (_when, broken) => {
    expect(await walk(tar, broken())).toEqual(await walk(tar));
  });

  const limits: Limits = { ...DEFAULT_LIMITS, packages: 2, packageText: 60 };
  test.each<[string, readonly string[], ReadonlyMap<string, unknown>]>([
    ['an owner beyond the packages', [APP], new Map([['usr/bin/app', 1]])],
    ['an owner before them', [APP], new Map([['usr/bin/app', -1]])],
    ['half an owner', [APP], new Map([['usr/bin/app', 0.5]])],
    ['too many packages', ['pkg:a/b', 'pkg:a/c', 'pkg:a/d'], new Map()],
    ['too much text', [`pkg:deb/${'a'.repeat(60)}`], new Map()],
    ['what is no package URL', ['app 1.0'], new Map()],
    ['a package URL with a new line', ['pkg:deb/a\nb'], new Map()],
    ['no list', 5 as never, new Map()],
  ])('by answering %s is not believed', async (_what, packages, wrong) => {
    const inspect = makeInspector(() => ({ packages, owners: wrong as ReadonlyMap<string, number> })).inspect;
    expect(await walk(tar, inspect, { limits })).toEqual(await walk(tar));
  });

  test.each<[string, readonly FileSection[]]>([
    ['larger than their file', [{ name: 'a', bytes: 1201 }]],
    [
      'of one name',
      [
        { name: 'a', bytes: 1 },
        { name: 'a', bytes: 2 },
      ],
    ],
    ['too many', Array.from({ length: 4 }, (_, at) => ({ name: `${at}`, bytes: 1 }))],
  ])('by answering sections or origins %s is not believed', async (_what, wrong) => {
    const answered = (divided: readonly FileSection[], field = 'sections') =>
      makeInspector(() => ({ ...answer(), [field]: new Map([['usr/bin/app', divided]]) })).inspect;
    const few = { limits: { ...DEFAULT_LIMITS, relations: 3 } };
    expect(await walk(tar, answered(wrong), few)).toEqual(await walk(tar));
    expect(await walk(tar, answered(wrong, 'origins'), few)).toEqual(await walk(tar));
    const right = [{ name: 'a', bytes: 1200 }];
    const { entries } = await walk(tar, answered(right), few);
    expect(entries.find(({ path }) => path === 'usr/bin/app')).toMatchObject({ owner: 0, sections: right });
    const alone = makeInspector(() => ({
      packages: [],
      owners: new Map(),
      origins: new Map([['usr/bin/app', right]]),
    }));
    const made = await walk(tar, alone.inspect, few);
    expect(made.entries.find(({ path }) => path === 'usr/bin/app')).toMatchObject({ origins: right });
  });
});

describe('every function that reads layers inspects', () => {
  const layer = makeLayer(tar);
  const image = makeImage([layer]);
  const layout = makeLayout([descriptorOf(image.manifest)], blobsOf(image));
  const saved = makeTar(makeSaved([[image, ['app:1']]], 'docker'));
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'inspection-'));
    await writeFiles(join(directory, 'layout'), layout);
    await writeFile(join(directory, 'layout.tar'), makeTar(asEntries(layout)));
    await writeFile(join(directory, 'saved.tar'), saved);
  });
  afterAll(() => rm(directory, { recursive: true }));

  const first = async (source: Pick<ImageSource, 'images'>) => (await source.images[0]!.layers[0]!.read()).index;
  const from = (kind: 'oci' | 'oci-archive' | 'docker-archive', name: string) => async (inspect: InspectLayer) => {
    await using source = await openImageSource({ kind, location: join(directory, name) }, { inspect });
    return await first(source);
  };

  test.each<[string, (inspect: InspectLayer) => Promise<LayerIndex>]>([
    ['a layout', from('oci', 'layout')],
    ['an archive of a layout', from('oci-archive', 'layout.tar')],
    ['a docker archive', from('docker-archive', 'saved.tar')],
    [
      'a saved stream',
      async (inspect) => first(await readSavedImages(inChunks(saved, 513), { archive: 'save', inspect })),
    ],
    [
      'a registry',
      async (inspect) => {
        await using stub = await startStub({ '1': image });
        return await first(await createRemote({ inspect }).open(stub.reference('1')));
      },
    ],
    [
      'a push',
      async (inspect) => {
        const layers = createLayerCache();
        await using receiver = await startReceiver({ layers, inspect });
        const url = `http://${receiver.address}/v2/${receiver.prefix}/x/blobs/uploads/`;
        const { headers } = await fetch(url, { method: 'POST' });
        const upload = new URL(`${headers.get('location')}?digest=${layer.digest}`, url);
        expect((await fetch(upload, { method: 'PUT', body: layer.bytes } as RequestInit)).status).toBe(201);
        return layers.known(layer.digest)!.index;
      },
    ],
  ])('%s', async (_way, read) => {
    const { inspect, made } = makeInspector(answer);
    const index = await read(inspect);
    expect(index.packages).toEqual([APP, DOC]);
    expect(ownersOf(index)).toMatchObject({ 'usr/bin/app': 0 });
    expect(made()).toBe(1);
  });

  test('only layers that are not in the cache', async () => {
    const layers = createLayerCache();
    const index = await walk(gzipSync(tar));
    layers.add(layer.digest, { index, download: layer.size, estimated: false });
    const { inspect, made } = makeInspector(answer);
    const location = join(directory, 'layout');
    await using source = await openImageSource({ kind: 'oci', location }, { layers, inspect });
    expect(await first(source)).toBe(index);
    expect(made()).toBe(0);
  });
});
