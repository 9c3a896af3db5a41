import { isAbsolute, join, relative } from 'node:path';
import { parseTransport } from '../config/source.ts';
import type { BakeDefinition } from '../docker/bake/definition.ts';
import { type CommitCheckout, checkOutCommit } from '../git/commit-checkout.ts';
import { fetchCommit, hasCommit, type Repository, resolveCommit, resolveRemote, topLevel } from '../git/git.ts';
import type { Records } from '../history/records.ts';
import type { Origin } from '../model/baseline.ts';
import type { Source, TransportSource } from '../model/image.ts';
import type { Measurement, MeasuringError } from '../model/measurement.ts';
import { TRANSPORT_FORMS } from '../model/transport.ts';
import { orUndefined, UserError } from '../text/error.ts';
import type { BaseCommit } from './base-commit.ts';
import { type Checkout, findCheckout, linkEnvironment } from './checkout.ts';
import { readMeasurementFile } from './measurement-file.ts';

const FULL_COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What every image of a run is compared with. It is decided once. */
export type Plan =
  | { readonly kind: 'none'; readonly reason: string }
  | FailedPlan
  | CommitPlan
  | RecordsPlan
  /** `root` is the directory that the source's path is relative to. */
  | { readonly kind: 'source'; readonly origin: Origin; readonly source: TransportSource; readonly root: string }
  | FilePlan;

/** The baseline is in a measurement file. */
export interface FilePlan {
  readonly kind: 'file';
  readonly origin: Origin;
  readonly measurements: readonly Measurement[];
  /** Images that the file says could not be measured. */
  readonly errors?: readonly MeasuringError[];
}

/** There should be a base, and it cannot be read. */
export interface FailedPlan {
  readonly kind: 'error';
  readonly reason: string;
  readonly origin?: Origin;
}

/** A checked-out base commit. `root` in its worktree corresponds to `checkout.cwd` in the user's checkout. */
export interface CommitPlan {
  readonly kind: 'commit';
  readonly origin: Origin;
  /** How the log names the commit; `the base commit` where absent. */
  readonly title?: string | undefined;
  readonly root: string;
  readonly worktree: CommitCheckout;
  readonly checkout: Checkout;
  /** The user's, which the worktree is of. */
  readonly repository: Repository;
  /** Reads all targets of bake files in a checkout. Absent, renamed targets are not looked for. */
  readonly readTargets?: ReadTargets | undefined;
  /** What the base commit's own configuration builds; undefined where the configuration is not in the repository. */
  readonly configured?: ConfiguredSources | undefined;
}

/** Reads all targets of bake or compose files, whose paths are relative to `root`. */
export type ReadTargets = (files: readonly string[], root: string) => Promise<BakeDefinition>;

/** The sources of a commit's images by their names, from that commit's own configuration. */
export interface ConfiguredSources {
  readonly sources: ReadonlyMap<string, Source>;
  /** Notes for the reader, for example that the configuration could not be read. */
  readonly notes: readonly string[];
}

/** A base commit that may have records. It is checked out only when an image has none. */
export interface RecordsPlan {
  readonly kind: 'records';
  readonly origin: Origin;
  readonly records: Records;
  /** The base commit and its first-parent ancestors, nearest first. */
  readonly commits: readonly string[];
  /** Checks the base commit out, once for all images. */
  readonly checkOut: () => Promise<CommitPlan | FailedPlan>;
  /** Removes the worktree, where one was made. */
  readonly close: () => Promise<void>;
}

/** What decides where the baselines come from. */
export interface PlanRequest {
  /** Undefined where there are no records to use. */
  readonly records?: Records | undefined;
  /** The `baseline` option as the user wrote it; '' for the commit that the change is built on. */
  readonly baseline: string;
  readonly repository: Repository;
  /** Directory that a file or source of `baseline` is relative to; absent, the repository's `cwd`. */
  readonly cwd?: string | undefined;
  /** Names of the images that the run measures. A source can be the baseline of one only. */
  readonly images: readonly string[];
  /** Reads the configuration of a checkout at `root`; undefined where the configuration is not in the repository. */
  readonly configuredAt?: ((root: string) => Promise<ConfiguredSources>) | undefined;
  /** Whether some images are of bake files: an `.env` that no commit has, and compose reads, then applies at the base too. */
  readonly baked?: boolean | undefined;
  readonly readTargets?: ReadTargets | undefined;
  /** Full ids of the commits that are measured: none of them, and no record of theirs, is a baseline. Called where a commit is. */
  readonly measured?: (() => Promise<readonly string[]>) | undefined;
  /** Called where `baseline` is empty. */
  readonly baseCommit: () => Promise<BaseCommit>;
  /** Called where `baseline` is `previous-release`. */
  readonly releaseBase: () => Promise<BaseCommit>;
}

/**
 * Decides what a run is compared with: nothing, a measurement file, a source, or a commit, which is checked out beside the user's work. A
 * base that cannot be read is a plan of kind `error`, so that absolute conditions still gate.
 * @throws UserError where `baseline` names nothing that exists
 */
export async function planBaseline(request: PlanRequest): Promise<Plan> {
  const { baseline, repository } = request;
  if (baseline === 'none') return { kind: 'none', reason: 'baseline is none' };
  if (baseline === '') return planCommit(request, await request.baseCommit());
  if (baseline === 'previous-release') return planCommit(request, await request.releaseBase());
  const source = parseBaselineSource(baseline);
  if (source !== null) return planSource(source, request);
  if (/\.json$/i.test(baseline)) return planFile(baseline, request.cwd ?? repository.cwd);
  return planCommit(request, await namedCommit(request));
}

/** A ref has no colon (git-check-ref-format), so a text with `transport:` in front is a source or a mistake. */
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
  return { kind: 'file', origin, ...(await readMeasurementFile(path, file)) };
}

async function namedCommit({ repository, baseline: ref, measured }: PlanRequest): Promise<BaseCommit> {
  if ((await topLevel(repository)) === undefined) throw new UserError(isNoRepository(ref, repository.cwd));
  // A shallow clone lacks most commits, and origin lists only tips, so a full id is fetched without a check.
  const commit =
    (await resolveCommit(repository, ref)) ??
    (FULL_COMMIT_ID.test(ref) ? ref : await resolveRemote(repository, ref).catch(orUndefined));
  if (commit !== undefined && (await measured?.())?.includes(commit)) throw new UserError(isMeasured(ref, commit));
  if (commit !== undefined) return { kind: 'commit', commit, description: `git ref ${ref}` };
  throw new UserError(
    `baseline: found "${ref}", which is neither a commit, branch or tag here or at origin, nor a .json measurement file. Also accepted are a source (${TRANSPORT_FORMS.join(', ')}), previous-release and none`,
  );
}

function isNoRepository(ref: string, cwd: string): string {
  return `baseline: found "${ref}", and ${cwd} is in no git repository that git can read. Without one, accepted are a .json measurement file, a source (${TRANSPORT_FORMS.join(', ')}) and none`;
}

function isMeasured(ref: string, commit: string): string {
  return `baseline: found "${ref}", which is ${commit.slice(0, 12)}, the commit that is measured. It would be compared with itself. Name an earlier commit such as HEAD~1, or leave baseline empty for the commit that the change is built on`;
}

async function planCommit(request: PlanRequest, base: BaseCommit): Promise<Plan> {
  if (base.kind !== 'commit') return base;
  const { records } = request;
  if (records?.snapshot.commit === undefined) return checkOut(request, base);
  let checkedOut: Promise<CommitPlan | FailedPlan> | undefined;
  return {
    kind: 'records',
    origin: originOf(base),
    records,
    commits: until(await records.lineage(base.commit), (await request.measured?.()) ?? []),
    checkOut: () => (checkedOut ??= checkOut(request, base)),
    close: async () => {
      if (checkedOut !== undefined) await closePlan(await checkedOut);
    },
  };
}

/** The commits before the first of those that are measured, which a newer baseline than the work has among its ancestors. */
function until(commits: readonly string[], measured: readonly string[]): readonly string[] {
  const end = commits.findIndex((commit) => measured.includes(commit));
  return end < 0 ? commits : commits.slice(0, end);
}

/** Removes what a plan put on the disk. */
export async function closePlan(plan: Plan): Promise<void> {
  if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
  if (plan.kind === 'records') await plan.close();
}

type FoundCommit = BaseCommit & { readonly kind: 'commit' };

function originOf({ commit, description }: FoundCommit): Origin {
  return { step: 'build', commit, description };
}

/** What a checkout of a commit needs besides the commit. */
export type CheckoutRequest = Pick<PlanRequest, 'repository' | 'configuredAt' | 'baked' | 'readTargets'>;

/**
 * Checks a commit out beside the user's work, with the sources that its own configuration names. `closePlan` removes it.
 * @param called how the reason of a failure names the commit
 */
export async function checkOut(
  { repository, configuredAt, baked, readTargets }: CheckoutRequest,
  base: FoundCommit,
  called = 'the base commit',
): Promise<CommitPlan | FailedPlan> {
  const origin = originOf(base);
  try {
    if (!(await hasCommit(repository, base.commit))) await fetchCommit(repository, base.commit);
    const checkout = await findCheckout(repository);
    const worktree = await checkOutCommit({ ...repository, cwd: checkout.top }, base.commit);
    const root = join(worktree.path, relative(checkout.top, checkout.cwd));
    const prepare = async () => {
      if (baked) await linkEnvironment(repository, root);
      return configuredAt?.(root);
    };
    const configured = await prepare().catch(async (error: unknown) => {
      await worktree[Symbol.asyncDispose]();
      throw error;
    });
    return { kind: 'commit', origin, worktree, checkout, repository, readTargets, root, configured };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'error', origin, reason: `${called} ${base.commit} cannot be checked out: ${error.message}` };
  }
}
