import { issueWords } from '../../model/schema.ts';
import type { Schema } from './answers.ts';

type Fetch = typeof globalThis.fetch;

/** Bytes of one answer. The longest is a list of a hundred comments of 65,536 characters each. */
const MOST_BYTES = 64 * 1024 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
/** Answers that have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
const BODILESS: readonly number[] = [204, 205, 304];

/** GitHub's answer is not what it promises. Like an error 500: a write may have taken effect. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
  readonly status = 500;

  /** @param what method and path @param fault it completes "GitHub's answer to GET /x …" */
  constructor(what: string, fault: string, options: ErrorOptions = {}) {
    super(`GitHub's answer to ${what} ${fault}`, options);
  }
}

/**
 * A fetch whose answers are whole: read to their end, as long as their Content-Length says, and JSON by their Content-Type. octokit by itself
 * swallows what goes wrong while a body is read, and hands on '' or a text. A redirect that is not followed is not read.
 * @param what method and path, for messages
 * @throws BrokenAnswer, and what `fetch` throws
 */
export function wholeAnswers(fetch: Fetch, what: string): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { status } = response;
    const headers = new Headers([...response.headers]);
    if (BODILESS.includes(status) || init?.redirect === 'manual') {
      await response.body?.cancel();
      return new Response(null, { status, headers });
    }
    if (status >= 400) return refusalOf(response, headers, init?.method ?? 'GET', what);
    const body = await readWhole(response, what, init?.signal);
    const fault = faultOf(body, headers);
    if (fault !== undefined) throw new BrokenAnswer(what, fault);
    return new Response(body, { status, headers });
  };
}

/** Checks data against what its route promises. @returns the promised fields @throws BrokenAnswer */
export function checkAnswer(data: unknown, promised: Schema, what: string): unknown {
  const checked = promised.safeParse(data);
  if (checked.success) return checked.data;
  // octokit leaves what is not JSON as text.
  if (typeof data === 'string') throw new BrokenAnswer(what, data === '' ? 'is empty' : 'is not JSON');
  throw new BrokenAnswer(what, `is not what GitHub's API promises${issueWords(checked.error, data)}`);
}

/**
 * An error keeps its status, whatever its body is. Only "there is none" is believed in GitHub's own words alone. A proxy says it of
 * everything, and in place of a list it would read as an empty one.
 */
async function refusalOf(response: Response, headers: Headers, method: string, what: string): Promise<Response> {
  const { status } = response;
  const body = await readWhole(response, what).catch(() => undefined);
  if (body !== undefined && faultOf(body, headers) === undefined) return new Response(body, { status, headers });
  const fault = `is ${status} without the words of GitHub's API`;
  if ((status === 404 || status === 410) && method !== 'POST') throw new BrokenAnswer(what, fault);
  headers.set('content-type', 'application/json');
  return Response.json({ message: `GitHub's answer to ${what} ${fault}` }, { status, headers });
}

async function readWhole(
  { body, headers }: Response,
  what: string,
  signal?: AbortSignal | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new BrokenAnswer(what, `has more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BrokenAnswer || signal?.aborted) throw error;
    throw new BrokenAnswer(what, `is cut off after ${size} bytes`, { cause: error });
  }
  const promised = headers.get('content-length');
  // A body that was compressed on its way is longer than its Content-Length.
  if (promised !== null && !headers.has('content-encoding') && Number(promised) !== size)
    throw new BrokenAnswer(what, `is cut off: it has ${size} of ${promised} bytes`);
  return Buffer.concat(chunks);
}

/** What is wrong with a body that came to its end; it completes "GitHub's answer to GET /x …". */
function faultOf(body: Uint8Array, headers: Headers): string | undefined {
  if (body.length === 0) return 'is empty';
  const type = headers.get('content-type') ?? '';
  if (!JSON_TYPE.test(type)) return `is not JSON, but ${JSON.stringify(type.slice(0, 80))}`;
  return undefined;
}
