import { type Client, statusOf } from './client.ts';
import { type CommitComparison, compareCommits } from './compare-commits.ts';
import type { Repository } from './event.ts';
import type { PullRequest } from './find-pull-request.ts';
import { readRefusal } from './read-refusal.ts';

/** Whether a commit may be what a pull request is compared with. */
export type BaseTrust =
  /** `behindTip` are the commits of the base branch that came after it. */
  { readonly trusted: true; readonly behindTip: number } | { readonly trusted: false; readonly reason: string };

/** Checks one commit after another for the same pull request. Never throws what GitHub answers. */
export type BaseCheck = (commit: string) => Promise<BaseTrust>;

export interface BaseCheckRequest {
  readonly client: Client;
  readonly repository: Repository;
  readonly pullRequest: Pick<PullRequest, 'baseRef' | 'headSha'>;
  /** How many commits the base may be older than where the pull request left the base branch. */
  readonly maxBehind: number;
}

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const refuse = (reason: string): BaseTrust => ({ trusted: false, reason });

/**
 * Which baseline commit of a stranger's report may be believed: one of the base branch (its tip or an ancestor of that), and at most
 * `maxBehind` commits older than the merge base of the pull request, so that nobody is compared with an image that was fat years ago.
 * Commits are counted with the merged ones. At most three calls for the first commit (one where it is the base branch's tip) and two for
 * each further one; none for one that was asked for before.
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

/** The branch's own tip and merge base, so that one call tells of both. */
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
  // The tip lacks something of it: it is newer, of another branch, or a fork's own.
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
  return `it cannot be told whether ${short(commit)} is a commit of ${baseRef}: ${readRefusal(error, 'contents: read')}`;
}

const short = (sha: string): string => sha.slice(0, 7);

/** A pull request that a run may have been of, with the check of what it may be compared with. */
export interface PossiblePullRequest {
  readonly pullRequest: PullRequest;
  readonly check: BaseCheck;
}

/**
 * Of pull requests with the same head, those whose base branch has the commit nearest to its tip: which of them a run was of, since
 * GitHub does not say, and each has a run of its own. None where the commit is of no base branch; all of them in a tie, for which the
 * answer is the same.
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
