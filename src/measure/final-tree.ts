import type { Measurement } from '../model/measurement.ts';
import type { FilePart, FileSection, LayerEntry, LayerIndex } from '../oci/image.ts';
import { FileTree, type HiddenContent } from './tree.ts';

/** A regular file of an image's final file system. */
export interface TreeFile {
  /** Without leading '/', and with symbolic links resolved: the path at which the file is visible. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Position of the layer that wrote it; the base is first. */
  readonly layer: number;
  /** Package URL of the package that owns the file, if one does. */
  readonly owner?: string;
  /** Size and CRC-32: equal for equal content in any image, and by chance for other content. Absent for an empty file. */
  readonly content?: string;
  /** Package URLs of the packages that lie in this file and whose bytes are its owner's. */
  readonly inner?: readonly string[];
  /** About how many bytes of it each of `inner` takes; 0 where nobody knows. */
  readonly innerBytes?: readonly number[];
  /** Package URLs of other packages whose files are hard links to this one, as pnpm makes them. Its bytes are its owner's. */
  readonly sharers?: readonly string[];
  /** Pieces of an archive that count by themselves. `takeApart` makes files of them. */
  readonly parts?: readonly TreePart[];
  /** What it is divided into, with bytes that are also those of `parts`. */
  readonly sections?: readonly FileSection[];
  /** What a source map says that it was made from, by package URL; '' for the application's own source. */
  readonly origins?: readonly FileSection[];
}

/** A piece of a file; its path is that inside the archive. */
export type TreePart = Pick<TreeFile, 'path' | 'size' | 'owner' | 'content'>;

/** The visible files of a stack of layers, and the content that its layers hide of one another. */
export interface FileSystem {
  /**
   * The regular files in order of path, name by name. Only the first of several hard links to one content is listed, so the sizes add up
   * to exactly unpacked − wasted.
   */
  readonly tree: readonly TreeFile[];
  /** The hidden content, in the order in which layers hid it. */
  readonly hidden: readonly HiddenContent[];
}

/** Stacks the layers of an image; the base is first. */
export function stackLayers(indexes: readonly LayerIndex[]): FileSystem {
  const hidden: HiddenContent[] = [];
  const tree = new FileTree((content) => hidden.push(content));
  for (const { entries } of indexes) tree.apply(entries);
  return { tree: finalFiles(tree, indexes), hidden };
}

/** The `tree` of the stacked layers. */
export function finalTree(indexes: readonly LayerIndex[]): readonly TreeFile[] {
  return stackLayers(indexes).tree;
}

/**
 * The same bytes with each piece of an archive as a file of its own, at `app.jar!/lib/a.jar` (the syntax of java.net.JarURLConnection). The
 * archive keeps the rest. A tree without pieces is returned as it is.
 */
export function takeApart(tree: readonly TreeFile[]): readonly TreeFile[] {
  return tree.some(({ parts }) => parts !== undefined) ? tree.flatMap(piecesOf) : tree;
}

/** Bytes of the files directly in each directory, by its path without leading '/'; '' is the root. */
export type DirectoryBytes = ReadonlyMap<string, number>;

/**
 * The final file system of a measured image by directory, from the indexes of its layers. Hard links count once, so the sum is unpacked −
 * wasted. Only the sums are kept in memory. Undefined if the run does not hold a layer's index, as for a measurement file.
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

function piecesOf(file: TreeFile): readonly TreeFile[] {
  const { parts, ...rest } = file;
  if (parts === undefined) return [file];
  const pieces = parts.map((part): TreeFile => ({ ...part, path: `${file.path}!/${part.path}`, layer: file.layer }));
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  return [{ ...rest, size: file.size - bytes }, ...pieces];
}

function finalFiles(tree: FileTree, indexes: readonly LayerIndex[]): readonly TreeFile[] {
  return Array.from(tree.finalFiles(), ({ path, written, layer, sharers = new Set<number>() }): TreeFile => {
    const { size, crc32, inner, innerBytes, parts, sections, origins } = written;
    const packages = indexes[layer]?.packages;
    const content = crc32 === undefined ? undefined : `${size}-${crc32}`;
    return {
      path,
      size,
      layer,
      ...ownerOf(written, packages),
      ...(content !== undefined && { content }),
      ...(inner !== undefined && { inner: inner.flatMap((position) => packages?.[position] ?? []) }),
      ...(innerBytes !== undefined && { innerBytes }),
      ...(sharers.size > 0 && { sharers: [...sharers].flatMap((position) => packages?.[position] ?? []) }),
      ...(parts !== undefined && { parts: parts.map((part) => treePart(part, packages)) }),
      ...(sections !== undefined && { sections }),
      ...(origins !== undefined && { origins }),
    };
  });
}

function treePart(part: FilePart, packages: LayerIndex['packages']): TreePart {
  const { path, size, crc32 } = part;
  const content = crc32 === undefined ? {} : { content: `${size}-${crc32}` };
  return { path, size, ...ownerOf(part, packages), ...content };
}

function ownerOf({ owner }: Pick<LayerEntry, 'owner'>, packages: LayerIndex['packages']): Pick<TreeFile, 'owner'> {
  const purl = owner === undefined ? undefined : packages?.[owner];
  return purl === undefined ? {} : { owner: purl };
}
