import { CallLimitError, isPermissionError, isRateLimited, isServerError, rateLimitEnd, statusOf } from './client.ts';
import { messageOf } from './refusal.ts';

/**
 * Why GitHub did not answer a question, with the cure where there is one: one sentence without a full stop.
 * @param needed what the job's permissions have to hold: `contents: read`
 * @throws the error itself where it is none of GitHub's
 */
export function readRefusal(error: unknown, needed: string): string {
  const [status, message] = [statusOf(error), messageOf(error)];
  if (error instanceof CallLimitError) return message;
  if (status === undefined) throw error;
  if (isRateLimited(error))
    return `GitHub's rate limit is reached; it ends ${rateLimitEnd(error) || 'within the hour'} (${message})`;
  if (isPermissionError(error))
    return `the token may not read this (${message}); give the job "permissions: ${needed}"`;
  if (isServerError(error)) return `GitHub did not answer as it should (${message})`;
  if (status === 401) return `the token was not accepted (${message}); check the github-token input`;
  if (status === 404)
    return `there is no such thing, or the token cannot see it (${message}); give the job "permissions: ${needed}"`;
  return message;
}
