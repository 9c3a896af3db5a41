import type { Release } from '../baseline/releases.ts';
import { type Client, isAnswer } from './client.ts';
import type { Repository } from './event.ts';
import { messageOf } from './refusal.ts';

/** Releases as far as GitHub tells of them. */
export interface ReleaseListing {
  readonly releases: readonly Release[];
  /** Why there are none or not all, for people. */
  readonly reason?: string;
}

const PAGE = 100;
const PAGE_LIMIT = 2;

/**
 * The newest 200 releases (`GET /repos/{owner}/{repo}/releases`), in at most two calls; drafts are among them only where the token may
 * write contents. What GitHub refuses is no error, since tags serve without it: the list is empty, with the reason.
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
