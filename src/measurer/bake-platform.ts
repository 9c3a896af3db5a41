import type { Destination } from '../docker/arguments.ts';
import type { BakeTask } from '../docker/bake/arguments.ts';
import { type Baked, bakeTargets } from '../docker/bake/build.ts';
import { compressionOf } from '../docker/bake/compression.ts';
import type { BakeDefinition, BakeTarget } from '../docker/bake/definition.ts';
import { origin } from '../docker/bake/print.ts';
import { makeExport } from '../docker/build.ts';
import { askedForm } from '../docker/compression.ts';
import { BuildError } from '../docker/failure.ts';
import type { BakeSource } from '../model/image.ts';
import { inParallel } from '../process/parallel.ts';
import { groupBy } from '../text/group-by.ts';
import { addBuildFacts } from './build-facts.ts';
import type { DaemonReader } from './daemon-reader.ts';
import { buildTwice } from './failed-build.ts';
import { type Exported, FORCED, openInForm } from './held-form.ts';
import {
  atCommit,
  type Measurable,
  type MeasureOutcome,
  type MeasuringSession,
  measureOpened,
  type Where,
  warnOfHead,
} from './session.ts';
import { checkMeasured, type Load, loadedAs, loadedBy } from './verify.ts';

/** An image that is a target of a bake file. */
export interface BakeMember extends Pick<Measurable, 'name'> {
  readonly verify?: Measurable['verify'] | undefined;
  readonly source: BakeSource;
}

/** One build of a member: its target as the bake file defines it, for one platform. Without a platform, the builder's own. */
export interface MemberBuild {
  readonly member: BakeMember;
  readonly target: BakeTarget;
  readonly platform: string | undefined;
}

/** The result of one member on one platform. */
export interface BakeOutcome {
  readonly member: BakeMember;
  readonly platform: string | undefined;
  readonly measured: PromiseSettledResult<MeasureOutcome>;
}

/** What all builds of the same bake files share, on the head or on the base. */
export interface BakeSession {
  readonly session: MeasuringSession;
  readonly daemon: DaemonReader;
  readonly where: Where;
  readonly files: readonly string[];
  readonly definition: BakeDefinition;
  /** True for a build that only repeats one. */
  readonly isRepeated?: boolean;
}

/** Images measured at once. Unpacking two in parallel is faster; more than two only take memory. */
const MEASURED_AT_ONCE = 2;

/** Builds the targets for one platform with one command and measures them. If that build fails, builds each target by itself, unless the builder is gone. */
export async function measureOnPlatform(
  bake: BakeSession,
  platform: string | undefined,
  builds: readonly MemberBuild[],
): Promise<readonly BakeOutcome[]> {
  const targets = [...groupBy(builds, ({ target }) => target.name).values()];
  try {
    const results = await measureCall(bake, platform, builds);
    return builds.flatMap(({ member }, at) => (results[at] ? [{ member, platform, measured: results[at] }] : []));
  } catch (reason) {
    const measured = { status: 'rejected', reason } as const;
    if (targets.length < 2 || !(reason instanceof BuildError) || reason.failure === 'builder') {
      return builds.map(({ member }) => ({ member, platform, measured }));
    }
    const outcomes: BakeOutcome[] = [];
    for (const group of targets) outcomes.push(...(await measureOnPlatform(bake, platform, group)));
    return outcomes;
  }
}

async function measureCall(
  bake: BakeSession,
  platform: string | undefined,
  builds: readonly MemberBuild[],
): Promise<readonly PromiseSettledResult<MeasureOutcome>[]> {
  const tasks = await prepareTasks(bake, builds);
  try {
    const baked = await runCall(bake, platform, tasks);
    return await inParallel(builds, MEASURED_AT_ONCE, (build) =>
      measureBaked(bake, build, baked.get(build.target.name)),
    );
  } finally {
    for (const { destination } of tasks)
      if ('reference' in destination) await bake.daemon.forget(destination.reference);
  }
}

/** Two images of one target are built once, under the name of the first. */
async function prepareTasks(bake: BakeSession, builds: readonly MemberBuild[]): Promise<readonly BakeTask[]> {
  const tasks = new Map<string, BakeTask>();
  for (const { member, target } of builds) {
    if (tasks.has(target.name)) continue;
    tasks.set(target.name, { target, image: member.name, destination: await destinationFor(bake, member.name) });
  }
  return [...tasks.values()];
}

async function destinationFor({ session, daemon, where }: BakeSession, name: string): Promise<Destination> {
  const builder = await session.builder();
  if (builder.export === 'daemon') return { reference: await daemon.referenceFor(name, where.side) };
  return { layout: await makeExport(session.layout) };
}

async function runCall(
  { session, where, files, definition, isRepeated = false }: BakeSession,
  platform: string | undefined,
  tasks: readonly BakeTask[],
): Promise<ReadonlyMap<string, Baked>> {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = session.options;
  const builder = await session.builder();
  const section = log.openSection(titleOf(tasks, files, platform, where));
  try {
    const build = {
      files,
      definition,
      tasks,
      root: where.root,
      builder,
      platform,
      cacheFrom,
      cacheTo: where.side === 'head' && !isRepeated ? cacheTo : undefined, // the run of the base commit exports its own cache
      noCache: noCache && !isRepeated,
      timeLimit,
      log: section,
      warn: warnOfHead(session, where.side, tasks.map(({ image }) => image).join(', ')),
      signal,
      env,
    };
    return await buildTwice(() => bakeTargets(build), build);
  } finally {
    section.end();
  }
}

/** Measures a built target, and runs its checks while the image still exists. */
async function measureBaked(bake: BakeSession, build: MemberBuild, baked: Baked | undefined): Promise<MeasureOutcome> {
  const { session, daemon } = bake;
  const { name, verify } = build.member;
  if (baked === undefined) throw new BuildError(`${name} was not built`);
  if (baked.kind === 'daemon') {
    const measured = await daemon.measureLoaded(name, baked.reference);
    return addBuildFacts(await checkMeasured(session, verify, measured, loadedAs(baked.reference)), baked);
  }
  const builder = await session.builder();
  const { settings, applied } = compressionOf(build.target, builder);
  const form = askedForm(applied ? settings : []);
  const { source, converted } = await openInForm(session, baked, form, () => exportForced(bake, build));
  const measured = await measureOpened(session, name, source, 'buildx-oci', builder.versions);
  const checked = await checkMeasured(session, verify, measured, loadedByBake(bake, build));
  return addBuildFacts(checked, { ...baked, ...(converted === undefined ? {} : { converted }) });
}

/** Builds the target once more, from the cache alone, into a layout of one form. */
async function exportForced(bake: BakeSession, { member, target, platform }: MemberBuild): Promise<Exported> {
  bake.session.options.log.info(`${member.name}: ${FORCED}`);
  const destination = { layout: await makeExport(bake.session.layout) };
  const task: BakeTask = { target, image: member.name, destination, isForced: true };
  const baked = (await runCall(fromCache(bake), platform, [task])).get(target.name);
  if (baked?.kind === 'layout') return baked;
  throw new BuildError(`${member.name} was not exported a second time`);
}

/** Builds the target once more, from the cache alone, and loads it into the daemon under a reference of our own. */
function loadedByBake(bake: BakeSession, { member, target, platform }: MemberBuild): Load {
  return loadedBy(bake.session, async (reference) => {
    const task: BakeTask = { target, image: member.name, destination: { reference } };
    await runCall(fromCache(bake), platform, [task]);
  });
}

/** The same session for a build that only repeats one: it runs no step again and writes no cache. */
function fromCache(bake: BakeSession): BakeSession {
  return { ...bake, isRepeated: true };
}

function titleOf(
  tasks: readonly BakeTask[],
  files: readonly string[],
  platform: string | undefined,
  where: Where,
): string {
  const images = tasks.map(({ image }) => image).join(', ');
  const on = platform === undefined ? '' : ` for ${platform}`;
  return `Bake ${images} (${origin(files)})${on}${atCommit(where)}`;
}
