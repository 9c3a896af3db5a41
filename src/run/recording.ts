import type { Inputs } from '../config/inputs.ts';
import { type Repository as Checkout, resolveCommit, topLevel } from '../git/git.ts';
import { type Client, connect, isAnswer, RUN_CALLS } from '../github/client.ts';
import { type BranchRequest, writeBranch } from '../github/data-branch.ts';
import type { RunEvent } from '../github/event/event.ts';
import { forgeOf, serverUrlOf } from '../github/forge.ts';
import type { Records } from '../history/records.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { BranchWrite } from '../model/data-branch.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Log } from '../process/log.ts';
import { badgeSnippet } from '../report/badge-snippet.ts';
import { type RecordRequest, recordChanges } from './record-changes.ts';
import { lineFolder, waitingLine } from './waiting-line.ts';

/** Calls of a recording, its run's share of what GITHUB_TOKEN has in an hour. Three tries take three each; one asks whether the repository is private. */
const CALLS = 10;
/** Most tries of a write by git. */
const PUSHES = 8;
/** Seconds until recording gives up. */
const SECONDS = 300;

/** What a run needs to record its measurements. */
export interface RecordingRequest {
  readonly inputs: Inputs;
  readonly env: NodeJS.ProcessEnv;
  readonly event: RunEvent;
  readonly checkout: Checkout;
  readonly log: Log;
  readonly images: readonly Image[];
  readonly records: Records;
  readonly measurer: Measurer;
  readonly report: Report;
  /** The run's connection, whose calls count for its limit. */
  readonly client: Pick<Client, 'calls'>;
  /** Clock and chance of the waits; those of the machine when absent. */
  readonly pace?: Pick<BranchRequest, 'now' | 'random' | 'sleep'>;
}

/** Events besides a push that measure the default branch itself. Other events may check out something else. */
const RECORDED: readonly string[] = ['schedule', 'workflow_dispatch'];

/** Whether this run is recorded on the data branch. */
export function shouldRecord({ record }: Pick<Inputs, 'record'>, { event, tag, onDefaultBranch }: RunEvent): boolean {
  if (record !== 'auto') return record === 'always';
  if (event.kind === 'release' || tag !== undefined) return true;
  return onDefaultBranch && (event.kind === 'push' || (event.kind === 'other' && RECORDED.includes(event.name)));
}

/**
 * Writes the measurements to the data branch. A failure is a warning that says how to fix it: without the record, the next pull request
 * only has to build its base. Where the branch is too busy, or the calls are used up, the run waits in a line at origin for the next that records.
 */
export async function recordRun(request: RecordingRequest): Promise<void> {
  const { log, records, checkout } = request;
  const measurements = request.report.comparisons.flatMap(({ head }) => head ?? []);
  const commit = (await topLevel(checkout)) === undefined ? undefined : await resolveCommit(checkout, 'HEAD');
  if (measurements.length === 0 || commit === undefined) return;
  if (request.inputs.token === '') {
    const write = request.inputs.record === 'always' ? log.warning : log.info;
    write(`The sizes were not recorded on ${records.branch}: github-token is empty`);
    return;
  }
  const callLimit = Math.max(0, Math.min(CALLS, RUN_CALLS - request.client.calls()));
  const client = connect({
    token: request.inputs.token || 'none',
    callLimit,
    signal: checkout.signal,
    ...(request.env.GITHUB_API_URL ? { apiUrl: request.env.GITHUB_API_URL } : {}),
  });
  const changes = changesOf(request, measurements, commit);
  // A server without GitHub's API for commits has git, which tells who was faster. So nobody need wait in a line there.
  const push = forgeOf(request.env) === undefined ? undefined : pushBy(records, recordMessage(commit));
  const line = records.refs === undefined || push !== undefined ? undefined : waitingLine(records.refs, changes);
  const written = await writeBranch({
    client,
    repository: request.event.repository,
    branch: records.branch,
    reader: records.reader,
    message: recordMessage(commit),
    budget: { tries: push === undefined ? Math.max(1, Math.floor(callLimit / 3)) : PUSHES, seconds: SECONDS },
    push,
    change: line?.change ?? recordChanges(changes),
    line,
    signal: checkout.signal,
    ...request.pace,
  });
  await printOutcome(request, client, written, log);
}

/** Writes by git in place of the API. That another push was faster has the status and words of GitHub's answer, so that it is tried again. */
export function pushBy({ refs, branch }: Records, message: string): BranchRequest['push'] {
  if (refs === undefined) return undefined;
  return async ({ commit: parent }, changes) => {
    const pushed = await refs.push(branch, { parent, changes, message });
    if ('commit' in pushed) return pushed.commit;
    throw Object.assign(new Error(`Update is not a fast forward (${pushed.moved})`), { status: 422 });
  };
}

/**
 * The message of a commit on the data branch. Services that build each pushed branch heed its first word and leave the branch alone. Cloudflare
 * wants it at the start, CircleCI within the first 250 characters. For Netlify, Travis, Azure Pipelines, GitLab and GitHub any place will do.
 * Earlier versions wrote none, so nothing is read from the messages.
 */
export function recordMessage(commit: string): string {
  return `[skip ci] Record image sizes of ${commit.slice(0, 7)}`;
}

function changesOf(request: RecordingRequest, measurements: readonly Measurement[], commit: string): RecordRequest {
  const conditions = new Map(request.images.map((image) => [image.name, image.conditions]));
  const { owner, repo } = request.event.repository;
  return {
    measurements,
    commit,
    now: new Date(),
    release: request.event.tag,
    layerIndex: (digest) => request.measurer.layerIndex(digest),
    conditionsOf: (image) => conditions.get(image) ?? [],
    repository: `${owner}/${repo}`,
    branch: request.records.branch,
    serverUrl: serverUrlOf(request.env),
    isForge: forgeOf(request.env) !== undefined,
  };
}

async function printOutcome(request: RecordingRequest, client: Client, written: BranchWrite, log: Log): Promise<void> {
  const { branch } = request.records;
  if (written.outcome === 'refused') log.warning(`The sizes were not recorded on ${branch}: ${written.reason}`);
  if (written.outcome === 'waiting')
    log.warning(
      `The sizes are not on ${branch} yet: ${written.reason}. They wait at origin under ${lineFolder(branch)}, and the next run that records takes them along`,
    );
  if (written.outcome === 'unchanged') log.info(`The sizes are on ${branch} already`);
  if (written.outcome === 'merged')
    log.info(`Recorded on ${branch} by another run that wrote at the same time, up to ${written.commit.slice(0, 7)}`);
  if (written.outcome !== 'written') return;
  log.info(`Recorded on ${branch} as ${written.commit.slice(0, 7)}`);
  // Not earlier: GitHub's image proxy caches that a badge was not found.
  if (written.created) for (const line of await snippets(request, client)) log.info(line);
}

async function snippets({ images, event, records, env }: RecordingRequest, client: Client): Promise<readonly string[]> {
  const isPrivate = await client.rest.repos
    .get({ ...event.repository })
    .then(({ data }) => data.private)
    .catch((error: unknown) => {
      if (!isAnswer(error)) throw error;
      return false;
    });
  const repository = `${event.repository.owner}/${event.repository.repo}`;
  const serverUrl = serverUrlOf(env);
  const server = serverUrl === undefined ? {} : { serverUrl };
  const isForge = forgeOf(env) !== undefined;
  const common = { repository, branch: records.branch, isPrivate, isForge, ...server };
  return ['Badges for your README:', ...images.map(({ name }) => badgeSnippet({ ...common, image: name }))];
}
