import { open } from 'node:fs/promises';

import type { ChangeEvent } from '../baseline/event.ts';
import { UserError } from '../config/error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** What set the run off and where its words belong. */
export interface RunEvent {
  readonly event: ChangeEvent;
  readonly repository: Repository;
  /** The pull request to comment on. */
  readonly pullRequest?: number;
  /** True where the head is another repository's, so that the token can only read. */
  readonly fromFork: boolean;
  /** The page of this run. */
  readonly runUrl?: string;
}

/** GitHub caps webhook payloads at 25 MB (docs: "Webhook events and payloads", payload cap). */
const PAYLOAD_LIMIT = 25_000_000;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ABSENT = /^0+$/;
const NAME = /^[\w.-]{1,100}$/;
const OPEN_PULL_REQUEST = new Set(['pull_request', 'pull_request_target']);

/**
 * Reads the event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY) and the payload file.
 * Throws UserError, naming the file and the field, where the payload is missing or not what GitHub sends.
 */
export async function readEvent(env: Environment, readFile = readBounded): Promise<RunEvent> {
  const repository = parseRepository(env.GITHUB_REPOSITORY);
  const name = env.GITHUB_EVENT_NAME ?? '';
  const runUrl = runUrlOf(env);
  const common = { repository, ...(runUrl === undefined ? {} : { runUrl }) };
  if (!OPEN_PULL_REQUEST.has(name) && name !== 'merge_group' && name !== 'push') {
    return { ...common, event: { kind: 'other', name }, fromFork: false };
  }
  const payload = await readPayload(name, env.GITHUB_EVENT_PATH, readFile);
  const event = parseEvent(name, payload);
  if (event.kind !== 'pull_request') return { ...common, event, fromFork: false };
  return { ...common, event, pullRequest: event.number, fromFork: payload.isFork() };
}

function parseEvent(name: string, payload: Payload): ChangeEvent {
  if (name === 'merge_group') return { kind: 'merge_group', baseSha: payload.sha('merge_group', 'base_sha') };
  if (name === 'push') {
    const before = payload.optionalSha('before');
    return { kind: 'push', ref: payload.text('ref'), ...(before === undefined ? {} : { before }) };
  }
  return {
    kind: 'pull_request',
    number: payload.positive('pull_request', 'number'),
    headSha: payload.sha('pull_request', 'head', 'sha'),
    baseSha: payload.sha('pull_request', 'base', 'sha'),
  };
}

function parseRepository(fullName = ''): Repository {
  const [owner = '', repo = '', ...rest] = fullName.split('/');
  if (NAME.test(owner) && NAME.test(repo) && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(fullName)}; expected owner/name, as the Actions runner sets it`,
  );
}

function runUrlOf(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || !/^https?:\/\/[\w.:-]+$/.test(server) || !/^\d+$/.test(run ?? '')) return undefined;
  return `${server}/${repository}/actions/runs/${run}`;
}

async function readPayload(name: string, path: string | undefined, readFile: typeof readBounded): Promise<Payload> {
  if (!path) throw new UserError(`The event is ${name}, but GITHUB_EVENT_PATH names no payload file`);
  try {
    return new Payload(path, JSON.parse(await readFile(path)));
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? 'is no JSON' : `cannot be read: ${messageOf(cause)}`;
    throw new UserError(`The payload of the ${name} event, ${path}, ${problem}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The text of `path`; throws RangeError beyond 25 MB. */
async function readBounded(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > PAYLOAD_LIMIT) throw new RangeError(`${size} bytes, more than the ${PAYLOAD_LIMIT} that GitHub sends`);
  return file.readFile('utf8');
}

/** A payload whose fields are checked as they are taken. */
class Payload {
  readonly #path: string;
  readonly #value: unknown;

  constructor(path: string, value: unknown) {
    this.#path = path;
    this.#value = value;
  }

  sha(...keys: string[]): string {
    return this.#expect(keys, 'a commit id of 40 or 64 hexadecimal digits', isSha);
  }

  /** Undefined where GitHub writes zeros for "there was none". */
  optionalSha(...keys: string[]): string | undefined {
    const sha = this.sha(...keys);
    return ABSENT.test(sha) ? undefined : sha;
  }

  text(...keys: string[]): string {
    return this.#expect(keys, 'a text of at most 1024 characters', isShortText);
  }

  positive(...keys: string[]): number {
    return this.#expect(keys, 'a positive integer', isPositive);
  }

  /** A deleted fork has no `head.repo` any more, and is one all the same. */
  isFork(): boolean {
    const head = this.#at(['pull_request', 'head', 'repo', 'full_name']);
    return head !== this.#at(['pull_request', 'base', 'repo', 'full_name']);
  }

  #expect<T>(keys: readonly string[], what: string, accepts: (value: unknown) => value is T): T {
    const value = this.#at(keys);
    if (accepts(value)) return value;
    const found = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
    throw new UserError(`${this.#path}: ${keys.join('.')} is ${found}; expected ${what}`);
  }

  #at(keys: readonly string[]): unknown {
    return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.#value);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSha(value: unknown): value is string {
  return typeof value === 'string' && SHA.test(value);
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1024;
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
