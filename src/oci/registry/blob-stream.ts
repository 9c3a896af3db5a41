import type { Descriptor } from '../image.ts';
import { expectStatus } from './expect-status.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';
import type { Registry } from './registry.ts';
import { backoff, type RetryOptions } from './retry.ts';

/** Counts every connection, however many bytes it brought: a server may send one byte for each. */
const MOST_RESUMES = 8;

/**
 * The bytes of a blob. If a connection breaks, or ends before `size` bytes, the next one asks for the rest with Range
 * (distribution-spec, "Pulling blobs"). Only the announced length is verified; the caller verifies the digest. Throws RemoteFailure
 * after too many connections.
 */
export async function* streamBlob(
  registry: Registry,
  repository: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  { wait, signal }: RetryOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const budget = registry.budget();
  let at = 0;
  for (let resumes = 0; at < size; resumes += 1) {
    if (resumes > 0) await wait(backoff(resumes), signal);
    const headers = at === 0 ? {} : { Range: `bytes=${at}-` };
    const answer = await registry.get({ repository, path: `blobs/${digest}`, headers }, budget);
    let skip = await startOf(answer, { at, size }, registry.host);
    try {
      for await (const chunk of answer.body()) {
        const fresh = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        at += fresh.length;
        if (fresh.length > 0) yield fresh;
      }
    } catch (error) {
      if (!isBreak(error) || resumes >= MOST_RESUMES) throw error;
    }
    if (at < size && resumes >= MOST_RESUMES) {
      throw new RemoteFailure(
        'protocol',
        `truncated: ${registry.host} ended the blob ${MOST_RESUMES + 1} times before its ${size} bytes`,
      );
    }
  }
}

function isBreak(error: unknown): boolean {
  return error instanceof RemoteFailure && error.kind === 'connection';
}

/** Bytes to skip of the answer to a request from byte `at` on. It is 0 if only the rest was sent, `at` if the whole blob was sent. */
async function startOf(answer: Answer, { at, size }: { at: number; size: number }, host: string): Promise<number> {
  await expectStatus(answer, at === 0 ? [200] : [200, 206, 416], host);
  const problem = answer.status === 200 ? wrongLength(answer, size) : wrongRange(answer, at);
  if (problem === undefined) return answer.status === 200 ? at : 0;
  await answer.discard();
  throw new RemoteFailure('protocol', problem);
}

/** A blob of another length than the descriptor's is refused before it is read. */
function wrongLength({ headers, url }: Answer, size: number): string | undefined {
  const length = headers.get('content-length');
  if (length === null || headers.has('content-encoding') || Number(length) === size) return undefined;
  return `wrong size: the descriptor says ${size} bytes, ${url.host} sends ${Number(length)}`;
}

/** RFC 9110, 14.4 and 15.5.17. */
function wrongRange({ status, headers, url }: Answer, at: number): string | undefined {
  if (status === 416) return `truncated: ${url.host} ended it after ${at} bytes and has no more`;
  const first = /^bytes (\d{1,16})-/.exec(headers.get('content-range') ?? '')?.[1];
  if (first !== undefined && Number(first) === at) return undefined;
  return `${url.host} was asked for the bytes from ${at} on and sent others`;
}
