/** Bytes of a block that Go 1.27 compresses at once (compress/flate, maxStoreBlockSize). */
export const BLOCK_SIZE = 65_535;

/** How Go 1.27 writes a block: as it is, with codes for its bytes only, or with matches. */
export type BlockKind = 'stored' | 'coded' | 'matched';

/** How far back a match can be (RFC 1951), in bytes. */
const WINDOW = 32_768;
const SHORTEST_MATCH = 4;
/** Bytes at the end of a block where no match begins. */
const MARGIN = 11;
const SLOT_BITS = 15;
/** The encoder looks at fewer places the longer it finds no match: one more is left out after each 128 bytes. */
const SKIP_BITS = 7;
/** A block that matches shorten by no more than a 16th is coded without them. */
const LEAST_GAIN_BITS = 4;
/** Every how many bytes a place is remembered, in the part of a block that is not searched. */
const STRIDE = 4;

/**
 * Sorts the blocks of a stream by how Go 1.27 writes them at its default level. It looks for matches where that encoder does, and stops at a block's first
 * bytes of most content, so the cost is small. The sizes of matches are not computed.
 */
export class BlockSorter {
  /** The end of the block before, then the block. */
  readonly #bytes = Buffer.alloc(WINDOW + BLOCK_SIZE);
  /** The last place with the hash of a slot, counted from the start of the stream; far before it where there is none. */
  readonly #places = new Float64Array(1 << SLOT_BITS).fill(Number.NEGATIVE_INFINITY);
  /** Place in the stream of the first byte in `#bytes`. */
  #origin = -WINDOW;

  /** How the next block is written. Each but the last has BLOCK_SIZE bytes. */
  sort(block: Uint8Array): BlockKind {
    this.#bytes.set(block, WINDOW);
    const end = WINDOW + block.length;
    const kind = this.#search(end);
    this.#bytes.copyWithin(0, block.length, end);
    this.#origin += block.length;
    return kind;
  }

  #search(end: number): BlockKind {
    const limit = end - MARGIN;
    const least = (end - WINDOW) >> LEAST_GAIN_BITS;
    let [at, literals, gain] = [WINDOW, WINDOW, 0];
    while (at < limit) {
      const length = this.#match(at, end);
      if (length === 0) {
        at += 1 + ((at - literals) >> SKIP_BITS);
        continue;
      }
      gain += length - 1;
      at += length;
      literals = at;
      if (gain <= least) continue;
      this.#remember(Math.max(at, end - WINDOW), limit);
      return 'matched';
    }
    return gain === 0 ? 'stored' : 'coded';
  }

  /** Length of the match at a place with the last one of its hash; 0 without one. Remembers the place. */
  #match(at: number, end: number): number {
    const bytes = this.#bytes;
    const slot = this.#slot(at);
    const from = (this.#places[slot] ?? 0) - this.#origin;
    this.#places[slot] = at + this.#origin;
    if (from < 0 || at - from >= WINDOW) return 0;
    let length = 0;
    while (at + length < end && bytes[from + length] === bytes[at + length]) length++;
    return length < SHORTEST_MATCH ? 0 : length;
  }

  #remember(from: number, limit: number): void {
    for (let at = from; at < limit; at += STRIDE) this.#places[this.#slot(at)] = at + this.#origin;
  }

  /** Fibonacci hashing of four bytes. */
  #slot(at: number): number {
    return Math.imul(this.#bytes.readInt32LE(at), 0x9e37_79b1) >>> (32 - SLOT_BITS);
  }
}
