import { dirname, join } from 'node:path';
import type { Section } from '../../process/log.ts';
import { makeTemporaryFolder } from '../../process/temporary-folder.ts';
import { asRecord } from '../../text/json.ts';
import { type BuildFacts, digestOf, readMetadata } from '../build.ts';
import { type BuildTime, superviseBuild } from '../buildx.ts';
import { explainCacheFailure } from '../cache.ts';
import { BuildError, classifyFailure } from '../failure.ts';
import { explainMissingInput, type GivenInputs } from '../missing-input.ts';
import { explainPlatformFailure } from '../platforms.ts';
import { isUnreadable, readLayerSources, UNREADABLE_PROVENANCE } from '../provenance/layer-sources.ts';
import { readProvenance } from '../provenance/provenance.ts';
import type { Redact } from '../redact.ts';
import { filesWithoutIndex } from './annotations.ts';
import { type BakeArguments, type BakeTask, bakeArguments } from './arguments.ts';
import { compressionOf } from './compression.ts';
import { linkedTargets } from './definition.ts';
import { argumentsOf, bakeDockerfiles, bakeInference, hashDockerfile } from './dockerfiles.ts';
import { origin } from './print.ts';
import { dockerfileOf } from './recipe.ts';
import { bakeRedaction } from './secrets.ts';

/** One call of bake. */
export interface BakeBuild extends BakeArguments {
  readonly tasks: readonly BakeTask[];
  /** Directory in which bake runs. */
  readonly root: string;
  /** Seconds for each target. */
  readonly timeLimit: number;
  readonly log?: Pick<Section, 'line'> | undefined;
  /** Told of each cache that the build went on without. */
  readonly warn?: ((problem: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A target's image, at the place that its task named. The Dockerfile is absent where it comes with a remote context. */
export type Baked = BuildFacts &
  ({ readonly kind: 'layout'; readonly digest: string } | { readonly kind: 'daemon'; readonly reference: string });

/**
 * Builds targets by one `docker buildx bake`, for one platform: buildx 0.29 drops the provenance of a build for several. Returns what was
 * built by target name, for all targets.
 * @throws BuildError when one fails or all take too long. UserError without docker. The signal's reason when aborted.
 */
export async function bakeTargets(build: BakeBuild): Promise<ReadonlyMap<string, Baked>> {
  await using folder = await makeTemporaryFolder('build', build.env);
  const file = join(folder.path, 'metadata.json');
  const digests = await Promise.all(build.tasks.map(({ target }) => hashDockerfile(target, build.root)));
  const redact = redactionOf(build);
  const time = await runBake(build, redact, file);
  // The time of one call for several targets is not the time of any single target.
  const own = { redact, ...(build.tasks.length === 1 ? { time } : {}) };
  const metadata = await readMetadata(file);
  const baked = build.tasks.map(async (task, at) => {
    const described = await describeBaked(build, task, asRecord(metadata[task.target.name]), digests[at]);
    return [task.target.name, { ...own, ...described }] as const;
  });
  return new Map(await Promise.all(baked));
}

async function describeBaked(
  build: BakeBuild,
  { target, destination }: BakeTask,
  metadata: object,
  dockerfile: string | undefined,
): Promise<Baked> {
  const provenance = readProvenance(metadata);
  const known = await bakeDockerfiles(build, target);
  const origins = await readLayerSources(metadata, known, () => bakeInference(build, target, known[0]));
  if (isUnreadable(metadata)) build.log?.line(`${target.name}: ${UNREADABLE_PROVENANCE}`);
  const { settings, applied } = compressionOf(target, build.builder);
  const output = settings.length === 0 ? {} : { output: { settings: settings.join(','), applied } };
  const facts = {
    ...origins,
    ...(provenance && { provenance }),
    ...(dockerfile !== undefined && { dockerfile }),
    ...output,
  };
  if ('reference' in destination) return { kind: 'daemon', reference: destination.reference, ...facts };
  return { kind: 'layout', digest: digestOf(asRecord(metadata), target.name), ...facts };
}

function redactionOf({ tasks, definition, root, env }: BakeBuild): Redact {
  const targets = tasks.map(({ target }) => target);
  const linked = linkedTargets(
    definition,
    targets.map(({ name }) => name),
  );
  return bakeRedaction([...targets, ...linked], root, env);
}

async function runBake(build: BakeBuild, redact: Redact, metadata: string): Promise<BuildTime> {
  const { tasks, root, env, signal, log, warn } = build;
  const targets = tasks.map(({ target }) => target);
  const files = await filesWithoutIndex(dirname(metadata), build.files, build.definition, targets);
  const args = bakeArguments({ ...build, files }, tasks, metadata);
  const timeLimit = build.timeLimit * tasks.length;
  const end = await superviseBuild({ args, root, env, timeLimit, signal, log, redact, warn });
  if (end.kind === 'built') return end.time;
  const { report } = end;
  const { failure, path } = classifyFailure(end);
  if (end.kind === 'late') throw new BuildError(`${lateMessage(build, timeLimit)}\n${report}`, failure);
  const cause =
    explainCacheFailure(report) ??
    (await explainPlatformFailure(build, report)) ??
    (await explainTargets(build, report, path));
  const failed = failedMessage(build, end.exitCode, report);
  throw new BuildError(cause === undefined ? failed : `${redact(cause)}\n${failed}`, failure, path);
}

/** Bake does not say which of several targets failed, so the first one whose Dockerfile explains it answers. */
async function explainTargets(
  { tasks, root }: BakeBuild,
  report: string,
  path: string | undefined,
): Promise<string | undefined> {
  for (const { target } of tasks) {
    const file = dockerfileOf(target);
    if (file === undefined || target.inline !== undefined) continue;
    const { name, context } = target;
    const setting: GivenInputs['setting'] = (key, value) =>
      key === 'context' ? `"${value}" as the context of ${name}` : `a value for "${value}" into the args of ${name}`;
    const cause = await explainMissingInput(
      { root, file, context, values: argumentsOf(target), setting },
      report,
      path,
    );
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function lateMessage(build: BakeBuild, seconds: number): string {
  return `${describe(build)} was ended after ${seconds} seconds: raise timeout-minutes if it needs longer`;
}

const CURE =
  'a bake file may not use paths outside of the repository, the host network or privileged steps. Change the target, or measure its Dockerfile as an image of its own. For paths alone, BUILDX_BAKE_ENTITLEMENTS_FS=0 in the environment turns the check off';

function failedMessage(build: BakeBuild, exitCode: number, report: string): string {
  const cure = report.includes('additional privileges requested') ? `: ${CURE}` : '';
  return `${describe(build)} failed with exit code ${exitCode}${cure}\n${report}`;
}

function describe({ tasks, files }: BakeBuild): string {
  const named = tasks.map(({ target }) => {
    const dockerfile = target.inline === undefined ? dockerfileOf(target) : undefined;
    return dockerfile === undefined ? target.name : `${target.name} (${dockerfile})`;
  });
  return `the build of ${named.join(', ')} in ${origin(files)}`;
}
