import { MAX_CONFIG } from '../config/file/yaml.ts';
import { mergeReports } from '../exchange/merge.ts';
import { readReports } from '../exchange/read-reports.ts';
import { addressOf } from '../git/remote-repository.ts';
import { readWorkflowRun, type WorkflowRun } from '../github/event/workflow-run.ts';
import { mergeBaseOf } from '../github/pull-request/compare-commits.ts';
import { findAgain, findPullRequests, type PullRequest } from '../github/pull-request/find-pull-request.ts';
import { baseCheck, builtOn } from '../github/pull-request/trusted-base.ts';
import { readContent } from '../github/read-content.ts';
import { openRecords, type Records } from '../history/records.ts';
import { withTrends } from '../history/trends.ts';
import type { Report } from '../model/comparison.ts';
import { publishReport } from '../publish/publish.ts';
import { baselineCommit } from '../report/outputs.ts';
import { UserError } from '../text/error.ts';
import { compareAgain } from './compare-again.ts';
import { type Trusted, trustedConditions } from './configured.ts';
import type { ReportRun } from './report-run.ts';
import { TrustedBaselines } from './trusted-baselines.ts';

/** Pull requests that one run is told in: whoever opens one for each branch of the repository would have us call GitHub for all of them. */
const MOST_PULLS = 5;

/**
 * Judges and tells what the run of a pull request measured, by the default branch's configuration and records. The report is a stranger's: nothing is
 * checked out, and of the report nothing is believed but what was measured at head.
 * @returns the reports as they were told, one for each pull request that the run was of; none where there is nothing to tell
 * @throws UserError where GitHub does not say whose run it was, and for a report that is of another commit or cannot be read
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
    `The report is of commit ${report.commit ?? 'nobody says which'}, the run of ${headSha}: a report is told only for the commit that it is of`,
  );
}

/** `isConfigured` where a config file says what the images are. */
type TrustedHere = Trusted & { readonly isConfigured: boolean };

/** What the default branch says, whatever the pull request has. */
async function readTrusted(
  { inputs, client, env }: ReportRun,
  { repository, defaultBranch }: WorkflowRun,
): Promise<TrustedHere> {
  const { config, failIf, warnIf } = inputs;
  // The tip of the default branch when the event was made, which does not move during the run.
  const ref = env.GITHUB_SHA || defaultBranch;
  const text = config === '' ? undefined : await readContent(client, repository, config, ref, MAX_CONFIG);
  if (text !== undefined && failIf.length + warnIf.length > 0) {
    throw new UserError(
      `${config} of the default branch says what gates the images, and so do fail-if and warn-if: move these into the file, or set config to ''`,
    );
  }
  return { ...trustedConditions(text, inputs, config), isConfigured: text !== undefined };
}

/** Where no file says what the images are, those that were recorded must be there. */
function withRecorded(trusted: TrustedHere, recorded: readonly string[]): Trusted {
  const known = new Set(trusted.images.map(({ name }) => name));
  const added = recorded.filter((name) => !known.has(name)).flatMap((name) => trusted.conditionsOf(name) ?? []);
  return { ...trusted, images: [...trusted.images, ...added] };
}

async function publishFor(
  run: ReportRun,
  workflowRun: WorkflowRun,
  pulls: readonly PullRequest[],
  report: Report,
  trusted: TrustedHere,
): Promise<readonly Report[]> {
  const { repository, repositoryId, url: runUrl, headSha, headRepository } = workflowRun;
  await using records = await openTrustedRecords(run, repository);
  const told: Report[] = [];
  for (const { pullRequest, check } of await whichPulls(run, repository, pulls, baselineCommit(report))) {
    const mergeBase = () => mergeBaseOf(run.client, repository, pullRequest.baseRef, headSha);
    const base = new TrustedBaselines({ records, report, check, mergeBase });
    const judged = await compareAgain(report, {
      ...(trusted.isConfigured ? trusted : withRecorded(trusted, await base.recordedImages())),
      baselineOf: (asked) => base.baselineOf(asked),
      platformsOf: (image) => base.platformsOf(image),
    });
    const known = records === undefined ? judged : await withTrends(judged, records);
    const fromFork = headRepository.id !== repositoryId;
    const place = {
      repository,
      pullRequest: pullRequest.number,
      author: pullRequest.author,
      headSha,
      runUrl,
      fromFork,
      whyOutdated: () => whyOutdated(run, workflowRun, pullRequest.number),
    };
    const request = { ...run, ...place, part: '', handOver: 'never', baselineCommit: baselineCommit(known) } as const;
    told.push(await publishReport(request, known));
  }
  return told;
}

/** What was judged can have taken minutes, in which a later head's own run may have commented. */
async function whyOutdated({ client }: ReportRun, run: WorkflowRun, number: number): Promise<string | undefined> {
  const found = await findAgain(client, run.repository, run, number);
  return found.outcome === 'found' ? undefined : found.reason;
}

/** The data branch by its address, since nothing is checked out. @throws UserError where it cannot be read: no baseline would be a green verdict. */
async function openTrustedRecords(
  { inputs, env, signal }: ReportRun,
  repository: WorkflowRun['repository'],
): Promise<Records | undefined> {
  const { dataBranch: branch, maxBehind, token } = inputs;
  if (branch === '') return undefined;
  const serverUrl = env.GITHUB_SERVER_URL;
  const address = addressOf(repository, { token: token || undefined, ...(serverUrl ? { serverUrl } : {}), signal });
  return openRecords({ repository: address, branch, maxBehind });
}

/** Of several pull requests with one head those that the run can have been of. */
async function whichPulls(
  { client, log, inputs: { maxBehind } }: ReportRun,
  repository: WorkflowRun['repository'],
  pulls: readonly PullRequest[],
  claimed: string,
) {
  // The oldest, which later ones do not push out.
  const oldest = [...pulls].sort((a, b) => a.number - b.number).slice(0, MOST_PULLS);
  if (pulls.length > MOST_PULLS)
    log.warning(`${pulls.length} pull requests have this head; it is told in the oldest ${MOST_PULLS} alone`);
  const possible = oldest.map((pullRequest) => ({
    pullRequest,
    check: baseCheck({ client, repository, pullRequest, maxBehind }),
  }));
  const built = possible.length > 1 && claimed !== '' ? await builtOn(possible, claimed) : possible;
  return built.length > 0 ? built : possible;
}
