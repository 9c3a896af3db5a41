import type { CommentSeed, PullRequestSeed, RepositorySeed } from './seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './server.ts';

/** A small world and a plain client, for the tests of the stand-in itself. */

export const BASE = 'a'.repeat(40);
export const HEAD = 'b'.repeat(40);
export const COMMENTS = '/repos/acme/app/issues/7/comments';

const FORK_HEAD = 'c'.repeat(40);

const pullRequest: PullRequestSeed = {
  number: 7,
  base: { sha: BASE },
  head: { sha: HEAD },
  labels: ['size: accepted'],
};

export const repository: RepositorySeed = {
  name: 'acme/app',
  branches: { main: BASE },
  pullRequests: [
    pullRequest,
    { number: 8, base: { sha: BASE }, head: { sha: FORK_HEAD, ref: 'patch', repo: 'mona/app' }, user: 'mona' },
    { number: 9, base: { sha: BASE }, head: { sha: FORK_HEAD, ref: 'gone', repo: null } },
  ],
};

export const start = (options: Partial<GitHubOptions> = {}): Promise<GitHub> =>
  startGitHub({ repositories: [repository], ...options });

/** The same world with these comments on the first pull request. */
export const startWithComments = (
  comments: readonly CommentSeed[],
  options: Partial<GitHubOptions> = {},
): Promise<GitHub> =>
  start({ ...options, repositories: [{ ...repository, pullRequests: [{ ...pullRequest, comments }] }] });

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** `path` may also be a complete URL, such as a link of a list. */
export async function call<Body = unknown>(
  github: GitHub,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<Body>> {
  const defaults = { authorization: `Bearer ${github.token}`, 'content-type': 'application/json' };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(new URL(path, github.url), { method, headers: { ...defaults, ...headers }, ...init });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

/** The Link header as relation → URL. */
export function linksOf({ headers }: Answer<unknown>): Readonly<Record<string, string>> {
  const links = (headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g);
  return Object.fromEntries([...links].map(([, url, relation]) => [relation, url]));
}
