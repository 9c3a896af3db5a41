import { readBytes } from '../bytes.ts';
import { JsonObject, parseJson } from '../json.ts';
import { loginAdvice } from './authorizer.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer } from './http-exchange.ts';

/** Error codes of the distribution-spec: nothing else of an error's text is shown, which may repeat what was sent. */
const CODES = new Set(
  'BLOB_UNKNOWN DIGEST_INVALID MANIFEST_BLOB_UNKNOWN MANIFEST_INVALID MANIFEST_UNKNOWN NAME_INVALID NAME_UNKNOWN UNAUTHORIZED DENIED UNSUPPORTED TOOMANYREQUESTS'.split(
    ' ',
  ),
);

const LARGEST_ERROR = 64 * 1024;

/** The answer where its status is one of `accepted`. Throws RemoteFailure with what was answered, and the cure where there is one. */
export async function expectStatus(answer: Answer, accepted: readonly number[], host: string): Promise<Answer> {
  if (accepted.includes(answer.status)) return answer;
  const code = await errorCodeOf(answer);
  const what = `${answer.url.host} answered ${answer.status}${code === undefined ? '' : ` ${code}`}`;
  throw new RemoteFailure(answer.status === 404 ? 'missing' : 'protocol', `${what}${cureOf(answer.status, host)}`);
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
    return undefined; // an answer without a readable reason is told by its status alone
  }
}

function cureOf(status: number, host: string): string {
  if (status === 401 || status === 403) return `; ${loginAdvice(host)} as who may pull it`;
  if (status === 404) return '; check the name, and that you may pull it (registries hide what is private)';
  if (status === 429) return `; it limits pulls: ${loginAdvice(host)}, or try again later`;
  return '';
}
