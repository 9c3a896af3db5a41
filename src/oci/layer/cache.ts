import type { ReadLayer } from '../image.ts';

/** The layers that a run has read, by digest. A layer is read once, however many images contain it. */
export interface LayerCache {
  /** The layer under the key. The first call reads it with `read`; after a failure the next call reads it again, perhaps from another copy. */
  read(key: string, read: () => Promise<ReadLayer>): Promise<ReadLayer>;
  /** The layer under the key, if it was read completely. */
  known(key: string): ReadLayer | undefined;
  /** Adds a layer that was read elsewhere. */
  add(key: string, layer: ReadLayer): void;
}

/** Key of a layer whose compressed form is not available. The same tar may also be stored as an uncompressed layer, with an exact size. */
export function estimatedKey(diffId: string): string {
  return `${diffId} estimated`;
}

/** An empty cache. */
export function createLayerCache(): LayerCache {
  const reads = new Map<string, Promise<ReadLayer>>();
  const done = new Map<string, ReadLayer>();
  const add = (key: string, layer: ReadLayer) => void done.set(key, layer);
  return {
    add,
    known: (key) => done.get(key),
    async read(key, read) {
      const found = done.get(key);
      if (found !== undefined) return found;
      const reading = reads.get(key) ?? start(reads, key, read);
      const layer = await reading;
      add(key, layer);
      return layer;
    },
  };
}

function start(
  reads: Map<string, Promise<ReadLayer>>,
  key: string,
  read: () => Promise<ReadLayer>,
): Promise<ReadLayer> {
  const reading = read().finally(() => reads.delete(key));
  reads.set(key, reading);
  return reading;
}
