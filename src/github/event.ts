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
  /** What the run is on: `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`; '' where the runner does not say. */
  readonly ref: string;
  /** Name of the default branch, where the payload says it. */
  readonly defaultBranch?: string;
  /** Whether what the default branch has is at hand: never on a pull request, though pull_request_target runs there. */
  readonly onDefaultBranch: boolean;
  /** Of a release, a tag's push, and a workflow_dispatch on a tag. */
  readonly tag?: string;
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
const TAGS = 'refs/tags/';
const BRANCHES = 'refs/heads/';
const PULL_REQUEST = new Set(['pull_request', 'pull_request_target', 'pull_request_review']);
/** Events that cannot be understood without their payload. */
const TOLD_BY_PAYLOAD = new Set([...PULL_REQUEST, 'merge_group', 'push', 'release']);

/**
 * Reads the event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REF, GITHUB_REPOSITORY) and the
 * payload file. Throws UserError, naming the file and the field, where the payload is missing or not what GitHub sends.
 */
export async function readEvent(env: Environment, readFile = readBounded): Promise<RunEvent> {
  const repository = parseRepository(env.GITHUB_REPOSITORY);
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = await readPayload(name, env.GITHUB_EVENT_PATH, readFile);
  const event = parseEvent(name, payload);
  const runUrl = runUrlOf(env);
  return {
    event,
    repository,
    ...placeOf(name, event, payload, env.GITHUB_REF ?? ''),
    ...(event.kind === 'pull_request' ? { pullRequest: event.number } : {}),
    fromFork: event.kind === 'pull_request' && payload.isFork(),
    ...(runUrl === undefined ? {} : { runUrl }),
  };
}

function parseEvent(name: string, payload: Payload): ChangeEvent {
  if (name === 'merge_group') return { kind: 'merge_group', baseSha: payload.sha('merge_group', 'base_sha') };
  if (name === 'release') return { kind: 'release', tag: payload.releaseTag() };
  if (name === 'push') return parsePush(payload);
  if (!PULL_REQUEST.has(name)) return { kind: 'other', name };
  return {
    kind: 'pull_request',
    number: payload.positive('pull_request', 'number'),
    headSha: payload.sha('pull_request', 'head', 'sha'),
    baseSha: payload.sha('pull_request', 'base', 'sha'),
  };
}

/** A push that deletes its ref leaves the run on the default branch, with nothing that changed (docs: "Events that trigger workflows", push). */
function parsePush(payload: Payload): ChangeEvent {
  const before = payload.optionalSha('before');
  const ref = payload.text('ref');
  if (payload.isDeletion()) return { kind: 'other', name: 'push' };
  if (ref.startsWith(TAGS)) return { kind: 'release', tag: payload.pushedTag() };
  return { kind: 'push', ref, ...(before === undefined ? {} : { before }) };
}

/** Where the run is. What a push was to is in its payload, even when it is gone. */
function placeOf(name: string, event: ChangeEvent, payload: Payload, runnerRef: string) {
  const ref = name === 'push' ? payload.text('ref') : runnerRef;
  // A schedule knows no other branch, and its payload need not say so.
  const defaultBranch = payload.defaultBranch() ?? (name === 'schedule' ? after(BRANCHES, ref) : undefined);
  const isDefault = defaultBranch !== undefined && ref === BRANCHES + defaultBranch;
  const dispatched = name === 'workflow_dispatch' ? after(TAGS, ref) : undefined;
  const tag = event.kind === 'release' ? event.tag : dispatched;
  return {
    ref,
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    onDefaultBranch: isDefault && event.kind !== 'pull_request',
    ...(tag === undefined ? {} : { tag }),
  };
}

const after = (prefix: string, ref: string) => (ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined);

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
  if (!path) {
    if (!TOLD_BY_PAYLOAD.has(name)) return new Payload('', undefined);
    throw new UserError(`The event is ${name}, but GITHUB_EVENT_PATH names no payload file`);
  }
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

  releaseTag(): string {
    return this.#expect(['release', 'tag_name'], 'a tag', isTag);
  }

  pushedTag(): string {
    return this.#expect(['ref'], 'the ref of a tag', isTagRef).slice(TAGS.length);
  }

  defaultBranch(): string | undefined {
    const keys = ['repository', 'default_branch'];
    return this.#at(keys) === undefined ? undefined : this.text(...keys);
  }

  /** Whether a push took its ref away. */
  isDeletion(): boolean {
    const after = this.#at(['after']);
    return this.#at(['deleted']) === true || (isSha(after) && ABSENT.test(after));
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

/** What git-check-ref-format(1) allows of characters, at the length that records take. */
function isTag(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 256 && /^[^\s\p{Cc}~^:?*[\\]+$/u.test(value);
}

function isTagRef(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(TAGS) && isTag(value.slice(TAGS.length));
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
