import { createHash } from 'node:crypto';

import { UserError } from '../../text/error.ts';
import { type Client, isServerError } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { downloadRefusal } from './refusal.ts';

/** An artifact by GitHub's word. Its name may be hostile text. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly isExpired: boolean;
  /** `sha256:HEX` of the downloaded bytes; undefined for artifacts from before 2025. */
  readonly digest?: string;
  /** The run that made it, by GitHub's word and not the artifact's; undefined when GitHub names none. */
  readonly run?: { readonly id: number; readonly headSha: string; readonly headRepositoryId: number };
}

/** The bound of a download. */
export interface DownloadOptions {
  /** Milliseconds for the whole download; a minute when absent. */
  readonly timeLimit?: number;
}

const PER_PAGE = 100;
/** One job can make at most 500 artifacts (actions/upload-artifact, limitations). */
const MOST_PAGES = 5;
const TIME_LIMIT = 60_000;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Lists the artifacts of a run whose names begin with a prefix, in order of name (`GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts`).
 * At most five calls. Re-runs leave several artifacts of one name: the newest counts.
 * @throws UserError when GitHub does not give the list, or for more than 500 artifacts, since one of ours could be among the rest
 */
export async function listArtifacts(
  client: Client,
  repository: Repository,
  runId: number,
  prefix: string,
): Promise<readonly Artifact[]> {
  try {
    const found = await listAll(client, repository, runId);
    const named = found.filter(({ name }) => name.startsWith(prefix)).sort((a, b) => a.id - b.id);
    const newest = new Map(named.map((artifact) => [artifact.name, artifact]));
    return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw downloadRefusal(error, `The artifacts of run ${runId} cannot be listed`);
  }
}

async function listAll({ rest }: Client, repository: Repository, runId: number): Promise<readonly Artifact[]> {
  const found: Artifact[] = [];
  for (let page = 1; ; page += 1) {
    const query = { ...repository, run_id: runId, per_page: PER_PAGE, page };
    const { data } = await rest.actions.listWorkflowRunArtifacts(query);
    found.push(...data.artifacts.map(artifactOf));
    if (data.artifacts.length < PER_PAGE || found.length >= data.total_count) return found;
    if (page === MOST_PAGES)
      throw new UserError(`Run ${runId} has more than ${found.length} artifacts; at most ${found.length} are listed`);
  }
}

type Listed = Awaited<ReturnType<Client['rest']['actions']['listWorkflowRunArtifacts']>>['data']['artifacts'][number];

function artifactOf({ id, name, size_in_bytes: size, expired, digest, workflow_run: run }: Listed): Artifact {
  const { id: runId, head_sha: headSha, head_repository_id: headRepositoryId } = run ?? {};
  return {
    id,
    name,
    size,
    isExpired: expired,
    ...(digest ? { digest } : {}),
    ...(runId && headSha && headRepositoryId ? { run: { id: runId, headSha, headRepositoryId } } : {}),
  };
}

/**
 * Downloads an artifact into memory: a zip, or the file itself if it was uploaded unzipped. GitHub answers with a redirect to a signed URL of
 * its storage (docs: "Download an artifact"), and that URL gets no token. Bytes are counted as they arrive and compared with the digest.
 * @param limit most bytes
 * @throws UserError naming the artifact when it has expired, exceeds `limit`, does not match its digest, or GitHub does not give it
 */
export async function downloadArtifact(
  client: Client,
  repository: Repository,
  artifact: Artifact,
  limit: number,
  { timeLimit = TIME_LIMIT }: DownloadOptions = {},
): Promise<Buffer> {
  const what = `Artifact ${JSON.stringify(artifact.name)}`;
  if (artifact.isExpired) throw new UserError(`${what} has expired; run the workflow that makes it again`);
  if (artifact.size > limit) throw new UserError(`${what} has ${artifact.size} bytes; at most ${limit} are read`);
  const late = AbortSignal.timeout(timeLimit);
  const signal = AbortSignal.any([late, client.signal]);
  try {
    const url = await signedUrlOf(client, repository, artifact.id);
    const bytes = await fetchTwice(url, limit, signal);
    if (hasDigest(bytes, artifact.digest)) return bytes;
  } catch (error) {
    client.signal.throwIfAborted();
    const reason = new Error(`it did not arrive within ${timeLimit / 1000} s; re-run the job`, { cause: error });
    throw downloadRefusal(late.aborted ? reason : error, `${what} cannot be downloaded`);
  }
  throw new UserError(`${what} is not what GitHub stored: its digest differs; run the workflow again`);
}

async function signedUrlOf({ rest }: Client, repository: Repository, id: number): Promise<string> {
  // If the client followed the redirect, it would read a body of any size into one buffer.
  const request = { redirect: 'manual', parseSuccessResponseBody: false } as const;
  const parameters = { ...repository, artifact_id: id, archive_format: 'zip', request };
  const { status, headers } = await rest.actions.downloadArtifact(parameters);
  if (headers.location === undefined) throw new Error(`GitHub answered ${status} without an address`);
  return headers.location;
}

/** Tries once more when the storage fails. */
async function fetchTwice(url: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  try {
    return await fetchBytes(url, limit, signal);
  } catch (error) {
    if (signal.aborted || !isServerError(error)) throw error;
    return fetchBytes(url, limit, signal);
  }
}

async function fetchBytes(url: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, { signal }).catch(noAnswer);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw Object.assign(new Error(`the storage answered ${response.status}`), { status: response.status });
  }
  const bytes = await collect(response.body, limit).catch(noAnswer);
  if (bytes === undefined) throw new Error(`it has more bytes than GitHub said; at most ${limit} are read`);
  return bytes;
}

/** Undefined when there are more bytes than `limit`. Leaving the loop ends the connection. */
async function collect(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Throws with the status that octokit gives a request without an answer. */
function noAnswer(cause: unknown): never {
  throw Object.assign(new Error('the storage did not answer to the end', { cause }), { status: 500 });
}

/** True also when GitHub gives no digest, or one of an unknown form. */
function hasDigest(bytes: Buffer, digest = ''): boolean {
  if (!DIGEST.test(digest)) return true;
  return digest === `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
