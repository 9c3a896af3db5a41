import { findMember, linkTarget } from './archive.ts';
import { type Prefetched, prefetch } from './bytes.ts';
import { blobPath, Digester, isDigest } from './digest.ts';
import { ImageError, type Place } from './error.ts';
import type { Descriptor, FoundImages, ImageSource, ReadLayer, StoredLayer } from './image.ts';
import { estimatedKey } from './layer/cache.ts';
import { readUnlabelled, type SeenLayer, unsupported } from './layer/layer.ts';
import { normalisePath } from './layer/path.ts';
import { checkDiffId, checkSize } from './layer/stored-layer.ts';
import { type LayoutDocuments, resolveLayout, verifyBlob } from './layout.ts';
import type { Limits } from './limits.ts';
import { compressionOf, mediaTypeOf } from './media-type.ts';
import { completeReading, type Reading, type ReadingOptions } from './reading-options.ts';
import { type Blobs, heldSource, type Root } from './resolve.ts';
import { resolveSavedImages, type SavedFiles } from './saved-images.ts';
import { BLOCK } from './tar/header.ts';
import { readTar, type TarContent } from './tar/tar.ts';

/** How to read the stream, and its name. */
export interface SavedStreamOptions extends ReadingOptions {
  /** Name of the stream in errors. */
  readonly archive: string;
}

/** What is kept of an entry after it was read. */
type Passed =
  | { readonly kind: 'layer'; readonly digest: string; readonly mediaType: string; readonly layer: ReadLayer }
  | { readonly kind: 'document'; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly target: string };

/**
 * Reads the output of `docker image save` as a stream, without storing it. Layers come before the manifest.json that lists them, so every
 * entry that could be a layer is read as one. Uncompressed layers get an estimated download size. Throws ImageError.
 */
export async function readSavedImages(
  stream: AsyncIterable<Uint8Array>,
  options: SavedStreamOptions,
): Promise<ImageSource> {
  const passage = await passThrough(stream, options, true);
  // The containerd store saves a layout as it holds it, with every platform that is there. manifest.json lists one of them.
  const isLayout = (await passage.has('index.json')) && passage.isCompressed();
  return heldSource(options.archive, await (isLayout ? layoutOf(passage, undefined) : resolveSavedImages(passage)));
}

/**
 * Reads an archive that is compressed as a whole, as `docker image save | gzip` writes it. It cannot be read in any other order than its own, so every
 * layer in it is read, of whichever image. `reference` selects as in an archive that is not compressed. Throws ImageError.
 */
export async function readCompressedArchive(
  stream: AsyncIterable<Uint8Array>,
  kind: 'oci-archive' | 'docker-archive',
  reference: string | undefined,
  options: SavedStreamOptions,
): Promise<ImageSource> {
  const isSaved = kind === 'docker-archive';
  const passage = await passThrough(stream, options, isSaved);
  return heldSource(
    options.archive,
    await (isSaved ? resolveSavedImages(passage, reference) : layoutOf(passage, reference)),
  );
}

function layoutOf(passage: Passage, reference: string | undefined): Promise<FoundImages> {
  return resolveLayout(passage, reference, new PassedBlobs(passage));
}

async function passThrough(stream: AsyncIterable<Uint8Array>, options: SavedStreamOptions, estimate: boolean) {
  const passage = new Passage(options, estimate);
  for await (const entry of readTar(passage.count(stream), { archive: options.archive }, passage.limits)) {
    await passage.pass(entry);
  }
  return passage;
}

/** The blobs of a layout that went by. */
class PassedBlobs implements Blobs {
  readonly archive: string;
  readonly limits: Limits;
  readonly #passage: Passage;

  constructor(passage: Passage) {
    this.archive = passage.archive;
    this.limits = passage.limits;
    this.#passage = passage;
  }

  place({ digest }: Root): Place {
    return { archive: this.archive, entry: blobPath(digest) };
  }

  async has({ digest }: Root): Promise<boolean> {
    return this.#passage.has(blobPath(digest));
  }

  async json(descriptor: Root, limit: number): Promise<Uint8Array> {
    const bytes = await this.#passage.json(blobPath(descriptor.digest), limit);
    verifyBlob(bytes, descriptor, this.place(descriptor));
    return bytes;
  }

  layer({ digest, size, mediaType }: Descriptor, diffId: string): StoredLayer {
    const place = this.place({ digest });
    const read = async () => {
      if (compressionOf(mediaType) === undefined) throw unsupported(mediaType, place);
      const stored = await this.#passage.layer(blobPath(digest), diffId);
      if (stored.digest !== digest) throw new ImageError(`wrong digest: the bytes have ${stored.digest}`, place);
      const layer = await stored.read();
      checkSize(layer.download, size, place);
      return layer;
    };
    return { digest, mediaType, read };
  }
}

class Passage implements SavedFiles, LayoutDocuments {
  readonly archive: string;
  readonly limits: Limits;
  readonly #reading: Reading;
  readonly #passed = new Map<string, Passed>();
  /** Whether plain layers get an estimated download: those of a layout are stored as they are. */
  readonly #estimate: boolean;
  #kept = 0;

  constructor(options: SavedStreamOptions, estimate: boolean) {
    this.archive = options.archive;
    this.#estimate = estimate;
    this.#reading = completeReading(options);
    this.limits = this.#reading.limits;
  }

  async *count(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of stream) {
      this.#reading.onBytes?.(chunk.length);
      yield chunk;
    }
  }

  async pass(entry: TarContent): Promise<void> {
    const path = normalisePath(entry.path);
    if (path === undefined || entry.type === 'directory') return;
    const target = linkTarget(entry);
    const passed: Passed | undefined = target === undefined ? await this.#read(path, entry) : { kind: 'link', target };
    if (passed === undefined) this.#passed.delete(path);
    else this.#passed.set(path, passed);
  }

  /** Whether no layer of it is plain. */
  isCompressed(): boolean {
    const layers = [...this.#passed.values()].filter((passed) => passed.kind === 'layer');
    return layers.every(({ layer }) => !layer.estimated);
  }

  async has(path: string): Promise<boolean> {
    return findMember(this.#passed, path, this) !== undefined;
  }

  async json(path: string, limit: number): Promise<Uint8Array> {
    const member = findMember(this.#passed, path, this)?.member;
    const place = { archive: this.archive, entry: path };
    if (member === undefined) throw new ImageError('no such entry in the archive', place);
    if (member.kind !== 'document') throw new ImageError('not a JSON document', place);
    if (member.bytes.length > limit) throw new ImageError(`more than the limit of ${limit} bytes`, place);
    return member.bytes;
  }

  async layer(path: string, diffId: string): Promise<StoredLayer> {
    const place = { archive: this.archive, entry: path };
    const member = findMember(this.#passed, path, this)?.member;
    if (member?.kind !== 'layer')
      throw new ImageError(member === undefined ? 'no such entry in the archive' : 'not a layer', place);
    const { digest, mediaType, layer } = member;
    checkDiffId(layer.index.diffId, diffId, place);
    return { digest, mediaType, read: async () => layer };
  }

  async #read(path: string, entry: TarContent): Promise<Passed | undefined> {
    if (entry.type !== 'file') return undefined;
    const place = { archive: this.archive, entry: path };
    const ahead = await prefetch(entry.content, BLOCK);
    const claimed = path.replace(/^blobs\/(sha256|sha512)\//, '$1:');
    return (await this.#readKnown(claimed, ahead, place)) ?? this.#readNew(ahead, place);
  }

  /** An entry named by the digest of a known layer is not read as a layer again, but its bytes are still hashed. */
  async #readKnown(claimed: string, { first, stream }: Prefetched, place: Place): Promise<Passed | undefined> {
    const mediaType = mediaTypeOf(first);
    if (mediaType === undefined || !isDigest(claimed)) return undefined;
    const layer = this.#reading.layers.known(this.#isEstimated(mediaType) ? estimatedKey(claimed) : claimed);
    if (layer === undefined) return undefined;
    const digester = new Digester(claimed);
    for await (const chunk of stream) digester.update(chunk);
    const digest = digester.digest();
    if (digest !== claimed)
      throw new ImageError(`wrong digest: the bytes have ${digest}`, { ...place, offset: digester.size });
    return { kind: 'layer', digest, mediaType, layer };
  }

  async #readNew(ahead: Prefetched, place: Place): Promise<Passed> {
    const { limits, inspect, gzip } = this.#reading;
    const read = await readUnlabelled(ahead, { place, limits, inspect, estimate: this.#estimate ? gzip : undefined });
    if (read.kind === 'layer') return this.#keepLayer(read.layer);
    this.#kept += read.bytes.length;
    if (this.#kept > this.limits.kept) throw new ImageError(`documents of more than ${this.limits.kept} bytes`, place);
    return read;
  }

  #isEstimated(mediaType: string): boolean {
    return this.#estimate && compressionOf(mediaType) === 'none';
  }

  #keepLayer({ digest, mediaType, size: _, ...layer }: SeenLayer): Passed {
    const { estimated } = layer;
    this.#reading.layers.add(estimated ? estimatedKey(digest) : digest, layer);
    return { kind: 'layer', digest, mediaType, layer };
  }
}
