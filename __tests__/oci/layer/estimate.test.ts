import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { GzipGeneration } from '../../../src/oci/layer/compressor.ts';
import { estimateBySamples, estimateGzip } from '../../../src/oci/layer/estimate.ts';
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
  for (let at = 0; at < bytes.length; at += size) await running.write(bytes.subarray(at, at + size));
  return running.finish();
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
    expect(Math.abs(size - parts)).toBeLessThan(0.6 * BLOCK_SIZE);
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

describe('of many blocks', () => {
  /** Blocks of three kinds by turns of 40. Each kind has an entropy of its own, and its first byte tells which it is. */
  const KINDS = [Buffer.alloc(BLOCK_SIZE, 0), Buffer.alloc(BLOCK_SIZE, '\x01abcdefg'), chance(BLOCK_SIZE, 'kind')];
  const SIZES = [100, 20_000, 65_000];
  KINDS[2]?.fill(2, 0, 1);
  const kindOf = (at: number) => Math.floor(at / 40) % 3;

  async function sampled(blocks: number) {
    const calls: { readonly kind: number; readonly before: number }[] = [];
    const running = estimateBySamples(async (block, before) => {
      const kind = block[0] ?? 0;
      calls.push({ kind, before: before.length });
      return SIZES[kind] ?? 0;
    });
    for (let at = 0; at < blocks; at++) await running.write(KINDS[kindOf(at)] ?? Buffer.alloc(0));
    return { size: await running.finish(), calls };
  }
  const sizeOf = (blocks: number) =>
    Array.from({ length: blocks }, (_, at) => SIZES[kindOf(at)] ?? 0).reduce((sum, size) => sum + size, 18);

  test('compresses the first of each kind, and then fewer and fewer', async () => {
    const { size, calls } = await sampled(6_000);
    expect(size).toBe(sizeOf(6_000));
    for (const kind of [0, 1, 2]) {
      const { length } = calls.filter((call) => call.kind === kind);
      expect(length).toBeGreaterThan(2_000 / 32);
      expect(length).toBeLessThan(2_000 / 8);
    }
  });

  test('leaves out none before the 33rd of a kind', async () => {
    expect((await sampled(32)).calls).toHaveLength(32);
    expect((await sampled(40)).calls).toHaveLength(36);
  });

  test('gives each block what a match can reach back to', async () => {
    const { calls } = await sampled(3);
    expect(calls.map(({ before }) => before)).toEqual([0, 32_768, 32_768]);
  });

  test('a block that cannot be compressed fails the estimate', async () => {
    const running = estimateBySamples(async () => Promise.reject(new Error('out of memory')));
    const written = (async () => {
      for (let at = 0; at < 9; at++) await running.write(KINDS[0] ?? Buffer.alloc(0));
      return running.finish();
    })();
    await expect(written).rejects.toThrow('out of memory');
  });

  test('a failure that nobody waits for yet is kept for the end', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const running = estimateBySamples(async () => Promise.reject(new Error('out of memory')));
    await running.write(KINDS[0] ?? Buffer.alloc(0));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
    await expect(running.finish()).rejects.toThrow('out of memory');
  });
});
