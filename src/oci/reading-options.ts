import type { OnBytes } from './image.ts';
import { createLayerCache, type LayerCache } from './layer/cache.ts';
import type { InspectLayer } from './layer/inspector.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';

/** What every way of reading images takes. */
export interface ReadingOptions {
  readonly limits?: Limits;
  readonly onBytes?: OnBytes | undefined;
  /** Shared by all sources of a run: a layer that it holds is not read again. */
  readonly layers?: LayerCache;
  /** Tells whose the files of each layer are that is walked; without it their indexes have no packages. */
  readonly inspect?: InspectLayer | undefined;
}

/** The options with nothing left open. */
export interface Reading extends ReadingOptions {
  readonly limits: Limits;
  readonly layers: LayerCache;
}

/** Fills in what was left open: the usual bounds, a cache of its own. */
export function completeReading({ limits, onBytes, layers, inspect }: ReadingOptions): Reading {
  return { limits: limits ?? DEFAULT_LIMITS, layers: layers ?? createLayerCache(), onBytes, inspect };
}
