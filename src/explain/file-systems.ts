import { type FileSystem, stackLayers, type TreeFile, takeApart } from '../measure/final-tree.ts';
import type { Measurement } from '../model/measurement.ts';
import type { LayerIndex } from '../oci/image.ts';

/** Finds the index of a layer by the digest of its blob; undefined where this run has not read the layer. */
export type FindIndex = (digest: string) => LayerIndex | undefined;

/** The file system of an image, with the indexes of the layers that make it, base first. */
export interface StackedImage extends FileSystem {
  readonly indexes: readonly LayerIndex[];
  /** The `tree` with each piece of an archive as a file of its own. */
  readonly pieces: readonly TreeFile[];
}

/**
 * The file systems of the images of a run. The layers of an image are stacked at most once, however many sides of comparisons have the
 * image. A file system is forgotten with the last side that needs it: those of all images would fill the memory.
 */
export class FileSystems {
  readonly #layerIndex: FindIndex;
  /** How many sides are still to come, by image. */
  readonly #waiting = new Map<string, number>();
  readonly #stacked = new Map<string, StackedImage>();

  /** `sides` are all whose file systems will be taken, each as often as it will be. */
  constructor(sides: readonly Measurement[], layerIndex: FindIndex) {
    this.#layerIndex = layerIndex;
    for (const side of sides) this.#waiting.set(keyOf(side), (this.#waiting.get(keyOf(side)) ?? 0) + 1);
  }

  /** The file system of one side; undefined where this run has not the index of each of its layers. */
  take(side: Measurement): StackedImage | undefined {
    const key = keyOf(side);
    const stacked = this.#stacked.get(key) ?? this.#make(side);
    const waiting = (this.#waiting.get(key) ?? 1) - 1;
    this.#waiting.set(key, waiting);
    if (waiting <= 0 || stacked === undefined) this.#stacked.delete(key);
    else this.#stacked.set(key, stacked);
    return stacked;
  }

  #make({ layers }: Measurement): StackedImage | undefined {
    const indexes = layers.flatMap(({ digest }) => this.#layerIndex(digest) ?? []);
    if (indexes.length !== layers.length) return undefined;
    const stacked = stackLayers(indexes);
    return { indexes, ...stacked, pieces: takeApart(stacked.tree) };
  }
}

/** Images of the same layers have the same files, however the layers are compressed. */
function keyOf({ layers }: Measurement): string {
  return layers.map(({ diffId }) => diffId).join();
}
