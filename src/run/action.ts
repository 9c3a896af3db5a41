import { findBaseCommit, measuredCommits, measuredUnchanged } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/git-history.ts';
import { type Inputs, maskSecrets } from '../config/inputs.ts';
import { absoluteCache } from '../docker/cache.ts';
import { type Repository as Checkout, resolveCommit, topLevel } from '../git/git.ts';
import { type Client, connect } from '../github/client.ts';
import { hasChange, type RunEvent, readEvent } from '../github/event/event.ts';
import { serverUrlOf } from '../github/forge.ts';
import { askMergeBase } from '../github/pull-request/compare-commits.ts';
import { listReleases } from '../github/releases.ts';
import { openRecords, type Records } from '../history/records.ts';
import { type Measurer, openMeasurer } from '../measurer/measurer.ts';
import type { MeasurerOptions } from '../measurer/session.ts';
import { partOfJob } from '../model/artifact-name.ts';
import type { ReleaseList } from '../model/baseline.ts';
import type { Report } from '../model/document.ts';
import { inspectPackages } from '../packages/inspector.ts';
import { environment } from '../process/environment.ts';
import { actionsLog, type Log } from '../process/log.ts';
import { temporaryParent } from '../process/temporary-folder.ts';
import { publishReport } from '../publish/publish.ts';
import { baselineCommit } from '../report/outputs.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { UserError } from '../text/error.ts';
import { type CheckRequest, runCheck } from './check.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { runHistory } from './history-run.ts';
import { recordRun, shouldRecord } from './recording.ts';
import { suggestionsOf } from './suggestions.ts';
import { thinPayload, withRepository } from './thin-event.ts';
import { VERSION } from './version.ts';
import { findWorkspace } from './workspace.ts';

type Env = NodeJS.ProcessEnv;

/** What a run of the action knows from the start. */
interface Run {
  readonly inputs: Inputs;
  readonly env: Env;
  readonly signal: AbortSignal;
  readonly event: RunEvent;
  readonly root: string;
  readonly log: Log;
  readonly client: Client;
  readonly checkout: Checkout;
}

/**
 * The action from inputs to comment. Everything is published before the verdict is returned, since a regression has to be shown before it
 * fails the run.
 * @returns one line for each condition that fails and each image that could not be measured; none when the run passes
 * @throws UserError for inputs that cannot be used
 */
export async function runAction(given: Inputs, env: Env, signal: AbortSignal): Promise<readonly string[]> {
  const run = await startRun(given, env, signal);
  const { inputs } = run;
  const configuration = await configure(run);
  maskSecretsOf(run, configuration);
  if (inputs.history !== '') {
    await using records = await openOwnRecords(run);
    return await runHistory({ ...run, configuration, records, measurer: measurerOptions(run) });
  }
  await using measurer = await openMeasurer(measurerOptions(run));
  const report = await runCheck(checkRequest(run, configuration, measurer));
  // The verdict of a part of a matrix is left to the job that merges the parts.
  return inputs.part === '' ? failureLines(report) : [];
}

function checkRequest(run: Run, configuration: Configuration, measurer: Measurer): CheckRequest {
  const { inputs, checkout, event, log } = run;
  return {
    configuration,
    checkout,
    measurer,
    log,
    baseline: inputs.baseline,
    history: historyOf(
      checkout,
      (a, b) => remoteMergeBase(run, a, b),
      () => remoteReleases(run),
    ),
    findBaseCommit: (history) => findBaseCommit(event.event, history),
    measured: {
      release: (history) => measuredCommits(event.event, history),
      ref: (history) => measuredUnchanged(event.event, history, { tracked: true }),
    },
    release: event.tag,
    openRecords: () => openOwnRecords(run),
    buildsAll: false,
    untracked: 'all',
    docker: { builder: inputs.builder, env: inputs.secretEnv },
    contents: true,
    publish: (report, baseCommit) => publishRun(run, configuration, report, baseCommit),
    record: shouldRecord(inputs, event)
      ? (report, records) => recordRun({ ...run, images: configuration.images, records, measurer, report })
      : undefined,
  };
}

function maskSecretsOf({ inputs, env, root }: Run, { images }: Configuration): void {
  for (const { source } of images) {
    if (source.kind === 'dockerfile') maskSecrets(source.secrets ?? [], root, { ...env, ...inputs.secretEnv });
  }
}

/** Records help, but the run does not need them: without them the base is built. */
async function openOwnRecords({ inputs, checkout, log }: Run): Promise<Records | undefined> {
  const { dataBranch: branch, maxBehind, rebuiltRecords: rebuilt } = inputs;
  if (branch === '') return undefined;
  try {
    return await openRecords({ repository: checkout, branch, maxBehind, rebuilt });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warning(`The records on ${branch} cannot be read, so the base is built: ${error.message}`);
    return undefined;
  }
}

async function startRun(given: Inputs, runner: Env, signal: AbortSignal): Promise<Run> {
  const log = actionsLog((text) => process.stdout.write(text));
  const needsCheckout = hasChange(runner.GITHUB_EVENT_NAME ?? '') && given.baseline !== 'none';
  const { inputs, root, folder } = await findWorkspace({ inputs: given, env: runner, needsCheckout, signal });
  if (folder !== '') log.info(`The checkout is in ${folder}, and paths are relative to it`);
  const env = await withRepository(runner, root, log);
  const event = await readEvent(env);
  if (event.lacks !== undefined) log.warning(thinPayload(event, env));
  const { problem } = await temporaryParent(env);
  if (problem !== undefined) log.warning(problem);
  return {
    inputs,
    env,
    signal,
    root,
    event,
    log,
    client: connect({
      token: inputs.token || 'none',
      signal,
      ...(env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {}),
    }),
    checkout: { cwd: root, token: inputs.token || undefined, serverUrl: serverUrlOf(env), signal },
  };
}

function configure({ inputs, env, root, log, signal }: Run): Promise<Configuration> {
  const { config } = inputs;
  const repositoryName = env.GITHUB_REPOSITORY ?? '';
  return readConfiguration({ root, config, inline: inputs, repositoryName, env: environment(env), log, signal });
}

/** Caches are relative to the head, also where the base is built. The values of secrets go to docker and its helpers, and not to git. */
function measurerOptions({ inputs, root, log, signal }: Run): MeasurerOptions {
  const { builder, timeLimit, secretEnv: env } = inputs;
  const cacheFrom = inputs.cacheFrom.map((entry) => absoluteCache(entry, root));
  const cacheTo = inputs.cacheTo.map((entry) => absoluteCache(entry, root));
  return { builder, cacheFrom, cacheTo, timeLimit, log, version: VERSION, inspect: inspectPackages, signal, env };
}

/** Which tags are drafts or pre-releases. Without a token GitHub is not asked, and the versions of the tags decide. */
async function remoteReleases({ inputs, client, event, log }: Run): Promise<ReleaseList> {
  if (inputs.token !== '') return listReleases(client, event.repository);
  log.warning(
    'Every tag counts as released: without github-token, GitHub does not say which are drafts or pre-releases',
  );
  return { releases: [], isComplete: true };
}

/** GitHub knows the merge base where the clone is too shallow. @throws UserError where it does not say, and where it cannot be asked */
async function remoteMergeBase({ inputs, client, event }: Run, a: string, b: string): Promise<string> {
  if (inputs.token !== '') return askMergeBase(client, event.repository, b, a);
  throw new UserError('the merge base is not in this clone, and without github-token GitHub cannot be asked for it');
}

/** The commit that the report is about. Undefined outside of a checkout, where sources can be measured. */
async function headOf({ event: { event }, checkout }: Run): Promise<string | undefined> {
  if (event.kind === 'pull_request' && event.headSha !== undefined) return event.headSha;
  return (await topLevel(checkout)) === undefined ? undefined : resolveCommit(checkout, 'HEAD');
}

/** The root of the repository, which paths of a pull request are relative to. */
async function topOf({ checkout, root }: Run): Promise<string> {
  return (await topLevel(checkout)) ?? root;
}

/** Without a part of a matrix, job and key name the artifacts. Two jobs of one workflow then do not overwrite each other's. */
async function publishRun(
  run: Run,
  { images }: Configuration,
  report: Report,
  baseCommit: string | undefined,
): Promise<Report> {
  const { inputs, env, event } = run;
  const headSha = await headOf(run);
  return publishReport(
    {
      ...run,
      ...event,
      headSha,
      subject: JSON.stringify(images.map(({ name, source }) => [name, source])),
      suggestions: inputs.suggest
        ? await suggestionsOf(report, images, { root: run.root, top: await topOf(run) })
        : undefined,
      part: inputs.part || partOfJob(env.GITHUB_JOB ?? '', inputs.key),
      handOver: inputs.part === '' ? 'denied' : 'always',
      baselineCommit: baselineCommit(report) || (baseCommit ?? ''),
    },
    {
      ...report,
      ...(headSha === undefined ? {} : { commit: headSha }),
      ...(inputs.part === '' ? {} : { part: inputs.part }),
    },
  );
}
