import { setTimeout as wait } from 'node:timers/promises';

import type { Infer } from '../model/schema.ts';
import { UserError } from '../text/error.ts';
import { getOctokit, isAddress } from './octokit.ts';
import { ANSWERS, type CheckedMethods, graphqlAnswer, isSchema, type Schema } from './request/answers.ts';
import { OutOfPatience, Patience } from './request/patience.ts';
import { checkAnswer, wholeAnswers } from './request/whole-answer.ts';

type Octokit = ReturnType<typeof getOctokit>;

/** Most requests of one run: GITHUB_TOKEN has 1,000 an hour for the whole repository. */
export const RUN_CALLS = 15;

/** GitHub's API. Counts its calls, and believes only answers that are whole and what their route promises. */
export interface Client {
  /** The methods of octokit whose answers are checked (request/answers.ts). */
  readonly rest: CheckedMethods;
  /** Asks GraphQL. The schema is that of the data. A query (not a mutation) is a read. */
  graphql<Data extends Schema>(query: string, data: Data, variables?: object): Promise<Infer<Data>>;
  /** Requests sent so far, retries included. */
  calls(): number;
  /** Aborted when the run is to end. No request is sent afterwards. */
  readonly signal: AbortSignal;
}

/** How to reach the API of GitHub, and how often. */
export interface Connection {
  readonly token: string;
  /** GITHUB_API_URL; GitHub Enterprise Server has its own. */
  readonly apiUrl?: string;
  /** Most requests through this connection; RUN_CALLS when absent. */
  readonly callLimit?: number;
  /** Milliseconds for one request, to the end of its answer. */
  readonly timeLimit?: number;
  /** Milliseconds that requests without an answer may take together. */
  readonly patience?: number;
  /** Milliseconds before a read is tried a second time. */
  readonly retryDelay?: number;
  /** Ends requests and the waits between them. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to GitHub's API. Each request has a time limit. A read that ends in 5xx, without an answer or with a broken one is tried once more.
 * A write is never repeated, since it may have taken effect. A request throws an error with `status` (500 when no answer or a broken one
 * came), CallLimitError beyond `callLimit`, OutOfPatience, or the reason of `signal`. @throws UserError for an `apiUrl` that is no address
 */
export function connect(connection: Connection): Client {
  const {
    token,
    apiUrl,
    callLimit = RUN_CALLS,
    timeLimit = 30_000,
    patience = 120_000,
    retryDelay = 1_000,
  } = connection;
  const { signal = new AbortController().signal } = connection;
  if (apiUrl !== undefined && !isAddress(apiUrl)) throw new UserError(oddAddress(apiUrl));
  const octokit = getOctokit(token, apiUrl === undefined ? {} : { baseUrl: apiUrl.replace(/\/+$/, '') });
  const time = new Patience(timeLimit, patience);
  let calls = 0;
  octokit.hook.wrap('request', async (request, options) => {
    const what = nameOf(octokit, options);
    const { answer: promised, fetch, ...own } = options.request ?? {};
    if (!isSchema(promised)) throw new TypeError(`It is not known what GitHub answers to ${what}`);
    const send = async () => {
      if (calls >= callLimit) throw new CallLimitError(callLimit);
      return time.wait(what, signal, async (ending) => {
        calls += 1;
        // Changed in place: octokit's wrapper that adds the token reads this object, not the one passed on.
        options.request = { ...own, fetch: wholeAnswers(fetch, what), signal: ending };
        const response = await request(options);
        return { ...response, data: checkAnswer(response.data, promised, what) };
      });
    };
    if (!isRead(options)) return send();
    return send().catch(async (error: unknown) => {
      if (!isServerError(error)) throw error;
      await pause(retryDelay, signal);
      return send();
    });
  });
  return { rest: checkedMethods(octokit), graphql: graphqlOf(octokit), calls: () => calls, signal };
}

/** A request before its address is filled in. */
interface RequestOptions {
  readonly method: string;
  readonly url: string;
}

/** Method and path, for messages: `GET /repos/acme/app/releases`. */
function nameOf({ request }: Octokit, options: RequestOptions): string {
  const { method, url } = request.endpoint(options.url, { ...options });
  return `${method} ${new URL(url).pathname}`;
}

function isRead({ method, url, query }: RequestOptions & { readonly query?: unknown }): boolean {
  return method === 'GET' || (/\/graphql$/.test(url) && /^\s*(?:query\b|\{)/.test(String(query)));
}

/** Waits so many milliseconds. @throws the reason of the signal when that is aborted */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}

type Method = (parameters?: { readonly request?: object }) => Promise<unknown>;

/** Octokit's methods, each with what its answer must be. */
function checkedMethods({ rest }: Octokit): CheckedMethods {
  const all = rest as unknown as Readonly<Record<string, Readonly<Record<string, Method>>>>;
  const groups = Object.entries(ANSWERS).map(([group, answers]) => {
    const methods = Object.entries(answers).map(([name, answer]) => {
      const checked: Method = async (parameters = {}) =>
        all[group]?.[name]?.({ ...parameters, request: { ...parameters.request, answer } });
      return [name, checked];
    });
    return [group, Object.fromEntries(methods)];
  });
  return Object.fromEntries(groups);
}

function graphqlOf({ graphql }: Octokit): Client['graphql'] {
  return (query, data, variables = {}) => graphql(query, { ...variables, request: { answer: graphqlAnswer(data) } });
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

/** Whether GitHub answered with this error, or this run's own limits were reached. Any other error is a bug of this product, or the end of the run. */
export function isAnswer(error: unknown): boolean {
  return statusOf(error) !== undefined || isOwnLimit(error);
}

/** Whether the run may send no further request: its calls or its patience are used up. */
export function isOwnLimit(error: unknown): boolean {
  return error instanceof CallLimitError || error instanceof OutOfPatience;
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
