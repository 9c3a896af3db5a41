import { Budget, type Patience } from './budget.ts';
import { failureOf, RemoteFailure } from './failure.ts';

/** One HTTP request. */
export interface RemoteRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How long to wait for an answer, and what ends the wait. */
export interface ExchangeOptions {
  readonly patience: Patience;
  /** Of the document or blob that the request is for; one of its own when absent. */
  readonly budget?: Budget | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Counts what is sent and read. */
  readonly traffic?: Traffic | undefined;
}

/** How many requests were sent, and bytes of bodies that were read. It is counted on. */
export interface Traffic {
  requests: number;
  bytes: number;
}

/** An answer; its body must be read or discarded, once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The address that answered, after redirects. */
  readonly url: URL;
  /** The bytes of the body. Throws RemoteFailure if the connection breaks or stalls. Leaving the loop closes the connection. */
  body(): AsyncGenerator<Uint8Array, void, undefined>;
  discard(): Promise<void>;
}

/**
 * Sends one HTTP request, without following redirects. The body is requested without an encoding, so that its bytes are those of the blob.
 * @throws RemoteFailure if there is no answer in time; the signal's reason if aborted
 */
export async function exchange(request: RemoteRequest, options: ExchangeOptions): Promise<Answer> {
  const { patience, signal, traffic, budget = new Budget(patience) } = options;
  const { url, method = 'GET', headers, body = null } = request;
  const deadline = new Deadline(url.host, budget, signal);
  deadline.set(patience.answer, budget.left(), 'no answer');
  if (traffic !== undefined) traffic.requests += 1;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'Accept-Encoding': 'identity' },
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    budget.spend(deadline.clear());
    const read = () => readBody(response, deadline, { patience, budget, traffic });
    return { status: response.status, headers: response.headers, url, body: read, discard: () => discard(read()) };
  } catch (error) {
    throw deadline.reasonFor(error);
  }
}

async function* readBody(
  response: Response,
  deadline: Deadline,
  { patience, budget, traffic }: Pick<ExchangeOptions, 'patience' | 'traffic'> & { readonly budget: Budget },
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      deadline.set(patience.stall, budget.leftToRead(), 'the body stalled');
      const next = await reader?.read();
      budget.read(deadline.clear(), next?.value?.length ?? 0);
      if (next === undefined || next.done) return;
      if (traffic !== undefined) traffic.bytes += next.value.length;
      yield next.value;
    }
  } catch (error) {
    throw deadline.reasonFor(error);
  } finally {
    deadline.close();
    await reader?.cancel().catch(() => {}); // an errored stream is closed already
  }
}

/** Reads up to 64 KiB of the body, so that the connection can be reused; closes it if the body is longer. */
async function discard(body: AsyncGenerator<Uint8Array, void, undefined>): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > 64 * 1024) return;
    }
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
  }
}

/** Aborts a request after its time limit or on the caller's signal, and knows which of them it was. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #host: string;
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort();
  readonly #budget: Budget;
  #timer: NodeJS.Timeout | undefined;
  #start: number | undefined;
  #late: RemoteFailure | undefined;

  constructor(host: string, budget: Budget, outer: AbortSignal | undefined) {
    outer?.throwIfAborted();
    this.#host = host;
    this.#budget = budget;
    this.#outer = outer;
    outer?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts a wait of so many seconds, or of what is left of the budget. */
  set(seconds: number, left: number, what: string): void {
    this.#start = performance.now();
    this.#timer = setTimeout(() => {
      this.#late =
        left <= seconds
          ? this.#budget.exhausted(this.#host)
          : new RemoteFailure('connection', `${what} from ${this.#host} for ${seconds} s`);
      this.#controller.abort();
    }, Math.min(seconds, left) * 1000);
  }

  /** Ends the wait. Returns the seconds that it took; 0 where none was started. */
  clear(): number {
    clearTimeout(this.#timer);
    const seconds = this.#start === undefined ? 0 : (performance.now() - this.#start) / 1000;
    this.#start = undefined;
    return seconds;
  }

  close(): void {
    this.clear();
    this.#outer?.removeEventListener('abort', this.#onAbort);
  }

  /** The error to throw instead of fetch's: the caller's reason, the time limit, or what broke. */
  reasonFor(error: unknown): unknown {
    this.#budget.spend(this.clear());
    this.close();
    if (this.#outer?.aborted) return this.#outer.reason;
    return this.#late ?? failureOf(error, this.#host);
  }
}
