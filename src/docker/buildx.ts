import type { Environment } from '../process/environment.ts';
import type { Section } from '../process/log.ts';
import { cleanText } from '../process/output.ts';
import { type Command, type Result, type RunOptions, runCommand } from '../process/run.ts';
import { findCacheProblems } from './cache-problems.ts';
import { buildErrorTail } from './failure.ts';
import type { Redact } from './redact.ts';
import { countSteps, type Steps } from './steps.ts';

/**
 * `ref layer-sha256:… locked for 12ms (since …): unavailable`. The containerd store answers this when two builds write one layer at the
 * same moment (containerd, content store's ingest lock). The Dockerfile is not the cause, and the next try finds the layer in the store.
 */
const LOCKED = /ref \S+ locked\b[^\n]*: unavailable/;

const BUILDX_ENVIRONMENT = {
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  BUILDX_METADATA_PROVENANCE: 'max',
  BUILDX_GIT_INFO: '0',
};

/** One build by buildx. */
export interface Supervised {
  /** Arguments of `docker`. */
  readonly args: readonly string[];
  readonly root: string;
  readonly env: Environment | undefined;
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal: AbortSignal | undefined;
  readonly log: Pick<Section, 'line'> | undefined;
  readonly redact: Redact;
  /** Told of each cache that a build which succeeded went on without. Must not throw. */
  readonly warn: ((problem: string) => void) | undefined;
}

/** What a build took, or how it failed. `report` is the end of what buildx printed, without secrets. */
export type BuildEnd =
  | { readonly kind: 'built'; readonly time: BuildTime }
  | { readonly kind: 'late' | 'failed'; readonly exitCode: number; readonly report: string };

/** Seconds from the start of the build command to its end, and the steps that ran. */
export type BuildTime = Steps & { readonly seconds: number };

/**
 * Runs a build to its end, without attestations and with provenance in its metadata. What git knows of the context would only be a label of
 * that provenance, for seven processes of git (buildx 0.10 and newer, build/git.go). Its lines go to the log without secrets. Throws as runCommand does.
 */
export async function superviseBuild(build: Supervised): Promise<BuildEnd> {
  const { args, root, timeLimit, signal, log, redact, warn } = build;
  const env = { ...build.env, ...BUILDX_ENVIRONMENT };
  const steps = countSteps();
  const caches = findCacheProblems();
  const onLine = (line: string): void => {
    steps.line(line);
    caches.line(line);
    log?.line(redact(line));
  };
  const start = performance.now();
  const result = await runBuildx({ tool: 'docker', args, cwd: root, env }, { signal, timeLimit, onLine });
  const { ended, exitCode } = result;
  if (ended === 'by itself' && exitCode === 0) {
    for (const problem of caches.list()) warn?.(redact(cleanText(problem)));
    return { kind: 'built', time: { seconds: Math.round(performance.now() - start) / 1000, ...steps.count() } };
  }
  // cleanText comes first: an escape sequence inside a secret would hide the secret from redact.
  const report = redact(buildErrorTail(redact(cleanText(result.stderr))));
  return { kind: ended === 'time limit' ? 'late' : 'failed', exitCode, report };
}

/**
 * Runs a build to its end. Runs it a second time where the first met another build that wrote the same layer. Throws as
 * runCommand does.
 */
export async function runBuildx(command: Command, options: RunOptions): Promise<Result> {
  const first = await runCommand(command, options);
  if (first.exitCode === 0 || first.ended !== 'by itself' || !LOCKED.test(first.stderr)) return first;
  return runCommand(command, options);
}
