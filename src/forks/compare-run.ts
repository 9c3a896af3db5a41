import { MAX_CONFIG } from '../config/file/yaml.ts';
import type { ReportInputs } from '../config/report-inputs.ts';
import { mergeReports } from '../exchange/merge.ts';
import { readReports } from '../exchange/read-reports.ts';
import { addressOf } from '../git/remote-repository.ts';
import type { Client } from '../github/client.ts';
import { readWorkflowRun, type WorkflowRun } from '../github/event/workflow-run.ts';
import { serverUrlOf } from '../github/forge.ts';
import { mergeBaseOf } from '../github/pull-request/compare-commits.ts';
import { findAgain, findPullRequests, type PullRequest } from '../github/pull-request/find-pull-request.ts';
import { type BaseCheck, baseCheck, builtOn } from '../github/pull-request/trusted-base.ts';
import { readContent } from '../github/read-content.ts';
import { openRecords, type Records } from '../history/records.ts';
import { withTrends } from '../history/trends.ts';
import type { Report } from '../model/document.ts';
import type { Environment } from '../process/environment.ts';
import type { Log } from '../process/log.ts';
import { publishReport } from '../publish/publish.ts';
import type { PublishRequest } from '../publish/request.ts';
import { baselineCommit } from '../report/outputs.ts';
import { UserError } from '../text/error.ts';
import { compareAgain } from './compare-again.ts';
import { type Trusted, trustedConditions } from './configured.ts';
import { TrustedBaselines } from './trusted-baselines.ts';

/** What a run of the report action knows from the start. */
export interface ReportRun {
  readonly inputs: ReportInputs;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly client: Client;
  readonly log: Log;
}

/** Pull requests that one run is published to. Somebody may open one for each branch of the repository, and each costs calls to GitHub. */
const MOST_PULLS = 5;

/**
 * Compares what the run of a pull request measured, by the default branch's configuration and records, and publishes the result. A stranger
 * wrote the report: nothing is checked out, and only the measurements at head are believed.
 * @returns the reports as published, one for each pull request of the run; none where there is nothing to report
 * @throws UserError where GitHub does not say which pull request the run was of. Also for a report of another commit, and for one that
 * cannot be read.
 */
export async function compareRun(run: ReportRun): Promise<readonly Report[]> {
  const { env, client, log } = run;
  const found = await readWorkflowRun(env);
  if ('reason' in found) return nothing(run, found.reason);
  const { repository } = found.run;
  const pulls = await findPullRequests(client, repository, found.run);
  if (pulls.outcome === 'unknown') throw new UserError(pulls.reason);
  if (pulls.outcome !== 'found') return nothing(run, pulls.reason);
  const reports = await readReports({ client, repository, runId: found.run.id, log }, 'whole');
  if (reports.length === 0 && run.inputs.parts.length === 0) {
    return nothing(run, 'the run uploaded no report: it commented by itself, or measured nothing');
  }
  const report = ofHead(mergeReports(reports, run.inputs.parts), found.run);
  const trusted = await readTrusted(run, found.run);
  return publishFor(run, found.run, pulls.pullRequests, report, trusted);
}

function nothing({ log }: ReportRun, reason: string): readonly Report[] {
  log.info(`Nothing to report: ${reason}`);
  return [];
}

function ofHead(report: Report, { headSha }: WorkflowRun): Report {
  if (report.commit === headSha || (report.commit === undefined && report.comparisons.length === 0)) return report;
  throw new UserError(
    `The report is of commit ${report.commit ?? '(not given)'}, the run of ${headSha}: a report is published only for its own commit`,
  );
}

/** `isConfigured`: whether a config file lists the images. */
type DefaultBranchConfiguration = Trusted & { readonly isConfigured: boolean };

/** The configuration of the default branch, whatever the pull request has. */
async function readTrusted(
  { inputs, client, env }: ReportRun,
  { repository, defaultBranch }: WorkflowRun,
): Promise<DefaultBranchConfiguration> {
  const { config, failIf, warnIf } = inputs;
  // The tip of the default branch when the event was made, which does not move during the run.
  const ref = env.GITHUB_SHA || defaultBranch;
  const text = config === '' ? undefined : await readContent(client, repository, config, ref, MAX_CONFIG);
  if (text !== undefined && failIf.length + warnIf.length > 0) {
    throw new UserError(
      `${config} of the default branch sets the conditions, and so do fail-if and warn-if: move these into the file, or set config to none`,
    );
  }
  return { ...trustedConditions(text, inputs, config), isConfigured: text !== undefined };
}

/** Where no file lists the images, those that were recorded must be in the report. */
function withRecorded(trusted: DefaultBranchConfiguration, recorded: readonly string[]): Trusted {
  const configured = new Set(trusted.images.map(({ name }) => name));
  const added = recorded.filter((name) => !configured.has(name)).flatMap((name) => trusted.conditionsOf(name) ?? []);
  return { ...trusted, images: [...trusted.images, ...added] };
}

async function publishFor(
  run: ReportRun,
  workflowRun: WorkflowRun,
  pulls: readonly PullRequest[],
  report: Report,
  trusted: DefaultBranchConfiguration,
): Promise<readonly Report[]> {
  await using records = await openTrustedRecords(run, workflowRun.repository);
  const published: Report[] = [];
  for (const pull of await whichPulls(run, workflowRun.repository, pulls, baselineCommit(report))) {
    const compared = await compareForPull({ run, workflowRun, records, trusted }, pull, report);
    published.push(await publishReport(publishRequest(run, workflowRun, pull.pullRequest, compared), compared));
  }
  return published;
}

/** A pull request, and the check whether a commit may be its base. */
interface CheckedPull {
  readonly pullRequest: PullRequest;
  readonly check: BaseCheck;
}

interface Comparing {
  readonly run: ReportRun;
  readonly workflowRun: WorkflowRun;
  readonly records: Records | undefined;
  readonly trusted: DefaultBranchConfiguration;
}

async function compareForPull(
  { run, workflowRun, records, trusted }: Comparing,
  { pullRequest, check }: CheckedPull,
  report: Report,
): Promise<Report> {
  const { repository, headSha } = workflowRun;
  const mergeBase = () => mergeBaseOf(run.client, repository, pullRequest.baseRef, headSha);
  const bases = new TrustedBaselines({ records, report, check, mergeBase });
  const compared = await compareAgain(report, {
    ...(trusted.isConfigured ? trusted : withRecorded(trusted, await bases.recordedImages())),
    baselineOf: (subject) => bases.baselineOf(subject),
    platformsOf: (image) => bases.platformsOf(image),
  });
  return records === undefined ? compared : withTrends(compared, records);
}

function publishRequest(run: ReportRun, workflowRun: WorkflowRun, pullRequest: PullRequest, report: Report) {
  const { repository, repositoryId, url: runUrl, headSha, headRepository } = workflowRun;
  return {
    ...run,
    repository,
    pullRequest: pullRequest.number,
    author: pullRequest.author,
    headSha,
    runUrl,
    measuredBy: workflowRun,
    subject: JSON.stringify([[...run.inputs.parts].sort(), run.inputs.config]),
    fromFork: headRepository.id !== repositoryId,
    whyOutdated: () => whyOutdated(run, workflowRun, pullRequest.number),
    part: '',
    handOver: 'never',
    baselineCommit: baselineCommit(report),
  } as const satisfies PublishRequest;
}

/** Comparing may have taken minutes, in which the run of a later head may have commented. */
async function whyOutdated({ client }: ReportRun, run: WorkflowRun, number: number): Promise<string | undefined> {
  const found = await findAgain(client, run.repository, run, number);
  return found.outcome === 'found' ? undefined : found.reason;
}

/** The data branch by its address, since nothing is checked out. @throws UserError where it cannot be read, since without a baseline the verdict would be green */
async function openTrustedRecords(
  { inputs, env, signal }: ReportRun,
  repository: WorkflowRun['repository'],
): Promise<Records | undefined> {
  const { dataBranch: branch, maxBehind, token } = inputs;
  if (branch === '') return undefined;
  const serverUrl = serverUrlOf(env);
  const address = addressOf(repository, { token: token || undefined, ...(serverUrl ? { serverUrl } : {}), signal });
  return openRecords({ repository: address, branch, maxBehind });
}

/** The pull requests, of several with one head, that the run may have been of. */
async function whichPulls(
  { client, log, inputs: { maxBehind } }: ReportRun,
  repository: WorkflowRun['repository'],
  pulls: readonly PullRequest[],
  claimed: string,
): Promise<readonly CheckedPull[]> {
  // The oldest come first, so that later ones do not push them out.
  const oldest = [...pulls].sort((a, b) => a.number - b.number).slice(0, MOST_PULLS);
  if (pulls.length > MOST_PULLS)
    log.warning(`${pulls.length} pull requests have this head; only the oldest ${MOST_PULLS} get the report`);
  const possible = oldest.map((pullRequest) => ({
    pullRequest,
    check: baseCheck({ client, repository, pullRequest, maxBehind }),
  }));
  const built = possible.length > 1 && claimed !== '' ? await builtOn(possible, claimed) : possible;
  return built.length > 0 ? built : possible;
}
