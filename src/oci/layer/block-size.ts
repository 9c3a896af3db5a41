import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { GzipGeneration } from './compressor.ts';
import { BlockSorter } from './go-blocks.ts';

/** Computes the bytes that a block of a tar takes in a gzip. `before` is what a match can reach back to. */
export type SizeOfBlock = (block: Uint8Array, before: Uint8Array) => Promise<number>;

/** Deflates bytes without a frame (RFC 1951). */
type Deflate = (bytes: Uint8Array, options: zlib.ZlibOptions) => Uint8Array | Promise<Uint8Array>;

/** Length of the header of a stored block (RFC 1951, 3.2.4), in bytes. */
const STORED_HEADER = 5;

/** Bytes of a piece of output: most blocks take one. The memory of each counts until it is collected. */
const CHUNK = 32 * 1024;

const deflateOnPool = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.deflateRaw);

/**
 * How one generation of Go writes a block at its default level. How near it is stands in docs/architecture.md ("What a layer would take").
 * Deflates on the thread pool, or by `deflate`.
 */
export function sizeOfBlock(generation: GzipGeneration, deflate: Deflate = deflateOnPool): SizeOfBlock {
  const deflated = async (block: Uint8Array, before: Uint8Array, options: zlib.ZlibOptions) => {
    const dictionary = before.length === 0 ? {} : { dictionary: before };
    return (await deflate(block, { ...options, ...dictionary, chunkSize: CHUNK })).length;
  };
  return generation === 'go-1.26' ? sizeInGo126(deflated) : sizeInGo127(deflated);
}

/** Bytes of a block after deflate with these options. */
type DeflatedSize = (block: Uint8Array, before: Uint8Array, options: zlib.ZlibOptions) => Promise<number>;

/**
 * Go 1.26 is zlib at level 6, but matches 4 bytes or more where zlib matches 3. In numbers such as JSON, CSV and hexadecimal, matches that short cost more than
 * they save. There zlib without matches of up to 5 bytes is smaller, and Go lies in the middle.
 */
function sizeInGo126(deflated: DeflatedSize): SizeOfBlock {
  return async (block, before) => {
    const usual = await deflated(block, before, { level: 6 });
    const longer = await deflated(block, before, { level: 6, strategy: zlib.constants.Z_FILTERED });
    return longer < usual ? (longer + usual) / 2 : usual;
  };
}

/**
 * Go 1.27 decides for each block how it is written. A block without a match is stored. One that matches hardly shorten is coded without them.
 * All others are close to zlib at level 4.
 */
function sizeInGo127(deflated: DeflatedSize): SizeOfBlock {
  const sorter = new BlockSorter();
  return async (block, before) => {
    const kind = sorter.sort(block, before);
    if (kind === 'stored') return block.length + STORED_HEADER;
    return deflated(block, before, kind === 'coded' ? { strategy: zlib.constants.Z_HUFFMAN_ONLY } : { level: 4 });
  };
}
