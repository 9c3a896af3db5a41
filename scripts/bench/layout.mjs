// An OCI layout of one layer with very many files, written as a stream, and what a layout lists.
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Headers and content that are handed on at once, in bytes. */
const CHUNK = 1024 * 1024;
const OCI = 'application/vnd.oci.image';

/**
 * Writes a layout with one image of one layer.
 * @param {string} folder is made
 * @param {number} count files of up to 400 bytes, forty in a directory
 */
export async function writeManyFiles(folder, count) {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const [raw, stored] = [hashing(), hashing()];
  const file = join(blobs, 'layer');
  await pipeline(
    Readable.from(tarOf(count)),
    raw.stream,
    createGzip({ level: 1 }),
    stored.stream,
    createWriteStream(file),
  );
  const layer = stored.end();
  renameSync(file, join(blobs, layer.hex));
  const rootfs = { type: 'layers', diff_ids: [`sha256:${raw.end().hex}`] };
  const config = addBlob(blobs, `${OCI}.config.v1+json`, { architecture: 'amd64', os: 'linux', config: {}, rootfs });
  const layers = [{ mediaType: `${OCI}.layer.v1.tar+gzip`, digest: `sha256:${layer.hex}`, size: layer.bytes }];
  const mediaType = `${OCI}.manifest.v1+json`;
  const manifest = addBlob(blobs, mediaType, { schemaVersion: 2, mediaType, config, layers });
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
}

/** @param {string} blobs @param {string} mediaType @param {object} content @returns {{ mediaType: string, digest: string, size: number }} */
function addBlob(blobs, mediaType, content) {
  const text = JSON.stringify(content);
  const hex = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(blobs, hex), text);
  return { mediaType, digest: `sha256:${hex}`, size: text.length };
}

function hashing() {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, end: () => ({ hex: hash.digest('hex'), bytes }) };
}

/** @param {number} count */
function* tarOf(count) {
  let chunk = Buffer.alloc(CHUNK);
  let at = 0;
  for (let file = 0; file < count; file++) {
    const pack = String(Math.floor(file / 40)).padStart(6, '0');
    const size = 1 + ((file * 7919) % 400);
    writeHeader(
      chunk,
      at,
      `usr/lib/node_modules/pkg-${pack}/lib/${String(file % 40).padStart(2, '0')}-module.js`,
      size,
    );
    chunk.fill(`export const value${file} = ${file * 31};\n`, at + 512, at + 512 + size);
    at += 1024;
    if (at < CHUNK) continue;
    yield chunk;
    chunk = Buffer.alloc(CHUNK);
    at = 0;
  }
  yield chunk.subarray(0, at);
  yield Buffer.alloc(1024);
}

/** A header of ustar. @param {Buffer} block @param {number} at @param {string} name @param {number} size */
function writeHeader(block, at, name, size) {
  block.write(name, at, 'latin1');
  block.write('0000644\u00000000000\u00000000000\u0000', at + 100, 'latin1');
  block.write(`${size.toString(8).padStart(11, '0')}\u0000${'0'.repeat(11)}\u0000        0`, at + 124, 'latin1');
  block.write('ustar\u000000', at + 257, 'latin1');
  let sum = 0;
  for (let place = at; place < at + 512; place++) sum += block[place] ?? 0;
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, at + 148, 'latin1');
}

/**
 * What the one image of a layout lists. An index in an index, as buildx writes it, is followed.
 * @param {string} folder
 * @returns {{ download: number, layers: string[] }} bytes of config and layers; files of the layers
 */
export function sizesOf(folder) {
  const blob = (/** @type {string} */ digest) => join(folder, 'blobs', digest.replace(':', '/'));
  const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
  let document = read(join(folder, 'index.json'));
  while (document.manifests !== undefined) document = read(blob(document.manifests[0].digest));
  /** @type {{ digest: string, size: number }[]} */
  const layers = document.layers;
  return {
    download: layers.reduce((sum, { size }) => sum + size, document.config.size),
    layers: layers.map(({ digest }) => blob(digest)),
  };
}
