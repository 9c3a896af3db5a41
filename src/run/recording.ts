import type { Inputs } from '../config/inputs.ts';
import { type Repository as Checkout, resolveCommit } from '../git/git.ts';
import { type Client, connect, isAnswer } from '../github/client.ts';
import { writeBranch } from '../github/data-branch.ts';
import type { RunEvent } from '../github/event/event.ts';
import type { Records } from '../history/records.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { BranchWrite } from '../model/data-branch.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import type { Log } from '../process/log.ts';
import { badgeSnippet } from '../report/badge-snippet.ts';
import { recordChanges } from './record-changes.ts';

/** Tries and seconds until recording gives up. Fifty writers that started at once took at most ten tries each. */
const BUDGET = { tries: 12, seconds: 300 } as const;
/** Calls to GitHub: three a try, and one to see whether the repository is private. */
const CALL_LIMIT = 3 * BUDGET.tries + 1;

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
 * only has to build its base.
 */
export async function recordRun(request: RecordingRequest): Promise<void> {
  const { log, records } = request;
  const measurements = request.report.comparisons.flatMap(({ head }) => head ?? []);
  const commit = await resolveCommit(request.checkout, 'HEAD');
  if (measurements.length === 0 || commit === undefined) return;
  const client = connect({
    token: request.inputs.token || 'none',
    callLimit: CALL_LIMIT,
    signal: request.checkout.signal,
    ...(request.env.GITHUB_API_URL ? { apiUrl: request.env.GITHUB_API_URL } : {}),
  });
  const conditions = new Map(request.images.map((image) => [image.name, image.conditions]));
  const { owner, repo } = request.event.repository;
  const written = await writeBranch({
    client,
    repository: request.event.repository,
    branch: records.branch,
    reader: records.reader,
    message: `Record image sizes of ${commit.slice(0, 7)}`,
    budget: BUDGET,
    change: recordChanges({
      measurements,
      commit,
      now: new Date(),
      release: request.event.tag,
      layerIndex: (digest) => request.measurer.layerIndex(digest),
      conditionsOf: (image) => conditions.get(image) ?? [],
      repository: `${owner}/${repo}`,
      branch: records.branch,
      serverUrl: request.env.GITHUB_SERVER_URL,
    }),
  });
  await printOutcome(request, client, written, log);
}

async function printOutcome(request: RecordingRequest, client: Client, written: BranchWrite, log: Log): Promise<void> {
  const { branch } = request.records;
  if (written.outcome === 'refused') log.warning(`The sizes were not recorded on ${branch}: ${written.reason}`);
  if (written.outcome === 'unchanged') log.info(`The sizes are on ${branch} already`);
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
  const server = env.GITHUB_SERVER_URL ? { serverUrl: env.GITHUB_SERVER_URL } : {};
  const common = { repository, branch: records.branch, isPrivate, ...server };
  return ['Badges for your README:', ...images.map(({ name }) => badgeSnippet({ ...common, image: name }))];
}
