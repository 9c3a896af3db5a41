import { Worker } from 'node:worker_threads';
import { type SizeOfBlock, sizeOfBlock } from './block-size.ts';
import type { GzipGeneration } from './compressor.ts';

/** A block whose size the thread shall compute. */
export interface BlockTask {
  readonly id: number;
  readonly generation: GzipGeneration;
  readonly block: Uint8Array;
  readonly before: Uint8Array;
}

/** What a block takes, in bytes. */
export interface BlockAnswer {
  readonly id: number;
  readonly size: number;
}

/** The program of the thread: beside the bundle that has this code, or the source in tests. */
const PROGRAM = import.meta.url.endsWith('.ts') ? '../../estimate.ts' : './estimate.js';

/** Blocks that are compressed on the thread pool before a thread is worth its start: 2 MB. */
const BEFORE_THREAD = 32;

/** The heap of a thread holds a few blocks at a time. Without bounds Node.js lets it grow to some 50 MB. */
const HEAP = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Computes sizes until it is closed. */
export interface BlockSizes {
  readonly sizeOf: SizeOfBlock;
  /** Ends the thread when nobody else uses it. */
  close(): void;
}

/**
 * Sizes of blocks in a gzip of one generation of Go. The first are computed on the thread pool, all others in a thread that the process shares. Hashing
 * and parsing then have the main thread for themselves. Where it does not start, or ends, the pool computes all.
 */
export function openBlockSizes(generation: GzipGeneration, start = startThread): BlockSizes {
  const onPool = sizeOfBlock(generation);
  let count = 0;
  let thread: BlockThread | undefined;
  return {
    sizeOf: (block, before) => {
      if (count++ < BEFORE_THREAD) return onPool(block, before);
      thread ??= BlockThread.borrow(start);
      return thread.sizeOf(generation, block, before).catch(() => onPool(block, before));
    },
    close: () => thread?.giveBack(),
  };
}

function startThread(): Worker {
  return new Worker(new URL(PROGRAM, import.meta.url), { resourceLimits: HEAP });
}

interface Waiting {
  resolve(size: number): void;
  reject(error: Error): void;
}

class BlockThread {
  static #shared: BlockThread | undefined;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #users = 0;
  #tasks = 0;
  #failure: Error | undefined;

  /** The thread of the process. Each who borrows it gives it back once. */
  static borrow(start: () => Worker): BlockThread {
    BlockThread.#shared ??= new BlockThread(start());
    BlockThread.#shared.#users++;
    return BlockThread.#shared;
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#worker.unref();
    this.#worker.on('message', ({ id, size }: BlockAnswer) => {
      this.#waiting.get(id)?.resolve(size);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error()));
  }

  sizeOf(generation: GzipGeneration, block: Uint8Array, before: Uint8Array): Promise<number> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#tasks++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // The process waits for an answer, but not for a thread that has nothing to do.
      this.#worker.ref();
      this.#worker.postMessage({ id, generation, block, before } satisfies BlockTask);
    });
  }

  giveBack(): void {
    this.#users--;
    if (this.#users > 0) return;
    if (BlockThread.#shared === this) BlockThread.#shared = undefined;
    void this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    if (BlockThread.#shared === this) BlockThread.#shared = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
