import zlib from 'node:zlib';
import type { GzipGeneration } from './compressor.ts';
import { BLOCK_SIZE, BlockSorter } from './go-blocks.ts';

/** Computes what a tar would take as a gzip of Go, without keeping it. */
export interface GzipEstimate {
  /** Takes the next bytes of the tar. The compression runs on the thread pool. Resolves when the bytes are taken. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the estimate and returns bytes. */
  finish(): Promise<number>;
  close(): void;
}

/**
 * An estimate for one generation of Go at its default level. How near they are stands in docs/architecture.md ("The classic store
 * pushes to a registry in this process").
 */
export function estimateGzip(generation: GzipGeneration): GzipEstimate {
  return generation === 'go-1.26' ? new CountingDeflate({ level: 6 }) : new Go127Estimate();
}

/** zlib with these options, of which only the size is kept. */
class CountingDeflate implements GzipEstimate {
  readonly #gzip: zlib.Gzip;
  #size = 0;

  constructor(options: zlib.ZlibOptions) {
    this.#gzip = zlib.createGzip({ ...options, chunkSize: 256 * 1024 });
    this.#gzip.on('data', (chunk: Buffer) => {
      this.#size += chunk.length;
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => this.#gzip.write(bytes, (error) => (error ? reject(error) : resolve())));
  }

  /** No 'drain' is emitted after `end()`, so it waits for 'end'. */
  finish(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#gzip.once('end', () => resolve(this.#size)).once('error', reject);
      this.#gzip.end();
    });
  }

  close(): void {
    this.#gzip.destroy();
  }
}

/** Length of the header of a stored block (RFC 1951, 3.2.4), in bytes. */
const STORED_HEADER = 5;

/**
 * Go 1.27 decides for each block how it is written. A block without a match is stored. One that matches hardly shorten is coded without them.
 * All others are close to zlib at level 4.
 */
class Go127Estimate implements GzipEstimate {
  readonly #matched = new CountingDeflate({ level: 4 });
  readonly #coded = new CountingDeflate({ strategy: zlib.constants.Z_HUFFMAN_ONLY });
  readonly #sorter = new BlockSorter();
  #waiting: Buffer = Buffer.alloc(0);
  #stored = 0;

  async write(bytes: Uint8Array): Promise<void> {
    const all = Buffer.concat([this.#waiting, bytes]);
    let at = 0;
    for (; at + BLOCK_SIZE <= all.length; at += BLOCK_SIZE) await this.#take(all.subarray(at, at + BLOCK_SIZE));
    this.#waiting = Buffer.from(all.subarray(at));
  }

  async finish(): Promise<number> {
    if (this.#waiting.length > 0) await this.#take(this.#waiting);
    return this.#stored + (await this.#matched.finish()) + (await this.#coded.finish()) - EMPTY;
  }

  close(): void {
    this.#matched.close();
    this.#coded.close();
  }

  async #take(block: Buffer): Promise<void> {
    const kind = this.#sorter.sort(block);
    if (kind === 'stored') this.#stored += block.length + STORED_HEADER;
    else await (kind === 'coded' ? this.#coded : this.#matched).write(block);
  }
}

/** Bytes of an empty gzip of zlib: the header and trailer that two streams have and one file has once. */
const EMPTY = 20;
