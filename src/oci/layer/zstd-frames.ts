import { ImageError, type Place } from '../error.ts';
import { isSkippableMagic, isZstdMagic } from '../media-type.ts';

/** What comes next in the stream; 'data' is skipped. */
type State = 'magic' | 'skippable' | 'header' | 'block' | 'data';

/**
 * Cuts a zstd stream so that no chunk holds bytes of two frames (RFC 8878, 3.1). node:zlib drops bytes that follow a frame in the same
 * write, so a layer of many frames (zstd:chunked) would end early without an error. Reads frame and block headers only. Throws ImageError
 * for bytes that are not a frame, and for a stream that ends inside one.
 */
export class ZstdFrameCutter {
  readonly #place: Place;
  readonly #held = Buffer.alloc(4);
  #heldLength = 0;
  #need = 4;
  #state: State = 'magic';
  #after: State = 'magic';
  #checksum = false;
  #offset = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Returns the chunk, cut where frames end. */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      at += this.#advance(chunk, at);
      if (!this.#atBorder() && at < chunk.length) continue;
      yield chunk.subarray(start, at);
      start = at;
    }
  }

  /** The stream has no more bytes. */
  finish(): void {
    if (this.#atBorder()) return;
    throw new ImageError('truncated: the zstd stream ends inside a frame', { ...this.#place, offset: this.#offset });
  }

  #atBorder(): boolean {
    return this.#state === 'magic' && this.#heldLength === 0;
  }

  /** Takes what the state needs from the chunk; returns the number of bytes taken. */
  #advance(chunk: Uint8Array, at: number): number {
    const taken = Math.min(this.#need - this.#heldLength, chunk.length - at);
    this.#offset += taken;
    if (this.#state === 'data') this.#need -= taken;
    else {
      this.#held.set(chunk.subarray(at, at + taken), this.#heldLength);
      this.#heldLength += taken;
    }
    if (this.#heldLength === this.#need || this.#need === 0) this.#step();
    return taken;
  }

  #step(): void {
    const held = this.#held;
    if (this.#state === 'magic') this.#readMagic(held.readUInt32LE(0));
    else if (this.#state === 'skippable') this.#skip(held.readUInt32LE(0), 'magic');
    else if (this.#state === 'header') this.#readDescriptor(held[0] ?? 0);
    else if (this.#state === 'block') this.#readBlock(held.readUIntLE(0, 3));
    else if (this.#state === 'data') this.#enter(this.#after);
  }

  #enter(state: State): void {
    this.#heldLength = 0;
    this.#state = state;
    this.#need = { magic: 4, skippable: 4, header: 1, block: 3, data: 0 }[state];
  }

  #readMagic(magic: number): void {
    if (!isZstdMagic(magic)) {
      const place = { ...this.#place, offset: this.#offset - 4 };
      throw new ImageError(`0x${magic.toString(16)} is not a zstd frame`, place);
    }
    this.#enter(isSkippableMagic(magic) ? 'skippable' : 'header');
  }

  /** Skips bytes, and then enters the state `after`. */
  #skip(length: number, after: State): void {
    this.#enter('data');
    this.#need = length;
    this.#after = after;
    if (length === 0) this.#enter(after);
  }

  /** The frame header's length follows from its first byte (RFC 8878, 3.1.1.1.1). */
  #readDescriptor(descriptor: number): void {
    const single = (descriptor >> 5) & 1;
    const contentSize = [single, 2, 4, 8][descriptor >> 6] ?? 0;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    this.#checksum = (descriptor & 4) !== 0;
    this.#skip(1 - single + contentSize + dictionary, 'block');
  }

  /** 3 bytes: last block?, type (1 is run-length: one byte stored), size (RFC 8878, 3.1.1.2). */
  #readBlock(header: number): void {
    const stored = ((header >> 1) & 3) === 1 ? 1 : header >> 3;
    const last = (header & 1) === 1;
    this.#skip(stored + (last && this.#checksum ? 4 : 0), last ? 'magic' : 'block');
  }
}
