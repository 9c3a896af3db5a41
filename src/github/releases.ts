import type { Release } from '../model/baseline.ts';
import { type Client, isAnswer } from './client.ts';
import type { Repository } from './event/event.ts';
import { messageOf } from './refusal.ts';

/** The releases that GitHub lists. */
export interface ReleaseListing {
  readonly releases: readonly Release[];
  /** Why the list is empty or incomplete, for people. */
  readonly reason?: string;
}

const PAGE = 100;
const PAGE_LIMIT = 2;

/**
 * Lists the newest 200 releases (`GET /repos/{owner}/{repo}/releases`) in at most two calls. Drafts are included only if the token may write
 * contents. A refusal is no error, since tags serve without releases: the list is then empty and has a reason.
 */
export async function listReleases(client: Client, repository: Repository): Promise<ReleaseListing> {
  const releases: Release[] = [];
  try {
    for (let page = 1; page <= PAGE_LIMIT; page += 1) {
      const { data } = await client.rest.repos.listReleases({ ...repository, per_page: PAGE, page });
      releases.push(...data.map(({ tag_name: tag, draft, prerelease }) => ({ tag, draft, prerelease })));
      if (data.length < PAGE) break;
    }
    return { releases };
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return { releases: [], reason: `GitHub's list of releases cannot be read: ${messageOf(error)}` };
  }
}
