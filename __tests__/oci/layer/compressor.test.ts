import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { CompressorMarks, gzipOfGo } from '../../../src/oci/layer/compressor.ts';

/** Gzips that compress/gzip of Go 1.26.8 and 1.27.1 wrote, at level −1. */
const WRITTEN: readonly (readonly [string, string, string])[] = [
  ['an x by Go 1.26', 'gzip go-1.26', '1f8b08000000000000ffaa00040000ffff8316dc8c01000000'],
  ['nothing by Go 1.26', 'gzip go-1.26', '1f8b08000000000000ff010000ffff0000000000000000'],
  ['an x by Go 1.27', 'gzip go-1.27', '1f8b08000000000000ff000100feff7803008316dc8c01000000'],
  ['nothing by Go 1.27', 'gzip go-1.27', '1f8b08000000000000ff03000000000000000000'],
];

const PROGRAM = gzipSync('x'.repeat(999));
/** The same bytes as a file of Go, but for the end. */
const DISGUISED = Buffer.from(PROGRAM).fill(0xff, 9, 10);

describe('the compressor of', () => {
  test.each<readonly [string, string, Buffer]>([
    ...WRITTEN.map(([what, name, hex]) => [what, name, Buffer.from(hex, 'hex')] as const),
    ['level 9 of Go', 'gzip go-1.26 best', Buffer.from(WRITTEN[0]?.[2].replace('00ff', '02ff') ?? '', 'hex')],
    ['level 1 of Go', 'gzip go-1.27 fast', Buffer.from(WRITTEN[2]?.[2].replace('00ff', '04ff') ?? '', 'hex')],
    ['zlib', 'gzip', PROGRAM],
    ['zlib with a header of Go', 'gzip', DISGUISED],
    ['a gzip that is cut', 'gzip', Buffer.from('1f8b08', 'hex')],
  ])('%s is %s, in chunks of any size', (_what, name, bytes) => {
    for (const size of [1, 7, 1000]) {
      const marks = new CompressorMarks();
      for (let at = 0; at < bytes.length; at += size) marks.update(bytes.subarray(at, at + size));
      expect(marks.name('gzip')).toBe(name);
    }
  });

  test('another format is its format', () => {
    expect([new CompressorMarks().name('zstd'), new CompressorMarks().name('none')]).toEqual(['zstd', 'none']);
  });
});

test.each([
  ['go1.26.8', 'go-1.26'],
  ['go1.9', 'go-1.26'],
  ['go1.27.1\n', 'go-1.27'],
  ['go1.28-devel_0123 X:x', 'go-1.27'],
  ['go2.0', 'go-1.27'],
  ['', undefined],
  ['1.27', undefined],
  ['devel go1.27', undefined],
])('version %j is of %s', (version, generation) => {
  expect(gzipOfGo(version)).toBe(generation);
});
