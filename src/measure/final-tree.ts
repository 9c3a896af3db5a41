import type { LayerIndex } from '../oci/image.ts';
import { FileTree, type HiddenContent } from './tree.ts';

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

/** What a stack of layers shows, and what its layers hide of one another. */
export interface FileSystem {
  /**
   * The regular files in order of path, name by name. Of several hard links to one content the first path stands for all, so the sizes
   * add up to unpacked − wasted, exactly.
   */
  readonly tree: readonly TreeFile[];
  /** Content that a layer hides, in the order in which it was hidden. */
  readonly hidden: readonly HiddenContent[];
}

/** Stacks the layers of an image, the base first. */
export function stackLayers(indexes: readonly LayerIndex[]): FileSystem {
  const hidden: HiddenContent[] = [];
  const tree = new FileTree((content) => hidden.push(content));
  for (const { entries } of indexes) tree.apply(entries);
  return { tree: finalFiles(tree, indexes), hidden };
}

/** The regular files that a stack of layers shows, as `FileSystem` has them. */
export function finalTree(indexes: readonly LayerIndex[]): readonly TreeFile[] {
  return stackLayers(indexes).tree;
}

function finalFiles(tree: FileTree, indexes: readonly LayerIndex[]): readonly TreeFile[] {
  return Array.from(tree.finalFiles(), ({ path, written, layer }): TreeFile => {
    const { size, crc32, owner: position } = written;
    const owner = position === undefined ? undefined : indexes[layer]?.packages?.[position];
    const content = crc32 === undefined ? undefined : `${size}-${crc32}`;
    return { path, size, layer, ...(owner !== undefined && { owner }), ...(content !== undefined && { content }) };
  });
}
