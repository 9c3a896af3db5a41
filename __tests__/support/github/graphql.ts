import { requireWrite, type Token } from './access.ts';
import { nodeId } from './identity.ts';
import type { Reply } from './reply.ts';
import { asObject } from './schema.ts';
import { WEB } from './views.ts';
import type { Comment, PullRequest, Repository, World } from './world.ts';

/**
 * The queries that are served. GraphQL is not in the OpenAPI description, so a query is compared with these texts instead, apart from white
 * space. The first names the account of a token, since `GET /user` answers 403 to the token of an app.
 */
const VIEWER = 'query { viewer { login } }';
const SLICE =
  /p(\d+): timelineItems\(first: 100, skip: (\d+), itemTypes: \[ISSUE_COMMENT\]\) { nodes { ... on IssueComment { id viewerDidAuthor } } }/g;
const SLICES = `query ($owner: String!, $repo: String!, $number: Int!) { viewer { login }
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { } } }`;
const NODES = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { ... on IssueComment { id fullDatabaseId body url updatedAt viewerDidAuthor } } }`;
const MINIMISE = `mutation ($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }`;

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

type Body = Readonly<Record<string, unknown>>;
type Serve = (world: World, token: Token, body: Body) => Readonly<Record<string, unknown>>;

const QUERIES: ReadonlyMap<string, Serve> = new Map(
  [
    [VIEWER, (_: World, { login }: Token) => ({ viewer: { login } })],
    [SLICES, serveSlices],
    [NODES, serveNodes],
    [MINIMISE, serveMinimise],
  ].map(([text, serve]) => [withoutSpace(String(text)), serve as Serve]),
);

function queryOf({ query, variables: _, ...rest }: Body): Serve | undefined {
  if (typeof query !== 'string' || Object.keys(rest).length > 0) return undefined;
  return QUERIES.get(withoutSpace(query.replace(SLICE, '')));
}

/** Errors in the body of a GraphQL request; none for the queries above. */
export function graphqlErrors(body: Body): readonly string[] {
  return queryOf(body) === undefined
    ? [`the only query served is "${VIEWER}", apart from those in graphql.ts, not ${JSON.stringify(body)}`]
    : [];
}

export function graphqlReply(world: World, token: Token, body: Body): Reply {
  return { status: 200, body: { data: queryOf(body)?.(world, token, body) } };
}

function serveSlices(world: World, token: Token, { query, variables }: Body) {
  const { owner, repo, number } = asObject(variables);
  const comments = world.repository(`${owner}/${repo}`)?.pullRequests.get(Number(number))?.comments ?? [];
  const slices = [...String(query).matchAll(SLICE)].map(([, page, skip]) => {
    const nodes = comments.slice(Number(skip), Number(skip) + 100);
    return [`p${page}`, { nodes: nodes.map((node) => ({ id: idOf(node), viewerDidAuthor: isBy(node, token) })) }];
  });
  return { viewer: { login: token.login }, repository: { pullRequest: Object.fromEntries(slices) } };
}

function serveNodes(world: World, token: Token, { variables }: Body) {
  const ids = asObject(variables).ids as readonly string[];
  if (ids.length > 100) throw new Error(`GitHub gives at most 100 nodes, not ${ids.length}`);
  return { nodes: ids.map((id) => nodeView(world, token, id)) };
}

function nodeView(world: World, token: Token, id: string) {
  const found = find(world, id);
  if (found === undefined) return null;
  const { comment, repository, pull } = found;
  const url = `${WEB}/${repository.fullName}/pull/${pull.number}#issuecomment-${comment.id}`;
  const { body, updatedAt } = comment;
  return { id, fullDatabaseId: String(comment.id), body, url, updatedAt, viewerDidAuthor: isBy(comment, token) };
}

function serveMinimise(world: World, token: Token, { variables }: Body) {
  requireWrite(token);
  const found = find(world, String(asObject(variables).id));
  if (found === undefined) return { minimizeComment: null };
  world.minimiseComment(found.pull, found.comment.id);
  return { minimizeComment: { minimizedComment: { isMinimized: true } } };
}

function find(world: World, id: string): { comment: Comment; repository: Repository; pull: PullRequest } | undefined {
  for (const repository of world.repositories())
    for (const pull of repository.pullRequests.values())
      for (const comment of pull.comments) if (idOf(comment) === id) return { comment, repository, pull };
  return undefined;
}

const idOf = ({ id }: Comment): string => nodeId('IC', id);
const isBy = ({ user }: Comment, { login }: Token): boolean => user?.login === login;
