import { failureOf, RemoteFailure } from './failure.ts';

export interface RemoteRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Seconds that a server may keep us waiting. */
export interface Patience {
  /** Until the headers of the answer are there, the connection included. */
  readonly answer: number;
  /** Between two chunks of a body. */
  readonly stall: number;
}

export interface ExchangeOptions {
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
}

/** An answer; its body must be read or discarded, once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What was asked in the end, after redirects. */
  readonly url: URL;
  /** Throws RemoteFailure when the connection breaks or stalls. Leaving the loop closes it. */
  body(): AsyncGenerator<Uint8Array, void, undefined>;
  discard(): Promise<void>;
}

/**
 * One HTTP exchange, without following redirects and without any encoding of the body, so that its bytes are the blob's.
 * @throws RemoteFailure when there is no answer in time; the signal's reason when aborted
 */
export async function exchange(request: RemoteRequest, { patience, signal }: ExchangeOptions): Promise<Answer> {
  const { url, method = 'GET', headers, body = null } = request;
  const deadline = new Deadline(url.host, signal);
  deadline.set(patience.answer, 'no answer');
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'Accept-Encoding': 'identity' },
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    deadline.clear();
    const read = () => readBody(response, deadline, patience.stall);
    return { status: response.status, headers: response.headers, url, body: read, discard: () => discard(read()) };
  } catch (error) {
    throw deadline.reasonFor(error);
  }
}

async function* readBody(
  response: Response,
  deadline: Deadline,
  stall: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      deadline.set(stall, 'the body stalled');
      const next = await reader?.read();
      deadline.clear();
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw deadline.reasonFor(error);
  } finally {
    deadline.close();
    await reader?.cancel().catch(() => {}); // an errored stream is closed already
  }
}

/** Closes the connection unless the body is short: a kept connection is worth 64 KiB. */
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

/** Aborts a request when its time is over or the caller's signal aborts, and tells which of them it was. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #host: string;
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort();
  #timer: NodeJS.Timeout | undefined;
  #late: RemoteFailure | undefined;

  constructor(host: string, outer: AbortSignal | undefined) {
    outer?.throwIfAborted();
    this.#host = host;
    this.#outer = outer;
    outer?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  set(seconds: number, what: string): void {
    this.#timer = setTimeout(() => {
      this.#late = new RemoteFailure('connection', `${what} from ${this.#host} for ${seconds} s`);
      this.#controller.abort();
    }, seconds * 1000);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.clear();
    this.#outer?.removeEventListener('abort', this.#onAbort);
  }

  /** The error to throw for what fetch threw: the caller's own reason, the time limit, or what broke. */
  reasonFor(error: unknown): unknown {
    this.close();
    if (this.#outer?.aborted) return this.#outer.reason;
    return this.#late ?? failureOf(error, this.#host);
  }
}
