import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ImageError } from '../error.ts';
import type { StoredImage } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { asRegistryError } from './error.ts';
import { PushStore } from './push-store.ts';
import { type Answer, RegistryRoutes } from './routes.ts';
import { Uploads } from './uploads.ts';

/** Layers that `layers` holds need not be pushed. */
export interface ReceiverOptions extends ReadingOptions {
  /** Address to listen on; loopback by default, where daemons accept a registry without TLS. */
  readonly host?: string;
}

/** A registry inside this process that can only be pushed to; disposing it closes every connection. */
export interface Receiver extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** First part of every repository it accepts, random: who merely finds the port cannot feed it. */
  readonly prefix: string;
  /** The images under a tag or digest of a repository (with the prefix). Throws the ImageError that made the push fail. */
  images(repository: string, reference: string): Promise<readonly StoredImage[]>;
  /** Why the bytes pushed to a repository (with the prefix) were refused; undefined where they were not. */
  failure(repository: string): ImageError | undefined;
}

/**
 * Starts a registry (OCI distribution-spec 1.1, push only) that walks each layer as it streams in and keeps nothing
 * but its index: exact sizes from a daemon that has no other way to tell them.
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
  // A layer may take longer than Node's 5 minutes a request; an idle connection closed here races with its next request.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  // Docker tries TLS first. Node answers what is no HTTP with a bare 400, and only that makes containerd fall back to HTTP.
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
  // The rest of a body that is not wanted is read away, else the client would not see the answer.
  request.resume();
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'docker-distribution-api-version': 'registry/2.0', ...answer.headers });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function asAnswer(error: unknown): Answer {
  const { status, body } = asRegistryError(error);
  return { status, headers: { 'content-type': 'application/json', 'content-length': body.length }, body };
}
