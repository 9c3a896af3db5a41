import { freeBuffer, type Prefetched, prefetch, readBytes } from '../bytes.ts';
import { Digester, digestAlgorithm, digestOf } from '../digest.ts';
import { ImageError, inside, type Place, quote } from '../error.ts';
import type { OnBytes, ReadLayer } from '../image.ts';
import type { Limits } from '../limits.ts';
import { type Compression, compressionOf, detectFormat, mediaTypeOf } from '../media-type.ts';
import { BLOCK } from '../tar/header.ts';
import { TarParser } from '../tar/tar.ts';
import { CompressorMarks, type GzipGeneration } from './compressor.ts';
import { decompress } from './decompress.ts';
import { estimateGzip, type GzipEstimate } from './estimate.ts';
import type { InspectLayer } from './inspector.ts';
import { LayerIndexBuilder } from './layer-index.ts';

/** What is known about a layer before it is read, and what to verify. */
export interface LayerOptions {
  /** The descriptor's media type; without one the first bytes decide, as in Docker. */
  readonly mediaType?: string;
  /** The expected digest and size (bytes) of the blob, from its descriptor, and diffId of the tar, from the config. All are verified. */
  readonly digest?: string;
  readonly size?: number;
  readonly diffId?: string;
  /** Where the blob is. */
  readonly place: Place;
  readonly limits: Limits;
  readonly onBytes?: OnBytes | undefined;
  /** Finds the owners of the files, for the index's `packages` and the entries' `owner`. */
  readonly inspect?: InspectLayer | undefined;
  /** Estimates the size of an uncompressed layer in a registry while it is read, as a gzip of this generation. */
  readonly estimate?: GzipGeneration | undefined;
  /** Whether nobody else has the buffers of the blob: each is freed when its bytes were read. */
  readonly ownsBuffers?: boolean;
}

/** A layer that was read, with the facts of its blob. */
export interface SeenLayer extends ReadLayer {
  readonly digest: string;
  /** Bytes of the blob as it was read. */
  readonly size: number;
  readonly mediaType: string;
}

/**
 * Reads a layer blob once: hashes it as stored and uncompressed, inflates it, and lists its entries (image-spec, layer.md). Memory does
 * not grow with its size. Throws ImageError if it is unreadable, beyond `limits`, or differs from the options.
 */
export async function readLayer(blob: AsyncIterable<Uint8Array>, options: LayerOptions): Promise<SeenLayer> {
  const ahead = await prefetch(blob, BLOCK);
  return readPrefetchedLayer(ahead, options);
}

/** A blob that came without a media type: a layer that was read, or a document that was kept. */
export type Unlabelled =
  | { readonly kind: 'layer'; readonly layer: SeenLayer }
  | { readonly kind: 'document'; readonly digest: string; readonly bytes: Buffer };

/** The options that hold before it is known that a blob is a layer. */
export type UnlabelledOptions = Pick<LayerOptions, 'place' | 'limits' | 'onBytes' | 'inspect' | 'estimate'>;

/**
 * Reads a blob without a media type. A blob that starts as gzip, zstd or tar is read as a layer. Any other is kept as a document of at
 * most `limits.config` bytes. `ahead` must hold its first 512 bytes. Throws ImageError.
 */
export async function readUnlabelled(ahead: Prefetched, options: UnlabelledOptions): Promise<Unlabelled> {
  const mediaType = mediaTypeOf(ahead.first);
  if (mediaType !== undefined) {
    return { kind: 'layer', layer: await readPrefetchedLayer(ahead, { ...options, mediaType }) };
  }
  const bytes = await readBytes(ahead.stream, options.limits.config, options.place);
  options.onBytes?.(bytes.length);
  return { kind: 'document', digest: digestOf(bytes), bytes };
}

/** Like readLayer, for a blob whose first 512 bytes were read ahead. */
async function readPrefetchedLayer(ahead: Prefetched, options: LayerOptions): Promise<SeenLayer> {
  try {
    return await openReader(ahead.first, options).read(ahead.stream);
  } catch (error) {
    await ahead.close();
    throw error;
  }
}

function openReader(first: Buffer, options: LayerOptions): LayerReader {
  const mediaType = options.mediaType ?? mediaTypeOf(first);
  if (mediaType === undefined) {
    throw new ImageError(`not a layer: neither tar, gzip nor zstd (${describe(first)})`, {
      ...options.place,
      offset: 0,
    });
  }
  return new LayerReader(options, mediaType, compressionIn(mediaType, first, options.place));
}

/**
 * The compression by the first bytes, whatever the media type of a layer states. skopeo stores plain tars that are called gzip. Docker, podman and
 * containerd take them. The digest, the size and the diffId are verified all the same.
 */
function compressionIn(mediaType: string, first: Buffer, place: Place): Compression {
  const stated = compressionOf(mediaType);
  if (stated === undefined) throw unsupported(mediaType, place);
  const found = detectFormat(first);
  if (found !== 'unknown') return found === 'tar' ? 'none' : found;
  // An empty blob is an empty tar, as in Go.
  if (stated === 'none' && first.length === 0) return stated;
  const problem = `not a layer: the descriptor says ${mediaType}, the first bytes are ${describe(first)}`;
  throw new ImageError(problem, { ...place, offset: 0 });
}

/** What to throw for a layer that is not of files as we know them: encrypted, or of another format. */
export function unsupported(mediaType: string, place: Place): ImageError {
  return new ImageError(`unsupported layer media type ${quote(mediaType)}`, place);
}

function describe(first: Buffer): string {
  if (first.length === 0) return 'empty';
  return first.length < BLOCK ? `${first.length} bytes, no tar header` : `0x${first.toString('hex', 0, 8)}…`;
}

class LayerReader {
  readonly #options: LayerOptions;
  readonly #mediaType: string;
  readonly #compression: Compression;
  readonly #blob: Digester;
  readonly #tar: Digester;
  readonly #parser: TarParser;
  readonly #index: LayerIndexBuilder;
  readonly #estimate: GzipEstimate | undefined;
  readonly #marks = new CompressorMarks();

  constructor(options: LayerOptions, mediaType: string, compression: Compression) {
    const place = inside(options.place);
    this.#options = options;
    this.#mediaType = mediaType;
    this.#compression = compression;
    this.#blob = new Digester(options.digest);
    // An uncompressed blob is the tar: one hash serves both.
    const same = compression === 'none' && digestAlgorithm(options.diffId) === digestAlgorithm(options.digest);
    this.#tar = same ? this.#blob : new Digester(options.diffId);
    this.#parser = new TarParser(place, options.limits);
    this.#index = new LayerIndexBuilder(place, options.limits, options.inspect);
    const { estimate } = options;
    this.#estimate = compression === 'none' && estimate !== undefined ? estimateGzip(estimate) : undefined;
  }

  async read(stream: AsyncIterable<Uint8Array>): Promise<SeenLayer> {
    try {
      return await this.#read(stream);
    } finally {
      this.#estimate?.close();
    }
  }

  async #read(stream: AsyncIterable<Uint8Array>): Promise<SeenLayer> {
    // What is inflated is ours.
    const isOwn = this.#compression !== 'none' || this.#options.ownsBuffers === true;
    await decompress(this.#hashBlob(stream), this.#compression, this.#options, async (bytes) => {
      await this.#walk(bytes);
      if (isOwn) freeBuffer(bytes);
    });
    this.#parser.finish({ mayLackPadding: true });
    return this.#finish((await this.#estimate?.finish()) ?? this.#blob.size);
  }

  async *#hashBlob(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, onBytes, ownsBuffers } = this.#options;
    // zstd frames are cut out of the chunks, and may be held longer.
    const isFreed = ownsBuffers === true && this.#compression === 'gzip';
    for await (const chunk of stream) {
      this.#blob.update(chunk);
      this.#marks.update(chunk);
      if (size !== undefined && this.#blob.size > size)
        throw this.#error(`longer than the ${size} bytes of its descriptor`);
      onBytes?.(chunk.length);
      yield chunk;
      if (isFreed) freeBuffer(chunk);
    }
    if (size !== undefined && this.#blob.size < size) throw this.#error(`truncated: the descriptor says ${size} bytes`);
  }

  /** The estimate compresses samples in other threads, while the bytes are hashed and parsed here. */
  #walk(bytes: Uint8Array): void | Promise<void> {
    const compressed = this.#estimate?.write(bytes);
    if (this.#tar !== this.#blob) this.#tar.update(bytes);
    for (const event of this.#parser.push(bytes)) {
      if (event.kind === 'entry') this.#index.add(event.entry);
      else if (event.kind === 'data') this.#index.addContent(event.bytes);
      else this.#index.endContent();
    }
    return compressed;
  }

  #finish(download: number): SeenLayer {
    const digest = this.#blob.digest();
    const diffId = this.#tar === this.#blob ? digest : this.#tar.digest();
    this.#verify('digest', digest, this.#options.digest);
    this.#verify('diffId', diffId, this.#options.diffId);
    const index = this.#index.finish(diffId, this.#tar.size);
    const seen = { digest, size: this.#blob.size, mediaType: this.#mediaType };
    const compressor = this.#compressor();
    return { ...seen, index, download, compressor, estimated: this.#estimate !== undefined };
  }

  #compressor(): string {
    return this.#estimate === undefined ? this.#marks.name(this.#compression) : `gzip ${this.#options.estimate}`;
  }

  #verify(what: string, found: string, claimed: string | undefined): void {
    if (claimed !== undefined && found !== claimed)
      throw this.#error(`wrong ${what}: expected ${claimed}, the bytes have ${found}`);
  }

  #error(problem: string): ImageError {
    return new ImageError(problem, { ...this.#options.place, offset: this.#blob.size });
  }
}
