import type { LayerIndex } from '../oci/image.ts';
import { FileTree } from './tree.ts';

/** A regular file of an image's final file system. */
export interface TreeFile {
  /** Without leading '/'; where symbolic links lead, as the file is to be seen. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Position of the layer that wrote it, the base first. */
  readonly layer: number;
  /** Package URL of the package that the file is of; absent where none says so. */
  readonly owner?: string;
  /** Equal for equal content, of whatever image (size and CRC-32, so by chance also for others); absent for an empty file. */
  readonly content?: string;
}

/**
 * The regular files that a stack of layers shows, the base first: in order of path, name by name. Of several hard links to one content
 * the first path stands for all, so that the sizes add up to unpacked − wasted, exactly.
 */
export function finalTree(indexes: readonly LayerIndex[]): readonly TreeFile[] {
  const tree = new FileTree();
  for (const { entries } of indexes) tree.apply(entries);
  return Array.from(tree.finalFiles(), ({ path, written, layer }): TreeFile => {
    const { size, crc32, owner: position } = written;
    const owner = position === undefined ? undefined : indexes[layer]?.packages?.[position];
    const content = crc32 === undefined ? undefined : `${size}-${crc32}`;
    return { path, size, layer, ...(owner !== undefined && { owner }), ...(content !== undefined && { content }) };
  });
}
