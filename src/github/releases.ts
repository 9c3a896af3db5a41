import type { Release, ReleaseList } from '../model/baseline.ts';
import { UserError } from '../text/error.ts';
import type { Client } from './client.ts';
import type { Repository } from './event/event.ts';
import { readRefusal } from './refusal.ts';

const PAGE = 100;
/** A run has 15 calls in all. */
const PAGE_LIMIT = 6;
/** Pages of a server that has fewer on each. */
const SMALL_PAGE_LIMIT = 7;

/**
 * Lists the newest 600 releases (`GET /repos/{owner}/{repo}/releases`), a call for each hundred. Drafts are included only if the token may
 * write contents.
 * @throws UserError with GitHub's reason when it does not give the list: an empty one would count a pre-release as a release
 */
export async function listReleases(client: Client, repository: Repository): Promise<ReleaseList> {
  const releases: Release[] = [];
  try {
    for (let page = 1; releases.length < PAGE * PAGE_LIMIT && page <= SMALL_PAGE_LIMIT; page += 1) {
      const { data, headers } = await client.rest.repos.listReleases({ ...repository, per_page: PAGE, page });
      releases.push(...data.map(({ tag_name: tag, draft, prerelease }) => ({ tag, draft, prerelease })));
      // Gitea and Forgejo have 30 on a page, and the header says whether there is another.
      if (data.length < PAGE && !/rel="next"/.test(headers.link ?? '')) return { releases, isComplete: true };
    }
    return { releases, isComplete: false };
  } catch (error) {
    const reason = readRefusal(error, 'contents: read');
    throw new UserError(`GitHub's list of releases cannot be read: ${reason}`, { cause: error });
  }
}
