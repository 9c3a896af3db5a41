import { ImageError, type Place } from '../error.ts';
import type { TarLimits } from '../limits.ts';
import { type TarEntry, TarEntryReader } from './entry.ts';
import { BLOCK, isZeroBlock } from './header.ts';

/** The events of each entry: one 'entry', any number of 'data' (its stored content), and one 'end'. */
export type TarEvent =
  | { readonly kind: 'entry'; readonly entry: TarEntry }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end' };

const END: TarEvent = { kind: 'end' };

/**
 * A tar reader that takes chunks of any length. Content is not copied: it is returned as subarrays. Reads GNU, PAX, ustar, star and v7
 * archives as Go's archive/tar does. Bytes after the end-of-archive mark are ignored.
 */
export class TarParser {
  readonly #place: Place;
  readonly #entries: TarEntryReader;
  /** Holds a block that spans two chunks. */
  readonly #block = Buffer.alloc(BLOCK);
  #held = 0;
  #offset = 0;
  #content = 0;
  #padding = 0;
  #zeroBlocks = 0;

  /** `place` is the archive that errors name. */
  constructor(place: Place, limits: TarLimits) {
    this.#place = place;
    this.#entries = new TarEntryReader(place, limits);
  }

  /** Bytes of the archive that were read. At an 'entry' event, the start of its content. */
  get offset(): number {
    return this.#offset;
  }

  /** The position from which to read the next chunk of a seekable archive. */
  get position(): number {
    return this.#offset + this.#held;
  }

  /** Bytes of content and padding that a reader of a seekable archive may skip. */
  get skippable(): number {
    return this.#entries.collecting ? 0 : this.#content + this.#padding;
  }

  /** True after the two zero blocks that end an archive. */
  get ended(): boolean {
    return this.#zeroBlocks >= 2;
  }

  /** Reads the next bytes of the archive. Throws ImageError if they are not a tar. */
  *push(chunk: Uint8Array): Generator<TarEvent, void, undefined> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < bytes.length && !this.ended) {
      const start = at;
      if (this.#content > 0) {
        at = Math.min(bytes.length, at + this.#content);
        yield* this.#takeContent(bytes.subarray(start, at));
      } else if (this.#padding > 0) {
        at = Math.min(bytes.length, at + this.#padding);
        this.#takePadding(at - start);
      } else if (this.#held === 0 && bytes.length - at >= BLOCK) {
        at += BLOCK;
        yield* this.#takeBlock(bytes, start);
      } else {
        at += bytes.copy(this.#block, this.#held, at, at + BLOCK - this.#held);
        yield* this.#hold(at - start);
      }
    }
  }

  /** Skips `length` bytes, at most `skippable`, that are not passed to `push`. The entry then has no 'end' event. */
  skip(length: number): void {
    const content = Math.min(length, this.#content);
    this.#content -= content;
    this.#offset += content;
    this.#takePadding(length - content);
  }

  /**
   * Ends the archive. Throws ImageError if it is truncated. An end between blocks without zero blocks is accepted, as in Go. With `mayLackPadding` so is one
   * in the padding of the last entry, where nothing is missing: umoci 0.4 writes such layers, and engines take them.
   */
  finish({ mayLackPadding = false }: { readonly mayLackPadding?: boolean } = {}): void {
    const entry = this.#entries.name;
    if (this.#held > 0) throw this.#cutOff(`inside a header block (${this.#held} of ${BLOCK} bytes)`);
    if (this.#content > 0) throw this.#cutOff(`with ${this.#content} bytes of content missing`, entry);
    if (this.#padding > 0 && !mayLackPadding) throw this.#cutOff('inside the padding of the last block', entry);
    if (this.#entries.pending) throw this.#cutOff('after an extended header without its entry', entry);
  }

  #cutOff(where: string, entry?: string): ImageError {
    const place = entry === undefined ? this.#place : { ...this.#place, entry };
    return new ImageError(`truncated: the archive ends ${where}`, { ...place, offset: this.#offset + this.#held });
  }

  *#takeContent(bytes: Buffer): Generator<TarEvent, void, undefined> {
    this.#offset += bytes.length;
    this.#content -= bytes.length;
    if (this.#entries.collecting) this.#entries.collect(bytes, this.#content === 0);
    else {
      yield { kind: 'data', bytes };
      if (this.#content === 0) yield END;
    }
  }

  #takePadding(length: number): void {
    this.#offset += length;
    this.#padding -= length;
  }

  *#hold(length: number): Generator<TarEvent, void, undefined> {
    this.#held += length;
    if (this.#held < BLOCK) return;
    this.#held = 0;
    yield* this.#takeBlock(this.#block, 0);
  }

  *#takeBlock(bytes: Buffer, at: number): Generator<TarEvent, void, undefined> {
    const offset = this.#offset;
    this.#offset += BLOCK;
    if (this.#entries.inSparseMap) {
      yield* this.#begin(this.#entries.readSparseMap(bytes, at));
    } else if (isZeroBlock(bytes, at)) {
      this.#zeroBlocks++;
      if (this.#entries.pending) throw this.#cutOff('after an extended header without its entry', this.#entries.name);
    } else if (this.#zeroBlocks > 0) {
      throw new ImageError('a header follows a block of zeros', { ...this.#place, offset });
    } else {
      yield* this.#begin(this.#entries.readHeader(bytes, at, offset));
    }
  }

  *#begin(entry: TarEntry | undefined): Generator<TarEvent, void, undefined> {
    if (this.#entries.inSparseMap) return;
    this.#content = this.#entries.contentSize;
    this.#padding = -this.#content & (BLOCK - 1);
    if (entry === undefined) return;
    yield { kind: 'entry', entry };
    if (this.#content === 0) yield END;
  }
}

/** An entry with its stored content. Content that is not read is skipped. */
export interface TarContent extends TarEntry {
  readonly content: AsyncIterable<Buffer>;
}

/** Reads the entries of a tar in order, with their content. Throws ImageError with archive, entry and byte offset. */
export async function* readTar(
  stream: AsyncIterable<Uint8Array>,
  place: Place,
  limits: TarLimits,
): AsyncGenerator<TarContent, void, undefined> {
  const events = readEvents(stream, place, limits);
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      if (next.value.kind === 'entry') yield { ...next.value.entry, content: readContent(events) };
    }
  } finally {
    await events.return();
  }
}

async function* readEvents(
  stream: AsyncIterable<Uint8Array>,
  place: Place,
  limits: TarLimits,
): AsyncGenerator<TarEvent, void, undefined> {
  const parser = new TarParser(place, limits);
  for await (const chunk of stream) yield* parser.push(chunk);
  parser.finish();
}

/** Takes the shared events until the entry ends. If the reader stops early, the rest is skipped. */
async function* readContent(events: AsyncGenerator<TarEvent>): AsyncGenerator<Buffer, void, undefined> {
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    if (next.value.kind !== 'data') return;
    yield next.value.bytes;
  }
}
