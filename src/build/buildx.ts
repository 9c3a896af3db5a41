import { type Command, type Result, type RunOptions, runCommand } from './run.ts';

/**
 * What the containerd store answers where two builds write one layer at the same moment (containerd, content store's ingest lock):
 * `ref layer-sha256:… locked for 12ms (since …): unavailable`. It has nothing to do with the Dockerfile, and the next try finds the layer there.
 */
const LOCKED = /ref \S+ locked\b[^\n]*: unavailable/;

/** Run a build to its end, a second time where the first only met another that wrote the same layer. Throws as runCommand does. */
export async function runBuildx(command: Command, options: RunOptions): Promise<Result> {
  const first = await runCommand(command, options);
  if (first.exitCode === 0 || first.ended !== 'by itself' || !LOCKED.test(first.stderr)) return first;
  return runCommand(command, options);
}
