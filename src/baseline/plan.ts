import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { parseTransport } from '../config/source.ts';
import { fetchCommit, hasCommit, type Repository, resolveCommit, resolveRemote } from '../git/git.ts';
import { addWorktree, type Worktree } from '../git/worktree.ts';
import type { Records } from '../history/records.ts';
import type { Origin } from '../model/baseline.ts';
import type { Source, TransportSource } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { MAX_MEASUREMENT_FILE, parseMeasurements } from '../model/measurement-schema.ts';
import { TRANSPORT_FORMS } from '../model/transport.ts';
import { UserError } from '../text/error.ts';
import type { BaseCommit } from './base-commit.ts';
import { type Checkout, findCheckout, lendEnvironment } from './checkout.ts';

const FULL_COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What every image of a run is compared with, decided once. */
export type Plan =
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'error'; readonly reason: string; readonly origin?: Origin }
  | CommitPlan
  | RecordsPlan
  /** `root` is the directory that the source's path is relative to. */
  | { readonly kind: 'source'; readonly origin: Origin; readonly source: TransportSource; readonly root: string }
  | { readonly kind: 'file'; readonly origin: Origin; readonly measurements: readonly Measurement[] };

/** `root` is in the worktree what `checkout.cwd` is in the user's checkout. */
export interface CommitPlan {
  readonly kind: 'commit';
  readonly origin: Origin;
  readonly root: string;
  readonly worktree: Worktree;
  readonly checkout: Checkout;
  /** What the base commit's own configuration builds; undefined where the configuration is not in the repository. */
  readonly configured?: ConfiguredSources | undefined;
}

/** How the images of a commit are had, by their names, as that commit's own configuration has it. */
export interface ConfiguredSources {
  readonly sources: ReadonlyMap<string, Source>;
  /** What a reader must know, such as a configuration that could not be read. */
  readonly notes: readonly string[];
}

/** Ladder steps 1 and 2, and how to go on to step 3: the base commit is checked out only when an image has no record. */
export interface RecordsPlan {
  readonly kind: 'records';
  readonly origin: Origin;
  readonly records: Records;
  readonly commits: readonly string[];
  /** Once for all images. */
  readonly rebuild: () => Promise<Plan>;
  /** Checks the worktree out of the way, where there came to be one. */
  readonly close: () => Promise<void>;
}

export interface PlanRequest {
  /** Undefined where nothing is recorded, or records are not wanted. */
  readonly records?: Records | undefined;
  /** The `baseline` option as the user wrote it; '' for the commit that the change is built on. */
  readonly baseline: string;
  readonly repository: Repository;
  /** Directory that a file or source of `baseline` is relative to; absent, the repository's `cwd`. */
  readonly cwd?: string | undefined;
  /** Images that the run measures: a source can be the baseline of one only. */
  readonly images: readonly string[];
  /** Reads the configuration that a checkout at `root` holds; undefined where images are named from outside of the repository. */
  readonly configuredAt?: ((root: string) => Promise<ConfiguredSources>) | undefined;
  /** Whether some images are of bake files, for which what compose takes from an `.env` that no commit has holds at the base too. */
  readonly baked?: boolean | undefined;
  /** Asked where `baseline` is empty. */
  readonly baseCommit: () => Promise<BaseCommit>;
  /** Asked where `baseline` is `previous-release`. */
  readonly releaseBase: () => Promise<BaseCommit>;
}

/**
 * Decides what a run is compared with: nothing, a measurement file, a source, or a commit, which is then checked out beside
 * the user's work. A base that cannot be had is a plan of kind `error`, so that absolute conditions still gate.
 * @throws UserError where `baseline` names nothing that exists
 */
export async function planBaseline(request: PlanRequest): Promise<Plan> {
  const { baseline, repository } = request;
  if (baseline === 'none') return { kind: 'none', reason: 'baseline is none' };
  if (baseline === '') return planRecords(request, await request.baseCommit());
  if (baseline === 'previous-release') return planRecords(request, await request.releaseBase());
  const source = parseBaselineSource(baseline);
  if (source !== null) return planSource(source, request);
  if (/\.json$/i.test(baseline)) return planFile(baseline, request.cwd ?? repository.cwd);
  return planRecords(request, await namedCommit(repository, baseline));
}

/** A ref may hold a colon nowhere (git-check-ref-format), so what has a `transport:` in front is a source or a mistake. */
function parseBaselineSource(baseline: string): TransportSource | null {
  return baseline.includes(':') ? parseTransport(baseline) : null;
}

function planSource(source: TransportSource, { baseline, images, repository, cwd }: PlanRequest): Plan {
  if (images.length > 1) {
    throw new UserError(
      `baseline: "${baseline}" is one image and there are ${images.length} to compare (${images.join(', ')}); give a measurement file with all of them, or one step for each`,
    );
  }
  return {
    kind: 'source',
    source,
    root: cwd ?? repository.cwd,
    origin: { step: 'source', description: `source ${baseline}` },
  };
}

async function planFile(file: string, cwd: string): Promise<Plan> {
  const path = isAbsolute(file) ? file : join(cwd, file);
  const origin: Origin = { step: 'file', description: `measurement file ${file}` };
  return { kind: 'file', origin, measurements: await readMeasurements(path, file) };
}

/** Reads what `measure --json` wrote. @throws UserError naming the file, and what is wrong with it */
export async function readMeasurements(path: string, name: string): Promise<readonly Measurement[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`${name}: no such measurement file`);
  if (found.size > MAX_MEASUREMENT_FILE) {
    throw new UserError(
      `${name}: ${found.size} bytes are too many for a measurement file (at most ${MAX_MEASUREMENT_FILE})`,
    );
  }
  return parseMeasurements(await readFile(path, 'utf8'), name);
}

async function namedCommit(repository: Repository, ref: string): Promise<BaseCommit> {
  // A shallow clone lacks most commits, and origin lists only tips: a full id is believed and fetched.
  const commit =
    (await resolveCommit(repository, ref)) ??
    (FULL_COMMIT_ID.test(ref) ? ref : await resolveRemote(repository, ref).catch(() => undefined));
  if (commit !== undefined) return { kind: 'commit', commit, description: `git ref ${ref}` };
  throw new UserError(
    `baseline: found "${ref}", which is neither a commit, branch or tag here or at origin, nor a .json measurement file; accepted are also a source (${TRANSPORT_FORMS.join(', ')}), previous-release and none`,
  );
}

async function planRecords(request: PlanRequest, base: BaseCommit): Promise<Plan> {
  const { records } = request;
  if (records?.snapshot.commit === undefined || base.kind !== 'commit') return planCommit(request, base);
  let rebuilt: Promise<Plan> | undefined;
  return {
    kind: 'records',
    origin: { step: 'build', commit: base.commit, description: base.description },
    records,
    commits: await records.lineage(base.commit),
    rebuild: () => (rebuilt ??= planCommit(request, base)),
    close: async () => closePlan((await rebuilt) ?? { kind: 'none', reason: '' }),
  };
}

/** Removes what a plan put on the disk. */
export async function closePlan(plan: Plan): Promise<void> {
  if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
  if (plan.kind === 'records') await plan.close();
}

async function planCommit({ repository, configuredAt, baked }: PlanRequest, base: BaseCommit): Promise<Plan> {
  if (base.kind !== 'commit') return base;
  const origin: Origin = { step: 'build', commit: base.commit, description: base.description };
  try {
    if (!(await hasCommit(repository, base.commit))) await fetchCommit(repository, base.commit);
    const checkout = await findCheckout(repository);
    const worktree = await addWorktree({ ...repository, cwd: checkout.top }, base.commit);
    const root = join(worktree.path, relative(checkout.top, checkout.cwd));
    const prepare = async () => {
      if (baked) await lendEnvironment(repository, root);
      return configuredAt?.(root);
    };
    const configured = await prepare().catch(async (error: unknown) => {
      await worktree[Symbol.asyncDispose]();
      throw error;
    });
    return { kind: 'commit', origin, worktree, checkout, root, configured };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'error', origin, reason: `the base commit ${base.commit} cannot be checked out: ${error.message}` };
  }
}
