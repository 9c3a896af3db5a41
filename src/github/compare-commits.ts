import { type Client, statusOf } from './client.ts';
import type { Repository } from './event.ts';

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The merge base of two commits by GitHub's knowledge (`GET /repos/{owner}/{repo}/compare/{basehead}`, one commit a page, since only
 * the merge base is wanted); undefined where GitHub does not know the commits, they have none, or it does not answer.
 */
export async function mergeBaseOf(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<string | undefined> {
  try {
    const basehead = `${base}...${head}`;
    const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 });
    const { sha } = data.merge_base_commit;
    return SHA.test(sha) ? sha : undefined;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return undefined;
  }
}
