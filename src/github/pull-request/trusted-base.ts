import { type Client, statusOf } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { readRefusal } from '../refusal.ts';
import { type CommitComparison, compareCommits, short } from './compare-commits.ts';
import type { PullRequest } from './find-pull-request.ts';

/** Whether a pull request may be compared with a commit. */
export type BaseTrust =
  /** `behindTip`: number of commits that the base branch has after it. */
  { readonly trusted: true; readonly behindTip: number } | { readonly trusted: false; readonly reason: string };

/** Checks one commit after another for the same pull request. Never throws what GitHub answers. */
export type BaseCheck = (commit: string) => Promise<BaseTrust>;

/** The pull request whose base commit is checked. */
export interface BaseCheckRequest {
  readonly client: Client;
  readonly repository: Repository;
  readonly pullRequest: Pick<PullRequest, 'baseRef' | 'headSha'>;
  /** How many commits the base may be older than the merge base of the pull request. */
  readonly maxBehind: number;
}

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const refuse = (reason: string): BaseTrust => ({ trusted: false, reason });

/**
 * Checks whether to trust the baseline commit that a fork's report names. It must be on the base branch: its tip or an ancestor of the tip.
 * It may be at most `maxBehind` commits older than the merge base, so that nobody chooses an old, large image. Merged commits count too.
 * The first commit costs at most three calls, or one if it is the tip of the base branch. Each other commit costs two, a repeated one none.
 */
export function baseCheck(request: BaseCheckRequest): BaseCheck {
  const answers = new Map<string, Promise<BaseTrust>>();
  let branch: Promise<CommitComparison> | undefined;
  return (commit) => {
    const answer = answers.get(commit) ?? check(request, commit, () => (branch ??= compareBranch(request)));
    answers.set(commit, answer);
    return answer;
  };
}

async function check(
  request: BaseCheckRequest,
  commit: string,
  compareHead: () => Promise<CommitComparison>,
): Promise<BaseTrust> {
  if (!SHA.test(commit)) return refuse(`${JSON.stringify(commit.slice(0, 80))} is not a full commit id`);
  try {
    return await locate(request, commit, await compareHead());
  } catch (error) {
    return refuse(whyUnknown(request, commit, error));
  }
}

/** Compares branch and head. One call gives both the tip of the branch and the merge base. */
function compareBranch({ client, repository, pullRequest }: BaseCheckRequest): Promise<CommitComparison> {
  return compareCommits(client, repository, pullRequest.baseRef, pullRequest.headSha);
}

async function locate(
  { client, repository, pullRequest, maxBehind }: BaseCheckRequest,
  commit: string,
  { base: tip, mergeBase, behind }: CommitComparison,
): Promise<BaseTrust> {
  if (commit === tip) return { trusted: true, behindTip: 0 };
  if (commit === mergeBase) return { trusted: true, behindTip: behind };
  const toTip = await compareCommits(client, repository, commit, tip);
  // The tip lacks some of its commits: it is newer, on another branch, or a fork's own.
  if (toTip.behind > 0) return refuse(`${short(commit)} is not a commit of ${pullRequest.baseRef}`);
  const { ahead: older } = await compareCommits(client, repository, commit, mergeBase);
  if (older <= maxBehind) return { trusted: true, behindTip: toTip.ahead };
  return refuse(
    `${short(commit)} is ${older} commits older than ${short(mergeBase)}, where the pull request left ${pullRequest.baseRef}; at most ${maxBehind} are allowed`,
  );
}

function whyUnknown({ pullRequest }: BaseCheckRequest, commit: string, error: unknown): string {
  const { baseRef, headSha } = pullRequest;
  if (statusOf(error) === 404)
    return `GitHub knows no common history of ${short(commit)}, ${baseRef} and ${short(headSha)}`;
  return `it is unknown whether ${short(commit)} is a commit of ${baseRef}: ${readRefusal(error, 'contents: read')}`;
}

/** A pull request that a run may belong to, with the check of its baseline commits. */
export interface PossiblePullRequest {
  readonly pullRequest: PullRequest;
  readonly check: BaseCheck;
}

/**
 * Chooses among pull requests with the same head, since each has its own run and GitHub does not say which run is whose.
 * The run belongs to the pull request whose base branch has the baseline commit nearest to its tip. Empty when no base branch has the commit.
 * In a tie all of them are returned: the answer is the same for each.
 */
export async function builtOn(
  possible: readonly PossiblePullRequest[],
  commit: string,
): Promise<readonly PossiblePullRequest[]> {
  const distances = new Map<PossiblePullRequest, number>();
  for (const each of possible) {
    const trust = await each.check(commit);
    if (trust.trusted) distances.set(each, trust.behindTip);
  }
  const nearest = Math.min(...distances.values());
  return possible.filter((each) => distances.get(each) === nearest);
}
