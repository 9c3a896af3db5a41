import type { ChangeEvent } from '../../model/baseline.ts';
import type { Environment } from '../../process/environment.ts';
import { UserError } from '../../text/error.ts';
import { type Payload, readBounded, readPayload, TAGS } from './payload.ts';

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
}

const NAME = /^[\w.-]{1,100}$/;
const BRANCHES = 'refs/heads/';
const PULL_REQUEST = new Set(['pull_request', 'pull_request_target', 'pull_request_review']);
/** Events whose payload is required. */
const NEEDS_PAYLOAD = new Set([...PULL_REQUEST, 'merge_group', 'push', 'release']);

/**
 * Reads the event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REF, GITHUB_REPOSITORY) and the payload file.
 * @throws UserError naming file and field when the payload is missing or not what GitHub sends
 */
export async function readEvent(env: Environment, readFile = readBounded): Promise<RunEvent> {
  const repository = parseRepository(env.GITHUB_REPOSITORY);
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = await readPayload(name, env.GITHUB_EVENT_PATH, NEEDS_PAYLOAD.has(name), readFile);
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

/** A push that deletes its ref runs on the default branch, where nothing changed (docs: "Events that trigger workflows", push). */
function parsePush(payload: Payload): ChangeEvent {
  const before = payload.optionalSha('before');
  const ref = payload.text('ref');
  if (payload.isDeletion()) return { kind: 'other', name: 'push' };
  if (ref.startsWith(TAGS)) return { kind: 'release', tag: payload.pushedTag() };
  return { kind: 'push', ref, ...(before === undefined ? {} : { before }) };
}

/** Ref, default branch and tag of the run. The payload of a push names its ref even when that is deleted. */
function placeOf(name: string, event: ChangeEvent, payload: Payload, runnerRef: string) {
  const ref = name === 'push' ? payload.text('ref') : runnerRef;
  // A schedule runs on the default branch only, and its payload need not name it.
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

/** Parses GITHUB_REPOSITORY, the repository of the run. @throws UserError when it is not `owner/name` */
export function parseRepository(fullName = ''): Repository {
  const [owner = '', repo = '', ...rest] = fullName.split('/');
  if (NAME.test(owner) && NAME.test(repo) && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(fullName)}; expected owner/name, as the Actions runner sets it`,
  );
}

/** The page of the run, `SERVER/OWNER/NAME/actions/runs/ID`; undefined outside a run of GitHub Actions. */
export function runUrlOf(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || !/^https?:\/\/[\w.:-]+$/.test(server) || !/^\d+$/.test(run ?? '')) return undefined;
  return `${server}/${repository}/actions/runs/${run}`;
}
