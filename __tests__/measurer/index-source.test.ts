import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { TransportSource } from '../../src/model/image.ts';
import { parseMeasurements } from '../../src/model/measurement.ts';
import { renderMeasurementsJson } from '../../src/report/json.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  blobsOf,
  descriptorOf,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  writeFiles,
} from '../support/makeImage.ts';

const FILE = makeLayer([{ path: 'a', content: 'x'.repeat(1000) }]);
const OTHER = makeLayer([{ path: 'b', content: 'y'.repeat(20) }]);
const amd = makeImage([FILE]);
const arm = makeImage([OTHER], { platform: 'linux/arm64' });
const wrong = makeImage([{ ...OTHER, diffId: FILE.diffId }], { platform: 'linux/riscv64' });

let folder: Folder;
let location: string;
beforeAll(async () => {
  folder = await makeFolder();
  location = join(folder.path, 'index');
  const index = makeIndex([amd, arm, wrong].map(({ manifest }) => descriptorOf(manifest)));
  await writeFiles(location, makeLayout([descriptorOf(index)], [index, ...[amd, arm, wrong].flatMap(blobsOf)]));
});
afterAll(() => folder[Symbol.asyncDispose]());

async function measure(source: Partial<TransportSource> = {}) {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const log = { info: say, warning: say, openSection: () => ({ line: say, end: () => {} }) };
  await using measurer = await openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 60, log, version: '0.1.0' });
  const image = { name: 'app', source: { kind: 'oci', location, ...source } as const };
  return measurer.measure(image, { root: folder.path, side: 'head' });
}

const on = (platform: string, unpacked: number) => expect.objectContaining({ platform, unpacked });
const failed = (platform: string, reason: string) => ({ platform, reason: expect.stringContaining(reason) });

test('a platform whose layer is not what the config says fails alone', async () => {
  expect(await measure()).toEqual({
    kind: 'measured',
    measurements: [on('linux/amd64', 1000), on('linux/arm64', 20)],
    failures: [failed('linux/riscv64', 'wrong diffId')],
  });
});

test('only the platforms that are asked for are measured, in any spelling', async () => {
  expect(await measure({ platforms: ['linux/arm64/v8'] })).toEqual({
    kind: 'measured',
    measurements: [on('linux/arm64', 20)],
  });
});

test('a platform that is asked for and not there is an error of its own', async () => {
  expect(await measure({ platforms: ['linux/amd64', 'linux/s390x'] })).toEqual({
    kind: 'measured',
    measurements: [on('linux/amd64', 1000)],
    failures: [
      failed('linux/s390x', 'has no image for linux/s390x; it has "linux/amd64", "linux/arm64", "linux/riscv64"'),
    ],
  });
});

test('where none can be measured, the image is an error', async () => {
  expect(await measure({ platforms: ['linux/riscv64'] })).toMatchObject({
    kind: 'error',
    reason: expect.stringContaining('wrong diffId'),
  });
});

test.each<[string, object, string]>([
  ['neither system nor architecture', { os: undefined, architecture: undefined }, 'unknown/unknown'],
  ['empty ones', { os: '', architecture: '' }, 'unknown/unknown'],
  ['ones that Go wrote as null', { os: null, architecture: null, variant: null }, 'unknown/unknown'],
  ['a slash in one', { os: 'linux', architecture: 'a/b' }, 'linux/unknown'],
  ['control characters in one', { os: 'li\u001bnux', architecture: 'amd64' }, 'unknown/amd64'],
  ['a very long one', { os: 'l'.repeat(3000), architecture: 'amd64' }, 'unknown/amd64'],
  ['capitals', { os: 'Linux', architecture: 'AMD64' }, 'linux/amd64'],
  ["a kernel's name of the architecture", { os: 'linux', architecture: 'x86_64' }, 'linux/amd64'],
  ['armhf', { os: 'linux', architecture: 'armhf' }, 'linux/arm/v7'],
  ['an unusual variant', { os: 'linux', architecture: 'arm', variant: 'v6.1' }, 'linux/arm/v6.1'],
  ['a variant of two words', { os: 'linux', architecture: 'arm', variant: 'v6 hf' }, 'linux/arm/unknown'],
  [
    'a version and features of Windows',
    { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1', 'os.features': ['win32k'] },
    'windows/amd64',
  ],
])('a config with %s is measured, and what is written of it is read again', async (_name, more, platform) => {
  const odd = makeImage([FILE], { more });
  const place = await mkdtemp(join(folder.path, 'odd-'));
  await writeFiles(place, makeLayout([descriptorOf(odd.manifest)], blobsOf(odd)));
  const measured = await measure({ location: place });
  expect(measured).toMatchObject({ kind: 'measured', measurements: [{ platform }] });
  const { measurements } = measured as Extract<typeof measured, { kind: 'measured' }>;
  expect(parseMeasurements(renderMeasurementsJson(measurements), 'a.json')).toMatchObject(measurements);
});

test('an image of an index is named by its digest', async () => {
  expect(await measure({ reference: `@${arm.manifest.digest}` })).toEqual({
    kind: 'measured',
    measurements: [on('linux/arm64', 20)],
  });
});
