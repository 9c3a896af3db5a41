import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** How the service answers: it works, it lets the token read only, or it answers everything with a status. */
export type CacheMode = 'works' | 'read-only' | 403 | 500;

/** A stand-in on loopback for version 2 of GitHub's cache service, as `type=gha` of BuildKit speaks to it. */
export interface CacheService extends AsyncDisposable {
  /** What a job has in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Keys of the finished entries. */
  readonly keys: readonly string[];
  /** Names of the called methods, in order. */
  readonly calls: readonly string[];
  mode: CacheMode;
}

const PREFIX = '/twirp/github.actions.results.api.v1.CacheService/';

interface Message {
  readonly key?: string;
  readonly restore_keys?: readonly string[];
}

/**
 * Starts the service. The protocol: https://github.com/tonistiigi/go-actions-cache (cache_v2.go), and Put Blob, Put Block,
 * Put Block List and Get Blob of https://learn.microsoft.com/en-us/rest/api/storageservices/.
 */
export async function startCacheService(mode: CacheMode = 'works'): Promise<CacheService> {
  const blobs = new Map<string, Buffer>();
  const blocks = new Map<string, Buffer>();
  const finished: string[] = [];
  const calls: string[] = [];
  const state: { mode: CacheMode } = { mode };

  const methods: Readonly<Record<string, (message: Message, address: string) => object>> = {
    CreateCacheEntry: ({ key = '' }, address) => {
      if (state.mode === 'read-only') return { ok: false, message: 'cache write denied: token has no writable scopes' };
      return finished.includes(key) ? { ok: false } : { ok: true, signed_upload_url: urlOf(address, key) };
    },
    FinalizeCacheEntryUpload: ({ key = '' }) => {
      finished.push(key);
      return { ok: true, entry_id: String(finished.length) };
    },
    GetCacheEntryDownloadURL: ({ key = '', restore_keys = [] }, address) => {
      const found = [key, ...restore_keys].flatMap(
        (each) => finished.filter((name) => name.startsWith(each)).at(-1) ?? [],
      );
      const [name] = found;
      return name === undefined
        ? { ok: false }
        : { ok: true, signed_download_url: urlOf(address, name), matched_key: name };
    },
  };

  /** Keeps what is put; a list puts together the blocks that it names. */
  const put = (name: string, query: URLSearchParams, body: Buffer): void => {
    if (query.get('comp') === 'block') blocks.set(`${name} ${query.get('blockid')}`, body);
    else if (query.get('comp') === 'blocklist') {
      const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id]) => id ?? '');
      blobs.set(name, Buffer.concat(ids.map((id) => blocks.get(`${name} ${id}`) ?? Buffer.alloc(0))));
    } else blobs.set(name, body);
  };

  const answer = async (request: IncomingMessage, address: string) => {
    const url = new URL(request.url ?? '', address);
    const body = await buffer(request);
    const name = decodeURIComponent(url.pathname.slice('/blob/'.length));
    if (url.pathname.startsWith(PREFIX)) {
      const method = url.pathname.slice(PREFIX.length);
      calls.push(method);
      if (typeof state.mode === 'number')
        return { status: state.mode, body: JSON.stringify({ code: 'internal', msg: 'no' }) };
      const reply = methods[method]?.(JSON.parse(body.toString()) as Message, address);
      return { status: reply === undefined ? 404 : 200, body: JSON.stringify(reply ?? {}) };
    }
    if (request.method === 'PUT') {
      put(name, url.searchParams, body);
      return { status: 201, body: '' };
    }
    const start = Number(
      /^bytes=(\d+)-/.exec(String(request.headers['x-ms-range'] ?? request.headers.range))?.[1] ?? 0,
    );
    return { status: start === 0 ? 200 : 206, body: (blobs.get(name) ?? Buffer.alloc(0)).subarray(start) };
  };

  const server = createServer((request, response) => {
    void answer(request, `http://${request.headers.host}`).then(({ status, body }) =>
      response.writeHead(status, { 'x-ms-request-id': '1', 'content-length': Buffer.byteLength(body) }).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `http://127.0.0.1:${port}/`,
      ACTIONS_RUNTIME_TOKEN: tokenOf(mode === 'read-only' ? 1 : 3),
    },
    keys: finished,
    calls,
    get mode() {
      return state.mode;
    },
    set mode(next) {
      state.mode = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function urlOf(address: string, key: string): string {
  return `${address}/blob/${encodeURIComponent(key)}`;
}

/** An unsigned token as a job has it. `ac`: what it may do in a scope, 1 to read and 2 to write. */
function tokenOf(permission: number): string {
  const ac = JSON.stringify([{ Scope: 'refs/heads/main', Permission: permission }]);
  const claims = { ac, nbf: 1, exp: 4_102_444_800 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${Buffer.from('none').toString('base64url')}`;
}
