import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const CLI = join(import.meta.dirname, '../../dist/cli.js');
export const ROOT = join(import.meta.dirname, '../..');

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the process is killed, which gives the exit code -1. By default it has all the time. */
  readonly timeoutMs?: number;
}

/** Runs the built command line to its end. */
export function runCli(
  args: readonly string[],
  { cwd = ROOT, env = {}, timeoutMs = 0 }: CliOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const;
    const options = { cwd, env: { ...process.env, ...env }, ...limits };
    execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}
