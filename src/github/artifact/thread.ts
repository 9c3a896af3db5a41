import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Environment } from '../event.ts';
import type { ArtifactAnswer, ArtifactTask } from './task.ts';

export interface ArtifactThread {
  /** dist/artifact.js. */
  readonly program: URL;
  /** The job's: the client of @actions/artifact reads its tokens and addresses from there. */
  readonly env: Environment;
  /** Ends the work. */
  readonly signal: AbortSignal;
  /** Takes what the client prints, line by line, without its workflow commands. */
  readonly log: (line: string) => void;
}

/** What is answered where the signal ended the work. */
export const OUT_OF_TIME = 'no answer within the time limit';

/**
 * Carries out a task in a thread of its own, since the client of @actions/artifact cannot be ended otherwise, prints workflow commands to
 * the standard output, throws inside callbacks and waits out many minutes of retries. Never throws: what goes wrong is in the answer.
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

/** Commands are dropped: they would act on the job, and what add-mask hides is in no other line. */
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
