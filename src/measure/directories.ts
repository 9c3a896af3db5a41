import type { Measurement } from '../model/measurement.ts';
import type { LayerIndex } from '../oci/image.ts';
import { finalTree } from './final-tree.ts';

/** Bytes of the files that lie directly in each directory, by its path without leading '/'; '' is the root. */
export type DirectoryBytes = ReadonlyMap<string, number>;

/**
 * The final file system of a measured image by directory, from the indexes of its layers; hard links count once, so that the sum is
 * unpacked − wasted. The tree itself is let go. Undefined where the run does not hold a layer's index, as of a measurement file.
 */
export function sumDirectories(
  measurement: Pick<Measurement, 'layers'>,
  layerIndex: (digest: string) => LayerIndex | undefined,
): DirectoryBytes | undefined {
  const indexes = measurement.layers.flatMap(({ digest }) => layerIndex(digest) ?? []);
  if (indexes.length < measurement.layers.length) return undefined;
  const bytes = new Map<string, number>();
  for (const { path, size } of finalTree(indexes)) {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    bytes.set(directory, (bytes.get(directory) ?? 0) + size);
  }
  return bytes;
}
