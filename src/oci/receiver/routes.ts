import type { IncomingMessage } from 'node:http';
import { readBytes } from '../bytes.ts';
import { isDigest } from '../digest.ts';
import { RegistryError } from './error.ts';
import type { PushStore } from './push-store.ts';
import type { Upload, Uploads } from './uploads.ts';

/** A response to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
}

/** A parsed request: `/v2/REPOSITORY/KIND/REST?QUERY`. */
interface Call {
  readonly request: IncomingMessage;
  readonly repository: string;
  readonly rest: string;
  readonly query: URLSearchParams;
}

const PATH = /^\/v2\/([a-z0-9._/-]{1,255})\/(blobs\/uploads|blobs|manifests)\/([A-Za-z0-9_.:-]{0,200})$/;

/** The routes of a registry that a push uses (OCI distribution-spec 1.1, "Push"). */
export class RegistryRoutes {
  readonly #store: PushStore;
  readonly #uploads: Uploads;
  readonly #prefix: string;

  constructor(store: PushStore, uploads: Uploads, prefix: string) {
    this.#store = store;
    this.#uploads = uploads;
    this.#prefix = prefix;
  }

  /** Answers a request. Throws RegistryError, or ImageError for an invalid manifest. */
  async answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://registry');
    if (/^\/v2\/?$/.test(url.pathname)) return answerEmpty(200);
    const [, repository = '', kind, rest = ''] = PATH.exec(url.pathname) ?? [];
    if (!repository.startsWith(`${this.#prefix}/`)) throw new RegistryError(404, 'NAME_UNKNOWN', 'no such repository');
    const call = { request, repository, rest, query: url.searchParams };
    if (kind === 'blobs') return this.#answerBlob(call);
    return kind === 'manifests' ? this.#answerManifest(call) : this.#answerUpload(call);
  }

  #answerBlob({ request, rest }: Call): Answer {
    if (request.method !== 'HEAD') throw unsupported();
    const size = this.#store.blobSize(rest);
    if (size === undefined) throw new RegistryError(404, 'BLOB_UNKNOWN', 'not here yet');
    return answerEmpty(200, { 'content-length': size, 'docker-content-digest': rest });
  }

  async #answerUpload(call: Call): Promise<Answer> {
    const { request, repository, rest } = call;
    if (request.method === 'POST' && rest === '') return this.#begin(call);
    const upload = this.#uploads.find(repository, rest);
    if (request.method === 'PUT') return this.#finish(call, upload);
    if (request.method === 'DELETE') this.#uploads.cancel(upload);
    else if (request.method === 'PATCH') await this.#uploads.append(upload, request);
    else if (request.method !== 'GET') throw unsupported();
    return answerProgress(upload, request.method === 'PATCH' ? 202 : 204);
  }

  /** A known blob may be mounted from another repository. A whole blob may come with this request. */
  async #begin(call: Call): Promise<Answer> {
    const mount = call.query.get('mount');
    if (mount !== null && this.#store.blobSize(mount) !== undefined) return answerCreated(call.repository, mount);
    const upload = this.#uploads.begin(call.repository);
    return call.query.has('digest') ? this.#finish(call, upload) : answerProgress(upload, 202);
  }

  async #finish({ request, repository, query }: Call, upload: Upload): Promise<Answer> {
    const digest = query.get('digest');
    if (!isDigest(digest) || !digest.startsWith('sha256:')) {
      throw new RegistryError(400, 'DIGEST_INVALID', 'a sha256 digest is needed');
    }
    await this.#uploads.finish(upload, request, digest);
    return answerCreated(repository, digest);
  }

  async #answerManifest({ request, repository, rest }: Call): Promise<Answer> {
    if (request.method === 'PUT') return this.#putManifest(request, repository, rest);
    if (request.method !== 'GET' && request.method !== 'HEAD') throw unsupported();
    const found = this.#store.manifest(repository, rest);
    if (found === undefined) throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'not here yet');
    const headers = { 'content-type': found.mediaType, 'content-length': found.bytes.length };
    return { status: 200, headers: { ...headers, 'docker-content-digest': found.digest }, body: found.bytes };
  }

  async #putManifest(request: IncomingMessage, repository: string, reference: string): Promise<Answer> {
    const place = { archive: `push to ${repository}`, entry: reference };
    try {
      const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
      const bytes = await readBytes(body, this.#store.limits.manifest, place);
      const mediaType = request.headers['content-type'] ?? '';
      const { digest } = this.#store.addManifest(repository, reference, mediaType, bytes);
      const location = `/v2/${repository}/manifests/${digest}`;
      return answerEmpty(201, { location, 'docker-content-digest': digest });
    } catch (error) {
      if (error instanceof Error) this.#store.addFailure(repository, error, place);
      throw error;
    }
  }
}

function unsupported(): RegistryError {
  return new RegistryError(405, 'UNSUPPORTED', 'this registry can only be pushed to');
}

function answerEmpty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-length': 0, ...headers } };
}

function answerCreated(repository: string, digest: string): Answer {
  return answerEmpty(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest });
}

/** `Range` names the bytes received, both ends included. */
function answerProgress(upload: Upload, status: number): Answer {
  const location = `/v2/${upload.repository}/blobs/uploads/${upload.id}`;
  const headers = { location, range: `0-${Math.max(0, upload.size - 1)}`, 'docker-upload-uuid': upload.id };
  return status === 204 ? { status, headers } : answerEmpty(status, headers);
}
