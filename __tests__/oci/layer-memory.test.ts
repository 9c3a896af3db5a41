import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readLayer } from '../../src/oci/layer.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { makeEntry } from '../support/makeTar.ts';

const MiB = 1024 * 1024;
const NOISE = Array.from({ length: 4 }, () => randomBytes(4096));

/** A tar of `count` files of 1 MiB, all in one buffer, so that what grows is the reader's. */
async function* makeStream(count: number): AsyncGenerator<Buffer> {
  const content = Buffer.concat(Array.from({ length: 256 }, (_, at) => NOISE[at % NOISE.length]!));
  const entry = makeEntry({ path: 'file', content });
  for (let at = 0; at < count; at++) yield entry;
  yield Buffer.alloc(1024);
}

/** External memory in use (array buffers are part of it), in bytes. */
const external = () => process.memoryUsage().external;

test('memory does not grow with the size of a layer', async () => {
  const before = external();
  let peak = 0;
  const measure = () => {
    peak = Math.max(peak, external() - before);
  };
  const stream = Readable.from(makeStream(320)).pipe(createGzip({ level: 1, chunkSize: 65_536 }));
  const layer = await readLayer(stream, { place: { archive: 'x' }, limits: DEFAULT_LIMITS, onBytes: measure });
  expect(layer.index.unpacked).toBe(320 * MiB);
  expect(peak).toBeLessThan(64 * MiB);
}, 60_000);
