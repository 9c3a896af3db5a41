import { setTimeout as wait } from 'node:timers/promises';

import { UserError } from '../text/error.ts';
import { getOctokit, isAddress } from './octokit.ts';

type Octokit = ReturnType<typeof getOctokit>;

/** Most requests of one run: GITHUB_TOKEN has 1,000 an hour for the whole repository. */
export const RUN_CALLS = 15;

/** GitHub's API. Counts its calls. */
export interface Client {
  readonly rest: Octokit['rest'];
  readonly graphql: Octokit['graphql'];
  /** Requests sent so far, retries included. */
  calls(): number;
}

/** How to reach the API of GitHub, and how often. */
export interface Connection {
  readonly token: string;
  /** GITHUB_API_URL; GitHub Enterprise Server has its own. */
  readonly apiUrl?: string;
  /** Most requests through this connection; RUN_CALLS when absent. */
  readonly callLimit?: number;
  /** Milliseconds for one request. */
  readonly timeLimit?: number;
  /** Milliseconds before a read is tried a second time. */
  readonly retryDelay?: number;
}

/**
 * Connects to GitHub's API. Each request has a time limit. A read (GET) that ends in 5xx or without an answer is tried once more.
 * A write is never repeated, since it may have taken effect. A request throws RequestError with `status` (500 when no answer came), or
 * CallLimitError beyond `callLimit`. @throws UserError for an `apiUrl` that is no address
 */
export function connect(connection: Connection): Client {
  const { token, apiUrl, callLimit = RUN_CALLS, timeLimit = 30_000, retryDelay = 1_000 } = connection;
  if (apiUrl !== undefined && !isAddress(apiUrl)) throw new UserError(oddAddress(apiUrl));
  const octokit = getOctokit(token, apiUrl === undefined ? {} : { baseUrl: apiUrl.replace(/\/+$/, '') });
  let calls = 0;
  octokit.hook.wrap('request', async (request, options) => {
    const send = async () => {
      if (calls >= callLimit) throw new CallLimitError(callLimit);
      calls += 1;
      // Changed in place: octokit's wrapper that adds the token reads this object, not the one passed on.
      options.request = { ...options.request, signal: AbortSignal.timeout(timeLimit) };
      return request(options);
    };
    if (options.method !== 'GET') return send();
    return send().catch(async (error: unknown) => {
      if (!isServerError(error)) throw error;
      await wait(retryDelay);
      return send();
    });
  });
  return { rest: octokit.rest, graphql: octokit.graphql, calls: () => calls };
}

function oddAddress(apiUrl: string): string {
  return `GITHUB_API_URL is ${JSON.stringify(apiUrl)}; expected an address as https://api.github.com is`;
}

/** The run has used up its own limit of requests. */
export class CallLimitError extends Error {
  override readonly name = 'CallLimitError';

  constructor(limit: number) {
    super(`this run's limit of ${limit} API calls is used up`);
  }
}

/** The HTTP status in an error of the client; undefined for errors of another kind. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** Whether GitHub answered with this error, or the call limit was reached. Any other error is a bug of this product. */
export function isAnswer(error: unknown): boolean {
  return statusOf(error) !== undefined || error instanceof CallLimitError;
}

/** 5xx, or no answer at all, which octokit reports as 500. The request may or may not have taken effect. */
export function isServerError(error: unknown): boolean {
  return (statusOf(error) ?? 0) >= 500;
}

/** 429, or a 403 whose headers or message name a limit (docs: "Rate limits for the REST API", exceeding). */
export function isRateLimited(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== 403 && status !== 429) return false;
  const headers = headersOf(error);
  return (
    status === 429 ||
    headers['x-ratelimit-remaining'] === '0' ||
    'retry-after' in headers ||
    /rate limit/i.test(String(error))
  );
}

/** 403 because the token lacks a permission ("Resource not accessible by integration" and the like); never a rate limit. */
export function isPermissionError(error: unknown): boolean {
  return statusOf(error) === 403 && !isRateLimited(error);
}

/** When a rate limit ends by GitHub's headers: `in 60 s` or `at 2026-11-02T10:00:00Z`; '' when they do not say. */
export function rateLimitEnd(error: unknown): string {
  const headers = headersOf(error);
  if (/^\d{1,6}$/.test(headers['retry-after'] ?? '')) return `in ${headers['retry-after']} s`;
  const reset = Number(headers['x-ratelimit-reset']);
  if (!Number.isSafeInteger(reset) || reset <= 0 || reset > 1e11) return '';
  return `at ${new Date(reset * 1000).toISOString().replace('.000', '')}`;
}

/** Milliseconds until a rate limit ends by GitHub's headers; undefined where they do not say, or name a time that is over. */
export function rateLimitPause(error: unknown, now: number): number | undefined {
  const headers = headersOf(error);
  if (/^\d{1,6}$/.test(headers['retry-after'] ?? '')) return Number(headers['retry-after']) * 1000;
  const pause = Number(headers['x-ratelimit-reset']) * 1000 - now;
  return pause > 0 && pause < 1e9 ? pause : undefined;
}

function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  if (!(error instanceof Error) || !('response' in error)) return {};
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return {};
  const pairs = Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(pairs);
}
