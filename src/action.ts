import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBaseCommit } from './baseline/base-commit.ts';
import { historyOf } from './baseline/history.ts';
import { type Plan, planBaseline } from './baseline/ladder.ts';
import type { Repository } from './build/git.ts';
import { actionsLog, type Log } from './build/log.ts';
import type { Report } from './compare/comparison.ts';
import { failureLines } from './compare/failure-lines.ts';
import { parseGates } from './config/gates.ts';
import type { Image } from './config/image.ts';
import { parseImages } from './config/images.ts';
import type { Inputs } from './config/inputs.ts';
import { runGate } from './gate.ts';
import { type Client, connect } from './github/client.ts';
import { commentKey, upsertComment } from './github/comment.ts';
import { mergeBaseOf } from './github/compare-commits.ts';
import { type RunEvent, readEvent } from './github/event.ts';
import { publish } from './github/outputs.ts';
import { openScale } from './measure/scale.ts';
import { annotations } from './report/annotations.ts';
import { isWorthSaying } from './report/comment-mode.ts';
import { renderReportJson } from './report/json.ts';
import { renderMarkdown } from './report/markdown.ts';
import { outputsOf } from './report/outputs.ts';
import { VERSION } from './version.ts';

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
  readonly repository: Repository;
}

/**
 * The action from inputs to comment. Everything is published before the verdict is returned, since a regression has to be
 * told before it fails the run.
 * @returns one line for each condition that fails and each image that could not be measured; none when the run passes
 * @throws UserError for inputs that cannot be used
 */
export async function runAction(inputs: Inputs, env: Env, signal: AbortSignal): Promise<readonly string[]> {
  const run = await startRun(inputs, env, signal);
  const images = configuredImages(inputs, env);
  const { report, plan } = await measureAndCompare(run, images);
  await tell(run, report, plan);
  return failureLines(report);
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
    repository: { cwd: root, token: inputs.token || undefined, serverUrl: env.GITHUB_SERVER_URL, signal },
  };
}

function configuredImages(inputs: Inputs, env: Env): readonly Image[] {
  const { context, file, target, buildArgs } = inputs;
  const lines = inputs.images.length > 0 ? inputs.images : [file || join(context || '.', 'Dockerfile')];
  const named = parseImages(lines, { context, target, buildArgs }, env.GITHUB_REPOSITORY ?? '');
  const names = named.map((image) => image.name);
  const conditionsOf = parseGates({ failIf: inputs.failIf, warnIf: inputs.warnIf }, names);
  return named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
}

async function measureAndCompare(run: Run, images: readonly Image[]): Promise<{ report: Report; plan: Plan }> {
  const { inputs, repository, root } = run;
  const plan = await planBaseline({
    baseline: inputs.baseline,
    repository,
    images: images.map((image) => image.name),
    baseCommit: () =>
      findBaseCommit(
        run.event.event,
        historyOf(repository, (a, b) => remoteMergeBase(run, a, b)),
      ),
  });
  try {
    await using scale = await openScale({ ...inputs, log: run.log, version: VERSION, signal: run.signal });
    return { plan, report: await runGate({ root, images, plan, scale }) };
  } finally {
    if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
  }
}

/** Where the clone is too shallow to know, GitHub does; without a token that may ask, nobody. */
async function remoteMergeBase(run: Run, a: string, b: string): Promise<string | undefined> {
  if (run.inputs.token === '') return undefined;
  return mergeBaseOf(run.client, run.event.repository, b, a).catch(() => undefined);
}

async function tell(run: Run, report: Report, plan: Plan): Promise<void> {
  const { runUrl } = run.event;
  const markdown = renderMarkdown(report, runUrl === undefined ? {} : { runUrl });
  await comment(run, report, markdown);
  const folder = await mkdtemp(join(run.env.RUNNER_TEMP ?? tmpdir(), 'image-size-gate-report-'));
  const files = { report: join(folder, 'report.json'), markdown: join(folder, 'report.md') };
  await writeFile(files.report, renderReportJson(report));
  await writeFile(files.markdown, markdown);
  const commit = plan.kind === 'commit' ? (plan.origin.commit ?? '') : '';
  const outputs = { ...outputsOf(report), ...files, 'baseline-commit': commit };
  await publish({ outputs, summary: markdown, annotations: annotations(report) }, run.env);
}

async function comment(run: Run, report: Report, body: string): Promise<void> {
  const { inputs, event, client, log, env } = run;
  const number = event.pullRequest;
  if (number === undefined || inputs.comment === 'never') return;
  const createIf = isWorthSaying(inputs.comment, report);
  const key = commentKey(env, inputs.key);
  const result = await upsertComment({ client, repository: event.repository, number, key, body, createIf });
  if (result.outcome === 'denied' || result.reason !== undefined) {
    const fork = event.fromFork ? ' (the head is a fork’s, whose token only reads)' : '';
    log.warning(`No comment on the pull request: ${result.reason}${fork}. The job summary has the report.`);
  } else log.info(`Comment ${result.outcome}${result.url === undefined ? '' : `: ${result.url}`}`);
}
