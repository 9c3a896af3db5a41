import { readBytes } from '../bytes.ts';
import { JsonObject, parseJson } from '../json.ts';
import { loginAdvice } from './authorizer.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';
import { describeRateLimit, duration, readRateLimit } from './rate-limit.ts';
import { retryAfter } from './retry.ts';

/** Error codes of the distribution-spec. Nothing else of an error answer is shown: it may repeat what was sent, such as credentials. */
const CODES = new Set(
  'BLOB_UNKNOWN DIGEST_INVALID MANIFEST_BLOB_UNKNOWN MANIFEST_INVALID MANIFEST_UNKNOWN NAME_INVALID NAME_UNKNOWN UNAUTHORIZED DENIED UNSUPPORTED TOOMANYREQUESTS'.split(
    ' ',
  ),
);

const LARGEST_ERROR = 64 * 1024;

/** Returns the answer if its status is one of `accepted`. Throws RemoteFailure with the status, the error code and what to do. */
export async function expectStatus(answer: Answer, accepted: readonly number[], host: string): Promise<Answer> {
  if (accepted.includes(answer.status)) return answer;
  const code = await errorCodeOf(answer);
  const what = `${answer.url.host} answered ${answer.status}${code === undefined ? '' : ` ${code}`}`;
  throw new RemoteFailure(answer.status === 404 ? 'missing' : 'protocol', `${what}${hintFor(answer, host)}`);
}

async function errorCodeOf(answer: Answer): Promise<string | undefined> {
  const place = { archive: answer.url.host };
  try {
    const document = new JsonObject(parseJson(await readBytes(answer.body(), LARGEST_ERROR, place), place), place);
    return document
      .objects('errors')
      .map((error) => error.optionalText('code') ?? '')
      .find((code) => CODES.has(code));
  } catch {
    return undefined; // without a readable error code, the message has the status only
  }
}

function hintFor({ status, headers }: Answer, host: string): string {
  if (status === 401 || status === 403) return `; ${loginAdvice(host)} as a user who may pull it`;
  if (status === 404) return '; check the name, and that you may pull it (registries hide private repositories)';
  if (status === 429)
    return `; it limits pulls${limitIn(headers)}: ${loginAdvice(host)}, or try again ${whenIn(headers)}`;
  return '';
}

function limitIn(headers: Headers): string {
  const limit = readRateLimit(headers);
  return limit === undefined ? '' : ` (${describeRateLimit(limit)})`;
}

function whenIn(headers: Headers): string {
  const seconds = retryAfter(headers.get('retry-after'), Date.now());
  return seconds === undefined ? 'later' : `in ${duration(seconds)}`;
}
