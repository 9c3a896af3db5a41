import { randomBytes } from 'node:crypto';
import { type BuildRequest, buildImage } from '../docker/build.ts';
import { readDaemonPlatform } from '../docker/container.ts';
import { removeImages } from '../docker/daemon.ts';
import { checkConfig } from '../measure/static-checks.ts';
import type { Check, CommandCheck } from '../model/check.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';
import { TRANSPORTS, type Transport } from '../model/transport.ts';
import type { Section } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { type Place, runCommandCheck } from './command-check.ts';
import { engineOf } from './daemon-reader.ts';
import type { MeasureOutcome, MeasuringSession } from './session.ts';

/** Characters that are kept of a builder's or daemon's message; a build error carries a log. */
const MAX_REASON = 1000;

/** The reference under which the daemon has the image, with a function that removes it; or why no daemon has the image. */
type Loaded = { readonly reference: string; readonly remove?: () => Promise<unknown> } | Unloadable;

/** Loads an image into the daemon. Called only if the image has commands to run, and the daemon runs its platform. */
export type Load = (() => Promise<Loaded>) | Unloadable;

interface Unloadable {
  readonly unloadable: string;
}

/** For an image that the daemon holds already. */
export function loadedAs(reference: string): Load {
  return async () => ({ reference });
}

/** For an image that only a file or a registry holds. */
export function notLoaded(kind: Transport): Load {
  const { place } = TRANSPORTS[kind];
  const where = { registry: 'a registry', store: "podman's store" }[place as string] ?? 'a file';
  return { unloadable: `no daemon can run the image: it is read from ${where}` };
}

/**
 * For an image that was built into a layout. Builds it once more, from the cache alone, and loads it under a reference of our own.
 * @param build the request that the image was built by
 */
export function loadedByBuild(session: MeasuringSession, build: BuildRequest): Load {
  return loadedBy(session, async (tag) => {
    const builder = { ...build.builder, export: 'daemon' } as const;
    await buildImage({ ...build, builder, tag, cacheTo: [], noCache: false });
  });
}

/** Loads an image with the caller's `build`, under a reference of our own that is removed afterwards. */
export function loadedBy(session: MeasuringSession, build: (reference: string) => Promise<void>): Load {
  return async () => {
    const engine = await engineOf(session);
    const reference = `image-size-gate-verify/${randomBytes(8).toString('hex')}:latest`;
    const remove = () => removeImages(engine, [reference]);
    try {
      await build(reference);
      return { reference, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  };
}

/**
 * Adds the results of the checks to each measured image. The image config answers some checks, a container the others. A check that no
 * daemon here can run is `skipped`, with the reason.
 * @throws UserError when the daemon goes away while an image is checked; the signal's reason when aborted
 */
export async function checkMeasured(
  session: MeasuringSession,
  checks: readonly Check[] | undefined,
  measured: MeasureOutcome,
  load: Load,
): Promise<MeasureOutcome> {
  if (measured.kind !== 'measured' || checks === undefined || checks.length === 0) return measured;
  const measurements: Measurement[] = [];
  for (const measurement of measured.measurements)
    measurements.push({ ...measurement, checks: await checkImage(session, checks, measurement, load) });
  return { ...measured, measurements };
}

/** The result of each check of one image on one platform, in the order of the checks. Throws as checkMeasured does. */
async function checkImage(
  session: MeasuringSession,
  checks: readonly Check[],
  measurement: Pick<Measurement, 'image' | 'platform' | 'config'>,
  load: Load,
): Promise<readonly CheckResult[]> {
  const commands = checks.filter((check) => check.kind === 'command');
  const results = new Map(await runCommands(session, commands, measurement, load));
  return checks.map((check) =>
    check.kind === 'command'
      ? (results.get(check) ?? { check: check.label, outcome: 'skipped' })
      : checkConfig(check, measurement.config),
  );
}

type Results = readonly (readonly [Check, CheckResult])[];

async function runCommands(
  session: MeasuringSession,
  checks: readonly CommandCheck[],
  { image, platform }: Pick<Measurement, 'image' | 'platform'>,
  load: Load,
): Promise<Results> {
  if (checks.length === 0) return [];
  const loaded = await loadFor(session, platform, load);
  if ('unloadable' in loaded)
    return checks.map((check) => [check, { check: check.label, outcome: 'skipped', reason: loaded.unloadable }]);
  const section = session.options.log.openSection(`Verify ${image} (${platform})`);
  try {
    const place = { engine: await engineOf(session), image: loaded.reference, signal: session.options.signal };
    return await runEach(checks, place, section);
  } finally {
    section.end();
    await loaded.remove?.();
  }
}

async function runEach(checks: readonly CommandCheck[], place: Place, section: Section): Promise<Results> {
  const results: (readonly [Check, CheckResult])[] = [];
  for (const check of checks) {
    const result = await runCommandCheck(check, place);
    const { outcome, reason, tail } = result;
    for (const line of (tail ?? '').split('\n').filter((text) => text !== '')) section.line(`  ${line}`);
    section.line(`${outcome}: ${check.label}${reason === undefined ? '' : `: ${reason}`}`);
    results.push([check, result]);
  }
  return results;
}

/** Loads the image unless the daemon cannot run its platform: nothing is emulated. */
async function loadFor(session: MeasuringSession, platform: string, load: Load): Promise<Loaded> {
  if ('unloadable' in load) return load;
  const daemon = await orUnloadable(session, 'no daemon can run the image', async () => ({
    platform: await readDaemonPlatform(await engineOf(session)),
  }));
  if ('unloadable' in daemon) return daemon;
  if (machineOf(daemon.platform) !== machineOf(platform))
    return { unloadable: `the image is for ${platform}, and the daemon runs ${daemon.platform} without emulation` };
  return orUnloadable(session, 'the builder could not load the image into a daemon', load);
}

/** An error that the user can act on becomes the reason; any other error is thrown on. */
async function orUnloadable<T extends object>(session: MeasuringSession, what: string, fn: () => Promise<T>) {
  try {
    return await fn();
  } catch (error) {
    session.options.signal?.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    return { unloadable: `${what}: ${error.message.slice(0, MAX_REASON)}` };
  }
}

/** OS and architecture without the variant: a machine may run any variant, and its kernel reports an error if it does not. */
function machineOf(platform: string): string {
  return platform.split('/', 2).join('/');
}
