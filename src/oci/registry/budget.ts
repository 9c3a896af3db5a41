import { RemoteFailure } from './failure.ts';

/** Seconds to wait for a server. */
export interface Patience {
  /** For the connection and the headers of the answer. */
  readonly answer: number;
  /** For each chunk of a body. */
  readonly stall: number;
  /** For one document or blob in all: redirects, token, retries and the waits between them. 300 when absent. */
  readonly total?: number;
  /** For reading without progress: a server that drips bytes is left behind by this. 90 when absent. */
  readonly slack?: number;
  /** Bytes that buy one more second. 10,000 when absent. */
  readonly rate?: number;
}

/**
 * The time that one document or blob may take, over all connections that bring it. What arrives buys more of it, so a large blob may take long
 * and a server that drips may not. Only waiting for the server counts, and not what is done with the bytes meanwhile.
 */
export class Budget {
  readonly #total: number;
  readonly #slack: number;
  readonly #rate: number;
  #spent = 0;
  #reading = 0;
  #bytes = 0;

  constructor({ total = 300, slack = 90, rate = 10_000 }: Patience) {
    this.#total = total;
    this.#slack = slack;
    this.#rate = rate;
  }

  /** Seconds that are left for an answer or a pause. */
  left(): number {
    return Math.max(0, this.#total + this.#bytes / this.#rate - this.#spent);
  }

  /** Seconds that are left for the next bytes of a body. */
  leftToRead(): number {
    return Math.max(0, Math.min(this.left(), this.#slack + this.#bytes / this.#rate - this.#reading));
  }

  spend(seconds: number): void {
    this.#spent += seconds;
  }

  /** Seconds of waiting that brought these bytes. */
  read(seconds: number, bytes: number): void {
    this.#spent += seconds;
    this.#reading += seconds;
    this.#bytes += bytes;
  }

  /** What to throw when nothing is left. It is not retried: the next try would get no time. */
  exhausted(host: string): RemoteFailure {
    const [seconds, bytes] = [Math.round(this.#spent), this.#bytes];
    return new RemoteFailure(
      'slow',
      `${host} is too slow: ${bytes} bytes came in ${seconds} s of waiting, and at least ${this.#rate} a second are expected. Try again later, or use a mirror that is nearer`,
    );
  }
}
