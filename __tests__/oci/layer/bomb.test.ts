import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readLayer } from '../../../src/oci/layer/layer.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/oci/limits.ts';
import { inChunks, makeTar } from '../../support/makeTar.ts';
import { failureOf } from '../opened.ts';

const read = (blob: Uint8Array, limits: Limits) =>
  readLayer(inChunks(blob), { place: { archive: 'oci:app', entry: 'blobs/sha256/1' }, limits });

describe('a decompression bomb', () => {
  const zeros = makeTar([{ path: 'zeros', content: Buffer.alloc(8_000_000) }]);

  test.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['none', zeros],
  ])('of %s is stopped at the limit of bytes', async (_name, blob) => {
    const limits = { ...DEFAULT_LIMITS, tarSize: 1_000_000 };
    const error = await failureOf(read(blob, limits));
    expect(error.message).toMatch(/absurd size|inflates to more than the limit of 1000000 bytes/);
  });

  test('after the end of the archive is stopped too', async () => {
    const blob = gzipSync(Buffer.concat([makeTar([]), Buffer.alloc(8_000_000)]));
    const error = await failureOf(read(blob, { ...DEFAULT_LIMITS, tarSize: 1_000_000 }));
    expect(error.message).toMatch(/blobs\/sha256\/1", byte \d+: inflates to more than the limit of 1000000 bytes/);
  });

  test('is stopped at the limit of the ratio', async () => {
    const limits = { ...DEFAULT_LIMITS, ratioFloor: 1_000_000 };
    expect((await failureOf(read(zstdCompressSync(zeros), limits))).message).toMatch(
      /decompression bomb: .* limit of 1100:1/,
    );
  });

  test('is not suspected in a zero-filled file in gzip', async () => {
    const limits = { ...DEFAULT_LIMITS, ratioFloor: 1_000_000 };
    expect((await read(gzipSync(zeros, { level: 9 }), limits)).index.unpacked).toBe(8_000_000);
  });
});
