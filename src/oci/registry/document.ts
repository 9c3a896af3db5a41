import { readBytes } from '../bytes.ts';
import { ImageError, type Place } from '../error.ts';
import type { Budget } from './budget.ts';
import { expectStatus } from './expect-status.ts';
import { placed, RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';
import type { Registry, Wanted } from './registry.ts';
import { backoff, type RetryOptions } from './retry.ts';

/** The bound of a document, and how errors name it. */
export interface DocumentOptions extends RetryOptions {
  /** Bytes. */
  readonly limit: number;
  readonly place: Place;
  /** Called with the headers of the answer that is read. */
  readonly onHeaders?: ((headers: Headers) => void) | undefined;
}

/** Attempts to read one document over connections that break. Documents are small, so each attempt reads the whole. */
const ATTEMPTS = 3;

/** Reads a manifest or config. Throws ImageError beyond the limit, and if the registry does not send it (a 404 is `isMissing`). */
export async function readDocument(registry: Registry, wanted: Wanted, options: DocumentOptions): Promise<Uint8Array> {
  const budget = registry.budget();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(registry, wanted, budget, options);
    options.onHeaders?.(answer.headers);
    try {
      return await readBytes(answer.body(), options.limit, options.place);
    } catch (error) {
      const broken = error instanceof RemoteFailure && error.kind === 'connection';
      if (!broken || attempt >= ATTEMPTS) throw placed(error, options.place);
      await options.wait(backoff(attempt), options.signal);
    }
  }
}

async function ask(
  registry: Registry,
  wanted: Wanted,
  budget: Budget,
  { limit, place }: DocumentOptions,
): Promise<Answer> {
  try {
    const answer = await expectStatus(await registry.get(wanted, budget), [200], registry.host);
    if (Number(answer.headers.get('content-length')) <= limit) return answer;
    await answer.discard();
  } catch (error) {
    throw placed(error, place);
  }
  throw new ImageError(`more than the limit of ${limit} bytes`, place);
}
