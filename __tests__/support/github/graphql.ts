import type { Token } from './access.ts';
import type { Reply } from './reply.ts';

/**
 * The one query that is served. GraphQL is not in the OpenAPI description, so there is nothing to validate it
 * against, and its text is held against this one instead, white space aside. It is how a token learns whose it is:
 * `GET /user` answers 403 to the token of an app.
 */
const VIEWER = 'query { viewer { login } }';

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** What is wrong with the body of a GraphQL request, none for the query above. */
export function graphqlErrors(body: Readonly<Record<string, unknown>>): readonly string[] {
  const { query, variables = {}, ...rest } = body;
  const isViewer = typeof query === 'string' && withoutSpace(query) === withoutSpace(VIEWER);
  const isPlain = JSON.stringify(variables) === '{}' && Object.keys(rest).length === 0;
  return isViewer && isPlain ? [] : [`the only query served is "${VIEWER}", not ${JSON.stringify(body)}`];
}

export const graphqlReply = ({ login }: Token): Reply => ({ status: 200, body: { data: { viewer: { login } } } });
