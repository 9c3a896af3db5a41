import type { LayerIndex } from '../oci/image.ts';
import type { Measurement } from './measurement.ts';
import { FileTree } from './tree.ts';

/** Bytes of the files that lie directly in each directory, by its path without leading '/'; '' is the root. */
export type DirectoryBytes = ReadonlyMap<string, number>;

/**
 * The final file system of a measured image by directory, from the indexes of its layers; hard links count once, so that the sum is
 * unpacked − wasted. The tree itself is let go. Undefined where the run does not hold a layer's index, as of a measurement file.
 */
export function weighDirectories(
  measurement: Pick<Measurement, 'layers'>,
  layerIndex: (digest: string) => LayerIndex | undefined,
): DirectoryBytes | undefined {
  const indexes = measurement.layers.map(({ digest }) => layerIndex(digest));
  const tree = new FileTree();
  for (const index of indexes) {
    if (index === undefined) return undefined;
    tree.apply(index.entries);
  }
  const bytes = new Map<string, number>();
  for (const file of tree.finalFiles()) {
    const directory = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
    bytes.set(directory, (bytes.get(directory) ?? 0) + file.bytes);
  }
  return bytes;
}
