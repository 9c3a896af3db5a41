import { randomBytes } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readLayer } from '../../src/oci/layer.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { makeEntry } from '../support/makeTar.ts';

const MiB = 1024 * 1024;

/** A tar of `count` files of 1 MiB, made as it is read. */
async function* makeStream(count: number): AsyncGenerator<Buffer> {
  const content = Buffer.concat(
    Array.from({ length: 16 }, () => randomBytes(4096)).flatMap((noise) => Array(16).fill(noise)),
  );
  for (let at = 0; at < count; at++) yield makeEntry({ path: `file-${at}`, content });
  yield Buffer.alloc(1024);
}

test('memory does not grow with the size of a layer', async () => {
  const before = process.memoryUsage();
  let peak = 0;
  const measure = () => {
    const { arrayBuffers, external } = process.memoryUsage();
    peak = Math.max(peak, arrayBuffers, external - before.external);
  };
  const stream = (await import('node:stream')).Readable.from(makeStream(320)).pipe(createGzip({ level: 1 }));
  const layer = await readLayer(stream, { place: { archive: 'x' }, limits: DEFAULT_LIMITS, onBytes: measure });
  expect(layer.index.unpacked).toBe(320 * MiB);
  expect(peak).toBeLessThan(64 * MiB);
}, 60_000);
