import { CallLimitError, isPermissionError, isRateLimited, isServerError, rateLimitEnd, statusOf } from './client.ts';
import { messageOf } from './refusal.ts';

/**
 * What GitHub answers when the branch is not what the snapshot had: to PATCH git/refs and POST git/refs, and `BadObjectState`, seen now and then
 * when trees are made beside each other (the other cause, deleting what is not there, is kept out by the snapshot).
 */
const MOVED = /not a fast.?forward|reference already exists|reference does not exist|BadObjectState/i;

/** Rulesets and the older branch protection; `Reference update failed` is what POST git/refs says of either (actions/github-script#455). */
const PROTECTED =
  /rule violations|protected (?:ref|branch)|through a pull request|required status check|approving review|creations being restricted|reference update failed/i;

/** Whether the whole read-modify-write is worth doing again: the branch moved, or GitHub failed before the ref was touched. */
export function isWorthRedoing(error: unknown): boolean {
  if (isServerError(error)) return true;
  const status = statusOf(error);
  return (status === 422 || status === 409) && MOVED.test(messageOf(error));
}

/** Why GitHub did not take a write to the data branch, with the cure where there is one: one sentence without a full stop. Takes any error. */
export function branchRefusal(error: unknown, branch: string): string {
  const message = messageOf(error);
  if (error instanceof CallLimitError) return message;
  if (isRateLimited(error))
    return `GitHub's rate limit is reached; it ends ${rateLimitEnd(error) || 'within the hour'} (${message})`;
  if (isPermissionError(error)) return `the token may not write to the repository (${message}); ${PERMISSION}`;
  if (isServerError(error)) return `GitHub did not answer as it should (${message})`;
  return byStatus(statusOf(error), message, branch);
}

const PERMISSION =
  'give the job "permissions: contents: write" - runs for forks and Dependabot always have a read-only token';

function byStatus(status: number | undefined, message: string, branch: string): string {
  if (status === 401) return `the token was not accepted (${message}); check the github-token input`;
  if (status === 404) return `no such repository, or the token cannot see it (${message}); ${PERMISSION}`;
  if (status === 422 && PROTECTED.test(message)) {
    return `a ruleset or branch protection covers the branch ${branch} (${message}); exclude ${branch} from it in the repository's settings, under Rules`;
  }
  return `GitHub refused to write the branch ${branch} (${message})`;
}
