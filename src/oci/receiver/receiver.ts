import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ImageError } from '../error.ts';
import type { FoundImages } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { asRegistryError } from './error.ts';
import { PushStore } from './push-store.ts';
import { type Answer, RegistryRoutes } from './routes.ts';
import { Uploads } from './uploads.ts';

/** A layer in the cache `layers` need not be pushed. */
export interface ReceiverOptions extends ReadingOptions {
  /** Address to listen on; loopback by default, where daemons accept a registry without TLS. */
  readonly host?: string;
}

/** A registry inside this process that accepts pushes only. Disposing it closes every connection. */
export interface Receiver extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** Random first part of every repository name that is accepted, so that others who find the port cannot push. */
  readonly prefix: string;
  /** The images of a tag or digest in a repository (with the prefix). Throws the ImageError that made the push fail. */
  images(repository: string, reference: string): Promise<FoundImages>;
  /** Why bytes pushed to a repository (with the prefix) were refused; undefined if none were. */
  failure(repository: string): ImageError | undefined;
}

/**
 * Starts a registry (OCI distribution-spec 1.1, push only) that reads each layer as it streams in and keeps only its index. A push is
 * the only way to learn exact sizes from a daemon.
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { host = '127.0.0.1' } = options;
  const store = new PushStore(completeReading(options));
  const uploads = new Uploads(store);
  const prefix = randomBytes(16).toString('hex');
  const routes = new RegistryRoutes(store, uploads, prefix);
  const server = createServer((request, response) => void serve(routes, request, response));
  await listen(server, host);
  return {
    address: addressOf(server, host),
    prefix,
    images: (repository, reference) => store.images(repository, reference),
    failure: (repository) => store.failure(repository),
    async [Symbol.asyncDispose]() {
      uploads.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string): Promise<void> {
  // A layer may take longer than the 5 minutes that Node allows a request. Closing idle connections would race with their next request.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  // Docker tries TLS first. Node answers bytes that are not HTTP with a bare 400, and only that makes containerd fall back to HTTP.
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve());
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

async function serve(routes: RegistryRoutes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.on('error', () => response.destroy());
  const answer = await routes.answer(request).catch(asAnswer);
  // Discards the rest of the body: a client that is still sending would not see the answer.
  request.resume();
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'docker-distribution-api-version': 'registry/2.0', ...answer.headers });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function asAnswer(error: unknown): Answer {
  const { status, body } = asRegistryError(error);
  return { status, headers: { 'content-type': 'application/json', 'content-length': body.length }, body };
}
