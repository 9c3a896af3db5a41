import { Interruption } from '../process/interrupt.ts';
import { isOwnLimit, isPermissionError, isRateLimited, isServerError, rateLimitEnd, statusOf } from './client.ts';

/** GitHub's own words in an error: one line of at most 300 characters, without the link to the documentation. Takes any error. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .replace(/ - https:\/\/\S+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/**
 * Why GitHub refused a request, when the reason does not depend on the request: the run's own limits, rate limit, token, failure of GitHub.
 * @param error any error
 * @returns one sentence without a full stop; undefined for every other reason
 * @throws an Interruption as it is: a run that is to end writes nothing more
 */
export function commonRefusal(error: unknown): string | undefined {
  if (error instanceof Interruption) throw error;
  const message = messageOf(error);
  if (isOwnLimit(error)) return message;
  if (isRateLimited(error))
    return `GitHub's rate limit is reached; it ends ${rateLimitEnd(error) || 'within the hour'} (${message})`;
  if (isServerError(error)) return `GitHub did not answer as it should (${message})`;
  if (statusOf(error) === 401) return `the token was not accepted (${message}); check the github-token input`;
  return undefined;
}

/**
 * Why GitHub did not answer a read, with the cure if there is one: one sentence without a full stop.
 * @param needed permission that the job needs: `contents: read`
 * @throws the error itself when it does not come from GitHub
 */
export function readRefusal(error: unknown, needed: string): string {
  const common = commonRefusal(error);
  if (common !== undefined) return common;
  const [status, message] = [statusOf(error), messageOf(error)];
  if (status === undefined) throw error;
  if (isPermissionError(error))
    return `the token may not read this (${message}); give the job "permissions: ${needed}"`;
  if (status === 404)
    return `it does not exist, or the token cannot see it (${message}); give the job "permissions: ${needed}"`;
  return message;
}

/** Why GitHub did not take a comment, with the cure if there is one: one sentence without a full stop. Takes any error. */
export function commentRefusal(error: unknown): string {
  const common = commonRefusal(error);
  if (common !== undefined) return common;
  const [status, message] = [statusOf(error), messageOf(error)];
  if (/issue is locked/i.test(message)) return `the conversation is locked (${message})`;
  if (isPermissionError(error))
    return `the token may not write comments (${message}); give the job "permissions: pull-requests: write" - runs for forks and Dependabot always have a read-only token`;
  if (status === 404) return `no such pull request, or the token cannot see it (${message})`;
  if (status === 410) return `comments are disabled or gone for this pull request (${message})`;
  return message;
}
