import { type BuildRequest, type Built, buildImage } from '../docker/build.ts';
import { askedForm, forceForm } from '../docker/compression.ts';
import { BuildError } from '../docker/failure.ts';
import type { DockerfileSource } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { ImageError } from '../oci/error.ts';
import { UserError } from '../text/error.ts';
import { addBuildFacts } from './build-facts.ts';
import type { DaemonReader } from './daemon-reader.ts';
import { buildTwice } from './failed-build.ts';
import { type Exported, FORCED, openInForm } from './held-form.ts';
import {
  atCommit,
  failureOf,
  type Measurable,
  type MeasureOutcome,
  type MeasuringSession,
  measureOpened,
  type PlatformFailure,
  type Where,
  warnOfHead,
} from './session.ts';
import { checkMeasured, loadedAs, loadedByBuild } from './verify.ts';

/** Where an image is measured, and the checks that it must pass there. */
type Checked = Where & { readonly verify: Verify };
type Verify = Measurable['verify'] | undefined;

/**
 * Builds and measures an image on each of its platforms. Each platform has its own build, since buildx 0.29 drops the provenance of a
 * build for several platforms.
 */
export async function measureBuild(
  session: MeasuringSession,
  daemon: DaemonReader,
  name: string,
  source: DockerfileSource,
  where: Checked,
): Promise<MeasureOutcome> {
  const { platforms = [] } = source;
  if (platforms.length < 2) return measurePlatform(session, daemon, name, source, platforms[0], where);
  return joinPlatforms(
    platforms.map((platform) => ({
      platform,
      measure: () => measurePlatform(session, daemon, name, source, platform, where),
    })),
  );
}

/** Measures an image on its platforms, one after the other. A platform that fails does not stop the others. */
export async function joinPlatforms(
  each: readonly { readonly platform: string; readonly measure: () => Promise<MeasureOutcome> }[],
): Promise<MeasureOutcome> {
  const measurements: Measurement[] = [];
  const failures: PlatformFailure[] = [];
  for (const { platform, measure } of each) {
    const measured = await orFailure(measure());
    if (measured.kind === 'missing') return measured;
    if (measured.kind === 'error') {
      const { kind: _, ...failure } = measured;
      failures.push({ platform, ...failure });
    } else measurements.push(...measured.measurements);
  }
  return { kind: 'measured', measurements, ...(failures.length === 0 ? {} : { failures }) };
}

/** An error that the user can act on becomes the outcome of the platform; any other error is thrown on. */
async function orFailure(measuring: Promise<MeasureOutcome>): Promise<MeasureOutcome> {
  try {
    return await measuring;
  } catch (error) {
    if (error instanceof UserError || error instanceof ImageError) return { kind: 'error', ...failureOf(error) };
    throw error;
  }
}

async function measurePlatform(
  session: MeasuringSession,
  daemon: DaemonReader,
  name: string,
  source: DockerfileSource,
  platform: string | undefined,
  { root, side, commit, verify }: Checked,
): Promise<MeasureOutcome> {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = session.options;
  const builder = await session.builder();
  const tag = builder.export === 'daemon' ? await daemon.referenceFor(name, side) : '';
  const section = log.openSection(titleOf(name, platform, { side, commit }));
  try {
    const request: BuildRequest = {
      name,
      source,
      platform,
      root,
      builder,
      layout: session.layout,
      tag,
      cacheFrom: source.cacheFrom ?? cacheFrom,
      cacheTo: side === 'head' ? (source.cacheTo ?? cacheTo) : [], // the run of the base commit exports its own cache
      noCache,
      timeLimit,
      log: section,
      warn: warnOfHead(session, side, name),
      signal,
      env,
    };
    return await measureBuilt(session, daemon, request, await buildTwice(() => buildImage(request), request), verify);
  } finally {
    section.end();
    if (tag !== '') await daemon.forget(tag);
  }
}

/** Measures a built image, and runs its checks while the image still exists. */
async function measureBuilt(
  session: MeasuringSession,
  daemon: DaemonReader,
  request: BuildRequest,
  built: Built,
  verify: Verify,
) {
  const { name, builder } = request;
  if (built.kind === 'missing') return { kind: 'missing', reason: `Dockerfile ${built.path} does not exist` } as const;
  if (built.kind === 'daemon') {
    const measured = await daemon.measureLoaded(name, built.reference);
    return addBuildFacts(await checkMeasured(session, verify, measured, loadedAs(built.reference)), built);
  }
  const { source, converted } = await openInForm(session, built, askedForm([]), () => exportForced(request));
  const measured = await measureOpened(session, name, source, 'buildx-oci', builder.versions);
  const checked = await checkMeasured(session, verify, measured, loadedByBuild(session, request));
  return addBuildFacts(checked, { ...built, ...(converted === undefined ? {} : { converted }) });
}

/** Builds once more, from the cache alone, into a layout of one form. */
async function exportForced(request: BuildRequest): Promise<Exported> {
  request.log?.line(FORCED);
  const again = { ...request, settings: forceForm([]), cacheTo: [], noCache: false };
  const built = await buildTwice(() => buildImage(again), request);
  if (built.kind === 'layout') return built;
  throw new BuildError(`${request.name} was not exported a second time`);
}

function titleOf(name: string, platform: string | undefined, where: Pick<Where, 'side' | 'commit'>): string {
  const on = platform === undefined ? '' : ` for ${platform}`;
  return `Build ${name}${on}${atCommit(where)}`;
}
