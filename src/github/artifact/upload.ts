import { copyFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Environment } from '../../process/environment.ts';
import { makeTemporaryFolder } from '../../process/temporary-folder.ts';
import { systemProblem } from '../../text/system-error.ts';
import { runUrlOf } from '../event/event.ts';
import { isTaken, isUnzippedRefused, uploadRefusal, whyNoUpload } from './refusal.ts';
import type { ArtifactAnswer, ArtifactTask } from './thread.ts';
import { type ArtifactThread, runArtifactTask } from './thread.ts';

/** The file to upload as an artifact. */
export interface ArtifactUpload {
  /** The job's environment. */
  readonly env: Environment;
  /** From model/artifact-name.ts. */
  readonly name: string;
  /** Path. In a zip the file keeps its own name; unzipped it gets the artifact's. */
  readonly file: string;
  /** False uploads the file unzipped, so that a browser shows it. If the service takes only zips, it is zipped all the same. */
  readonly archive: boolean;
  /** The repository's own limit when absent, and at most that. */
  readonly retentionDays?: number;
  /** Receives what the client prints, line by line, without workflow commands. */
  readonly log?: (line: string) => void;
  /** Ends the upload with the run. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole upload; two minutes when absent. */
  readonly timeLimit?: number;
  /** The program of the thread; dist/artifact.js when absent. That file lies beside every bundle that contains this code. */
  readonly program?: URL;
}

/** Whether the file was uploaded, or why not. */
export type ArtifactOutcome =
  | { readonly uploaded: true; readonly id: number; readonly url: string }
  /** `reason` is one sentence without a full stop, with the cure. */
  | { readonly uploaded: false; readonly reason: string };

const TIME_LIMIT = 120_000;
/** The first try, a replacement, and one of them again in a zip. */
const MOST_TRIES = 3;

/**
 * Uploads one file as an artifact of this run with @actions/artifact. If the run already has the name, the first attempt of a run is refused:
 * the artifact belongs to another job or step. A re-run replaces it, since it is this job's own. Never throws what the service, the environment
 * or the file system answers: `reason` says it.
 * @throws the reason of the signal when that is aborted
 */
export async function uploadArtifact(request: ArtifactUpload): Promise<ArtifactOutcome> {
  const { env, name } = request;
  const run = runUrlOf(env);
  const obstacle = whyNoUpload(env);
  if (obstacle !== undefined || run === undefined) return { uploaded: false, reason: obstacle ?? NO_RUN };
  const answer = await upload(request).catch((error: unknown) => ({ error: systemProblem(error) ?? String(error) }));
  request.signal?.throwIfAborted();
  if ('error' in answer) return { uploaded: false, reason: uploadRefusal(answer.error, name) };
  return { uploaded: true, id: answer.id, url: `${run}/artifacts/${answer.id}` };
}

const NO_RUN =
  'the environment does not name the run (GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID); artifacts belong to a run of GitHub Actions';

async function upload(request: ArtifactUpload): Promise<ArtifactAnswer> {
  const { name, file, archive, retentionDays, env, log = () => undefined, timeLimit = TIME_LIMIT } = request;
  const late = AbortSignal.timeout(timeLimit);
  const signal = request.signal === undefined ? late : AbortSignal.any([late, request.signal]);
  // The path is right from a bundle in dist/ only: from the source, callers pass `program`.
  const program = request.program ?? new URL('../dist/artifact.js', import.meta.url);
  await using named = await nameFile(resolve(file), archive ? basename(file) : name, env);
  const retention = retentionDays === undefined ? {} : { retentionDays };
  const task = { name, file: named.path, archive, replace: false, ...retention };
  return await tryInTurn(task, { program, env, signal, log });
}

async function tryInTurn(first: ArtifactTask, thread: ArtifactThread): Promise<ArtifactAnswer> {
  let task = first;
  for (let tries = 1; ; tries += 1) {
    const answer = await runArtifactTask(task, thread);
    const next = 'error' in answer ? nextTask(task, answer.error, thread.env) : undefined;
    if (next === undefined || tries === MOST_TRIES) return answer;
    task = next;
  }
}

function nextTask(task: ArtifactTask, error: string, env: Environment): ArtifactTask | undefined {
  if (isTaken(error)) return task.replace || !isRerun(env) ? undefined : { ...task, replace: true };
  return !task.archive && isUnzippedRefused(error) ? { ...task, archive: true } : undefined;
}

const isRerun = ({ GITHUB_RUN_ATTEMPT: attempt = '1' }: Environment): boolean => Number(attempt) > 1;

/** The file under a given name: itself, or a copy in a temporary folder that is removed when disposed. */
async function nameFile(file: string, name: string, env: Environment) {
  if (basename(file) === name) return { path: file, [Symbol.asyncDispose]: async () => undefined };
  const folder = await makeTemporaryFolder('artifact', env);
  const remove = () => folder[Symbol.asyncDispose]();
  const path = join(folder.path, name);
  await copyFile(file, path).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { path, [Symbol.asyncDispose]: remove };
}
