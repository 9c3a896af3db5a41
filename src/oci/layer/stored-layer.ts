import { ImageError, type Place } from '../error.ts';
import type { OnBytes, ReadLayer, StoredLayer } from '../image.ts';
import { estimatedKey, type LayerCache } from './cache.ts';

export interface StoredLayerOptions {
  readonly digest: string;
  readonly mediaType: string;
  /** As the config has it. */
  readonly diffId: string;
  /** Bytes the descriptor claims. */
  readonly size?: number;
  readonly place: Place;
  readonly layers: LayerCache;
  /** True where only the tar is there, and what the layer downloads is estimated. */
  readonly estimated: boolean;
  readonly walk: (onBytes: OnBytes | undefined) => Promise<ReadLayer>;
}

/** A layer whose first reading walks it, and whose every other reading answers from the run's cache. */
export function storedLayer(options: StoredLayerOptions): StoredLayer {
  const { digest, mediaType, layers, estimated, walk } = options;
  const key = estimated ? estimatedKey(digest) : digest;
  return {
    digest,
    mediaType,
    async read(onBytes) {
      const { index, download } = await layers.read(key, () => walk(onBytes));
      checkDiffId(index.diffId, options.diffId, options.place);
      checkSize(download, options.size, options.place);
      return { index, download, estimated };
    },
  };
}

/** A layer that another image brought may still not be the one that this image's config means. */
export function checkDiffId(found: string, claimed: string, place: Place): void {
  if (found === claimed) return;
  throw new ImageError(`wrong diffId: the config says ${claimed}, the layer's tar is ${found}`, place);
}

/** The walk compares sizes; a layer from the cache was walked for another descriptor. */
function checkSize(found: number, claimed: number | undefined, place: Place): void {
  if (claimed === undefined || found === claimed) return;
  throw new ImageError(`wrong size: the descriptor says ${claimed} bytes, the blob has ${found}`, place);
}
