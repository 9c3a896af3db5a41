import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Channel } from '../channel.ts';
import { ImageError, type Place } from '../error.ts';
import type { Unlabelled } from '../layer/layer.ts';
import { RegistryError } from './error.ts';
import type { PushStore } from './push-store.ts';

/** Docker pushes five layers at a time. More unfinished uploads than this are an attack or a leak. */
const MOST_UPLOADS = 64;

/** The unfinished uploads (distribution-spec, "Pushing blobs"). */
export class Uploads {
  readonly #store: PushStore;
  readonly #open = new Map<string, Upload>();

  constructor(store: PushStore) {
    this.#store = store;
  }

  /** Begins an upload. Throws RegistryError if too many are unfinished. */
  begin(repository: string): Upload {
    if (this.#open.size >= MOST_UPLOADS) {
      throw new RegistryError(429, 'TOOMANYREQUESTS', `more than ${MOST_UPLOADS} unfinished uploads`);
    }
    const upload = new Upload(this.#store, repository);
    this.#open.set(upload.id, upload);
    return upload;
  }

  /** An unfinished upload. Throws RegistryError if there is none of this id in the repository. */
  find(repository: string, id: string): Upload {
    const upload = this.#open.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', 'no such upload');
  }

  /** Adds bytes. Throws RegistryError if reading them failed; the upload then ends. */
  async append(upload: Upload, request: IncomingMessage): Promise<void> {
    await this.#guard(upload, () => upload.append(request));
  }

  /** Adds the last bytes and keeps the blob. Throws RegistryError if reading failed or the digest differs. */
  async finish(upload: Upload, request: IncomingMessage, digest: string): Promise<void> {
    await this.#guard(upload, async () => {
      await upload.append(request);
      this.#store.addBlob(await upload.finish(), digest);
    });
    this.#open.delete(upload.id);
  }

  cancel(upload: Upload): void {
    this.#open.delete(upload.id);
    upload.cancel();
  }

  /** Ends all uploads. */
  close(): void {
    for (const upload of this.#open.values()) this.cancel(upload);
  }

  async #guard(upload: Upload, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.cancel(upload);
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#store.addFailure(upload.repository, failure, upload.place);
      if (error instanceof RegistryError) throw error;
      // After DENIED Docker prints the message and does not try again.
      throw new RegistryError(403, 'DENIED', failure.message, { cause: error });
    }
  }
}

/** The upload of one blob, which is read as it arrives. */
export class Upload {
  readonly id = randomUUID();
  readonly repository: string;
  readonly place: Place;
  /** Bytes received. */
  size = 0;
  readonly #channel = new Channel();
  readonly #read: Promise<Unlabelled>;
  #appending = false;

  constructor(store: PushStore, repository: string) {
    this.repository = repository;
    this.place = { archive: `push to ${repository}`, entry: `upload ${this.id}` };
    this.#read = store.readBlob(this.#channel, this.place);
    // `append` and `finish` throw the error. If neither is called, the error must not end the process.
    this.#read.catch(() => this.#channel.close());
  }

  /** Adds the body of a request. Throws as soon as reading the blob fails. */
  async append(request: IncomingMessage): Promise<void> {
    if (this.#appending) throw new RegistryError(409, 'BLOB_UPLOAD_INVALID', 'another request writes to this upload');
    this.#appending = true;
    this.#checkRange(request.headers['content-range']);
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      this.size += chunk.length;
      if (!(await this.#channel.push(chunk))) await this.#failed();
    }
    this.#appending = false;
  }

  /** All bytes were sent: resolves to the blob that was read. */
  finish(): Promise<Unlabelled> {
    this.#channel.end();
    return this.#read;
  }

  cancel(): void {
    this.#channel.fail(new ImageError('truncated: the upload was cancelled', { ...this.place, offset: this.size }));
  }

  /** The channel closes early only if reading failed, or if the blob ended before its bytes did. */
  async #failed(): Promise<never> {
    await this.#read;
    throw new ImageError('bytes follow the end of the blob', { ...this.place, offset: this.size });
  }

  #checkRange(range: string | undefined): void {
    const start = range === undefined ? this.size : Number(/^(?:bytes )?(\d+)-/.exec(range)?.[1] ?? Number.NaN);
    if (start !== this.size) {
      throw new RegistryError(416, 'BLOB_UPLOAD_INVALID', `out of order: ${this.size} bytes were received`);
    }
  }
}
