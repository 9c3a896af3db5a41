import type { ReadLayer } from '../image.ts';

/** What was read of layers, by digest, for the length of a run: a blob is read once, whatever number of images hold it. */
export interface LayerCache {
  /** The layer under the key, read by `read` the first time. A read that fails is forgotten, so another copy may be tried. */
  read(key: string, read: () => Promise<ReadLayer>): Promise<ReadLayer>;
  /** The layer under the key when its reading is done. */
  known(key: string): ReadLayer | undefined;
  /** Adds a layer that was read elsewhere. */
  add(key: string, layer: ReadLayer): void;
}

/** Key of a layer whose compressed form is not to be had: the same tar may also be stored as such, with an exact size. */
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
