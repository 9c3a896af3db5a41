import type { Token } from './access.ts';
import type { Broken } from './broken-answer.ts';
import type { Operation } from './description.ts';
import { mapValues } from './schema.ts';
import type { World } from './world.ts';

/** A validated request for a handler. Numbers in path and query are parsed. */
export interface Call {
  readonly world: World;
  readonly operation: Operation;
  readonly token: Token;
  readonly teams: Teams;
  /** Address of this server, in the place of https://api.github.com. */
  readonly origin: string;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `org/slug` → login → membership. */
export type Teams = Readonly<Record<string, Readonly<Record<string, 'active' | 'pending'>>>>;

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the answer breaks on its way. */
  readonly broken?: Broken | undefined;
}

export type Handler = (call: Call) => Reply;

/** An error as the answer, thrown from any depth of a handler. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

/** GitHub's error body. Its `status` is a string. */
export function errorReply(
  { status, message, details }: Refusal,
  documentation = 'https://docs.github.com/rest',
): Reply {
  return { status, body: { message, ...details, documentation_url: documentation, status: String(status) } };
}

/**
 * One page of a list, with the Link header to the others. `path` is below the repository's numeric id, like GitHub's links
 * (`/repositories/1300192/issues/1/comments?page=2`).
 */
export function pageOf<Item>(call: Call, path: string, items: readonly Item[], view: (item: Item) => unknown): Reply {
  const { page, perPage } = paging(call);
  const shown = items.slice((page - 1) * perPage, page * perPage);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = relations(page, last).map(([relation, target]) => `<${pageUrl(call, path, target)}>; rel="${relation}"`);
  return { status: 200, body: shown.map(view), ...(link.length > 0 && { headers: { link: link.join(', ') } }) };
}

function relations(page: number, last: number): readonly (readonly [relation: string, page: number])[] {
  const back = { prev: Math.min(page - 1, last), first: 1 };
  const forth = { next: page + 1, last };
  return Object.entries({ ...(page > 1 && back), ...(page < last && forth) });
}

/** GitHub sends 30 items a page by default, and at most 100. */
export function paging({ query }: Call): { readonly page: number; readonly perPage: number } {
  const { page = 1, per_page: perPage = 30 } = query;
  return { page: Math.max(1, Number(page)), perPage: Math.min(100, Math.max(1, Number(perPage))) };
}

function pageUrl({ origin, query }: Call, path: string, page: number): string {
  const parameters = new URLSearchParams(mapValues({ ...query, page }, String));
  return `${origin}${path}?${parameters}`;
}
