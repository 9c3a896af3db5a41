/** GitHub left requests without an answer for longer than a run waits. */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';

  constructor(limit: number) {
    super(`GitHub left this run without an answer for ${seconds(limit)} in all, so it is not asked again`);
  }
}

/** A request had no whole answer within its time. Like an error 500: a write may have taken effect. */
export class LateAnswer extends Error {
  override readonly name = 'LateAnswer';
  readonly status = 500;
}

/** Bounds the time that a run waits for GitHub: for each request, and for all requests without an answer together. */
export class Patience {
  readonly #each: number;
  readonly #all: number;
  #lost = 0;

  /** Both in milliseconds. */
  constructor(each: number, all: number) {
    this.#each = each;
    this.#all = all;
  }

  /**
   * Sends a request with a signal that ends it, also while its answer drips.
   * @param what method and path, for the message
   * @throws LateAnswer; OutOfPatience where too much time was lost before; the reason of `stop` when that is aborted; what `send` throws
   */
  async wait<Answer>(what: string, stop: AbortSignal, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    stop.throwIfAborted();
    if (this.#lost >= this.#all) throw new OutOfPatience(this.#all);
    const controller = new AbortController();
    const end = () => controller.abort();
    const timer = setTimeout(end, this.#each);
    stop.addEventListener('abort', end, { once: true });
    try {
      return await send(controller.signal);
    } catch (error) {
      stop.throwIfAborted();
      if (!controller.signal.aborted) throw error;
      this.#lost += this.#each;
      throw new LateAnswer(`no whole answer to ${what} within ${seconds(this.#each)}`, { cause: error });
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    }
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
