import { type BuildRequest, type Built, buildImage } from '../docker/build.ts';
import type { DockerfileSource } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { ImageError } from '../oci/error.ts';
import { openLayoutImage } from '../oci/source.ts';
import { UserError } from '../text/error.ts';
import { addBuildFacts } from './built.ts';
import type { DaemonPath } from './daemon-path.ts';
import {
  type Bench,
  type PlatformFailure,
  readingOf,
  type Weighable,
  type Weighed,
  type Where,
  weighOpened,
} from './session.ts';
import { checkWeighed, loadedAs, loadedByBuild } from './verify.ts';

/** Where an image is weighed, and what it must do there. */
type Checked = Where & { readonly verify: Verify };
type Verify = Weighable['verify'] | undefined;

/**
 * Builds and weighs an image on each of its platforms, one build a platform, since buildx 0.29 drops the provenance of a build for
 * several.
 */
export async function weighBuild(
  bench: Bench,
  daemon: DaemonPath,
  name: string,
  source: DockerfileSource,
  where: Checked,
): Promise<Weighed> {
  const { platforms = [] } = source;
  if (platforms.length < 2) return weighPlatform(bench, daemon, name, source, platforms[0], where);
  return joinPlatforms(
    platforms.map((platform) => ({
      platform,
      weigh: () => weighPlatform(bench, daemon, name, source, platform, where),
    })),
  );
}

/** Weighs an image on its platforms one after the other. One that fails does not take the others with it. */
export async function joinPlatforms(
  each: readonly { readonly platform: string; readonly weigh: () => Promise<Weighed> }[],
): Promise<Weighed> {
  const measurements: Measurement[] = [];
  const failures: PlatformFailure[] = [];
  for (const { platform, weigh } of each) {
    const weighed = await orFailure(weigh());
    if (weighed.kind === 'missing') return weighed;
    if (weighed.kind === 'error') failures.push({ platform, reason: weighed.reason });
    else measurements.push(...weighed.measurements);
  }
  return { kind: 'measured', measurements, ...(failures.length === 0 ? {} : { failures }) };
}

/** What can be told to the user becomes an outcome of the platform; the rest is thrown on. */
async function orFailure(weighing: Promise<Weighed>): Promise<Weighed> {
  try {
    return await weighing;
  } catch (error) {
    if (error instanceof UserError || error instanceof ImageError) return { kind: 'error', reason: error.message };
    throw error;
  }
}

async function weighPlatform(
  bench: Bench,
  daemon: DaemonPath,
  name: string,
  source: DockerfileSource,
  platform: string | undefined,
  { root, side, verify }: Checked,
): Promise<Weighed> {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = bench.options;
  const builder = await bench.builder();
  const tag = builder.export === 'daemon' ? await daemon.referenceFor(name, side) : '';
  const section = log.openSection(titleOf(name, platform, side));
  try {
    const request: BuildRequest = {
      name,
      source,
      platform,
      root,
      builder,
      layout: bench.layout,
      tag,
      cacheFrom: source.cacheFrom ?? cacheFrom,
      cacheTo: side === 'head' ? (source.cacheTo ?? cacheTo) : [], // the base is somebody else's to cache
      noCache,
      timeLimit,
      log: section,
      signal,
      env,
    };
    return await weighBuilt(bench, daemon, request, await buildImage(request), verify);
  } finally {
    section.end();
    if (tag !== '') await daemon.forget(tag);
  }
}

/** Weighs what was built, and checks it while it is still where it can be run. */
async function weighBuilt(bench: Bench, daemon: DaemonPath, request: BuildRequest, built: Built, verify: Verify) {
  const { name, builder } = request;
  if (built.kind === 'missing') return { kind: 'missing', reason: `Dockerfile ${built.path} does not exist` } as const;
  if (built.kind === 'daemon') {
    const weighed = await daemon.weighLoaded(name, built.reference);
    return addBuildFacts(await checkWeighed(bench, verify, weighed, loadedAs(built.reference)), built);
  }
  const opened = await openLayoutImage(bench.layout, built.digest, readingOf(bench));
  const weighed = await weighOpened(bench, name, opened, 'buildx-oci', builder.versions);
  return addBuildFacts(await checkWeighed(bench, verify, weighed, loadedByBuild(bench, request)), built);
}

function titleOf(name: string, platform: string | undefined, side: Where['side']): string {
  const on = platform === undefined ? '' : ` for ${platform}`;
  return side === 'head' ? `Build ${name}${on}` : `Build ${name}${on} at the base commit`;
}
