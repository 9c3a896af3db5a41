import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { formatLayerIndex, parseLayerIndex } from '../../src/history/layer-file.ts';
import { layerPath } from '../../src/model/record.ts';
import type { LayerEntry } from '../../src/oci/image.ts';
import { UserError } from '../../src/text/error.ts';
import { digestFor, layerIndex } from './samples.ts';

const ENTRIES: readonly LayerEntry[] = [
  { path: 'usr', type: 'directory', size: 0 },
  { path: 'usr/bin/app', type: 'file', size: 1234, crc32: 0 },
  { path: 'usr/bin/app2', type: 'hardlink', size: 0, linkTarget: 'usr/bin/app' },
  { path: 'usr/bin/sh', type: 'symlink', size: 0, linkTarget: '../../bin/dash' },
  { path: 'usr/lib', type: 'opaque', size: 0 },
  { path: 'usr/lib/old.so', type: 'whiteout', size: 0 },
  { path: 'dev/null', type: 'device', size: 0 },
  { path: 'run/pipe', type: 'fifo', size: 0 },
  { path: 'etc/ünï\ncode "quoted" \\ 😀\ud83d', type: 'file', size: 7, crc32: 0xffff_ffff },
  { path: 'etc/ünï\ncode "quoted" \\ 😁', type: 'file', size: 0 },
  { path: 'usr/bin/app', type: 'file', size: 4321, crc32: 12 },
];
const INDEX = layerIndex(ENTRIES);
const PATH = layerPath(INDEX.diffId);

// biome-ignore lint/suspicious/noExplicitAny: a document that is to be damaged
const edited = (edit: (document: any) => void): string => {
  const document = JSON.parse(gunzipSync(Buffer.from(formatLayerIndex(INDEX), 'base64')).toString());
  edit(document);
  return gzipSync(JSON.stringify(document)).toString('base64');
};

describe('the file of a layer index', () => {
  test('brings back every entry, in the order of the tar', () => {
    expect(parseLayerIndex(formatLayerIndex(INDEX), PATH)).toEqual(INDEX);
  });

  test('holds an empty layer', () => {
    const empty = layerIndex([]);
    expect(parseLayerIndex(formatLayerIndex(empty), PATH)).toEqual(empty);
  });

  test('is the same text for the same index', () => {
    expect(formatLayerIndex(INDEX)).toBe(formatLayerIndex(layerIndex([...ENTRIES])));
  });

  test('takes less than 8 bytes an entry for a large layer', () => {
    const entries = Array.from({ length: 10_000 }, (_, at): LayerEntry => {
      const size = (at * 7919) % 100_003;
      return { path: `usr/lib/package-${Math.floor(at / 50)}/module_${(at * 31) % 977}.py`, type: 'file', size };
    });
    expect(formatLayerIndex(layerIndex(entries)).length / entries.length).toBeLessThan(8); // without checksums, which do not compress
  });

  test.each([
    ['that is no base64', '{"schemaVersion":1}', 'not base64'],
    ['that is no gzip', Buffer.from('hello').toString('base64'), 'does not inflate'],
    ['that was cut off', formatLayerIndex(INDEX).slice(0, 120), 'does not inflate'],
    ['that inflates without end', gzipSync(Buffer.alloc(129 * 1024 * 1024)).toString('base64'), 'does not inflate'],
    [
      'of a later version',
      edited((d) => (d.schemaVersion = 4)),
      'schemaVersion 4, accepted are 1, 2 and 3; its layer must be',
    ],
    ['of no version', edited((d) => (d.schemaVersion = '1')), 'no schemaVersion, accepted are 1, 2 and 3'],
    ['of no kind', gzipSync('[1]').toString('base64'), 'no schemaVersion, accepted'],
    ['of version 2 without packages', edited((d) => (d.schemaVersion = 2)), 'not a layer index at packages'],
    ['of version 1 with packages', edited((d) => (d.packages = [])), 'not a layer index'],
    ['with a size changed', edited((d) => (d.sizes[0] += 1)), 'unpacked is not the sum of the files'],
    [
      'with sizes moved',
      edited((d) => ([d.sizes[0], d.sizes[3]] = [d.sizes[3], d.sizes[0]])),
      'not the digest of the entries',
    ],
    ['with a path changed', edited((d) => (d.rests[1] = '/bin/apq')), 'contents is not the digest of the entries'],
    ['with an entry taken away', edited((d) => d.rests.pop()), 'differ in length'],
    ['with a size too many', edited((d) => d.sizes.push(0)), 'differ in length'],
    ['with a link target missing', edited((d) => d.links.pop()), 'differ in length'],
    ['with an unknown type', edited((d) => (d.types = d.types.replace('d', 'x'))), 'not a layer index at types'],
    [
      'with a path that climbs out',
      edited((d) => (d.rests[0] = '../usr')),
      'entry 0 has a path that is not normalized',
    ],
    ['with a path longer than its share', edited((d) => (d.shared[1] = 99)), 'entry 1 shares more than'],
    ['of another layer', formatLayerIndex(layerIndex(ENTRIES, 'other')), `is the index of ${digestFor('other')}`],
  ])('%s is refused by its path and the reason', (_, text, reason) => {
    expect(() => parseLayerIndex(text, PATH)).toThrow(UserError);
    expect(() => parseLayerIndex(text, PATH)).toThrow(reason);
    expect(() => parseLayerIndex(text, PATH)).toThrow(PATH);
  });

  test('is refused where a short text means endless paths', () => {
    const [count, long] = [100_000, 'a'.repeat(10_000)];
    const text = edited((d) => {
      d.types = 'd'.repeat(count);
      d.rests = [long, ...Array(count - 1).fill('')];
      d.shared = [0, ...Array(count - 1).fill(long.length)];
      d.sizes = [];
      d.links = [];
    });
    expect(() => parseLayerIndex(text, PATH)).toThrow('names of more than');
  });
});
