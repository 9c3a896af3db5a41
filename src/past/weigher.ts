import { buildAtCommit, sourceAtCommit } from '../baseline/base-builds.ts';
import type { DescribeBake } from '../baseline/build-description.ts';
import type { MeasuredBase } from '../baseline/lookup.ts';
import { type CheckoutRequest, type CommitPlan, checkOut, closePlan } from '../baseline/plan.ts';
import { recipeIn } from '../baseline/unaffected.ts';
import type { BranchCommit } from '../git/first-parents.ts';
import { machineFault } from '../measurer/failed-build.ts';
import type { Measurer } from '../measurer/measurer.ts';
import { type Failure, NO_RESULT } from '../measurer/session.ts';
import type { Image } from '../model/image.ts';
import type { Environment } from '../process/environment.ts';
import { UserError } from '../text/error.ts';
import type { Weighed, WeighedState } from './state.ts';

/** How commits are weighed. */
export interface WeigherRequest {
  readonly checkout: CheckoutRequest;
  /** All images of the run. */
  readonly images: readonly Image[];
  readonly describeBake: DescribeBake;
  /** Opens a measurer with variables for docker besides those of the run. The weigher disposes of it. */
  readonly openMeasurer: (env: Environment) => Promise<Measurer>;
  readonly snapshot: Snapshot;
  /** Whether commits that did not build are built again. */
  readonly retryGaps?: boolean | undefined;
}

/** How much of a commit's time a build is told. */
export interface Snapshot {
  /** Whether SOURCE_DATE_EPOCH is the commit's time. */
  readonly epoch: boolean;
  /** Build arguments by name; `{date}`, `{day}` and `{epoch}` in a value stand for the commit's time. */
  readonly arguments: ReadonlyMap<string, string>;
}

/** Weighs commits. Disposing it removes what the builds left in temporary folders. */
export interface Weigher extends AsyncDisposable {
  /**
   * Builds and measures an image at a commit, or takes what the state has.
   * @throws UserError where the machine is at fault, so that other commits would fail too
   */
  weigh(image: Image, commit: BranchCommit, state: WeighedState): Promise<Weighed>;
}

/** Builds after which the exported layers are given up, so that the disk does not fill. */
const BUILDS_OF_A_MEASURER = 8;

/** Prepares to weigh commits one after the other, with one measurer for several builds. */
export function openWeigher(request: WeigherRequest): Weigher {
  let measurer: Measurer | undefined;
  let builds = 0;
  const close = async () => {
    await measurer?.[Symbol.asyncDispose]();
    measurer = undefined;
    builds = 0;
  };
  const measurerFor = async (commit: BranchCommit): Promise<Measurer> => {
    const env = environmentOf(request.snapshot, commit);
    if (builds >= BUILDS_OF_A_MEASURER || Object.keys(env).length > 0) await close();
    builds += 1;
    measurer ??= await request.openMeasurer(env);
    return measurer;
  };
  return {
    weigh: async (image, commit, state) => {
      const known = await state.read(commit.commit);
      if (known !== undefined && !(request.retryGaps && known.kind === 'gap')) return known;
      const { weighed, isLasting } = await weighAnew(request, image, commit, measurerFor);
      if (isLasting) await state.write(commit.commit, weighed, (digest) => measurer?.layerIndex(digest));
      return weighed;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** What was found, and whether another run would find the same. */
interface Found {
  readonly weighed: Weighed;
  readonly isLasting: boolean;
}

async function weighAnew(
  request: WeigherRequest,
  image: Image,
  commit: BranchCommit,
  measurerFor: (commit: BranchCommit) => Promise<Measurer>,
): Promise<Found> {
  const origin = { kind: 'commit', commit: commit.commit, description: 'a commit of the branch' } as const;
  const plan = await checkOut(request.checkout, origin, 'the commit');
  if (plan.kind === 'error') return { weighed: { kind: 'gap', reason: plan.reason }, isLasting: false };
  try {
    const named = { ...plan, title: commit.commit.slice(0, 7) };
    // Checks say whether an image works. They do not change its size.
    const built = withArguments(named, { ...image, verify: [] }, request.snapshot, commit);
    const found = await buildAtCommit(built.plan, [built.image], await measurerFor(commit), {
      all: request.images,
      explain: async (measured) => measured,
    });
    const outcome = foundOf(found.get(image.name) ?? { kind: 'none', reason: 'it is not built from the repository' });
    return await withRecipe(request, plan, image, outcome);
  } finally {
    await closePlan(plan);
  }
}

/**
 * Adds what says later that the image needs no build, as a push records it. A snapshot builds otherwise than a push does, so its records lack
 * it.
 */
async function withRecipe(request: WeigherRequest, plan: CommitPlan, image: Image, found: Found): Promise<Found> {
  const { images, describeBake, snapshot } = request;
  const isDated = snapshot.epoch || snapshot.arguments.size > 0;
  if (found.weighed.kind !== 'measured' || isDated) return found;
  const source = await sourceAtCommit(plan, image, images);
  if (source === undefined) return found;
  const repository = { ...plan.repository, cwd: plan.root };
  const recipe = await recipeIn({ repository, describeBake }, { ...image, source });
  if (recipe === undefined) return found;
  const measurements = found.weighed.measurements.map((each) => ({ ...each, recipe }));
  return { ...found, weighed: { kind: 'measured', measurements } };
}

function foundOf(found: MeasuredBase): Found {
  if (found.kind === 'none' || found.kind === 'missing')
    return { weighed: { kind: 'gap', reason: found.reason }, isLasting: true };
  if (found.kind === 'measured' && found.failures === undefined && found.measurements.length > 0)
    return { weighed: { kind: 'measured', measurements: found.measurements }, isLasting: true };
  const [failed = NO_RESULT] = found.kind === 'measured' ? (found.failures ?? []) : [found];
  const { failure, reason }: Failure = failed;
  // Of these, an older commit is never the cause.
  if (failure === 'disk' || failure === 'builder')
    throw new UserError(`the search ends here, and goes on when it is run again: ${machineFault(failure)}\n${reason}`);
  return { weighed: { kind: 'gap', reason }, isLasting: failure === 'dockerfile' || failure === 'context' };
}

/** Variables of docker for a commit: none without a snapshot. Bake files take variables from there too. */
function environmentOf({ epoch, arguments: dated }: Snapshot, commit: BranchCommit): Environment {
  const named = [...dated].map(([name, value]) => [name, atTime(value, commit.time)] as const);
  return { ...(epoch ? { SOURCE_DATE_EPOCH: String(commit.time) } : {}), ...Object.fromEntries(named) };
}

/** The build arguments of an image that is built from a Dockerfile, with those of the snapshot, however its commit configures it. */
function withArguments(plan: CommitPlan, image: Image, { arguments: dated }: Snapshot, { time }: BranchCommit) {
  if (dated.size === 0) return { plan, image };
  const more = [...dated].map(([name, value]) => `${name}=${atTime(value, time)}`);
  const add = (source: Image['source']): Image['source'] =>
    source.kind === 'dockerfile' ? { ...source, buildArgs: [...source.buildArgs, ...more] } : source;
  const { configured } = plan;
  const sources = new Map([...(configured?.sources ?? [])].map(([name, source]) => [name, add(source)]));
  return {
    plan: configured === undefined ? plan : { ...plan, configured: { ...configured, sources } },
    image: { ...image, source: add(image.source) },
  };
}

/** Replaces `{date}` (20260131T094500Z, as snapshot.debian.org names it), `{day}` (2026-01-31) and `{epoch}` (seconds since 1970). */
export function atTime(value: string, seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  const forms = {
    date: iso.slice(0, 19).replaceAll(/[-:]/g, '').concat('Z'),
    day: iso.slice(0, 10),
    epoch: String(seconds),
  };
  return value.replaceAll(/\{(date|day|epoch)\}/g, (_, name: keyof typeof forms) => forms[name]);
}
