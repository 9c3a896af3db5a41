import type { OnBytes } from './image.ts';
import { createLayerCache, type LayerCache } from './layer/cache.ts';
import { type GzipGeneration, NEWEST_GZIP } from './layer/compressor.ts';
import type { InspectLayer } from './layer/inspector.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';

/** Options of every function that reads images. */
export interface ReadingOptions {
  readonly limits?: Limits;
  readonly onBytes?: OnBytes | undefined;
  /** Shared by all sources of a run: a layer in it is not read again. */
  readonly layers?: LayerCache;
  /** Finds the owners of the files in each layer that is read. Without it, indexes have no packages. */
  readonly inspect?: InspectLayer | undefined;
  /** What an estimated layer would be compressed with; the newest if absent. */
  readonly gzip?: GzipGeneration | undefined;
}

/** The options with their defaults filled in. */
export interface Reading extends ReadingOptions {
  readonly limits: Limits;
  readonly layers: LayerCache;
  readonly gzip: GzipGeneration;
}

/** Fills in the defaults: DEFAULT_LIMITS, a new cache, and the newest gzip. */
export function completeReading({ limits, onBytes, layers, inspect, gzip = NEWEST_GZIP }: ReadingOptions): Reading {
  return { limits: limits ?? DEFAULT_LIMITS, layers: layers ?? createLayerCache(), onBytes, inspect, gzip };
}
