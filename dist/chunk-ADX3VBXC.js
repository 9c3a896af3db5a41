import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  ImageError
} from "./chunk-7JZOHCHM.js";

// src/oci/bytes.ts
var LARGE = 80 * 1024;
function freeBuffer({ buffer, byteOffset, byteLength }) {
  if (byteOffset + byteLength < buffer.byteLength || buffer.byteLength < LARGE) return;
  buffer.transfer?.(0);
}
async function prefetch(source, length) {
  const iterator = source[Symbol.asyncIterator]();
  const ahead = [];
  for (let held = 0; held < length; ) {
    const next = await iterator.next();
    if (next.done === true) break;
    ahead.push(next.value);
    held += next.value.length;
  }
  const first = Buffer.concat(ahead).subarray(0, length);
  const close = async () => void await iterator.return?.();
  return { first, stream: replay(ahead, iterator), close };
}
async function* replay(ahead, rest) {
  try {
    for (let chunk = ahead.shift(); chunk !== void 0; chunk = ahead.shift()) yield chunk;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
async function readBytes(stream, limit, place) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw new ImageError(`more than the limit of ${limit} bytes`, { ...place, offset: size });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// src/oci/layer/block-size.ts
import { promisify } from "node:util";
import zlib from "node:zlib";

// src/oci/layer/go-blocks.ts
var BLOCK_SIZE = 65535;
var WINDOW = 32768;
var NOWHERE = -WINDOW;
var SHORTEST_MATCH = 4;
var MARGIN = 11;
var SLOT_BITS = 15;
var SKIP_BITS = 7;
var LEAST_GAIN_BITS = 4;
var BlockSorter = class {
  /** What came before the block, up to WINDOW; then the block. */
  #bytes = Buffer.alloc(WINDOW + BLOCK_SIZE);
  /** The last place in `#bytes` with the hash of a slot; NOWHERE without one. */
  #places = new Int32Array(1 << SLOT_BITS);
  /** How a block of at most BLOCK_SIZE bytes is written. `before` are at most the WINDOW bytes that precede it. */
  sort(block, before) {
    const start = WINDOW - before.length;
    const end = WINDOW + block.length;
    this.#bytes.set(before, start);
    this.#bytes.set(block, WINDOW);
    this.#places.fill(NOWHERE);
    this.#search(start, WINDOW, { literals: start - WINDOW, enough: Number.POSITIVE_INFINITY });
    const enough = block.length >> LEAST_GAIN_BITS;
    const gain = this.#search(WINDOW, end, { literals: WINDOW, enough });
    if (gain > enough) return "matched";
    return gain === 0 ? "stored" : "coded";
  }
  /** Bytes that matches save between two places, or more than `enough`. `literals`: the end of the match before. */
  #search(start, end, { literals, enough }) {
    const limit = end - MARGIN;
    let [at, last, gain] = [start, literals, 0];
    while (at < limit && gain <= enough) {
      const length = this.#match(at, end);
      if (length === 0) {
        at += 1 + (at - last >> SKIP_BITS);
        continue;
      }
      gain += length - 1;
      at += length;
      last = at;
    }
    return gain;
  }
  /** Length of the match at a place with the last one of its hash; 0 without one. Remembers the place. */
  #match(at, end) {
    const bytes = this.#bytes;
    const slot = this.#slot(at);
    const from = this.#places[slot] ?? NOWHERE;
    this.#places[slot] = at;
    if (at - from >= WINDOW) return 0;
    let length = 0;
    while (at + length < end && bytes[from + length] === bytes[at + length]) length++;
    return length < SHORTEST_MATCH ? 0 : length;
  }
  /** Fibonacci hashing of four bytes. */
  #slot(at) {
    return Math.imul(this.#bytes.readInt32LE(at), 2654435761) >>> 32 - SLOT_BITS;
  }
};

// src/oci/layer/block-size.ts
var STORED_HEADER = 5;
var CHUNK = 32 * 1024;
var deflateOnPool = promisify(zlib.deflateRaw);
function sizeOfBlock(generation, deflate = deflateOnPool) {
  const deflated = async (block, before, options) => {
    const dictionary = before.length === 0 ? {} : { dictionary: before };
    return (await deflate(block, { ...options, ...dictionary, chunkSize: CHUNK })).length;
  };
  return generation === "go-1.26" ? sizeInGo126(deflated) : sizeInGo127(deflated);
}
function sizeInGo126(deflated) {
  return async (block, before) => {
    const usual = await deflated(block, before, { level: 6 });
    const longer = await deflated(block, before, { level: 6, strategy: zlib.constants.Z_FILTERED });
    return longer < usual ? (longer + usual) / 2 : usual;
  };
}
function sizeInGo127(deflated) {
  const sorter = new BlockSorter();
  return async (block, before) => {
    const kind = sorter.sort(block, before);
    if (kind === "stored") return block.length + STORED_HEADER;
    return deflated(block, before, kind === "coded" ? { strategy: zlib.constants.Z_HUFFMAN_ONLY } : { level: 4 });
  };
}

export {
  freeBuffer,
  prefetch,
  readBytes,
  BLOCK_SIZE,
  WINDOW,
  sizeOfBlock
};
