import type { Client } from '../client.ts';
import type { Repository } from '../event/event.ts';

/** A pull request and the client that reads it. */
export interface PullPlace {
  readonly client: Client;
  readonly repository: Repository;
  readonly number: number;
}

/** There may be an acceptance, but what must be known of it is missing. */
export class UnknownGrant extends Error {
  override readonly name = 'UnknownGrant';
}

/** The server never tells who set a label. */
export class UnknownLabeller extends Error {
  override readonly name = 'UnknownLabeller';
}

/** A valid login (`octocat`, `dependabot[bot]`, `mona_acme`, on Gitea `mona.lisa`), or else `ghost`, GitHub's name for deleted accounts. */
export function loginOf(user: { readonly login?: unknown } | null | undefined): string {
  const login = user?.login;
  return typeof login === 'string' && /^[A-Za-z\d][\w.-]{0,99}(?:\[bot\])?$/.test(login) ? login : 'ghost';
}

/** A time from GitHub as ISO 8601 in UTC. @throws UnknownGrant for anything else */
export function timeOf(text: unknown): string {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UnknownGrant(`GitHub does not say when an acceptance was given`);
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
