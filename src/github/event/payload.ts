import { readRegularFile } from '../../process/regular-file.ts';
import { UserError } from '../../text/error.ts';

/** GitHub caps webhook payloads at 25 MB (docs: "Webhook events and payloads", payload cap). */
const PAYLOAD_LIMIT = 25_000_000;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ABSENT = /^0+$/;
/** Prefix of the refs of tags. */
export const TAGS = 'refs/tags/';

/**
 * Reads the payload file of an event.
 * @param name of the event
 * @param path of the payload file, if the runner names one
 * @throws UserError naming the file when there is none, when it cannot be read or is not JSON
 */
export async function readPayload(name: string, path: string | undefined, readFile = readBounded): Promise<Payload> {
  const { payload, problem } = await findPayload(name, path, readFile);
  if (problem === undefined) return payload;
  throw new UserError(problem);
}

/** A payload, or an empty one and why it is empty. */
export interface FoundPayload {
  readonly payload: Payload;
  readonly problem?: string;
}

/**
 * Reads the payload file of an event as far as there is one. Other runners give none, or an empty file.
 * @throws UserError for what is there and no payload: something else than a regular file, or no JSON
 */
export async function findPayload(
  name: string,
  path: string | undefined,
  readFile = readBounded,
): Promise<FoundPayload> {
  if (!path) return withoutPayload(`The event is ${name}, but GITHUB_EVENT_PATH names no payload file`);
  const file = `The payload of the ${name} event, ${path},`;
  try {
    const text = await readFile(path, `The payload of the ${name} event (${path})`);
    return text.trim() === '' ? withoutPayload(`${file} is empty`) : { payload: new Payload(path, JSON.parse(text)) };
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? `${file} is not JSON` : messageOf(cause);
    if (/\(ENOENT\)$/.test(problem)) return withoutPayload(problem);
    throw new UserError(problem, { cause });
  }
}

function withoutPayload(problem: string): FoundPayload {
  return { payload: new Payload('', undefined), problem };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Reads the text of a regular file, which messages call `name`. @throws UserError beyond 25 MB, and for anything else than a regular file */
export async function readBounded(path: string, name: string): Promise<string> {
  return (await readRegularFile(path, name, PAYLOAD_LIMIT)).toString('utf8');
}

/** A field is not what GitHub sends. */
export class FieldError extends UserError {
  /** Field and value: `before is nothing`. */
  readonly found: string;

  constructor(place: string, found: string, expected: string) {
    super(`${place}: ${found}; expected ${expected}`);
    this.found = found;
  }
}

/** A payload that checks each field when it is read. Its methods throw UserError naming file, field, found value and expected value. */
export class Payload {
  readonly #path: string;
  readonly #value: unknown;

  constructor(path: string, value: unknown) {
    this.#path = path;
    this.#value = value;
  }

  sha(...keys: string[]): string {
    return this.#expect(keys, 'a commit id of 40 or 64 hexadecimal digits', isSha);
  }

  /** Undefined for the zeros that GitHub writes when there is no commit. */
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

  /** Whether the field has a value. GitHub writes null for what was deleted. */
  has(...keys: string[]): boolean {
    return this.#at(keys) != null;
  }

  /** The first 100 items of a list, each as its own payload; empty when the field is no list. */
  list(...keys: string[]): readonly Payload[] {
    const value = this.#at(keys);
    if (!Array.isArray(value)) return [];
    return value.slice(0, 100).map((item) => new Payload(`${this.#path}: ${keys.join('.')}`, item));
  }

  /** Name of an account: letters, digits, `.`, `_` and `-`. */
  login(...keys: string[]): string {
    return this.#expect(keys, 'the name of an account', isLogin);
  }

  /** `owner/name`. */
  repositoryName(...keys: string[]): string {
    return this.#expect(keys, 'the name of a repository, owner/name', isRepositoryName);
  }

  /** One of GitHub's own words: `completed`, `pull_request`. */
  word(...keys: string[]): string {
    return this.#expect(keys, 'a word', isWord);
  }

  /** Name of a branch, without `refs/heads/`. */
  branch(...keys: string[]): string {
    return this.#expect(keys, 'the name of a branch', isRefName);
  }

  webAddress(...keys: string[]): string {
    return this.#expect(keys, 'the address of a page', isWebAddress);
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

  /** The merge base of a pull request, which Gitea and Forgejo send, and GitHub does not. */
  mergeBase(): string | undefined {
    const sha = this.#at(['pull_request', 'merge_base']);
    return isSha(sha) && !ABSENT.test(sha) ? sha : undefined;
  }

  /** Whether a push deleted its ref. */
  isDeletion(): boolean {
    const after = this.#at(['after']);
    return this.#at(['deleted']) === true || (isSha(after) && ABSENT.test(after));
  }

  /** True also for a deleted fork, which has no `head.repo` any more. */
  isFork(): boolean {
    const head = this.#at(['pull_request', 'head', 'repo', 'full_name']);
    return head !== this.#at(['pull_request', 'base', 'repo', 'full_name']);
  }

  #expect<T>(keys: readonly string[], what: string, accepts: (value: unknown) => value is T): T {
    const value = this.#at(keys);
    if (accepts(value)) return value;
    const found = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
    throw new FieldError(this.#path, `${keys.join('.')} is ${found}`, what);
  }

  #at(keys: readonly string[]): unknown {
    return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.#value);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether this is a full commit id. */
export function isSha(value: unknown): value is string {
  return typeof value === 'string' && SHA.test(value);
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1024;
}

/** Only characters that git-check-ref-format(1) allows. */
function isRefName(value: unknown): value is string {
  return isShortText(value) && /^[^\s\p{Cc}~^:?*[\\]+$/u.test(value);
}

/** Whether this may be the name of a tag or a branch, at most as long as records allow. */
export function isTag(value: unknown): value is string {
  return isRefName(value) && value.length <= 256;
}

function isLogin(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value);
}

function isRepositoryName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(value);
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^\w{1,64}$/.test(value);
}

function isWebAddress(value: unknown): value is string {
  return isShortText(value) && /^https?:\/\/[\w.:-]+\/[\w./%-]*$/.test(value);
}

function isTagRef(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(TAGS) && isTag(value.slice(TAGS.length));
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
