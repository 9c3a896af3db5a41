import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { formatLayerIndex, parseLayerIndex } from '../../src/history/layer-file.ts';
import { layerPath } from '../../src/model/record.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { UserError } from '../../src/text/error.ts';
import { layerIndex } from './samples.ts';

const [BASH, LIBC] = ['pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64', 'pkg:deb/debian/libc6@2.36-9?arch=amd64'];
const file = (path: string, owner?: number): LayerEntry => ({
  path,
  type: 'file',
  size: 5,
  crc32: 1,
  ...(owner !== undefined && { owner }),
});
const ENTRIES: readonly LayerEntry[] = [
  { path: 'usr', type: 'directory', size: 0 },
  file('usr/bin/bash', 0),
  { path: 'usr/bin/rbash', type: 'hardlink', size: 0, linkTarget: 'usr/bin/bash', owner: 0 },
  { path: 'usr/bin/sh', type: 'symlink', size: 0, linkTarget: 'bash' },
  file('usr/bin/own'),
  { path: 'usr/lib/old', type: 'whiteout', size: 0 },
  file('usr/lib/libc.so', 1),
  file('usr/share/bash', 0),
  file('usr/share/bash2', 0),
];
const inspected = (entries: readonly LayerEntry[], packages: readonly string[]): LayerIndex => ({
  ...layerIndex(entries),
  packages,
});
const INDEX = inspected(ENTRIES, [BASH, LIBC]);
const PATH = layerPath(INDEX.diffId);

const contentOf = (text: string) => JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
// biome-ignore lint/suspicious/noExplicitAny: a document that is to be damaged
const edited = (edit: (document: any) => void): string => {
  const document = contentOf(formatLayerIndex(INDEX));
  edit(document);
  return gzipSync(JSON.stringify(document)).toString('base64');
};

describe('the file of a layer that was inspected', () => {
  test.each<[string, LayerIndex]>([
    ['packages and owners', INDEX],
    ['packages that own nothing', inspected([file('a'), file('b')], [BASH])],
    ['no package', inspected([file('a')], [])],
    ['no file', inspected([], [BASH])],
    ['one owner for all', inspected([file('a', 1), file('b', 1)], [BASH, LIBC])],
  ])('brings back %s', (_what, index) => {
    expect(parseLayerIndex(formatLayerIndex(index), PATH)).toEqual(index);
  });

  test('of version 1 has no packages', () => {
    const old = layerIndex(ENTRIES.map(({ owner, ...entry }) => entry));
    const { schemaVersion, ...columns } = contentOf(formatLayerIndex(old));
    expect([schemaVersion, Object.keys(columns)]).toEqual([1, expect.not.arrayContaining(['packages'])]);
    expect(parseLayerIndex(formatLayerIndex(old), PATH)).toEqual(old);
  });

  test('stores the owners as runs', () => {
    const { schemaVersion, owners, runs } = contentOf(formatLayerIndex(INDEX));
    expect({ schemaVersion, owners, runs }).toEqual({ schemaVersion: 2, owners: [1, 0, 2, 1], runs: [2, 1, 1, 2] });
  });

  test('takes less than half a byte more a file for the base of a distribution, without the packages', () => {
    const packages = Array.from({ length: 90 }, (_, at) => `pkg:deb/debian/lib${at}@1.${at}?arch=amd64`);
    // Debian's 3,257 files have 587 runs of owners; here a run is of 1 to 10 files.
    const owners = Array.from({ length: 590 }, (_, run) => Array(1 + ((run * 7) % 10)).fill((run * 31) % 90)).flat();
    const entries = owners.map((owner, at) => file(`usr/share/doc/directory-${at >> 3}/file-${at}`, owner));
    const lengthOf = (index: LayerIndex) => formatLayerIndex(index).length;
    const plain = entries.map(({ owner, ...entry }) => entry);
    const more = lengthOf(inspected(entries, packages)) - lengthOf(inspected(plain, packages));
    expect(more / entries.length).toBeLessThan(0.5);
  });

  test.each([
    ['with an owner that is not listed', edited((d) => (d.owners[2] = 3)), 'owner 3 of 2 packages'],
    ['with an owner that is too large', edited((d) => (d.owners[2] = 1e300)), 'not a layer index at owners'],
    ['with a negative owner', edited((d) => (d.owners[0] = -1)), 'not a layer index at owners'],
    ['with half an owner', edited((d) => (d.owners[0] = 0.5)), 'not a layer index at owners'],
    ['with owners that are text', edited((d) => (d.owners[0] = '1')), 'not a layer index at owners'],
    ['with a run too long', edited((d) => (d.runs[3] += 1)), 'owners are listed for 7 files, but there are 6'],
    ['with an endless run', edited((d) => (d.runs[3] = Number.MAX_SAFE_INTEGER)), 'files, but there are 6'],
    ['with an empty run', edited((d) => (d.runs[3] = 0)), 'not a layer index at runs'],
    ['with a run of less than nothing', edited((d) => (d.runs[3] = -2)), 'not a layer index at runs'],
    [
      'with a run cut off',
      edited((d) => [d.runs.pop(), d.owners.pop()]),
      'owners are listed for 4 files, but there are 6',
    ],
    ['with a run without an owner', edited((d) => d.owners.pop()), 'files, but there are 6'],
    ['with an owner without a run', edited((d) => d.owners.push(0)), 'files, but there are 6'],
    ['without owners', edited((d) => delete d.owners), 'not a layer index at owners'],
    ['with packages that are none', edited((d) => (d.packages[1] = '<img src=x>')), 'package 1 is not a package URL'],
    ['with a package that is no text', edited((d) => (d.packages[1] = { name: 'x' })), 'not a layer index at packages'],
    [
      'with a package without end',
      edited((d) => (d.packages[1] += 'a'.repeat(3000))),
      'package 1 is not a package URL',
    ],
    [
      'with packages without end',
      edited((d) => (d.packages = Array(200_001).fill('pkg:a/b'))),
      'not a layer index at packages',
    ],
    [
      'with too much of packages',
      edited((d) => (d.packages = Array(10_000).fill(`pkg:a/${'b'.repeat(2000)}`))),
      'package URLs of more than',
    ],
    ['with what nobody knows', edited((d) => (d.licenses = [])), 'not a layer index'],
    ['that was cut off', formatLayerIndex(INDEX).slice(0, 200), 'does not inflate'],
  ])('%s is refused by its path and the reason', (_what, text, reason) => {
    expect(() => parseLayerIndex(text, PATH)).toThrow(UserError);
    expect(() => parseLayerIndex(text, PATH)).toThrow(reason);
    expect(() => parseLayerIndex(text, PATH)).toThrow(PATH);
  });
});
