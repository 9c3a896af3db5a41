import { type CommentPlace, hasAnyMarker } from './comment.ts';

const PAGE = 100;
const PAGE_LIMIT = 3;

/** A comment of some step of ours. */
export interface OurComment {
  readonly body: string;
  /** When it was last written: ISO 8601, UTC. */
  readonly updatedAt: string;
}

/**
 * The comments of all steps of ours, whatever their keys: those that start with a marker and are by `author`, among the first 300 of the pull
 * request. One call for each 100. Throws what the client throws.
 */
export async function listOurComments(
  { client, repository, number }: Omit<CommentPlace, 'key'>,
  author: string,
): Promise<readonly OurComment[]> {
  const found: OurComment[] = [];
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const target = { ...repository, issue_number: number, per_page: PAGE, page };
    const { data, headers } = await client.rest.issues.listComments(target);
    for (const { body = '', user, updated_at: updatedAt } of data)
      if (user?.login === author && hasAnyMarker(body)) found.push({ body, updatedAt });
    if (!/rel="next"/.test(headers.link ?? '')) break;
  }
  return found;
}
