import type { Client } from './client.ts';
import type { Repository } from './event.ts';

/** A pull request, and who asks about it. */
export interface PullPlace {
  readonly client: Client;
  readonly repository: Repository;
  readonly number: number;
}

/** An acceptance that may be there, though what is needed of it cannot be had. */
export class UnknownGrant extends Error {
  override readonly name = 'UnknownGrant';
}

/** The number of the last page by the Link header (RFC 8288) of the first; 1 without one. */
export function lastPage(link = ''): number {
  const [, page] = /[?&]page=(\d{1,6})[^<>]*>; rel="last"/.exec(link) ?? [];
  return page === undefined ? 1 : Number(page);
}

/** A login as GitHub has them (`octocat`, `dependabot[bot]`, `mona_acme`); `ghost`, as GitHub shows accounts that are gone, for all else. */
export function loginOf(user: { readonly login?: unknown } | null | undefined): string {
  const login = user?.login;
  return typeof login === 'string' && /^[A-Za-z\d][\w-]{0,99}(?:\[bot\])?$/.test(login) ? login : 'ghost';
}

/** A time of GitHub's as ISO 8601 in UTC. Throws UnknownGrant for what is none. */
export function timeOf(text: unknown): string {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UnknownGrant(`GitHub does not say when an acceptance was given`);
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
