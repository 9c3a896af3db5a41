import { UserError } from '../../text/error.ts';
import { type Client, statusOf } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { messageOf, readRefusal } from '../refusal.ts';

/** The first seven digits of a commit id. */
export const short = (sha: string): string => sha.slice(0, 7);

/** How two commits relate. All commits count, merged ones included. */
export interface CommitComparison {
  /** Full id of the base, also when it was given as a branch. */
  readonly base: string;
  /** Full id of a best common ancestor. */
  readonly mergeBase: string;
  /** Commits of the head that the base lacks: 0 when the head is the base or an ancestor of it. */
  readonly ahead: number;
  /** Commits of the base that the head lacks: 0 when the base is the head or an ancestor of it. */
  readonly behind: number;
}

/**
 * Compares two commits or branches on GitHub (`GET /repos/{owner}/{repo}/compare/{basehead}`). A page holds one commit, since only the sums
 * are needed. Commits of forks work too, since forks share objects. One call.
 * @throws what the client throws; 404 also for two commits without a common ancestor
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

/** Like `askMergeBase`, but undefined when GitHub does not say: it does not know the commits, they have none, or it does not answer. */
export async function mergeBaseOf(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<string | undefined> {
  try {
    return await askMergeBase(client, repository, base, head);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}

/**
 * The merge base of two commits on GitHub. One call.
 * @throws UserError with GitHub's reason when it does not say
 */
export async function askMergeBase(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<string> {
  try {
    return (await compareCommits(client, repository, base, head)).mergeBase;
  } catch (error) {
    const commits = `${short(base)} and ${short(head)}`;
    const reason =
      statusOf(error) === 404
        ? `GitHub knows no common history of them (${messageOf(error)}); give the job "permissions: contents: read"`
        : readRefusal(error, 'contents: read');
    throw new UserError(`the merge base of ${commits} cannot be asked for: ${reason}`, { cause: error });
  }
}
