import { setTimeout as delay } from 'node:timers/promises';
import type { Budget } from './budget.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';

/** How to wait between two attempts, and what ends them. */
export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Waits this number of seconds. */
  readonly wait: (seconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** What the pauses are part of. One that is longer than what is left is not begun. */
  readonly budget?: Budget | undefined;
}

const ATTEMPTS = 5;
/** Seconds. */
const FIRST_WAIT = 0.5;
const LONGEST_BACKOFF = 8;
const LONGEST_WAIT = 60;

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const PASSING: ReadonlySet<string> = new Set(['connection', 'refused']);

/** Waits. If the signal aborts, throws its reason at once. */
export async function waitSeconds(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(seconds * 1000, undefined, signal && { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

/**
 * Sends a request up to five times while the failure may be temporary: a broken connection, 408, 429 and 5xx. Between attempts it waits
 * as long as Retry-After says (RFC 9110, 10.2.3), or twice as long as before. The last answer is returned, or the last failure thrown.
 * A server that asks for more than a minute is not waited for.
 */
export async function retrying(ask: () => Promise<Answer>, { wait, signal, budget }: RetryOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask().catch(transientFailure);
    const seconds = attempt < ATTEMPTS ? pause(attempt, outcome) : undefined;
    if (seconds === undefined || seconds > (budget?.left() ?? seconds)) {
      if (outcome instanceof RemoteFailure) throw outcome;
      return outcome;
    }
    if (!(outcome instanceof RemoteFailure)) await outcome.discard();
    await wait(seconds, signal);
    budget?.spend(seconds);
  }
}

function transientFailure(error: unknown): RemoteFailure {
  if (error instanceof RemoteFailure && PASSING.has(error.kind)) return error;
  throw error;
}

/** Seconds before the next attempt; undefined if there must be none. */
function pause(attempt: number, outcome: Answer | RemoteFailure): number | undefined {
  if (outcome instanceof RemoteFailure) return backoff(attempt);
  if (!TRANSIENT.has(outcome.status)) return undefined;
  const asked = retryAfter(outcome.headers.get('retry-after'), Date.now());
  if (asked === undefined) return backoff(attempt);
  return asked <= LONGEST_WAIT ? asked : undefined;
}

/** Seconds before attempt + 1: doubled each time up to 8, and randomised so that parallel jobs do not retry at the same moment. */
export function backoff(attempt: number): number {
  return Math.min(LONGEST_BACKOFF, FIRST_WAIT * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Seconds that a Retry-After header asks for, at the time `now` in milliseconds; undefined if it is absent or invalid. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,10}$/.test(header)) return Number(header);
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN; // Date.parse makes a year of "-1"
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
