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
import { addBuildFacts } from './built.ts';
import type { DaemonPath } from './daemon-path.ts';
import { type Bench, readingOf, type Weighable, type Weighed, type Where, weighOpened } from './session.ts';
import { checkWeighed, type Load, loadedAs, loadedBy } from './verify.ts';

/** An image that is a target of a bake file. */
export interface BakeMember extends Pick<Weighable, 'name'> {
  readonly verify?: Weighable['verify'] | undefined;
  readonly source: BakeSource;
}

/** A member on one platform (absent, the builder's own), with its target as the file has it. */
export interface Weighing {
  readonly member: BakeMember;
  readonly target: BakeTarget;
  readonly platform: string | undefined;
}

/** What became of it. */
export interface Outcome {
  readonly member: BakeMember;
  readonly platform: string | undefined;
  readonly weighed: PromiseSettledResult<Weighed>;
}

/** What all builds of the same bake files on one side share. */
export interface Oven {
  readonly bench: Bench;
  readonly daemon: DaemonPath;
  readonly where: Where;
  readonly files: readonly string[];
  readonly definition: BakeDefinition;
}

/** Images weighed at once: unpacking two is faster than one after the other, more only take memory. */
const WEIGHED_AT_ONCE = 2;

/** Builds targets for one platform in one go and weighs them; where that build fails, each target by itself. */
export async function weighOnPlatform(
  oven: Oven,
  platform: string | undefined,
  weighings: readonly Weighing[],
): Promise<readonly Outcome[]> {
  const targets = [...groupBy(weighings, ({ target }) => target.name).values()];
  try {
    const settled = await weighCall(oven, platform, weighings);
    return weighings.flatMap(({ member }, at) => (settled[at] ? [{ member, platform, weighed: settled[at] }] : []));
  } catch (reason) {
    const weighed = { status: 'rejected', reason } as const;
    if (targets.length < 2 || !(reason instanceof BuildError)) {
      return weighings.map(({ member }) => ({ member, platform, weighed }));
    }
    const outcomes: Outcome[] = [];
    for (const group of targets) outcomes.push(...(await weighOnPlatform(oven, platform, group)));
    return outcomes;
  }
}

async function weighCall(
  oven: Oven,
  platform: string | undefined,
  weighings: readonly Weighing[],
): Promise<readonly PromiseSettledResult<Weighed>[]> {
  const tasks = await prepareTasks(oven, weighings);
  try {
    const baked = await runCall(oven, platform, tasks);
    return await inParallel(weighings, WEIGHED_AT_ONCE, (weighing) =>
      weighBaked(oven, weighing, baked.get(weighing.target.name)),
    );
  } finally {
    for (const { destination } of tasks)
      if ('reference' in destination) await oven.daemon.forget(destination.reference);
  }
}

/** Two images of one target are built once, under the first one's name. */
async function prepareTasks(oven: Oven, weighings: readonly Weighing[]): Promise<readonly BakeTask[]> {
  const tasks = new Map<string, BakeTask>();
  for (const { member, target } of weighings) {
    if (tasks.has(target.name)) continue;
    tasks.set(target.name, { target, image: member.name, destination: await destinationFor(oven, member.name) });
  }
  return [...tasks.values()];
}

async function destinationFor({ bench, daemon, where }: Oven, name: string): Promise<Destination> {
  const { export: way } = await bench.builder();
  if (way === 'daemon') return { reference: await daemon.referenceFor(name, where.side) };
  return { layout: await makeExport(bench.layout) };
}

async function runCall(
  { bench, where, files, definition }: Oven,
  platform: string | undefined,
  tasks: readonly BakeTask[],
): Promise<ReadonlyMap<string, Baked>> {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = bench.options;
  const builder = await bench.builder();
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

/** Weighs what was built, and checks it while it is still where it can be run. */
async function weighBaked(oven: Oven, weighing: Weighing, baked: Baked | undefined): Promise<Weighed> {
  const { bench, daemon } = oven;
  const { name, verify } = weighing.member;
  if (baked === undefined) throw new BuildError(`${name} was not built`);
  if (baked.kind === 'daemon') {
    const weighed = await daemon.weighLoaded(name, baked.reference);
    return addBuildFacts(await checkWeighed(bench, verify, weighed, loadedAs(baked.reference)), baked);
  }
  const { versions } = await bench.builder();
  const opened = await openLayoutImage(bench.layout, baked.digest, readingOf(bench));
  const weighed = await weighOpened(bench, name, opened, 'buildx-oci', versions);
  return addBuildFacts(await checkWeighed(bench, verify, weighed, loadedByBake(oven, weighing)), baked);
}

/** Built once more, from the cache alone, into the daemon, under a reference of our own. */
function loadedByBake(oven: Oven, { member, target, platform }: Weighing): Load {
  return loadedBy(oven.bench, async (reference) => {
    const task: BakeTask = { target, image: member.name, destination: { reference } };
    const quiet = { ...oven, where: { ...oven.where, side: 'base' }, bench: withoutWrites(oven.bench) } as const;
    await runCall(quiet, platform, [task]);
  });
}

function withoutWrites(bench: Bench): Bench {
  return { ...bench, options: { ...bench.options, noCache: false, cacheTo: [] } };
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
