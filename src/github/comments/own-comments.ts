import { bodiesOf, type OwnIndex, readIndex } from './graphql.ts';
import { type Author, type Identity, isOurs, readIdentity } from './identity.ts';
import type { CommentsOf, OwnComment } from './own-comment.ts';

/** What the comments of a pull request hold of ours. */
export interface Listing {
  /** Oldest first. */
  readonly own: readonly OwnComment[];
  /** Those that may be ours, where no server told who we are. */
  readonly unsure: readonly OwnComment[];
  /** Whether all comments were looked at. */
  readonly isComplete: boolean;
}

const PAGE = 100;
/** Pages that are read one after the other. For more, GraphQL tells where ours are. */
const FEW_PAGES = 3;
/** Pages read in all where there is no GraphQL. */
const PAGE_LIMIT = 8;

/** What one listing has learnt so far. */
interface Search extends CommentsOf {
  readonly isWanted: (body: string) => boolean;
  readonly isEnough: (own: readonly OwnComment[]) => boolean;
  readonly candidates: Candidate[];
  lastPage: number;
  identity: Identity | undefined;
  /** Our comments on pages that were not read; undefined where that is not known. */
  index: OwnIndex | undefined;
  isIndexAsked: boolean;
}

interface Candidate extends Omit<OwnComment, 'author'> {
  readonly user: Author;
}

/**
 * Lists this token's own comments on a pull request whose bodies are wanted. The first 300 comments are read page by page, until there are
 * enough. Which of the others are ours, GraphQL tells in one call. On servers without it the newest pages are read. Costs at most 9 calls.
 * Throws what the client throws.
 * @param isEnough whether reading may end
 * @param identity who we are, where that is known already
 */
export async function listOwn(
  place: CommentsOf,
  isWanted: (body: string) => boolean,
  isEnough: (own: readonly OwnComment[]) => boolean,
  identity?: Identity,
): Promise<Listing> {
  const start = { candidates: [], lastPage: 1, identity, index: undefined, isIndexAsked: false };
  const search: Search = { ...place, isWanted, isEnough, ...start };
  let page = 0;
  do {
    page += 1;
    await readPage(search, page);
    await identify(search, page);
    if (search.index !== undefined) return readIndexed(search, search.index);
    if (isEnough(ownOf(search))) return result(search, page >= search.lastPage);
  } while (page < search.lastPage && page < FEW_PAGES);
  return page < search.lastPage ? listBeyond(search, page) : result(search, true);
}

/** Looks who we are where that matters: as soon as there is a comment that may be ours. */
async function identify(search: Search, page: number): Promise<void> {
  if (search.identity !== undefined || search.candidates.length === 0) return;
  await learn(search, page);
  search.identity ??= await readIdentity(search.client);
}

/** Asks GraphQL for who we are and for our comments on the pages that were not read, in one call. */
async function learn(search: Search, page: number): Promise<void> {
  if (page >= search.lastPage || search.isIndexAsked) return;
  search.isIndexAsked = true;
  const index = await readIndex(search, page, search.lastPage);
  if (index === undefined) return;
  search.index = index;
  search.identity = { login: index.login };
}

async function listBeyond(search: Search, read: number): Promise<Listing> {
  await learn(search, read);
  if (search.index !== undefined) return readIndexed(search, search.index);
  const count = PAGE_LIMIT - read;
  const first = Math.max(read + 1, search.lastPage - count + 1);
  for (let page = search.lastPage; page >= first; page -= 1) {
    await readPage(search, page);
    await identify(search, search.lastPage);
    if (search.isEnough(ownOf(search))) return result(search, false);
  }
  return result(search, first === read + 1);
}

async function readIndexed(search: Search, { ids, isComplete }: OwnIndex): Promise<Listing> {
  const { comments, isComplete: hasAll } = await bodiesOf(search.client, ids);
  const author = search.identity?.login ?? '';
  const more = comments.filter(({ body }) => search.isWanted(body)).map((comment) => ({ ...comment, author }));
  const all = new Map([...ownOf(search), ...more].map((comment) => [comment.id, comment]));
  return { own: [...all.values()].sort((a, b) => a.id - b.id), unsure: [], isComplete: isComplete && hasAll };
}

async function readPage(search: Search, page: number): Promise<void> {
  const { client, repository, number, isWanted, candidates } = search;
  const target = { ...repository, issue_number: number, per_page: PAGE, page };
  const { data, headers } = await client.rest.issues.listComments(target);
  for (const { id, node_id, body = '', html_url: url, user, updated_at: updatedAt } of data) {
    if (isWanted(body)) candidates.push({ id, nodeId: node_id ?? '', body, url, user, updatedAt });
  }
  search.lastPage = Math.max(search.lastPage, lastPageOf(headers.link ?? '', page));
}

/** GitHub names the last page in all answers but that of the last page itself (docs: "Using pagination in the REST API"). */
function lastPageOf(link: string, page: number): number {
  for (const part of link.split(',')) {
    const [, last] = /[?&]page=(\d{1,6})[&>].*rel="last"/.exec(part) ?? [];
    if (last !== undefined) return Number(last);
  }
  return /rel="next"/.test(link) ? page + 1 : page;
}

function ownOf({ candidates, identity }: Search): readonly OwnComment[] {
  if (identity === undefined) return [];
  return candidates.filter(({ user }) => isOurs(user, identity)).map(toOwn);
}

function result(search: Search, isComplete: boolean): Listing {
  const { candidates, identity } = search;
  const own = [...ownOf(search)].sort((a, b) => a.id - b.id);
  const isKnown = identity === undefined || identity.login !== undefined;
  const ids = new Set(own.map(({ id }) => id));
  return { own, unsure: isKnown ? [] : candidates.filter(({ id }) => !ids.has(id)).map(toOwn), isComplete };
}

function toOwn({ user, ...comment }: Candidate): OwnComment {
  return { ...comment, author: user?.login ?? '' };
}
