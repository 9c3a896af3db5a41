import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Environment } from '../../process/environment.ts';

/** How to run the program that calls the artifact service. */
export interface ArtifactThread {
  /** dist/artifact.js. */
  readonly program: URL;
  /** The job's environment: the client of @actions/artifact reads its tokens and addresses there. */
  readonly env: Environment;
  /** Ends the work. */
  readonly signal: AbortSignal;
  /** Receives what the client prints, line by line, without workflow commands. */
  readonly log: (line: string) => void;
}

/** The answer when the signal ended the work. */
export const OUT_OF_TIME = 'no answer within the time limit';

/**
 * Runs a task in a thread of its own. Only a thread can stop the client of @actions/artifact: it throws inside callbacks, retries for many minutes,
 * and prints workflow commands to the standard output. Never throws: the answer holds the error.
 */
export async function runArtifactTask(task: ArtifactTask, thread: ArtifactThread): Promise<ArtifactAnswer> {
  const { program, env, signal, log } = thread;
  if (signal.aborted) return { error: OUT_OF_TIME };
  const worker = new Worker(program, { workerData: task, env: definedOf(env), stdout: true, stderr: true });
  followLines(worker, log);
  try {
    return await answerOf(worker, signal);
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal): Promise<ArtifactAnswer> {
  return new Promise((resolve) => {
    worker.once('message', (answer: ArtifactAnswer) => resolve(answer));
    worker.once('error', (error) => resolve({ error: error instanceof Error ? error.message : String(error) }));
    worker.once('exit', (code) => resolve({ error: `the upload ended with code ${code}` }));
    signal.addEventListener('abort', () => resolve({ error: OUT_OF_TIME }), { once: true });
  });
}

/** Drops workflow commands, since they would act on the job. What add-mask hides appears in no other line. */
function followLines({ stdout, stderr }: Worker, log: (line: string) => void): void {
  for (const input of [stdout, stderr]) {
    createInterface({ input }).on('line', (line) => {
      if (line.trim() !== '' && !/^\s*::/.test(line)) log(line);
    });
  }
}

function definedOf(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The task of the thread in dist/artifact.js. Plain data, since it crosses threads. */
export interface ArtifactTask {
  /** Name of the artifact. An unzipped file has the same name. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly archive: boolean;
  /** The repository's own limit when absent. */
  readonly retentionDays?: number;
  /** Whether to delete the artifact of this name first. */
  readonly replace: boolean;
}

/** The id of the artifact, or why there is none. */
export type ArtifactAnswer = { readonly id: number } | { readonly error: string };
