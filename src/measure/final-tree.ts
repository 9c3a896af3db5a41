import type { LayerEntry, LayerIndex } from '../oci/image.ts';
import { FileTree } from './tree.ts';

/** A regular file of an image's final file system; of several hard links to one content only the first. */
export interface TreeFile {
  /** Without leading '/'. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Position of the layer that wrote it, base first. */
  readonly layer: number;
  /** Package URL of the package that it is of, where its layer says so. */
  readonly owner?: string;
  /** Equal for equal content, among files of one size; absent where nobody knows. */
  readonly content?: string;
}

interface Written {
  readonly entry: LayerEntry;
  readonly layer: number;
}

/** The files that a stack of layers shows in the end, in order of path; their sizes sum to unpacked − wasted. */
export function finalTree(indexes: readonly LayerIndex[]): readonly TreeFile[] {
  const tree = new FileTree();
  const written = new Map<string, Written>();
  for (const [layer, { entries }] of indexes.entries()) {
    tree.apply(entries);
    for (const entry of entries) if (entry.type === 'file') written.set(entry.path, { entry, layer });
  }
  return [...tree.finalFiles()].map(({ path, bytes }) => {
    const { entry, layer } = written.get(path) ?? { entry: undefined, layer: 0 };
    const owner = entry?.owner === undefined ? undefined : indexes[layer]?.packages?.[entry.owner];
    return {
      path,
      size: bytes,
      layer,
      ...(owner === undefined ? {} : { owner }),
      ...(entry?.crc32 === undefined || entry.size !== bytes ? {} : { content: entry.crc32.toString(16) }),
    };
  });
}
