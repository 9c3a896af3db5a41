import { prefetch } from '../bytes.ts';
import { digestOf, isDigest } from '../digest.ts';
import { ImageError, type Place, quote } from '../error.ts';
import type { Descriptor, FoundImages, StoredLayer } from '../image.ts';
import { readUnlabelled, type Unlabelled } from '../layer/layer.ts';
import { storedLayer } from '../layer/stored-layer.ts';
import { verifyBlob } from '../layout.ts';
import type { Limits } from '../limits.ts';
import { parseManifest } from '../manifest.ts';
import type { Reading } from '../reading-options.ts';
import { type Blobs, type Root, resolveImages } from '../resolve.ts';
import { BLOCK } from '../tar/header.ts';
import { RegistryError } from './error.ts';

/** A manifest or index as it was pushed. */
export interface PushedManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What was pushed: configs, manifests, and the indexes of layers (in the run's cache). The bytes of layers are not kept. */
export class PushStore implements Blobs {
  readonly archive = 'push';
  readonly limits: Limits;
  readonly #reading: Reading;
  readonly #documents = new Map<string, Uint8Array>();
  /** Keys are `REPOSITORY:TAG` and `REPOSITORY@DIGEST`. */
  readonly #manifests = new Map<string, PushedManifest>();
  readonly #failures = new Map<string, ImageError>();
  #kept = 0;

  constructor(reading: Reading) {
    this.limits = reading.limits;
    this.#reading = reading;
  }

  /** Bytes of a blob that need not be sent again; undefined if it must be sent. */
  blobSize(digest: string): number | undefined {
    return this.#reading.layers.known(digest)?.download ?? this.#documents.get(digest)?.length;
  }

  /** Reads a layer, or keeps a document, as it streams in. Throws ImageError. */
  async readBlob(stream: AsyncIterable<Uint8Array>, place: Place): Promise<Unlabelled> {
    const ahead = await prefetch(stream, BLOCK);
    return readUnlabelled(ahead, { place, ...this.#reading });
  }

  /** Keeps a blob under the digest that the client sent. Throws RegistryError if the bytes have another digest. */
  addBlob(blob: Unlabelled, digest: string): void {
    const found = blob.kind === 'layer' ? blob.layer.digest : blob.digest;
    if (found !== digest) throw new RegistryError(400, 'DIGEST_INVALID', `expected ${digest}, the bytes have ${found}`);
    if (blob.kind === 'document') this.#keepDocument(digest, blob.bytes);
    else {
      const { digest: _, mediaType: __, size: ___, ...layer } = blob.layer;
      this.#reading.layers.add(digest, layer);
    }
  }

  /** Keeps a manifest under its tag and digest. Throws ImageError or RegistryError if it is invalid, or if its blobs were not pushed. */
  addManifest(repository: string, reference: string, mediaType: string, bytes: Uint8Array): PushedManifest {
    const digest = digestOf(bytes);
    if (isDigest(reference) && reference !== digest) {
      throw new RegistryError(400, 'DIGEST_INVALID', `expected ${reference}, the bytes have ${digest}`);
    }
    const manifest = parseManifest(bytes, { archive: repository, entry: reference }, mediaType);
    if (manifest.kind === 'image') for (const blob of [manifest.config, ...manifest.layers]) this.#checkBlob(blob);
    this.#keepDocument(digest, bytes);
    const pushed = { digest, mediaType, bytes };
    this.#manifests.set(keyOf(repository, digest), pushed);
    this.#manifests.set(keyOf(repository, reference), pushed);
    return pushed;
  }

  manifest(repository: string, reference: string): PushedManifest | undefined {
    return this.#manifests.get(keyOf(repository, reference));
  }

  /** Records why a push to the repository failed. Only the first reason is kept: it causes the others. */
  addFailure(repository: string, failure: Error, place: Place): void {
    const error = failure instanceof ImageError ? failure : new ImageError(failure.message, place, { cause: failure });
    if (!this.#failures.has(repository)) this.#failures.set(repository, error);
  }

  failure(repository: string): ImageError | undefined {
    return this.#failures.get(repository);
  }

  /** The images of a tag or digest in a repository. Throws the ImageError that made the push fail. */
  async images(repository: string, reference: string): Promise<FoundImages> {
    const pushed = this.manifest(repository, reference);
    if (pushed !== undefined) return resolveImages([pushed], this);
    throw (
      this.#failures.get(repository) ?? new ImageError(`${quote(reference)} was not pushed`, { archive: repository })
    );
  }

  place({ digest }: Root): Place {
    return { archive: this.archive, entry: digest };
  }

  async has({ digest }: Root): Promise<boolean> {
    return this.#documents.has(digest);
  }

  async json(descriptor: Root, limit: number): Promise<Uint8Array> {
    const place = this.place(descriptor);
    const bytes = this.#documents.get(descriptor.digest);
    if (bytes === undefined || bytes.length > limit) {
      throw new ImageError(bytes === undefined ? 'was not pushed' : `more than the limit of ${limit} bytes`, place);
    }
    const { digest, size } = descriptor;
    verifyBlob(bytes, size === undefined ? { digest } : { digest, size }, place);
    return bytes;
  }

  layer({ digest, mediaType }: Descriptor, diffId: string): StoredLayer {
    const place = this.place({ digest });
    const walk = () => Promise.reject(new ImageError('was not pushed', place));
    return storedLayer({ digest, mediaType, diffId, place, layers: this.#reading.layers, estimated: false, walk });
  }

  #checkBlob({ digest, size }: Descriptor): void {
    const found = this.blobSize(digest);
    if (found === undefined) throw new RegistryError(400, 'MANIFEST_BLOB_UNKNOWN', `${digest} was not pushed`);
    if (found !== size) {
      throw new RegistryError(400, 'SIZE_INVALID', `${digest} has ${found} bytes, the manifest says ${size}`);
    }
  }

  #keepDocument(digest: string, bytes: Uint8Array): void {
    if (this.#documents.has(digest)) return;
    this.#kept += bytes.length;
    if (this.#kept > this.limits.kept) {
      throw new RegistryError(413, 'SIZE_INVALID', `documents of more than ${this.limits.kept} bytes`);
    }
    this.#documents.set(digest, bytes);
  }
}

/** A digest has a colon and a tag has none, so the keys of digests and tags differ. */
function keyOf(repository: string, reference: string): string {
  return `${repository}${isDigest(reference) ? '@' : ':'}${reference}`;
}
