import { setTimeout as delay } from 'node:timers/promises';
import { RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';

export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Waits this number of seconds. */
  readonly wait: (seconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

const ATTEMPTS = 5;
/** Seconds. */
const FIRST_WAIT = 0.5;
const LONGEST_BACKOFF = 8;
const LONGEST_WAIT = 60;

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const PASSING: ReadonlySet<string> = new Set(['connection', 'refused']);

/** Waits; ends early, with the signal's reason, when it aborts. */
export async function waitSeconds(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(seconds * 1000, undefined, signal && { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

/**
 * Asks up to five times while the answer is one that may pass: a broken connection, 408, 429 and 5xx. Between two attempts it
 * waits as long as Retry-After says (RFC 9110, 10.2.3), or twice as long as before. What is left in the end is given or thrown;
 * a server that asks for more than a minute is not waited for.
 */
export async function retrying(ask: () => Promise<Answer>, { wait, signal }: RetryOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask().catch(transientFailure);
    const seconds = attempt < ATTEMPTS ? pause(attempt, outcome) : undefined;
    if (seconds === undefined) {
      if (outcome instanceof RemoteFailure) throw outcome;
      return outcome;
    }
    if (!(outcome instanceof RemoteFailure)) await outcome.discard();
    await wait(seconds, signal);
  }
}

function transientFailure(error: unknown): RemoteFailure {
  if (error instanceof RemoteFailure && PASSING.has(error.kind)) return error;
  throw error;
}

/** Seconds before the next attempt; undefined where there should be none. */
function pause(attempt: number, outcome: Answer | RemoteFailure): number | undefined {
  if (outcome instanceof RemoteFailure) return backoff(attempt);
  if (!TRANSIENT.has(outcome.status)) return undefined;
  const asked = retryAfter(outcome.headers.get('retry-after'), Date.now());
  if (asked === undefined) return backoff(attempt);
  return asked <= LONGEST_WAIT ? asked : undefined;
}

/** Seconds before attempt + 1: doubling up to 8, and scattered so that parallel jobs do not come back at once. */
export function backoff(attempt: number): number {
  return Math.min(LONGEST_BACKOFF, FIRST_WAIT * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Seconds that a Retry-After header asks for, at the time `now` in milliseconds; undefined where it says nothing usable. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,10}$/.test(header)) return Number(header);
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN; // Date.parse makes a year of "-1"
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
