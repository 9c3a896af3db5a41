import { type Client, statusOf } from './client.ts';
import type { Repository } from './event.ts';

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** How two commits lie to each other, counted in all their commits, merged ones included. */
export interface CommitComparison {
  /** Full id of the base, where it was named by its branch. */
  readonly base: string;
  /** Full id of a best common ancestor. */
  readonly mergeBase: string;
  /** Commits that the head has and the base has not: 0 where the head is the base or an ancestor of it. */
  readonly ahead: number;
  /** Commits that the base has and the head has not: 0 where the base is the head or an ancestor of it. */
  readonly behind: number;
}

/**
 * Compares two commits or branches by GitHub's knowledge (`GET /repos/{owner}/{repo}/compare/{basehead}`, one commit a page, since only
 * the sums are wanted), commits of forks among them, which share their objects. One call. @throws what the client throws: 404 also for
 * two without a common ancestor
 */
export async function compareCommits(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<CommitComparison> {
  const basehead = `${base}...${head}`;
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 });
  const { base_commit: from, merge_base_commit: common, ahead_by: ahead, behind_by: behind } = data;
  return { base: from.sha, mergeBase: common.sha, ahead, behind };
}

/**
 * The merge base of two commits by GitHub's knowledge; undefined where GitHub does not know the commits, they have none, or it does not
 * answer. One call.
 */
export async function mergeBaseOf(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<string | undefined> {
  try {
    const { mergeBase } = await compareCommits(client, repository, base, head);
    return SHA.test(mergeBase) ? mergeBase : undefined;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return undefined;
  }
}
