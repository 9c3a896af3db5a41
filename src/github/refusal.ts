import { CallLimitError, isPermissionError, isRateLimited, isServerError, rateLimitEnd, statusOf } from './client.ts';

/** Why GitHub did not take a comment, with the cure where there is one: one sentence without a full stop. Takes any error. */
export function refusalReason(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof CallLimitError) return message;
  if (isRateLimited(error))
    return `GitHub's rate limit is reached; it ends ${rateLimitEnd(error) || 'within the hour'} (${message})`;
  if (/issue is locked/i.test(message)) return `the conversation is locked (${message})`;
  if (isPermissionError(error)) {
    return `the token may not write comments (${message}); give the job "permissions: pull-requests: write" - runs for forks and Dependabot always have a read-only token`;
  }
  if (isServerError(error)) return `GitHub did not answer as it should (${message})`;
  return byStatus(statusOf(error), message);
}

function byStatus(status: number | undefined, message: string): string {
  if (status === 401) return `the token was not accepted (${message}); check the github-token input`;
  if (status === 404) return `no such pull request, or the token cannot see it (${message})`;
  if (status === 410) return `comments are disabled or gone for this pull request (${message})`;
  return message;
}

/** GitHub's own words in an error: one line without the link to the documentation, at most 300 characters. Takes any error. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .replace(/ - https:\/\/\S+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
