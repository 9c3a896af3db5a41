/** Bytes of a block that Go 1.27 compresses at once (compress/flate, maxStoreBlockSize). */
export const BLOCK_SIZE = 65_535;

/** How Go 1.27 writes a block: as it is, with codes for its bytes only, or with matches. */
export type BlockKind = 'stored' | 'coded' | 'matched';

/** How far back a match can be (RFC 1951), in bytes. */
export const WINDOW = 32_768;
/** Farther back than any match. */
const NOWHERE = -WINDOW;
const SHORTEST_MATCH = 4;
/** Bytes at the end of a block where no match begins. */
const MARGIN = 11;
const SLOT_BITS = 15;
/** The encoder looks at fewer places the longer it finds no match: one more is left out after each 128 bytes. */
const SKIP_BITS = 7;
/** A block that matches shorten by no more than a 16th is coded without them. */
const LEAST_GAIN_BITS = 4;

/**
 * Sorts blocks by how Go 1.27 writes them at its default level. It looks for matches where that encoder does, and stops at a block's first
 * bytes of most content, so the cost is small. The sizes of matches are not computed.
 */
export class BlockSorter {
  /** What came before the block, up to WINDOW; then the block. */
  readonly #bytes = Buffer.alloc(WINDOW + BLOCK_SIZE);
  /** The last place in `#bytes` with the hash of a slot; NOWHERE without one. */
  readonly #places = new Int32Array(1 << SLOT_BITS);

  /** How a block of at most BLOCK_SIZE bytes is written. `before` are at most the WINDOW bytes that precede it. */
  sort(block: Uint8Array, before: Uint8Array): BlockKind {
    const start = WINDOW - before.length;
    const end = WINDOW + block.length;
    this.#bytes.set(before, start);
    this.#bytes.set(block, WINDOW);
    this.#places.fill(NOWHERE);
    // What precedes is the end of a block, in which the encoder may have left out many places.
    this.#search(start, WINDOW, { literals: start - WINDOW, enough: Number.POSITIVE_INFINITY });
    const enough = block.length >> LEAST_GAIN_BITS;
    const gain = this.#search(WINDOW, end, { literals: WINDOW, enough });
    if (gain > enough) return 'matched';
    return gain === 0 ? 'stored' : 'coded';
  }

  /** Bytes that matches save between two places, or more than `enough`. `literals`: the end of the match before. */
  #search(start: number, end: number, { literals, enough }: { literals: number; enough: number }): number {
    const limit = end - MARGIN;
    let [at, last, gain] = [start, literals, 0];
    while (at < limit && gain <= enough) {
      const length = this.#match(at, end);
      if (length === 0) {
        at += 1 + ((at - last) >> SKIP_BITS);
        continue;
      }
      gain += length - 1;
      at += length;
      last = at;
    }
    return gain;
  }

  /** Length of the match at a place with the last one of its hash; 0 without one. Remembers the place. */
  #match(at: number, end: number): number {
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
  #slot(at: number): number {
    return Math.imul(this.#bytes.readInt32LE(at), 0x9e37_79b1) >>> (32 - SLOT_BITS);
  }
}
