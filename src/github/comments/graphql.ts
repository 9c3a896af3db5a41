import type { Client } from '../client.ts';
import { ANY_DATA } from '../request/answers.ts';
import { isRefused } from './identity.ts';
import type { CommentsOf, OwnComment } from './own-comment.ts';

/** Which comments of a part of a pull request this token's account wrote. */
export interface OwnIndex {
  readonly login: string;
  /** Ids for GraphQL, oldest first. */
  readonly ids: readonly string[];
  /** Whether that is all of them. */
  readonly isComplete: boolean;
}

const PAGE = 100;
/** Pages in one query. GitHub ends a conversation at 2,500 comments. */
const PAGE_LIMIT = 30;
/** Bodies in one query, and in all. */
const BODIES = 100;
const BODY_LIMIT = 300;

/**
 * Asks which comments beyond the first pages are ours. A page of comments is a slice of the timeline (docs: GraphQL, `PullRequest.timelineItems`,
 * argument `skip`), so that one call tells it of all of them. Without their bodies that is little.
 * @param read how many pages of 100 are known already
 * @returns undefined where the server does not take the query
 */
export async function readIndex({ client, repository, number }: CommentsOf, read: number, last: number) {
  const pages = Array.from({ length: Math.min(last - read, PAGE_LIMIT) }, (_, at) => read + at);
  const slices = pages.map(
    (page) =>
      `p${page}: timelineItems(first: ${PAGE}, skip: ${page * PAGE}, itemTypes: [ISSUE_COMMENT]) { nodes { ... on IssueComment { id viewerDidAuthor } } }`,
  );
  const query = `query ($owner: String!, $repo: String!, $number: Int!) {
    viewer { login }
    repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${slices.join(' ')} } }
  }`;
  const answer = await ask(client, query, { ...repository, number });
  const login = at(answer, 'viewer', 'login');
  const pull = at(answer, 'repository', 'pullRequest');
  if (typeof login !== 'string') return undefined;
  const lists = pages.map((page) => at(pull, `p${page}`, 'nodes'));
  if (!lists.every(Array.isArray)) return undefined;
  const ids = lists.flat().filter((node) => at(node, 'viewerDidAuthor') === true);
  return {
    login,
    ids: ids.map((node) => at(node, 'id')).filter((id) => typeof id === 'string'),
    isComplete: pages.length === last - read,
  } satisfies OwnIndex;
}

/** Reads comments by their ids: of too many the oldest and the newest. At most 3 calls. */
export async function bodiesOf(client: Client, ids: readonly string[]) {
  const isComplete = ids.length <= BODY_LIMIT;
  const read = isComplete ? ids : [...ids.slice(0, BODY_LIMIT / 2), ...ids.slice(-BODY_LIMIT / 2)];
  const comments: Omit<OwnComment, 'author'>[] = [];
  for (let at = 0; at < read.length; at += BODIES) {
    const nodes = await readNodes(client, read.slice(at, at + BODIES));
    if (nodes === undefined) return { comments, isComplete: false };
    comments.push(...nodes.flatMap(toComment));
  }
  return { comments, isComplete };
}

async function readNodes(client: Client, ids: readonly string[]): Promise<readonly unknown[] | undefined> {
  const query = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on IssueComment { id fullDatabaseId body url updatedAt viewerDidAuthor } }
  }`;
  const nodes = at(await ask(client, query, { ids }), 'nodes');
  return Array.isArray(nodes) ? nodes : undefined;
}

function toComment(node: unknown): readonly Omit<OwnComment, 'author'>[] {
  const [nodeId, body, url, updatedAt] = ['id', 'body', 'url', 'updatedAt'].map((name) => at(node, name));
  const id = Number(at(node, 'fullDatabaseId'));
  if (at(node, 'viewerDidAuthor') !== true || !Number.isSafeInteger(id)) return [];
  if (typeof nodeId !== 'string' || typeof body !== 'string' || typeof url !== 'string') return [];
  return typeof updatedAt === 'string' ? [{ id, nodeId, body, url, updatedAt }] : [];
}

/** Folds a comment that may not be deleted. @returns whether GitHub did */
export async function minimise(client: Client, id: string): Promise<boolean> {
  const query = `mutation ($id: ID!) {
    minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
  }`;
  return at(await ask(client, query, { id }), 'minimizeComment', 'minimizedComment', 'isMinimized') === true;
}

/** Undefined where the server does not take the query. */
async function ask(client: Client, query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
  try {
    return await client.graphql(query, ANY_DATA, variables);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}
