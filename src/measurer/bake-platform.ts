import type { Destination } from '../docker/arguments.ts';
import type { BakeTask } from '../docker/bake/arguments.ts';
import { origin } from '../docker/bake/bake.ts';
import { type Baked, bakeTargets } from '../docker/bake/build.ts';
import type { BakeDefinition, BakeTarget } from '../docker/bake/definition.ts';
import { BuildError, makeExport } from '../docker/build.ts';
import type { BakeSource } from '../model/image.ts';
import { openLayoutImage } from '../oci/source.ts';
import { inParallel } from '../process/parallel.ts';
import { groupBy } from '../text/group-by.ts';
import { addBuildFacts } from './build-facts.ts';
import type { DaemonPath } from './daemon-reader.ts';
import {
  type Measurable,
  type MeasureOutcome,
  type MeasuringSession,
  measureOpened,
  readingOf,
  type Where,
} from './session.ts';
import { checkMeasured, type Load, loadedAs, loadedBy } from './verify.ts';

/** An image that is a target of a bake file. */
export interface BakeMember extends Pick<Measurable, 'name'> {
  readonly verify?: Measurable['verify'] | undefined;
  readonly source: BakeSource;
}

/** A member on one platform (absent, the builder's own), with its target as the file has it. */
export interface MemberBuild {
  readonly member: BakeMember;
  readonly target: BakeTarget;
  readonly platform: string | undefined;
}

/** What became of it. */
export interface Outcome {
  readonly member: BakeMember;
  readonly platform: string | undefined;
  readonly measured: PromiseSettledResult<MeasureOutcome>;
}

/** What all builds of the same bake files on one side share. */
export interface BakeSession {
  readonly session: MeasuringSession;
  readonly daemon: DaemonPath;
  readonly where: Where;
  readonly files: readonly string[];
  readonly definition: BakeDefinition;
}

/** Images measured at once: unpacking two is faster than one after the other, more only take memory. */
const MEASURED_AT_ONCE = 2;

/** Builds targets for one platform in one go and measures them; where that build fails, each target by itself. */
export async function measureOnPlatform(
  bakeSession: BakeSession,
  platform: string | undefined,
  builds: readonly MemberBuild[],
): Promise<readonly Outcome[]> {
  const targets = [...groupBy(builds, ({ target }) => target.name).values()];
  try {
    const settled = await measureCall(bakeSession, platform, builds);
    return builds.flatMap(({ member }, at) => (settled[at] ? [{ member, platform, measured: settled[at] }] : []));
  } catch (reason) {
    const measured = { status: 'rejected', reason } as const;
    if (targets.length < 2 || !(reason instanceof BuildError)) {
      return builds.map(({ member }) => ({ member, platform, measured }));
    }
    const outcomes: Outcome[] = [];
    for (const group of targets) outcomes.push(...(await measureOnPlatform(bakeSession, platform, group)));
    return outcomes;
  }
}

async function measureCall(
  bakeSession: BakeSession,
  platform: string | undefined,
  builds: readonly MemberBuild[],
): Promise<readonly PromiseSettledResult<MeasureOutcome>[]> {
  const tasks = await prepareTasks(bakeSession, builds);
  try {
    const baked = await runCall(bakeSession, platform, tasks);
    return await inParallel(builds, MEASURED_AT_ONCE, (build) =>
      measureBaked(bakeSession, build, baked.get(build.target.name)),
    );
  } finally {
    for (const { destination } of tasks)
      if ('reference' in destination) await bakeSession.daemon.forget(destination.reference);
  }
}

/** Two images of one target are built once, under the first one's name. */
async function prepareTasks(bakeSession: BakeSession, builds: readonly MemberBuild[]): Promise<readonly BakeTask[]> {
  const tasks = new Map<string, BakeTask>();
  for (const { member, target } of builds) {
    if (tasks.has(target.name)) continue;
    tasks.set(target.name, { target, image: member.name, destination: await destinationFor(bakeSession, member.name) });
  }
  return [...tasks.values()];
}

async function destinationFor({ session, daemon, where }: BakeSession, name: string): Promise<Destination> {
  const { export: way } = await session.builder();
  if (way === 'daemon') return { reference: await daemon.referenceFor(name, where.side) };
  return { layout: await makeExport(session.layout) };
}

async function runCall(
  { session, where, files, definition }: BakeSession,
  platform: string | undefined,
  tasks: readonly BakeTask[],
): Promise<ReadonlyMap<string, Baked>> {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = session.options;
  const builder = await session.builder();
  const section = log.openSection(titleOf(tasks, files, platform, where.side));
  try {
    return await bakeTargets({
      files,
      definition,
      tasks,
      root: where.root,
      builder,
      platform,
      cacheFrom,
      cacheTo: where.side === 'head' ? cacheTo : undefined, // the base is somebody else's to cache
      noCache,
      timeLimit,
      log: section,
      signal,
      env,
    });
  } finally {
    section.end();
  }
}

/** Measures what was built, and checks it while it is still where it can be run. */
async function measureBaked(
  bakeSession: BakeSession,
  build: MemberBuild,
  baked: Baked | undefined,
): Promise<MeasureOutcome> {
  const { session, daemon } = bakeSession;
  const { name, verify } = build.member;
  if (baked === undefined) throw new BuildError(`${name} was not built`);
  if (baked.kind === 'daemon') {
    const measured = await daemon.measureLoaded(name, baked.reference);
    return addBuildFacts(await checkMeasured(session, verify, measured, loadedAs(baked.reference)), baked);
  }
  const { versions } = await session.builder();
  const opened = await openLayoutImage(session.layout, baked.digest, readingOf(session));
  const measured = await measureOpened(session, name, opened, 'buildx-oci', versions);
  return addBuildFacts(await checkMeasured(session, verify, measured, loadedByBake(bakeSession, build)), baked);
}

/** Built once more, from the cache alone, into the daemon, under a reference of our own. */
function loadedByBake(bakeSession: BakeSession, { member, target, platform }: MemberBuild): Load {
  return loadedBy(bakeSession.session, async (reference) => {
    const task: BakeTask = { target, image: member.name, destination: { reference } };
    const quiet = {
      ...bakeSession,
      where: { ...bakeSession.where, side: 'base' },
      session: withoutWrites(bakeSession.session),
    } as const;
    await runCall(quiet, platform, [task]);
  });
}

function withoutWrites(session: MeasuringSession): MeasuringSession {
  return { ...session, options: { ...session.options, noCache: false, cacheTo: [] } };
}

function titleOf(
  tasks: readonly BakeTask[],
  files: readonly string[],
  platform: string | undefined,
  side: Where['side'],
): string {
  const images = tasks.map(({ image }) => image).join(', ');
  const on = platform === undefined ? '' : ` for ${platform}`;
  return `Bake ${images} (${origin(files)})${on}${side === 'head' ? '' : ' at the base commit'}`;
}
