import { freeBuffer } from '../bytes.ts';
import type { SizeOfBlock } from './block-size.ts';
import { openBlockSizes } from './block-thread.ts';
import type { GzipGeneration } from './compressor.ts';
import { CONTENT_CLASSES, contentClass } from './content-class.ts';
import { BLOCK_SIZE, WINDOW } from './go-blocks.ts';

/** Computes what a tar would take as a gzip of Go, without keeping it. */
export interface GzipEstimate {
  /** Takes the next bytes of the tar. Resolves when more can be taken: a few blocks are compressed in other threads meanwhile. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the estimate and returns bytes. */
  finish(): Promise<number>;
  /** Ends the threads. Call it once, also where the tar could not be read to its end. */
  close(): void;
}

/** Bytes of the header and the trailer of a gzip (RFC 1952). */
const FRAME = 18;
/** So many blocks of a class of content are compressed before the first one is left out. A layer of a few MB is compressed whole. */
const BEFORE_GAPS = 32;
/** At least one of so many blocks is compressed. */
const LARGEST_STEP = 32;
/** Blocks that are compressed at a time, or wait for it. The pool's other threads read files. */
const AT_ONCE = 3;

/** An estimate for one generation of Go at its default level. */
export function estimateGzip(generation: GzipGeneration): GzipEstimate {
  const { sizeOf, close } = openBlockSizes(generation);
  return estimateBySamples(sizeOf, close);
}

/** An estimate from the sizes of some blocks. `sizeOf` is called for few at a time, with copies. */
export function estimateBySamples(sizeOf: SizeOfBlock, close: () => void = () => {}): GzipEstimate {
  return new SampledEstimate(sizeOf, close);
}

/** A block that is compressed. */
interface Sample {
  /** Bytes before and after compression. */
  readonly length: number;
  size: number;
  /** Bytes that it stands for: its own, and those of the blocks of its class up to the next sample. */
  stands: number;
}

/** The blocks of one class of content. */
interface ContentBlocks {
  blocks: number;
  /** Blocks that are left out before the next sample. */
  gap: number;
  last: Sample | undefined;
}

/**
 * Compresses some blocks of each class of content: all of the first, then fewer the more there were. A block that is left out counts like the last sample of
 * its class, which is mostly of the same file. Cost and memory are a small part of those of compressing all.
 */
class SampledEstimate implements GzipEstimate {
  readonly #sizeOf: SizeOfBlock;
  readonly #classes = Array.from(
    { length: CONTENT_CLASSES },
    (): ContentBlocks => ({ blocks: 0, gap: 0, last: undefined }),
  );
  readonly #samples: Sample[] = [];
  /** What precedes the block, at its end; then what is there of the block. */
  readonly #bytes = Buffer.alloc(WINDOW + BLOCK_SIZE);
  #before = 0;
  #held = 0;
  readonly #running = new Set<Promise<void>>();

  readonly close: () => void;

  constructor(sizeOf: SizeOfBlock, close: () => void) {
    this.#sizeOf = sizeOf;
    this.close = close;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(BLOCK_SIZE - this.#held, bytes.length - at);
      this.#bytes.set(bytes.subarray(at, at + length), WINDOW + this.#held);
      this.#held += length;
      at += length;
      if (this.#held === BLOCK_SIZE) await this.#take();
    }
  }

  async finish(): Promise<number> {
    if (this.#held > 0) await this.#take();
    await Promise.all(this.#running);
    return Math.round(this.#samples.reduce((sum, { length, size, stands }) => sum + (size / length) * stands, FRAME));
  }

  async #take(): Promise<void> {
    const block = this.#bytes.subarray(WINDOW, WINDOW + this.#held);
    const sample = this.#choose(block);
    if (sample !== undefined) this.#compress(block, sample);
    this.#before = Math.min(this.#before + this.#held, WINDOW);
    this.#bytes.copyWithin(0, this.#held, WINDOW + this.#held);
    this.#held = 0;
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
  }

  /** Makes a sample of a block, or counts it to the last one. */
  #choose(block: Uint8Array): Sample | undefined {
    const { length } = block;
    const known = this.#classes[contentClass(block)] as ContentBlocks;
    known.blocks++;
    if (known.last !== undefined && known.gap > 0) {
      known.gap--;
      known.last.stands += length;
      return undefined;
    }
    known.gap = Math.min(Math.floor(known.blocks / BEFORE_GAPS), LARGEST_STEP - 1);
    known.last = { length, size: length, stands: length };
    this.#samples.push(known.last);
    return known.last;
  }

  #compress(block: Uint8Array, sample: Sample): void {
    // A copy: the next block takes its place meanwhile.
    const copy = Buffer.from(this.#bytes.subarray(WINDOW - this.#before, WINDOW + block.length));
    const running = this.#sizeOf(copy.subarray(this.#before), copy.subarray(0, this.#before)).then((size) => {
      sample.size = size;
      this.#running.delete(running);
      freeBuffer(copy);
    });
    // `write` or `finish` throws a failure. It may happen while neither waits.
    running.catch(() => {});
    this.#running.add(running);
  }
}
