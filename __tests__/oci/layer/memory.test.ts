import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGzip, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readLayer } from '../../../src/oci/layer/layer.ts';
import { DEFAULT_LIMITS } from '../../../src/oci/limits.ts';
import { makeEntry } from '../../support/makeTar.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MiB = 1024 * 1024;
const NOISE = Array.from({ length: 4 }, () => randomBytes(4096));

/** A tar of `count` files of 1 MiB, all in one buffer, so that only the reader's memory can grow. */
async function* makeStream(count: number): AsyncGenerator<Buffer> {
  const content = Buffer.concat(Array.from({ length: 256 }, (_, at) => NOISE[at % NOISE.length]!));
  const entry = makeEntry({ path: 'file', content });
  for (let at = 0; at < count; at++) yield entry;
  yield Buffer.alloc(1024);
}

/** Bytes in buffers that are in use, after garbage collection. */
function bytesInUse(): number {
  collectGarbage();
  return process.memoryUsage().external;
}

test('memory does not grow with the size of a layer', async () => {
  const before = bytesInUse();
  let calls = 0;
  let peak = 0;
  const sample = () => {
    if (calls++ % 32 === 0) peak = Math.max(peak, bytesInUse() - before);
  };
  const stream = Readable.from(makeStream(320)).pipe(createGzip({ level: 1, chunkSize: 65_536 }));
  const layer = await readLayer(stream, { place: { archive: 'x' }, limits: DEFAULT_LIMITS, onBytes: sample });
  expect(layer.index.unpacked).toBe(320 * MiB);
  expect(calls).toBeGreaterThan(100);
  expect(peak).toBeLessThan(96 * MiB); // of 320 MiB; the bytes in flight depend on the load of the machine
}, 60_000);

test('what was inflated is freed at once, not at the next collection of garbage', async () => {
  const zeros = gzipSync(makeEntry({ path: 'file', content: Buffer.alloc(64 * MiB) }));
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const inspector = {
    open: () => ({
      write: () => {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      },
      end: () => {},
    }),
    finish: () => ({ packages: [], owners: new Map() }),
  };
  const limits = DEFAULT_LIMITS;
  const layer = await readLayer(Readable.from([zeros]), { place: { archive: 'x' }, limits, inspect: () => inspector });
  expect(layer.index.unpacked).toBe(64 * MiB);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(4 * MiB); // of 64 MiB
});
