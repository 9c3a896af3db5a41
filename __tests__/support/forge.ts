import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A comment of the stand-in. */
export interface ForgeComment {
  readonly id: number;
  body: string;
  readonly user: { readonly id: number; readonly login: string };
}

export interface ForgeOptions {
  /** Account that the token of a job writes as. */
  readonly login?: string;
  readonly releases?: readonly { readonly tag_name: string; readonly draft?: boolean; readonly prerelease?: boolean }[];
  readonly labels?: readonly string[];
  /** In the form of modules/structs/pull_review.go of Gitea. */
  readonly reviews?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * A stand-in for the API of Gitea and Forgejo (routers/api/v1/api.go), as far as it differs from GitHub's: below `/api/v1`, no GraphQL, no
 * events of an issue, no API that writes commits, 30 items on a page whatever `per_page` says, and another account for jobs.
 */
export interface Forge extends AsyncDisposable {
  /** As the runner gives it: with a slash at the end. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly comments: readonly ForgeComment[];
  /** Method and path of each request. */
  readonly requests: readonly string[];
  /** Requests that no such server has a route for. */
  readonly unknown: readonly string[];
}

const PAGE = 30;
const AT = '2026-11-01T00:00:00Z';
const REPOSITORY = /^\/api\/v1\/repos\/acme\/app/;
/** What this product asks on GitHub and Gitea has no route for; it must cope with 404. */
const MISSING = /^(?:POST \/api\/v1\/graphql|POST \/api\/graphql|GET \/issues\/\d+\/events)$/;

export async function startForge(options: ForgeOptions = {}): Promise<Forge> {
  const forge = new StandIn(options);
  await forge.listen();
  return forge;
}

class StandIn implements Forge {
  readonly comments: ForgeComment[] = [];
  readonly requests: string[] = [];
  readonly unknown: string[] = [];
  readonly #options: ForgeOptions;
  readonly #server: Server;

  constructor(options: ForgeOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get serverUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  get apiUrl(): string {
    return `${this.serverUrl}api/v1`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.serverUrl);
    const body =
      request.method === 'GET' || request.method === 'DELETE' ? {} : ((await json(request)) as { body?: string });
    const route = `${request.method} ${url.pathname.replace(REPOSITORY, '')}`;
    this.requests.push(route);
    const { status, value, headers = {} } = this.#reply(route, url, body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  }

  #reply(route: string, url: URL, { body = '' }: { readonly body?: string }): Answer {
    const [, id] = /^(?:GET|PATCH|DELETE) \/issues\/comments\/(\d+)$/.exec(route) ?? [];
    if (id !== undefined) return this.#comment(route, Number(id), body);
    switch (route) {
      case 'GET /issues/7/comments':
        return { status: 200, value: this.comments.map((each) => this.#view(each)) };
      case 'POST /issues/7/comments':
        return { status: 201, value: this.#add(body) };
      case 'GET /issues/7/labels':
        return { status: 200, value: (this.#options.labels ?? []).map((name, at) => ({ id: at + 1, name })) };
      case 'GET /pulls/7/reviews':
        return page(url, this.#options.reviews ?? []);
      case 'GET /pulls/7':
        return { status: 200, value: PULL };
      case 'GET /releases':
        return page(
          url,
          (this.#options.releases ?? []).map((each) => ({ draft: false, prerelease: false, ...each })),
        );
      case 'GET ':
        return { status: 200, value: { private: true } };
      case 'GET /api/v1/user':
        return {
          status: 403,
          value: { message: 'token does not have at least one of required scope(s): [read:user]' },
        };
      default:
        if (!MISSING.test(route)) this.unknown.push(route);
        return { status: 404, value: { message: 'Not Found', url: `${this.serverUrl}api/swagger` } };
    }
  }

  #add(body: string): unknown {
    const comment = {
      id: this.comments.length + 1,
      body,
      user: { id: -2, login: this.#options.login ?? 'gitea-actions' },
    };
    this.comments.push(comment);
    return this.#view(comment);
  }

  #comment(route: string, id: number, body: string): Answer {
    const comment = this.comments.find((each) => each.id === id);
    if (comment === undefined) return { status: 404, value: { message: 'Not Found' } };
    if (route.startsWith('PATCH')) comment.body = body;
    return { status: 200, value: this.#view(comment) };
  }

  #view(comment: ForgeComment): unknown {
    return {
      ...comment,
      html_url: `${this.serverUrl}acme/app/pulls/7#issuecomment-${comment.id}`,
      created_at: AT,
      updated_at: AT,
    };
  }
}

interface Answer {
  readonly status: number;
  readonly value?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const repo = { id: 1, full_name: 'acme/app' };
const PULL = {
  number: 7,
  state: 'open',
  user: { id: 1, login: 'mona' },
  base: { ref: 'main', repo },
  head: { ref: 'topic', sha: '', repo },
};

/** A page of `limit` items, 30 by default. GitHub's `per_page` is not known. */
function page(url: URL, all: readonly unknown[]): Answer {
  const at = Number(url.searchParams.get('page') ?? 1);
  const size = Number(url.searchParams.get('limit') ?? PAGE);
  const next = `<${url.origin}${url.pathname}?page=${at + 1}>; rel="next"`;
  const headers = { 'x-total-count': String(all.length), ...(at * size < all.length ? { link: next } : {}) };
  return { status: 200, value: all.slice((at - 1) * size, at * size), headers };
}
