import { findMember, linkTarget } from './archive.ts';
import { type Prefetched, prefetch } from './bytes.ts';
import { Digester, isDigest } from './digest.ts';
import { ImageError, type Place } from './error.ts';
import type { ImageSource, ReadLayer, StoredLayer } from './image.ts';
import { estimatedKey } from './layer/cache.ts';
import { readUnlabelled, type SeenLayer } from './layer/layer.ts';
import { normalisePath } from './layer/path.ts';
import { checkDiffId } from './layer/stored-layer.ts';
import type { Limits } from './limits.ts';
import { compressionOf, mediaTypeOf } from './media-type.ts';
import { completeReading, type Reading, type ReadingOptions } from './reading-options.ts';
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
  const passage = new Passage(options);
  for await (const entry of readTar(passage.count(stream), { archive: options.archive }, passage.limits)) {
    await passage.pass(entry);
  }
  return { name: options.archive, ...(await resolveSavedImages(passage)), [Symbol.asyncDispose]: async () => {} };
}

class Passage implements SavedFiles {
  readonly archive: string;
  readonly limits: Limits;
  readonly #reading: Reading;
  readonly #passed = new Map<string, Passed>();
  #kept = 0;

  constructor(options: SavedStreamOptions) {
    this.archive = options.archive;
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

  async json(path: string, limit: number): Promise<Uint8Array> {
    const member = findMember(this.#passed, path, this)?.member;
    if (member?.kind === 'document' && member.bytes.length <= limit) return member.bytes;
    const problem = member === undefined ? 'no such entry in the archive' : 'not a JSON document of acceptable size';
    throw new ImageError(problem, { archive: this.archive, entry: path });
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
    const layer = this.#reading.layers.known(compressionOf(mediaType) === 'none' ? estimatedKey(claimed) : claimed);
    if (layer === undefined) return undefined;
    const digester = new Digester(claimed);
    for await (const chunk of stream) digester.update(chunk);
    const digest = digester.digest();
    if (digest !== claimed)
      throw new ImageError(`wrong digest: the bytes have ${digest}`, { ...place, offset: digester.size });
    return { kind: 'layer', digest, mediaType, layer };
  }

  async #readNew(ahead: Prefetched, place: Place): Promise<Passed> {
    const { limits, inspect } = this.#reading;
    const read = await readUnlabelled(ahead, { place, limits, inspect, estimate: true });
    if (read.kind === 'layer') return this.#keepLayer(read.layer);
    this.#kept += read.bytes.length;
    if (this.#kept > this.limits.kept) throw new ImageError(`documents of more than ${this.limits.kept} bytes`, place);
    return read;
  }

  #keepLayer({ digest, mediaType, index, download, estimated }: SeenLayer): Passed {
    const layer = { index, download, estimated };
    this.#reading.layers.add(estimated ? estimatedKey(digest) : digest, layer);
    return { kind: 'layer', digest, mediaType, layer };
  }
}
