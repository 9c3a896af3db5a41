import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { GzipGeneration } from '../../../src/oci/layer/compressor.ts';
import { estimateGzip } from '../../../src/oci/layer/estimate.ts';
import { BLOCK_SIZE } from '../../../src/oci/layer/go-blocks.ts';

/** Bytes without an order, the same in each run. */
function chance(length: number, seed: string): Buffer {
  const parts = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, length);
}

async function estimate(bytes: Buffer, generation: GzipGeneration, size = 60_000): Promise<number> {
  const running = estimateGzip(generation);
  try {
    for (let at = 0; at < bytes.length; at += size) await running.write(bytes.subarray(at, at + size));
    return await running.finish();
  } finally {
    running.close();
  }
}

const base64 = Buffer.from(chance(600_000, 'data').toString('base64'));
const certificates = Buffer.from(
  Array.from({ length: 400 }, (_, at) => {
    const lines = chance(900, `certificate ${at}`).toString('base64').replace(/.{76}/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  }).join(''),
);
const words = Buffer.from(Array.from(chance(150_000, 'words'), (byte) => `word${byte % 64} of${byte >> 4}`).join(' '));

describe('of Go 1.27', () => {
  test('content without repeated sequences is stored as it is, with 5 bytes a block', async () => {
    const size = await estimate(base64, 'go-1.27');
    const stored = base64.length + 5 * Math.ceil(base64.length / BLOCK_SIZE);
    expect(Math.abs(size - stored) / stored).toBeLessThan(0.001);
  });

  test('content with few of them is coded without matches: 6 bits a character of base64', async () => {
    const size = await estimate(certificates, 'go-1.27');
    expect(size / certificates.length).toBeGreaterThan(6 / 8);
    expect(size).toBeGreaterThan(gzipSync(certificates, { level: 6 }).length * 1.03);
    expect(size).toBeLessThan(certificates.length * 0.8);
  });

  test('most content is somewhat larger than by Go 1.26', async () => {
    const [before, after] = [await estimate(words, 'go-1.26'), await estimate(words, 'go-1.27')];
    expect(after / before).toBeGreaterThan(1);
    expect(after / before).toBeLessThan(1.2);
  });

  test('each block of a mixed layer is judged by itself', async () => {
    const mixed = Buffer.concat([words, base64, words]);
    const size = await estimate(mixed, 'go-1.27');
    const parts = (await estimate(words, 'go-1.27')) * 2 + base64.length;
    // The block where base64 ends holds words too, and is coded.
    expect(Math.abs(size - parts)).toBeLessThan(BLOCK_SIZE / 2);
  });
});

describe.each(['go-1.26', 'go-1.27'] as const)('of %s', (generation) => {
  test.each([
    ['nothing', Buffer.alloc(0), 20],
    ['one byte', Buffer.from('x'), 30],
  ])('%s takes little more than the frame of gzip', async (_what, bytes, most) => {
    expect(await estimate(bytes, generation)).toBeLessThanOrEqual(most);
  });

  test('the size of chunks changes nothing', async () => {
    const bytes = Buffer.concat([words.subarray(0, 100_000), base64.subarray(0, 100_000)]);
    expect(await estimate(bytes, generation, 997)).toBe(await estimate(bytes, generation, bytes.length));
  });

  test('zeros of 16 MiB, and bytes by chance, end in a size that holds them', async () => {
    expect(await estimate(Buffer.alloc(16 << 20), generation)).toBeLessThan(1 << 17);
    const random = chance(200_000, 'random');
    expect(Math.abs((await estimate(random, generation)) / random.length - 1)).toBeLessThan(0.001);
  });
});
