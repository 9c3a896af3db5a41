import { findBaseCommit, findReleaseBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/git-history.ts';
import { closePlan, type Plan, planBaseline } from '../baseline/plan.ts';
import { findUnaffected } from '../baseline/unaffected.ts';
import { type Inputs, maskSecrets } from '../config/inputs.ts';
import { describeBake } from '../docker/bake/recipe.ts';
import { absoluteCache } from '../docker/cache.ts';
import { readOwnPlatform } from '../docker/own-platform.ts';
import { type Repository as Checkout, resolveCommit } from '../git/git.ts';
import { type Client, connect } from '../github/client.ts';
import { type RunEvent, readEvent } from '../github/event/event.ts';
import { mergeBaseOf } from '../github/pull-request/compare-commits.ts';
import { listReleases } from '../github/releases.ts';
import { withProposals } from '../history/proposals.ts';
import { openRecords, type Records } from '../history/records.ts';
import { withTrends } from '../history/trends.ts';
import { openMeasurer } from '../measurer/measurer.ts';
import type { MeasurerOptions } from '../measurer/session.ts';
import { partOfJob } from '../model/artifact-name.ts';
import type { Report } from '../model/comparison.ts';
import type { BakeSource } from '../model/image.ts';
import type { Release } from '../model/release.ts';
import { VERSION } from '../model/version.ts';
import { inspectPackages } from '../packages/inspector.ts';
import { actionsLog, type Log } from '../process/log.ts';
import { environment } from '../process/run.ts';
import { publishReport } from '../publish/publish.ts';
import { baselineCommit } from '../report/outputs.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { UserError } from '../text/error.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { type GateRequest, runGate } from './gate.ts';
import { recordRun, shouldRecord } from './recording.ts';

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
 * The action from inputs to comment. Everything is published before the verdict is returned, since a regression has to be
 * told before it fails the run.
 * @returns one line for each condition that fails and each image that could not be measured; none when the run passes
 * @throws UserError for inputs that cannot be used
 */
export async function runAction(inputs: Inputs, env: Env, signal: AbortSignal): Promise<readonly string[]> {
  const run = await startRun(inputs, env, signal);
  const configuration = await configure(run);
  for (const { source } of configuration.images) {
    if (source.kind === 'dockerfile') maskSecrets(source.secrets ?? [], run.root, { ...env, ...inputs.secretEnv });
  }
  const records = await openOwnRecords(run);
  try {
    const told = await gateAndPublish(run, configuration, records);
    // Of a part of a matrix the verdict is that of the job that merges the parts.
    return inputs.part === '' ? failureLines(told) : [];
  } finally {
    await records?.[Symbol.asyncDispose]();
  }
}

/** Records help, and are never needed: without them the base is built. */
async function openOwnRecords({ inputs, checkout, log }: Run): Promise<Records | undefined> {
  const { dataBranch: branch, maxBehind } = inputs;
  if (branch === '') return undefined;
  try {
    return await openRecords({ repository: checkout, branch, maxBehind });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warning(`The records on ${branch} cannot be read, so the base is built: ${error.message}`);
    return undefined;
  }
}

async function startRun(inputs: Inputs, env: Env, signal: AbortSignal): Promise<Run> {
  const root = env.GITHUB_WORKSPACE || process.cwd();
  return {
    inputs,
    env,
    signal,
    root,
    event: await readEvent(env),
    log: actionsLog((text) => process.stdout.write(text)),
    client: connect({ token: inputs.token || 'none', ...(env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {}) }),
    checkout: { cwd: root, token: inputs.token || undefined, serverUrl: env.GITHUB_SERVER_URL, signal },
  };
}

function configure({ inputs, env, root, log, signal }: Run): Promise<Configuration> {
  const { config } = inputs;
  const repositoryName = env.GITHUB_REPOSITORY ?? '';
  return readConfiguration({ root, config, inline: inputs, repositoryName, env: environment(env), log, signal });
}

async function gateAndPublish(run: Run, configuration: Configuration, records: Records | undefined): Promise<Report> {
  const { inputs, root } = run;
  const { images } = configuration;
  const plan = await planRun(run, configuration, records);
  try {
    await using measurer = await openMeasurer(measurerOptions(run));
    const findUnaffected = records === undefined ? undefined : unaffectedFinder(run);
    const gated = await runGate({ root, images, plan, measurer, findUnaffected, contents: true });
    const remembered = records === undefined ? gated : await withProposals(gated, images, records);
    const known = records === undefined ? remembered : await withTrends(remembered, records);
    try {
      return await tell(run, known, plan);
    } finally {
      // What was measured is to be remembered, though nobody could be told.
      if (records !== undefined && shouldRecord(inputs, run.event)) {
        await recordRun({ ...run, images, records, measurer, report: known });
      }
    }
  } finally {
    await closePlan(plan);
  }
}

/** Caches are the head's, also where the base is built. The values of secrets go to docker and its helpers, and not to git. */
function measurerOptions({ inputs, root, log, signal }: Run): MeasurerOptions {
  const { builder, timeLimit, secretEnv: env } = inputs;
  const cacheFrom = inputs.cacheFrom.map((entry) => absoluteCache(entry, root));
  const cacheTo = inputs.cacheTo.map((entry) => absoluteCache(entry, root));
  return { builder, cacheFrom, cacheTo, timeLimit, log, version: VERSION, inspect: inspectPackages, signal, env };
}

/** Which images need no build; only records can answer for them. */
function unaffectedFinder({ inputs, env, checkout, log, signal }: Run): GateRequest['findUnaffected'] {
  const { builder, secretEnv } = inputs;
  const request = {
    repository: checkout,
    version: VERSION,
    describeBake: (source: BakeSource, root: string) => describeBake(source, root, { env: secretEnv, signal }),
    ownPlatform: () => readOwnPlatform({ builder, env }),
    log,
  };
  return (images, bases) => findUnaffected(request, images, bases);
}

function planRun(run: Run, { images, configuredAt }: Configuration, records: Records | undefined): Promise<Plan> {
  const { inputs, checkout } = run;
  const mergeBase = (a: string, b: string) => remoteMergeBase(run, a, b);
  const history = historyOf(checkout, mergeBase, () => remoteReleases(run));
  return planBaseline({
    baseline: inputs.baseline,
    repository: checkout,
    records,
    images: images.map((image) => image.name),
    baked: images.some(({ source }) => source.kind === 'bake'),
    configuredAt,
    baseCommit: () => findBaseCommit(run.event.event, history),
    releaseBase: () => findReleaseBase(history, run.event.tag),
  });
}

/** Which tags are drafts or pre-releases; where GitHub does not say, every tag is what its version says. */
async function remoteReleases({ inputs, client, event, log }: Run): Promise<readonly Release[]> {
  if (inputs.token === '') return [];
  const { releases, reason } = await listReleases(client, event.repository);
  if (reason !== undefined) log.warning(`Every tag counts as released: ${reason}`);
  return releases;
}

/** Where the clone is too shallow to know, GitHub does; without a token that may ask, nobody. */
async function remoteMergeBase(run: Run, a: string, b: string): Promise<string | undefined> {
  if (run.inputs.token === '') return undefined;
  return mergeBaseOf(run.client, run.event.repository, b, a).catch(() => undefined);
}

/** Job and key set a run apart that is not a part of a matrix, so that two jobs of one workflow do not take each other's artifacts. */
async function tell(run: Run, report: Report, plan: Plan): Promise<Report> {
  const { inputs, env, event } = run;
  const headSha = event.event.kind === 'pull_request' ? event.event.headSha : await resolveCommit(run.checkout, 'HEAD');
  const planned = 'origin' in plan ? plan.origin?.commit : undefined;
  return publishReport(
    {
      ...run,
      ...event,
      headSha,
      part: inputs.part || partOfJob(env.GITHUB_JOB ?? '', inputs.key),
      handOver: inputs.part === '' ? 'denied' : 'always',
      baselineCommit: baselineCommit(report) || (planned ?? ''),
    },
    {
      ...report,
      ...(headSha === undefined ? {} : { commit: headSha }),
      ...(inputs.part === '' ? {} : { part: inputs.part }),
    },
  );
}
