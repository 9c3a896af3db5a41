import type { Token } from './access.ts';
import type { Reply } from './reply.ts';

/**
 * The only query that is served. GraphQL is not in the OpenAPI description, so a query is compared with this text instead, apart from white
 * space. It names the account of a token, since `GET /user` answers 403 to the token of an app.
 */
const VIEWER = 'query { viewer { login } }';

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** Errors in the body of a GraphQL request; none for the query above. */
export function graphqlErrors(body: Readonly<Record<string, unknown>>): readonly string[] {
  const { query, variables = {}, ...rest } = body;
  const isViewer = typeof query === 'string' && withoutSpace(query) === withoutSpace(VIEWER);
  const isPlain = JSON.stringify(variables) === '{}' && Object.keys(rest).length === 0;
  return isViewer && isPlain ? [] : [`the only query served is "${VIEWER}", not ${JSON.stringify(body)}`];
}

export const graphqlReply = ({ login }: Token): Reply => ({ status: 200, body: { data: { viewer: { login } } } });
