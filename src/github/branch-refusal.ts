import { isPermissionError, isServerError, statusOf } from './client.ts';
import { commonRefusal, messageOf } from './refusal.ts';

/**
 * GitHub's answers to PATCH git/refs and POST git/refs when the branch is not what the snapshot had. `BadObjectState` is a rare answer when
 * trees are made at the same time. Its other cause is to delete a missing file, and the snapshot prevents that.
 */
const MOVED = /not a fast.?forward|reference already exists|reference does not exist|BadObjectState/i;

/** Rulesets and the older branch protection. POST git/refs says `Reference update failed` for either (actions/github-script#455). */
const PROTECTED =
  /rule violations|protected (?:ref|branch)|through a pull request|required status check|approving review|creations being restricted|reference update failed/i;

const PERMISSION =
  'give the job "permissions: contents: write" - runs for forks and Dependabot always have a read-only token';

/** Whether to repeat the whole read-modify-write: the branch moved, or GitHub failed before it touched the ref. */
export function isWorthRedoing(error: unknown): boolean {
  if (isServerError(error)) return true;
  const status = statusOf(error);
  return (status === 422 || status === 409) && MOVED.test(messageOf(error));
}

/** Why GitHub did not take a write to the data branch, with the cure if there is one: one sentence without a full stop. Takes any error. */
export function branchRefusal(error: unknown, branch: string): string {
  const common = commonRefusal(error);
  if (common !== undefined) return common;
  const [status, message] = [statusOf(error), messageOf(error)];
  if (isPermissionError(error)) return `the token may not write to the repository (${message}); ${PERMISSION}`;
  if (status === 404) return `no such repository, or the token cannot see it (${message}); ${PERMISSION}`;
  if (status === 422 && PROTECTED.test(message))
    return `a ruleset or branch protection covers the branch ${branch} (${message}); exclude ${branch} from it in the repository's settings, under Rules`;
  return `GitHub refused to write the branch ${branch} (${message})`;
}
