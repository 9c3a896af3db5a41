import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Measurer, openMeasurer } from '../../src/measurer/measurer.ts';
import type { MeasurerOptions } from '../../src/measurer/session.ts';
import type { TransportSource } from '../../src/model/image.ts';
import type { LayerIndex } from '../../src/oci/image.ts';
import { plainLog } from '../../src/process/log.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { makeInspector } from '../support/inspector.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

const image = makeImage([
  makeLayer([{ path: 'a', content: 'one' }]),
  makeLayer([{ path: 'b', content: 'three' }]),
  makeLayer([{ path: 'c', content: 'five' }]),
]);

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await writeFile(
    join(folder.path, 'app.tar'),
    makeTar(asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image)))),
  );
  await writeFile(join(folder.path, 'text.tar'), 'no archive');
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Opens a measurer that has no docker, and measures one archive of the folder. */
async function measure(location: string, more: Partial<MeasurerOptions> = {}, after?: (measurer: Measurer) => void) {
  const env = { PATH: '', RUNNER_TEMP: folder.path };
  const log = plainLog(() => {}, { verbose: false });
  await using measurer = await openMeasurer({
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 1,
    log,
    version: '1.2.3',
    env,
    ...more,
  });
  const source: TransportSource = { kind: 'oci-archive', location };
  const measured = await measurer.measure({ name: 'app', source }, { root: folder.path, side: 'head' });
  after?.(measurer);
  return measured;
}

describe('an archive in the measurer', () => {
  test.each([
    ['relative', () => 'app.tar'],
    ['absolute', () => join(folder.path, 'app.tar')],
  ])('is found by a path that is %s', async (_name, location) => {
    expect(await measure(location())).toMatchObject({
      kind: 'measured',
      measurements: [{ image: 'app', unpacked: 12, method: 'oci-archive', versions: { 'image-size-gate': '1.2.3' } }],
    });
  });

  test('that cannot be read gives an error with the place', async () => {
    expect(await measure('text.tar')).toEqual({ kind: 'error', reason: expect.stringContaining('text.tar, byte 0') });
  });

  test('reports each byte once as it is read', async () => {
    const read: (readonly [string, number])[] = [];
    await measure('app.tar', { onBytes: (name, bytes) => read.push([name, bytes]) });
    expect(new Set(read.map(([name]) => name))).toEqual(new Set(['app']));
    expect(read.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(image.layers.reduce((sum, { size }) => sum + size, 0));
  });
});

test('every layer is inspected once, and the measurer has its index', async () => {
  const packages = ['pkg:generic/app@1'];
  const { inspect, made } = makeInspector((paths) => ({ packages, owners: new Map(paths.map((path) => [path, 0])) }));
  const indexes: (LayerIndex | undefined)[] = [];
  await measure('app.tar', { inspect }, (measurer) => {
    indexes.push(...image.layers.map(({ digest }) => measurer.layerIndex(digest)));
  });
  expect(indexes.map((index) => [index?.packages, index?.entries[0]?.owner])).toEqual(Array(3).fill([packages, 0]));
  expect(made()).toBe(3);
});

describe('an aborted run', () => {
  const reason = new Error('ended by SIGINT');

  test('ends while it reads a layer, and gives no outcome of the image', async () => {
    const controller = new AbortController();
    let reads = 0;
    const onBytes = () => {
      reads += 1;
      controller.abort(reason);
    };
    await expect(measure('app.tar', { onBytes, signal: controller.signal })).rejects.toBe(reason);
    expect(reads).toBe(1);
  });

  test('ends with the reason of the abort, and not with the error of an unreadable image', async () => {
    await expect(measure('text.tar', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

test('a measurer leaves nothing in the temporary directory', async () => {
  expect((await readdir(folder.path)).sort()).toEqual(['app.tar', 'text.tar']);
});
