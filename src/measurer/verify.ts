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
import { engineOf } from './daemon-path.ts';
import type { MeasureOutcome, MeasuringSession } from './session.ts';

/** Characters of what the builder or the daemon said; a build error carries a log. */
const MAX_REASON = 1000;

/** An image under a reference that the daemon has, with what takes it away again; or why no daemon has it. */
export type Loaded = { readonly reference: string; readonly remove?: () => Promise<unknown> } | Unloadable;

/** Has an image in the daemon; asked only where a command is to be run, and the daemon runs the image's platform. */
export type Load = (() => Promise<Loaded>) | Unloadable;

interface Unloadable {
  readonly unloadable: string;
}

/** An image that the daemon holds already, for as long as its checks take. */
export function loadedAs(reference: string): Load {
  return async () => ({ reference });
}

/** An image that only a file or a registry holds. */
export function notLoaded(kind: Transport): Load {
  const where = TRANSPORTS[kind].place === 'registry' ? 'a registry' : 'a file';
  return { unloadable: `the image is in no daemon that could run it: it is read from ${where}` };
}

/**
 * An image that was built into a layout: built once more, from the cache alone, into the daemon, under a reference of our own.
 * @param build what the image was built by
 */
export function loadedByBuild(session: MeasuringSession, build: BuildRequest): Load {
  return loadedBy(session, async (tag) => {
    const builder = { ...build.builder, export: 'daemon' } as const;
    await buildImage({ ...build, builder, tag, cacheTo: [], noCache: false });
  });
}

/** An image that a build of the caller's loads into the daemon, under a reference of our own, which is taken away afterwards. */
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
 * What was measured, with what became of the checks of each image: the config answers some of them, a container the others. What no
 * daemon here can run is `skipped` with the reason.
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

/** What became of each check of one image on one platform, in their order. Throws as checkMeasured does. */
export async function checkImage(
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

/** Not even loaded where the daemon could not run it: nothing is emulated. */
async function loadFor(session: MeasuringSession, platform: string, load: Load): Promise<Loaded> {
  if ('unloadable' in load) return load;
  const daemon = await orUnloadable(session, 'the image is in no daemon that could run it', async () => ({
    platform: await readDaemonPlatform(await engineOf(session)),
  }));
  if ('unloadable' in daemon) return daemon;
  if (machineOf(daemon.platform) !== machineOf(platform))
    return { unloadable: `the image is for ${platform}, and the daemon runs ${daemon.platform} without emulation` };
  return orUnloadable(session, 'the builder could not load the image into a daemon', load);
}

/** What can be told to the user becomes the reason; the rest is thrown on. */
async function orUnloadable<T extends object>(session: MeasuringSession, what: string, fn: () => Promise<T>) {
  try {
    return await fn();
  } catch (error) {
    session.options.signal?.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    return { unloadable: `${what}: ${error.message.slice(0, MAX_REASON)}` };
  }
}

/** A machine runs its architecture's variants, or its kernel says that it does not. */
function machineOf(platform: string): string {
  return platform.split('/', 2).join('/');
}
