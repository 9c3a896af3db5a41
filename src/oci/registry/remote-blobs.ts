import { digestOf } from '../digest.ts';
import { ImageError, type Place } from '../error.ts';
import type { Descriptor, StoredLayer } from '../image.ts';
import { readLayer } from '../layer/layer.ts';
import { storedLayer } from '../layer/stored-layer.ts';
import { verifyBlob } from '../layout.ts';
import type { Limits } from '../limits.ts';
import { MANIFEST_TYPES } from '../media-type.ts';
import type { Reading } from '../reading-options.ts';
import type { Blobs, Root } from '../resolve.ts';
import { streamBlob } from './blob-stream.ts';
import { readDocument } from './document.ts';
import { isMissing, placed } from './failure.ts';
import type { RemoteReference } from './reference.ts';
import type { Registry } from './registry.ts';
import type { RetryOptions } from './retry.ts';

/** Without it a registry answers with the format of its oldest clients. */
const ACCEPT = { Accept: MANIFEST_TYPES.join(', ') };

/** The blobs of one repository. Manifests are kept: an index checks that each manifest exists before it is read. */
export class RemoteBlobs implements Blobs {
  readonly archive: string;
  readonly limits: Limits;
  readonly #registry: Registry;
  readonly #reference: RemoteReference;
  readonly #options: Reading & RetryOptions;
  readonly #manifests = new Map<string, Uint8Array>();
  #kept = 0;

  constructor(registry: Registry, reference: RemoteReference, options: Reading & RetryOptions) {
    this.archive = `docker://${registry.host}/${reference.repository}`;
    this.limits = options.limits;
    this.#registry = registry;
    this.#reference = reference;
    this.#options = options;
  }

  /**
   * The manifest that the reference names. The digest of a tag is computed from the bytes of its manifest; the header
   * Docker-Content-Digest is not trusted.
   */
  async root(): Promise<Root> {
    const { target } = this.#reference;
    if (target.kind === 'digest') return { digest: target.digest };
    const entry = `manifests/${target.tag}`;
    const bytes = await this.#document(entry, { archive: this.archive, entry }, this.limits.manifest);
    const digest = digestOf(bytes);
    this.#manifests.set(digest, bytes);
    return { digest };
  }

  /** The path in the registry's API, without the repository. */
  place({ digest, mediaType }: Root): Place {
    const isManifest = mediaType === undefined || MANIFEST_TYPES.includes(mediaType);
    return { archive: this.archive, entry: `${isManifest ? 'manifests' : 'blobs'}/${digest}` };
  }

  /** An index in a registry may list manifests that are absent (distribution-spec, "Pushing Manifests"). */
  async has(descriptor: Root): Promise<boolean> {
    const { digest } = descriptor;
    if (this.#manifests.has(digest)) return true;
    try {
      this.#manifests.set(digest, await this.#fetch(descriptor, this.limits.manifest));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async json(descriptor: Root, limit: number): Promise<Uint8Array> {
    const bytes = this.#manifests.get(descriptor.digest) ?? (await this.#fetch(descriptor, limit));
    verifyBlob(bytes, descriptor, this.place(descriptor));
    return bytes;
  }

  layer({ digest, size, mediaType }: Descriptor, diffId: string): StoredLayer {
    const place = this.place({ digest, mediaType });
    const { layers, limits, onBytes, inspect } = this.#options;
    const claims = { digest, size, mediaType, diffId, place };
    const walk = (progress = onBytes) =>
      readLayer(this.#stream({ digest, size }, place), { ...claims, limits, inspect, onBytes: progress });
    return storedLayer({ ...claims, layers, estimated: false, walk });
  }

  #fetch(descriptor: Root, limit: number): Promise<Uint8Array> {
    const place = this.place(descriptor);
    if ((descriptor.size ?? 0) > limit) throw new ImageError(`more than the limit of ${limit} bytes`, place);
    return this.#document(place.entry ?? '', place, limit);
  }

  async #document(path: string, place: Place, limit: number): Promise<Uint8Array> {
    const { wait, signal } = this.#options;
    const headers = path.startsWith('manifests/') ? ACCEPT : {};
    const wanted = { repository: this.#reference.repository, path, headers };
    const bytes = await readDocument(this.#registry, wanted, { limit, place, wait, signal });
    this.#kept += bytes.length;
    if (this.#kept <= this.limits.kept) return bytes;
    throw new ImageError(`manifests and configs of more than ${this.limits.kept} bytes together`, place);
  }

  async *#stream(blob: Pick<Descriptor, 'digest' | 'size'>, place: Place): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* streamBlob(this.#registry, this.#reference.repository, blob, this.#options);
    } catch (error) {
      throw placed(error, place);
    }
  }
}
