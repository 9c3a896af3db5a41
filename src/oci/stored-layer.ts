import { ImageError, type Place } from './error.ts';
import type { OnBytes, ReadLayer, StoredLayer } from './image.ts';
import { estimatedKey, type LayerCache } from './layer-cache.ts';

export interface StoredLayerOptions {
  readonly digest: string;
  readonly mediaType: string;
  /** As the config has it. */
  readonly diffId: string;
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
      return { index, download, estimated };
    },
  };
}

/** A layer that another image brought may still not be the one that this image's config means. */
export function checkDiffId(found: string, claimed: string, place: Place): void {
  if (found === claimed) return;
  throw new ImageError(`wrong diffId: the config says ${claimed}, the layer's tar is ${found}`, place);
}
