import { type Client, isPermissionError, statusOf } from '../client.ts';
import { VIEWER } from '../request/answers.ts';

/** The account that a token writes as. */
export interface Identity {
  /** Undefined where no server told it. */
  readonly login: string | undefined;
  /** Where the server told it, so that nobody else with this login counts. */
  readonly id?: number;
}

/** The author of a comment as servers give it; null for a deleted account. */
export type Author = { readonly login: string; readonly id?: number | undefined } | null | undefined;

/** Author of the comments that GITHUB_TOKEN writes. */
export const ACTIONS_BOT = 'github-actions[bot]';
/** Gitea and Forgejo give their jobs' account this id, which no account of a person has (modules `user/actions`). */
const BOT_ID = -2;
const ASK_VIEWER = 'query { viewer { login } }';

/**
 * Asks which account this token writes as. GitHub's GITHUB_TOKEN may not call GET /user, but may ask GraphQL for `viewer`. Gitea and Forgejo
 * have no GraphQL, but answer GET /user. Throws what the client throws when nothing was answered at all.
 */
export async function readIdentity(client: Client): Promise<Identity> {
  try {
    const { viewer } = await client.graphql(ASK_VIEWER, VIEWER);
    return { login: viewer.login };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return readUser(client, statusOf(error) !== 404);
  }
}

/** Whether a server does not take a GraphQL query: it has no GraphQL, or refuses this query. */
export function isRefused(error: unknown): boolean {
  const isOfQuery = error instanceof Error && error.name === 'GraphqlResponseError';
  return isOfQuery || isPermissionError(error) || [404, 405, 501].includes(statusOf(error) ?? 0);
}

/** @param hasGraphql whether the server is a GitHub, whose GET /user refuses the tokens of apps */
async function readUser(client: Client, hasGraphql: boolean): Promise<Identity> {
  try {
    const { data } = await client.rest.users.getAuthenticated({});
    return { login: data.login, id: data.id };
  } catch (error) {
    if (![401, 403, 404, 405, 501].includes(statusOf(error) ?? 0)) throw error;
  }
  return { login: hasGraphql ? ACTIONS_BOT : undefined };
}

/** Whether an account is the one of this token. Where that is not known, only accounts that no person can have are. */
export function isOurs(author: Author, { login, id }: Identity): boolean {
  if (author === null || author === undefined) return false;
  if (login === undefined) return author.id === BOT_ID || author.login === ACTIONS_BOT;
  return author.login === login && (id === undefined || author.id === id);
}
