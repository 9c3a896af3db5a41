import { type BaseCommit, findReleaseBase, type History } from '../baseline/base-commit.ts';
import { readContextFiles } from '../baseline/context-files.ts';
import { closePlan, type Plan, planBaseline, type ReadTargets } from '../baseline/plan.ts';
import { findUnaffected } from '../baseline/unaffected.ts';
import { readEvery } from '../docker/bake/every.ts';
import { describeBake } from '../docker/bake/recipe.ts';
import { readOwnPlatform } from '../docker/platforms.ts';
import type { Untracked } from '../git/changes.ts';
import type { Repository } from '../git/git.ts';
import { withProposals } from '../history/proposals.ts';
import type { Records } from '../history/records.ts';
import { withTrends } from '../history/trends.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { Report } from '../model/document.ts';
import type { BakeSource } from '../model/image.ts';
import type { Environment } from '../process/environment.ts';
import type { Log } from '../process/log.ts';
import type { Configuration } from './configuration.ts';
import { type FindUnaffected, runGate } from './gate.ts';
import type { FindContextFiles } from './uncommitted.ts';
import { VERSION } from './version.ts';

/** What differs between the action and the command line. */
export interface CheckRequest {
  readonly configuration: Configuration;
  /** The checkout. The images' paths are relative to its `cwd`. */
  readonly checkout: Repository;
  readonly measurer: Measurer;
  readonly log: Log;
  /** The `baseline` option as the user wrote it; '' for the commit that the change is built on. */
  readonly baseline: string;
  /** Directory that a file or source of `baseline` is relative to; absent, that of the checkout. */
  readonly baselineDirectory?: string | undefined;
  /** Answers questions about the commits of the checkout. */
  readonly history: History;
  readonly findBaseCommit: (history: History) => Promise<BaseCommit>;
  /** The commits that are measured, as far as they cannot be the baseline that is named: as a release, or by a git ref. */
  readonly measured: Readonly<Record<'release' | 'ref', (history: History) => Promise<readonly string[]>>>;
  /** Tag of the release that the run is for. */
  readonly release?: string | undefined;
  /** Opens the records of the data branch; undefined where there are none to use. */
  readonly openRecords: () => Promise<Records | undefined>;
  /** Whether images that the change does not affect are built too. */
  readonly buildsAll: boolean;
  /** Which files of the checkout no commit will have: where somebody works in it, untracked ones may be those of the next commit. */
  readonly untracked: Untracked;
  /** The builder and the variables that docker gets besides those of this process. */
  readonly docker: { readonly builder: string; readonly env?: Environment };
  /** Whether the report is to have the files of both sides. */
  readonly contents: boolean;
  /** Shows the report to its readers, and returns it as they see it. The commit is the one that the run planned to compare with. */
  readonly publish: (report: Report, baseCommit: string | undefined) => Promise<Report>;
  /** Writes the measurements to the data branch. It is called even where publishing failed. */
  readonly record?: ((report: Report, records: Records) => Promise<void>) | undefined;
}

/**
 * One check from the records to the published report: plan what to compare with, measure, compare, explain, remember, publish. The records
 * and the checked-out base are closed at its end; the measurer is the caller's to close.
 * @returns the report as published
 * @throws UserError for a baseline that names nothing, and what the callbacks throw
 */
export async function runCheck(request: CheckRequest): Promise<Report> {
  await using records = await request.openRecords();
  // The engine answers while git does. With records perhaps nothing is built.
  if (records === undefined) request.measurer.prepare(request.configuration.images.map(({ source }) => source));
  const plan = await planCheck(request, records);
  try {
    return await publishAndRecord(request, records, plan, await compareAll(request, records, plan));
  } finally {
    await closePlan(plan);
  }
}

function planCheck(request: CheckRequest, records: Records | undefined): Promise<Plan> {
  const { baseline, checkout, baselineDirectory, configuration, history, release, measured } = request;
  const { images, configuredAt } = configuration;
  return planBaseline({
    baseline,
    repository: checkout,
    cwd: baselineDirectory,
    records,
    images: images.map(({ name }) => name),
    readTargets: targetsReader(request),
    baked: images.some(({ source }) => source.kind === 'bake'),
    configuredAt,
    baseCommit: () => request.findBaseCommit(history),
    releaseBase: async () => findReleaseBase(history, release, await measured.release(history)),
    measured: () => measured.ref(history),
  });
}

function targetsReader({ docker: { env }, checkout: { signal } }: CheckRequest): ReadTargets {
  return (files, root) => readEvery({ files, root, env, signal });
}

/** The report of all images, with what the data branch knows besides baselines. */
async function compareAll(request: CheckRequest, records: Records | undefined, plan: Plan): Promise<Report> {
  const { checkout, configuration, measurer, contents, buildsAll, log } = request;
  const { images } = configuration;
  // Only a record can stand in for a build.
  const findUnaffected = records === undefined || buildsAll ? undefined : unaffectedFinder(request);
  const findContextFiles = contextFilesFinder(request);
  const root = checkout.cwd;
  const report = await runGate({ root, images, plan, measurer, findUnaffected, findContextFiles, contents, log });
  if (records === undefined) return report;
  return withTrends(await withProposals(report, images, records), records);
}

function unaffectedFinder({ checkout, docker, log }: CheckRequest): FindUnaffected {
  const { builder, env } = docker;
  const { signal } = checkout;
  const request = {
    repository: checkout,
    version: VERSION,
    describeBake: (source: BakeSource, root: string) => describeBake(source, root, { env, signal }),
    ownPlatform: () => readOwnPlatform({ builder, env, signal }),
    log,
  };
  return (images, bases) => findUnaffected(request, images, bases);
}

function contextFilesFinder({ checkout, docker: { env }, untracked }: CheckRequest): FindContextFiles {
  const { signal } = checkout;
  const describe = (source: BakeSource, root: string) => describeBake(source, root, { env, signal });
  const request = { repository: checkout, describeBake: describe, untracked };
  return (image, commit) => readContextFiles(request, image, commit);
}

/** After an abort nothing is published or recorded: another run may have taken the place of this one. */
async function publishAndRecord(
  { publish, record, checkout: { signal } }: CheckRequest,
  records: Records | undefined,
  plan: Plan,
  report: Report,
): Promise<Report> {
  signal?.throwIfAborted();
  try {
    return await publish(report, 'origin' in plan ? plan.origin?.commit : undefined);
  } finally {
    if (records !== undefined && !signal?.aborted) await record?.(report, records);
  }
}
