import { MAX_CONFIG } from '../config/file/yaml.ts';
import type { ReportInputs } from '../config/report-inputs.ts';
import { mergeReports } from '../exchange/merge.ts';
import { readReports } from '../exchange/read-reports.ts';
import { compareRun, type ReportRun } from '../forks/compare-run.ts';
import { trustedConditions, withConfiguredImages } from '../forks/configured.ts';
import { connect } from '../github/client.ts';
import { readEvent } from '../github/event/event.ts';
import { publish } from '../github/outputs.ts';
import { readContent } from '../github/read-content.ts';
import type { Report } from '../model/document.ts';
import type { Environment } from '../process/environment.ts';
import { actionsLog } from '../process/log.ts';
import { temporaryParent } from '../process/temporary-folder.ts';
import { publishReport } from '../publish/publish.ts';
import { baselineCommit, NOTHING_REPORTED } from '../report/outputs.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { UserError } from '../text/error.ts';

/** Calls to GitHub: one for each artifact, and a matrix has up to 256 jobs (docs: "Running variations of jobs in a workflow"). */
const CALL_LIMIT = 300;
/** Calls for a stranger's run. A few pushes could use up the repository's thousand calls an hour. */
const CALL_LIMIT_FOR_STRANGERS = 150;

/**
 * The second half of the gate alone. In a `workflow_run` workflow it compares and publishes what the run of a pull request measured.
 * Elsewhere it merges what the jobs of this run measured into one comment and one verdict.
 * @returns one line for each condition that fails and each image that could not be measured; none when it passes
 * @throws UserError for inputs that cannot be used, and for artifacts that cannot be downloaded or believed
 */
export async function runReportAction(
  inputs: ReportInputs,
  env: Environment,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const log = actionsLog((text) => process.stdout.write(text));
  const { problem } = await temporaryParent(env);
  if (problem !== undefined) log.warning(problem);
  const apiUrl = env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {};
  const isOfStrangers = env.GITHUB_EVENT_NAME === 'workflow_run';
  const callLimit = isOfStrangers ? CALL_LIMIT_FOR_STRANGERS : CALL_LIMIT;
  const client = connect({ token: inputs.token || 'none', callLimit, signal, ...apiUrl });
  const run: ReportRun = { inputs, env, signal, client, log };
  const reports = isOfStrangers ? await compareRun(run) : [await mergeRun(run)];
  if (reports.length === 0) await publish({ outputs: NOTHING_REPORTED, summary: '', annotations: [] }, env);
  return reports.flatMap(failureLines);
}

/** Merges the parts that the jobs of this run uploaded. */
async function mergeRun(run: ReportRun): Promise<Report> {
  const { inputs, env, client, log } = run;
  const event = await readEvent(env);
  const { repository, pullRequest, runUrl, fromFork } = event;
  const runId = Number(env.GITHUB_RUN_ID);
  const reports = await readReports({ client, repository, runId, log }, 'parts');
  if (reports.length === 0 && inputs.parts.length === 0) {
    throw new UserError(
      'No job of this run has uploaded a part: give the jobs that measure an input `part`, and this one `needs` and `parts`',
    );
  }
  const merged = mergeReports(reports, inputs.parts);
  const report = await withAllImages(run, merged, repository);
  const headSha = (event.event.kind === 'pull_request' ? event.event.headSha : undefined) ?? env.GITHUB_SHA ?? '';
  const place = { repository, pullRequest, headSha, runUrl, fromFork };
  return publishReport(
    {
      ...run,
      ...place,
      subject: subjectOf(inputs),
      baselineCommit: baselineCommit(report),
      part: '',
      handOver: 'denied',
    },
    report,
  );
}

/** Two report jobs of one run differ by the parts that they merge, whatever has arrived of them. */
const subjectOf = ({ parts, config }: ReportInputs): string => JSON.stringify([[...parts].sort(), config]);

/** An image that the config file has and no part measured is added as an error, since it would not be gated. */
async function withAllImages(
  { inputs, env, client }: ReportRun,
  report: Report,
  repository: Parameters<typeof readContent>[1],
): Promise<Report> {
  const { config } = inputs;
  if (config === '' || !env.GITHUB_SHA) return report;
  const text = await readContent(client, repository, config, env.GITHUB_SHA, MAX_CONFIG);
  if (text === undefined) return report;
  return withConfiguredImages(report, trustedConditions(text, inputs, config, env), config);
}
