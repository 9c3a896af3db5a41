import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RemoteReference } from '../../src/oci/registry/reference.ts';
import type { Blob, MadeImage } from './makeImage.ts';
import { blobsOf } from './makeImage.ts';

/** Returns true if it has answered the request itself. Other requests get a correct answer. */
export type Intercept = (request: IncomingMessage, response: ServerResponse, stub: StubRegistry) => boolean;

/** A registry in node:http on loopback that can misbehave, with a log of its requests. */
export interface StubRegistry extends AsyncDisposable {
  readonly address: string;
  /** `GET /v2/…` of every request, and after `!` its Authorization. */
  readonly requests: readonly string[];
  readonly ranges: readonly string[];
  reference(target: string, repository?: string): RemoteReference;
  add(tag: string | undefined, ...blobs: readonly Blob[]): void;
}

export const REPOSITORY = 'team/app';

/** Starts a registry. `intercept` sees each request of /v2/ after it is logged. */
export async function startStub(images: Readonly<Record<string, MadeImage>> = {}, intercept: Intercept = () => false) {
  const documents = new Map<string, Blob>();
  const requests: string[] = [];
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    const { authorization, range } = request.headers;
    requests.push(`${request.method} ${request.url}${authorization === undefined ? '' : ` !${authorization}`}`);
    if (range !== undefined) ranges.push(range);
    if (!intercept(request, response, stub)) serve(documents, request, response);
  });
  server.on('clientError', (_, socket) => socket.destroy()); // clients try TLS first
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: StubRegistry = {
    address,
    requests,
    ranges,
    reference: (target, repository = REPOSITORY) => ({
      host: address,
      repository,
      target: target.startsWith('sha') ? { kind: 'digest', digest: target } : { kind: 'tag', tag: target },
    }),
    add(tag, ...blobs) {
      for (const blob of blobs) documents.set(blob.digest, blob);
      if (tag !== undefined && blobs[0] !== undefined) documents.set(tag, blobs[0]);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  for (const [tag, image] of Object.entries(images)) stub.add(tag, ...blobsOf(image));
  return stub;
}

function serve(documents: ReadonlyMap<string, Blob>, request: IncomingMessage, response: ServerResponse): void {
  const blob = documents.get(request.url?.split('/').at(-1) ?? '');
  if (blob === undefined) return void refuse(response, 404, 'MANIFEST_UNKNOWN');
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  sendBlob(response, blob, { from });
}

/** Sends the blob from a byte on, like a registry with ranges. After `length` bytes the connection breaks. */
export function sendBlob(
  response: ServerResponse,
  blob: Blob,
  { from = 0, length = Number.POSITIVE_INFINITY } = {},
): void {
  const rest = blob.bytes.subarray(from);
  response.writeHead(from === 0 ? 200 : 206, {
    'Content-Type': blob.mediaType,
    'Content-Length': rest.length,
    ...(from > 0 && { 'Content-Range': `bytes ${from}-${blob.size - 1}/${blob.size}` }),
  });
  if (length >= rest.length) response.end(rest);
  else response.write(rest.subarray(0, length), () => setImmediate(() => response.destroy()));
}

export function refuse(response: ServerResponse, status: number, code: string, headers = {}): true {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify({ errors: [{ code, message: 'see there' }] }));
  return true;
}

export function json(response: ServerResponse, document: object): true {
  response.end(JSON.stringify(document));
  return true;
}
