import { randomUUID } from 'node:crypto';
import { collectPrinted, type Printed } from '../process/printed.ts';
import { errorText, requireSuccess, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { asRecord, asText } from '../text/json.ts';
import { hasImage } from './daemon.ts';
import { cleanDocker, dockerCommand, type Engine, readDocker } from './docker.ts';
import { type PeakMemory, watchPeakMemory } from './peak-memory.ts';

/** One command in a container of an image. */
export interface ContainerRequest {
  readonly engine: Engine;
  /** Reference or id of an image in the daemon. Nothing is pulled. */
  readonly image: string;
  /** The whole command, or (where `entrypoint` is `image`) the arguments of the image's own entrypoint. */
  readonly command: readonly string[];
  readonly entrypoint: 'command' | 'image';
  readonly network: 'none' | 'default';
  /** Seconds. */
  readonly timeLimit: number;
  /** Called with the end of the output whenever the container prints more. True ends the container. Must not throw. */
  readonly until?: ((printed: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a container ended: by itself, by `until`, or at its time limit. Or why the daemon could not start it. */
export type ContainerRun =
  | (Ended & { readonly kind: 'ended'; readonly exitCode: number; readonly outOfMemory: boolean })
  | (Ended & { readonly kind: 'until' })
  | { readonly kind: 'late'; readonly printed: string }
  | { readonly kind: 'unstarted'; readonly reason: string };

interface Ended {
  /** The last 256 KiB of each stream. */
  readonly printed: string;
  /** sha256 of all output, without final newlines. */
  readonly digest: string;
  /**
   * From the container's start to its end (or to `until`), by the daemon's clock. Absent where `until` needs the
   * daemon's clock and this machine has another.
   */
  readonly seconds?: number;
  /** Bytes. Absent where no figure is available. */
  readonly peakMemory?: number;
}

/** The names of our containers begin with this. */
export const CONTAINER_PREFIX = 'image-size-gate-verify-';

const MAX_PRINTED = 256 * 1024;

/** Processes and threads: more than any server starts with, and few enough that a fork bomb harms nobody else. */
const MAX_PROCESSES = 2048;

/**
 * Runs a command in a container of its own, without mounts, privileges, input or health check. It has no network unless
 * asked for. The container and its anonymous volumes are always removed afterwards.
 * @throws UserError when the daemon or the image is gone. The signal's reason when aborted.
 */
export async function runContainer(request: ContainerRequest): Promise<ContainerRun> {
  const name = `${CONTAINER_PREFIX}${randomUUID()}`;
  try {
    const created = await createContainer(request, name);
    return 'reason' in created ? { kind: 'unstarted', ...created } : await startContainer(request, name, created.id);
  } finally {
    await cleanDocker(request.engine, ['rm', '--force', '--volumes', '--', name]);
  }
}

/**
 * The `os/arch` on which the daemon runs.
 * @throws UserError with the reason where it does not answer
 */
export async function readDaemonPlatform(engine: Engine): Promise<string> {
  const command = dockerCommand(engine, ['version', '--format', '{{.Server.Os}}/{{.Server.Arch}}']);
  return requireSuccess(command, await readDocker(engine, command.args.slice(-3))).trim();
}

/** Arguments of `docker create`. Every value stands behind the `=` of its option, image and command after `--`. */
export function createArguments(request: Omit<ContainerRequest, 'engine'>, name: string): readonly string[] {
  const { entrypoint, command, network, image } = request;
  const [first = '', ...rest] = command;
  return [
    'create',
    `--name=${name}`,
    '--pull=never',
    ...(network === 'none' ? ['--network=none'] : []),
    `--pids-limit=${MAX_PROCESSES}`,
    '--log-driver=none', // without it, a flood of output would fill the daemon's disk
    '--no-healthcheck',
    ...(entrypoint === 'command' ? [`--entrypoint=${first}`] : []),
    '--',
    image,
    ...(entrypoint === 'command' ? rest : command),
  ];
}

type Created = { readonly id: string } | { readonly reason: string };

/**
 * The image is at fault when it cannot become a container (without a command, say). It is not at fault when the daemon
 * or the image is gone.
 */
async function createContainer(request: ContainerRequest, name: string): Promise<Created> {
  request.signal?.throwIfAborted();
  const result = await readDocker(request.engine, createArguments(request, name));
  const id = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.exitCode === 0) return { id };
  if (await hasImage(request.engine, request.image)) return { reason: daemonWords(errorText(result)) };
  throw new UserError(`the image ${request.image} is gone from the daemon: ${errorText(result)}`);
}

async function startContainer(request: ContainerRequest, name: string, id: string): Promise<ContainerRun> {
  const printed = collectPrinted(MAX_PRINTED);
  const memory = watchPeakMemory(id);
  try {
    const end = await attach(request, name, printed, memory);
    if (end.kind === 'late') return { kind: 'late', printed: printed.text() };
    const state = await readState(request.engine, name);
    if (state.started === undefined) return { kind: 'unstarted', reason: daemonWords(state.error || printed.text()) };
    const { peakMemory } = end;
    const about = {
      printed: printed.text(),
      digest: printed.digest(),
      ...(peakMemory === undefined ? {} : { peakMemory }),
    };
    if (end.kind === 'until') return { kind: 'until', ...about, ...secondsBetween(state.started, end.at) };
    const { exitCode, outOfMemory } = state;
    return { kind: 'ended', exitCode, outOfMemory, ...about, ...secondsBetween(state.started, state.finished) };
  } finally {
    memory.stop();
  }
}

type End =
  | { readonly kind: 'late' }
  | { readonly kind: 'ended'; readonly peakMemory: number | undefined }
  /** `at`: nanoseconds since 1970 by this machine's clock, where the daemon uses the same clock. */
  | { readonly kind: 'until'; readonly peakMemory: number | undefined; readonly at: bigint | undefined };

/** Starts a container and reads its output to the end. */
async function attach(request: ContainerRequest, name: string, printed: Printed, memory: PeakMemory): Promise<End> {
  const { engine, until, timeLimit, signal } = request;
  const stop = new AbortController();
  let stopped: End | undefined;
  const onChunk = (chunk: Buffer, stream: 'stdout' | 'stderr'): void => {
    if (stopped !== undefined) return;
    const now = BigInt(Date.now()) * 1_000_000n;
    printed.write(chunk, stream);
    if (until?.(printed.text()) !== true) return;
    const peakMemory = memory.read();
    // If the control group is on this machine, so is the daemon, and both use the same clock.
    stopped = { kind: 'until', peakMemory, at: peakMemory === undefined ? undefined : now };
    stop.abort();
  };
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const options = { signal: either, timeLimit, grace: 0, maxOutput: 1024, onChunk };
  try {
    const { ended } = await runCommand(dockerCommand(engine, ['start', '--attach', name]), options);
    return ended === 'time limit' ? { kind: 'late' } : { kind: 'ended', peakMemory: memory.read() };
  } catch (error) {
    signal?.throwIfAborted();
    if (stopped === undefined) throw error;
    return stopped;
  }
}

interface State {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly error: string;
  /** Nanoseconds since 1970. */
  readonly started: bigint | undefined;
  readonly finished: bigint | undefined;
}

async function readState(engine: Engine, name: string): Promise<State> {
  const args = ['container', 'inspect', '--format', '{{json .State}}', '--', name];
  const output = requireSuccess(dockerCommand(engine, args), await readDocker(engine, args));
  const state = asRecord(JSON.parse(output));
  return {
    exitCode: Number(state.ExitCode),
    outOfMemory: state.OOMKilled === true,
    error: asText(state.Error),
    started: parseTime(asText(state.StartedAt)),
    finished: parseTime(asText(state.FinishedAt)),
  };
}

/** Nanoseconds since 1970 of an RFC 3339 time in UTC; undefined for Go's zero time, which means never. */
export function parseTime(text: string): bigint | undefined {
  const [, whole, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  if (whole === undefined || whole.startsWith('0001-')) return undefined;
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** No seconds where either time is unknown, or where a clock was set back between them. */
function secondsBetween(start: bigint, end: bigint | undefined): { readonly seconds?: number } {
  return end === undefined || end < start ? {} : { seconds: Number(end - start) / 1e9 };
}

/** The words of the daemon, without the names of the programs that passed them on. */
function daemonWords(text: string): string {
  return text.trim().replace(/^(Error response from daemon: |Error: )+|^.*unable to start container process: /s, '');
}
