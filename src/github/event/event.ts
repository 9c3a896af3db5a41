import type { ChangeEvent } from '../../model/baseline.ts';
import type { Environment } from '../../process/environment.ts';
import { UserError } from '../../text/error.ts';
import { forgeOf, serverUrlOf } from '../forge.ts';
import { FieldError, findPayload, isSha, isTag, type Payload, readBounded, TAGS } from './payload.ts';

/** A repository on GitHub: `owner/repo`. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** What started the run, and where its report belongs. */
export interface RunEvent {
  readonly event: ChangeEvent;
  readonly repository: Repository;
  /** Ref of the run: `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`; '' when the runner does not say. */
  readonly ref: string;
  /** Name of the default branch, if the payload has it. */
  readonly defaultBranch?: string;
  /** Whether the run measures the default branch. Never true for a pull request, though pull_request_target runs on that branch. */
  readonly onDefaultBranch: boolean;
  /** Tag of a release, of a tag's push, or of a workflow_dispatch on a tag. */
  readonly tag?: string;
  /** The pull request to comment on. */
  readonly pullRequest?: number;
  /** Whether the head is in another repository, so that the token can only read. */
  readonly fromFork: boolean;
  /** Address of the run's page. */
  readonly runUrl?: string;
  /** What the payload lacks of what GitHub sends, such as `before is nothing`; absent where it lacks nothing. */
  readonly lacks?: readonly string[];
}

const NAME = /^[\w.-]{1,100}$/;
const BRANCHES = 'refs/heads/';
const PULL_REQUEST = new Set(['pull_request', 'pull_request_target', 'pull_request_review']);
const MERGE_REF = /^refs\/pull\/([1-9]\d{0,9})\/merge$/;

/** Whether an event of this name has a change to compare, so that a checkout is needed. */
export function hasChange(name: string): boolean {
  return PULL_REQUEST.has(name) || ['merge_group', 'push', 'release'].includes(name);
}

/**
 * Reads the event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REF, GITHUB_BASE_REF, GITHUB_REPOSITORY) and
 * the payload file. What the payload lacks is taken from the environment where that has it, and is else absent. `lacks` names it.
 * @throws UserError for a GITHUB_REPOSITORY that is no repository, and for a payload file that is none
 */
export async function readEvent(env: Environment, readFile = readBounded): Promise<RunEvent> {
  const repository = parseRepository(env.GITHUB_REPOSITORY);
  const name = env.GITHUB_EVENT_NAME ?? '';
  const { payload, problem } = await findPayload(name, env.GITHUB_EVENT_PATH, readFile);
  const fields = new Fields(payload);
  const event = parseEvent(name, fields, env);
  const runUrl = runUrlOf(env);
  const place = placeOf(name, event, fields, env.GITHUB_REF ?? '');
  const isPull = event.kind === 'pull_request';
  return {
    event,
    repository,
    ...place,
    ...(isPull && event.number !== undefined ? { pullRequest: event.number } : {}),
    fromFork: isPull && payload.isFork(),
    ...(runUrl === undefined ? {} : { runUrl }),
    ...lacksOf(name, Boolean(env.GITHUB_EVENT_PATH), problem, fields.lacks),
  };
}

/** Where the whole payload is missing, its fields are not named one by one. An event without a change needs none. */
function lacksOf(
  name: string,
  isNamed: boolean,
  problem: string | undefined,
  lacks: readonly string[],
): Pick<RunEvent, 'lacks'> {
  if (problem !== undefined) return hasChange(name) || isNamed ? { lacks: [problem] } : {};
  return lacks.length === 0 ? {} : { lacks };
}

/** The fields of a payload, each of which may be missing. */
class Fields {
  readonly payload: Payload;
  /** Fields that were read, and were not what GitHub sends. */
  readonly lacks: string[] = [];

  constructor(payload: Payload) {
    this.payload = payload;
  }

  /** What `field` gives; undefined where the payload does not have it. */
  read<Value>(field: (payload: Payload) => Value): Value | undefined {
    try {
      return field(this.payload);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      this.lacks.push(error.found);
      return undefined;
    }
  }
}

function parseEvent(name: string, fields: Fields, env: Environment): ChangeEvent {
  if (name === 'merge_group')
    return {
      kind: 'merge_group',
      ...given(
        'baseSha',
        fields.read((payload) => payload.sha('merge_group', 'base_sha')),
      ),
    };
  if (name === 'release')
    return parseRelease(
      fields.read((payload) => payload.releaseTag()),
      env,
    );
  if (name === 'push') return parsePush(fields, env);
  return PULL_REQUEST.has(name) ? parsePull(fields, env) : { kind: 'other', name };
}

function parseRelease(tag: string | undefined, { GITHUB_REF: ref = '' }: Environment): ChangeEvent {
  const named = tag ?? after(TAGS, ref);
  return { kind: 'release', ...given('tag', isTag(named) ? named : undefined) };
}

function parsePull(fields: Fields, env: Environment): ChangeEvent {
  const { GITHUB_REF = '', GITHUB_BASE_REF: baseRef, GITHUB_SHA } = env;
  const number = fields.read((payload) => payload.positive('pull_request', 'number'));
  const headSha = fields.read((payload) => payload.sha('pull_request', 'head', 'sha'));
  const baseSha = fields.read((payload) => payload.sha('pull_request', 'base', 'sha'));
  const [, ofRef] = MERGE_REF.exec(GITHUB_REF) ?? [];
  return {
    kind: 'pull_request',
    ...given('number', number ?? (ofRef === undefined ? undefined : Number(ofRef))),
    ...given('headSha', headSha),
    ...given('baseSha', baseSha),
    ...given('mergeBase', fields.payload.mergeBase()),
    ...(baseSha === undefined ? given('baseRef', isTag(baseRef) ? baseRef : undefined) : {}),
    ...(headSha === undefined && ofRef !== undefined
      ? given('mergeSha', isSha(GITHUB_SHA) ? GITHUB_SHA : undefined)
      : {}),
  };
}

/** A push that deletes its ref runs on the default branch, where nothing changed (docs: "Events that trigger workflows", push). */
function parsePush(fields: Fields, env: Environment): ChangeEvent {
  if (fields.payload.isDeletion()) return { kind: 'other', name: 'push' };
  const ref = pushedRef(fields, env.GITHUB_REF ?? '');
  if (ref.startsWith(TAGS)) return parseRelease(after(TAGS, ref), env);
  const before = fields.read((payload) => ({ sha: payload.optionalSha('before') }));
  return { kind: 'push', ref, ...given('before', before?.sha), ...(before === undefined ? { isUnknown: true } : {}) };
}

/** The payload names the ref even when that is deleted. */
function pushedRef(fields: Fields, runnerRef: string): string {
  return (
    fields.read((payload) =>
      payload.text('ref').startsWith(TAGS) ? TAGS + payload.pushedTag() : payload.text('ref'),
    ) ?? runnerRef
  );
}

/** A property that is left out where it has no value. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
}

/** Ref, default branch and tag of the run. */
function placeOf(name: string, event: ChangeEvent, fields: Fields, runnerRef: string) {
  const ref =
    event.kind === 'push' ? event.ref : name === 'push' ? pushedRef(new Fields(fields.payload), runnerRef) : runnerRef;
  // A schedule runs on the default branch only, and its payload need not name it.
  const defaultBranch =
    fields.read((payload) => payload.defaultBranch()) ?? (name === 'schedule' ? after(BRANCHES, ref) : undefined);
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

/** Parses GITHUB_REPOSITORY, the repository of the run. @throws UserError when it is not `owner/name` */
export function parseRepository(fullName = ''): Repository {
  const [owner = '', repo = '', ...rest] = fullName.split('/');
  if (NAME.test(owner) && NAME.test(repo) && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(fullName)}; expected owner/name, as the Actions runner sets it`,
  );
}

/**
 * The page of the run, `SERVER/OWNER/NAME/actions/runs/ID`; undefined outside a run of Actions. Gitea and Forgejo have the number of the run in
 * the place of its id.
 */
export function runUrlOf(env: Environment): string | undefined {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env;
  const server = serverUrlOf(env);
  const run = forgeOf(env) === undefined ? id : number;
  if (server === undefined || !isServer(server) || !/^\d+$/.test(run ?? '')) return undefined;
  return `${server}/${repository}/actions/runs/${run}`;
}

/** Whether this is the address of a server. It may have a path. */
function isServer(url: string): boolean {
  return /^https?:\/\/[\w.:-]+(?:\/[\w.~-]+)*$/.test(url);
}
