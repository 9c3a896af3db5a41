/** Passes chunks from a writer to a reader, one at a time: the writer waits until its chunk is taken. */
export class Channel implements AsyncIterable<Uint8Array> {
  #waiting: { readonly chunk: Uint8Array; readonly taken: (accepted: boolean) => void } | undefined;
  #wake: (() => void) | undefined;
  #ended = false;
  #closed = false;
  #failure: Error | undefined;

  /** Resolves to true when the reader took the chunk; to false if it stopped reading. */
  push(chunk: Uint8Array): Promise<boolean> {
    if (this.#closed || this.#ended) return Promise.resolve(false);
    return new Promise((taken) => {
      this.#waiting = { chunk, taken };
      this.#wake?.();
    });
  }

  /** The stream is complete. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The stream will never be complete: the reader gets the error. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let chunk = await this.#take(); chunk !== undefined; chunk = await this.#take()) yield chunk;
    } finally {
      this.close();
    }
  }

  /** The reader stops reading. */
  close(): void {
    this.#closed = true;
    this.#waiting?.taken(false);
    this.#waiting = undefined;
  }

  async #take(): Promise<Uint8Array | undefined> {
    while (this.#waiting === undefined && !this.#ended && this.#failure === undefined) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.taken(true);
    return waiting?.chunk;
  }
}
