import { ImageError, type Place } from '../error.ts';
import type { OnBytes, ReadLayer, StoredLayer } from '../image.ts';
import { estimatedKey, type LayerCache } from './cache.ts';

/** The descriptor of a layer, and how to open its blob. */
export interface StoredLayerOptions {
  readonly digest: string;
  readonly mediaType: string;
  /** The diffId in the config. */
  readonly diffId: string;
  /** Size in the descriptor, in bytes. */
  readonly size?: number;
  readonly place: Place;
  readonly layers: LayerCache;
  /** True if only the tar is available, so that the download size is estimated. */
  readonly estimated: boolean;
  readonly walk: (onBytes: OnBytes | undefined) => Promise<ReadLayer>;
  /** Checks the stored bytes where the cache answers in their place. Absent where the digest is that of the bytes: it names nothing else. */
  readonly verify?: (() => Promise<void>) | undefined;
}

/** A layer that is read once. Later reads answer from the run's cache, which another layer of the same digest may have filled. */
export function storedLayer(options: StoredLayerOptions): StoredLayer {
  const { digest, mediaType, layers, estimated, walk, verify } = options;
  const key = estimated ? estimatedKey(digest) : digest;
  let verified: Promise<void> | undefined;
  return {
    digest,
    mediaType,
    async read(onBytes) {
      const { index, download, compressor } = await layers.read(key, () => {
        verified = Promise.resolve();
        return walk(onBytes);
      });
      verified ??= verify?.();
      await verified;
      checkDiffId(index.diffId, options.diffId, options.place);
      checkSize(download, options.size, options.place);
      return { index, download, estimated, ...(compressor !== undefined && { compressor }) };
    },
  };
}

/** Checks a layer that may have been read for another image against this image's config. */
export function checkDiffId(found: string, claimed: string, place: Place): void {
  if (found === claimed) return;
  throw new ImageError(`wrong diffId: the config says ${claimed}, the layer's tar is ${found}`, place);
}

/** Checks a layer from the cache, which was read for another descriptor, against this descriptor. */
export function checkSize(found: number, claimed: number | undefined, place: Place): void {
  if (claimed === undefined || found === claimed) return;
  throw new ImageError(`wrong size: the descriptor says ${claimed} bytes, the blob has ${found}`, place);
}
