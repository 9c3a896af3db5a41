// The least that a reader of compressed layers does: inflates each FILE and drops what comes. As the product, two at a time.
//   node scripts/bench/inflate.mjs FILE…
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const AT_ONCE = 2;
const CHUNK = 256 * 1024;

const queue = process.argv.slice(2).values();
const drop = () => new Writable({ write: (_chunk, _encoding, done) => done() });
async function work() {
  for (const file of queue)
    await pipeline(createReadStream(file, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), drop());
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
