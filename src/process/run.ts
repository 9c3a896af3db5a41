import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants as access } from 'node:fs';
import { access as checkAccess, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../text/error.ts';
import { type Environment, environment } from './environment.ts';
import { cleanText, keepTail, splitLines, tailOf } from './output.ts';

/** One command: a tool found on the PATH of `env` and its arguments, never a shell line. */
export interface Command {
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: Environment | undefined;
}

/** What happens while a command runs, and when it is ended. */
export interface RunOptions {
  /** Both streams, line by line, without control characters. */
  readonly onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
  /** Both streams' bytes as they arrive. */
  readonly onChunk?: ((chunk: Buffer, stream: 'stdout' | 'stderr') => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Seconds until the command and everything that it started are ended. */
  readonly timeLimit?: number | undefined;
  /** Seconds between SIGTERM and SIGKILL. 5 when absent. */
  readonly grace?: number | undefined;
  /** Bytes to keep of each stream, from its end. 1 MiB when absent. */
  readonly maxOutput?: number | undefined;
}

/** How a command ended and what it printed. */
export interface Result {
  /** 128 + the signal's number when a signal ended it, as in shells. */
  readonly exitCode: number;
  /** The last 1 MiB of each stream, or the last `maxOutput` bytes. */
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: 'by itself' | 'time limit';
}

const MAX_OUTPUT = 1024 * 1024;
const MAX_ERROR_TEXT = 4096;

const CURES: Readonly<Record<string, string>> = {
  docker: 'install Docker with its buildx plugin, or use a runner that has both (GitHub’s ubuntu runners do)',
  git: 'install git, or use a runner that has it',
};

/** Seconds for a short command. What takes longer waits for a disk, a file system or a server that does not answer. */
const SHORT_LIMIT = 300;

/**
 * Runs a short command to its end and returns its exit code and output (the last 1 MiB of each stream).
 * @throws UserError when the tool is not on PATH, and when it takes longer than the time limit, 300 s when absent. The signal's reason
 * when aborted.
 */
export async function readCommand(
  command: Command,
  { signal, timeLimit = SHORT_LIMIT }: Pick<RunOptions, 'signal' | 'timeLimit'> = {},
): Promise<Result> {
  const result = await runCommand(command, { signal, timeLimit, grace: 1 });
  if (result.ended === 'by itself') return result;
  throw new UserError(
    `${describeCommand(command)} did not end in ${timeLimit} s: the disk, or a server that it asks, may not answer; look there, and run again`,
  );
}

/**
 * Runs a command to its end and streams its lines. At the time limit, or when the signal aborts, its whole process group gets SIGTERM, and
 * SIGKILL after the grace.
 * @throws UserError when the tool is not on PATH. The signal's reason when aborted.
 */
export async function runCommand(command: Command, options: RunOptions = {}): Promise<Result> {
  options.signal?.throwIfAborted();
  const child = await spawnGroup(command);
  const stdout = collect(child.stdout, 'stdout', options);
  const stderr = collect(child.stderr, 'stderr', options);
  const stop = stopper(child.pid, options.grace ?? 5);
  const timer =
    options.timeLimit === undefined ? undefined : setTimeout(() => stop.now('time limit'), options.timeLimit * 1000);
  const onAbort = (): void => stop.now('aborted');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  // The signal may have aborted during the lookup of the tool, before anything listened.
  if (options.signal?.aborted) onAbort();
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
    options.signal?.throwIfAborted();
    const ended = stop.reason() === undefined ? 'by itself' : 'time limit';
    return { exitCode, stdout: stdout.text(), stderr: stderr.text(), ended };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    stop.sweep();
  }
}

/**
 * Starts a command as the leader of its own process group, so that everything it starts can be ended with it. When this process exits
 * first, it sends SIGTERM to the group. A terminal's Ctrl-C does not reach such a group, so callers pass a signal.
 * @throws UserError when the tool is not on PATH
 */
export async function spawnGroup(command: Command): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const env = environment(command.env);
  const path = await findTool(command.tool, env);
  const child = spawn(path, command.args, { cwd: command.cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithThisProcess(child);
  return child;
}

const running = new Set<number>();

function endRunning(): void {
  for (const pid of running) signalGroup(pid, 'SIGTERM');
}

/** One listener for all children, since dozens may run at once. */
function endWithThisProcess(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (running.size === 0) process.on('exit', endRunning);
  running.add(pid);
  child.once('close', () => {
    running.delete(pid);
    if (running.size === 0) process.removeListener('exit', endRunning);
  });
}

/**
 * The result's stdout when the command succeeded.
 * @throws UserError with the command, its exit code and the end of its stderr
 */
export function requireSuccess(command: Command, result: Result): string {
  if (result.exitCode === 0 && result.ended === 'by itself') return result.stdout;
  const how =
    result.ended === 'time limit' ? 'was ended at its time limit' : `failed with exit code ${result.exitCode}`;
  throw new UserError(`${describeCommand(command)} ${how}: ${errorText(result)}`);
}

/** A command for messages: the tool and its subcommand words, without values that may be long. */
export function describeCommand({ tool, args }: Command): string {
  const words = args.filter((word, at) => !word.startsWith('-') && !args[at - 1]?.match(/^-[cC]$/));
  return cleanText([tool, ...words].join(' ')).slice(0, 200);
}

/** The output of a failed command: its stderr (or stdout), cleaned, at most the last 4 kB. */
export function errorText({ stdout, stderr }: Pick<Result, 'stdout' | 'stderr'>): string {
  const text = cleanText(stderr.trim() === '' ? stdout : stderr).trim();
  return text === '' ? '(it printed nothing)' : tailOf(text, MAX_ERROR_TEXT);
}

/**
 * Path of a tool on the PATH of `env`, which is not always this process's own.
 * @throws UserError when no executable has this name
 */
export async function findTool(tool: string, env: Environment): Promise<string> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, tool);
    if (await isExecutable(path)) return path;
  }
  throw new UserError(`${tool} is not on PATH: ${CURES[tool] ?? 'install it'} (PATH is ${env.PATH ?? 'unset'})`);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await checkAccess(path, access.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function collect(
  readable: NodeJS.ReadableStream,
  stream: 'stdout' | 'stderr',
  { maxOutput = MAX_OUTPUT, onLine, onChunk }: RunOptions,
): { text(): string } {
  const tail = keepTail(maxOutput);
  const lines = splitLines((line) => onLine?.(line, stream));
  readable.on('data', (chunk: Buffer) => {
    tail.write(chunk);
    lines.write(chunk);
    onChunk?.(chunk, stream);
  });
  readable.on('end', lines.end);
  return tail;
}

type StopReason = 'time limit' | 'aborted';

/** Ends a process group. `now` asks, and forces the end after the grace. `sweep` ends what the leader left behind. */
function stopper(pid: number | undefined, grace: number) {
  let reason: StopReason | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    now(why: StopReason): void {
      if (reason !== undefined) return;
      reason = why;
      signalGroup(pid, 'SIGTERM');
      timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), grace * 1000);
    },
    reason: () => reason,
    sweep(): void {
      clearTimeout(timer);
      if (reason !== undefined) signalGroup(pid, 'SIGKILL');
    },
  };
}

/** Signals every process of a group. A group that is already gone is the wanted state. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing of the group is left.
  }
}
