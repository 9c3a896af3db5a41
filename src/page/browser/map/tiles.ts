import type { Files } from '../data/files.ts';
import { bytesAt, type Child, childrenOf, type Directory, type FileTree, type Sizes } from '../data/tree.ts';

/** What is drawn as one tile. Bytes; NaN where a file is not there. */
export interface Tile extends Pick<Child, 'name' | 'before' | 'after' | 'files' | 'row'> {
  /** `rest`: what is too small for a tile each; `folded`: the files that the report has only as one row. */
  readonly kind: 'directory' | 'file' | 'rest' | 'folded';
  /** Of a `rest`, the directory that it lies in. */
  readonly path: string;
  /** Bytes at the side looked at. */
  readonly size: number;
  /** How many children are gathered in a `rest`; else 1. */
  readonly gathered: number;
  /** Present where a directory is drawn as a frame around its tiles. */
  readonly children?: readonly Tile[];
}

export interface Space {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Most tiles. */
  readonly most: number;
}

/** A frame smaller than this (square CSS pixels) shows nothing that its one tile would not. */
const SMALLEST_FRAME = 4200;
/** A smaller tile is too small to see and to point at. */
const SMALLEST_TILE = 140;

interface Drawn extends Tile {
  path: string;
  name: string;
  children?: readonly Drawn[];
  readonly directory?: Directory;
}

/**
 * The tiles of a directory, as many as can be told apart in a space: large directories are frames around their own tiles, small children of
 * one directory are gathered into one. Sizes are kept: the tiles of a frame come to its bytes.
 */
export function planTiles(tree: FileTree, sizes: Sizes, directory: Directory, space: Space): Tile {
  const root = rootTile(directory, sizes);
  const pixels = (space.width * space.height) / Math.max(1, root.size);
  let left = space.most;
  const queue: Drawn[] = [root];
  for (const tile of queue) {
    if (tile.directory === undefined || left < 2) continue;
    if (tile !== root && tile.size * pixels < SMALLEST_FRAME) continue;
    const { children, deepest } = openAlone(tree, sizes, tile.directory, tile === root);
    if (deepest !== tile.directory) {
      tile.name = deepest.path.slice(tile.path.length - tile.name.length);
      tile.path = deepest.path;
    }
    const drawn = gather(tree.files, children, {
      sizes,
      path: tile.path,
      smallest: SMALLEST_TILE / pixels,
      most: left,
    });
    tile.children = drawn;
    left -= drawn.length;
    queue.push(...drawn);
  }
  return root;
}

/** A directory that holds nothing but one directory is drawn as that one, under both names. */
function openAlone(
  tree: FileTree,
  sizes: Sizes,
  directory: Directory,
  isRoot: boolean,
): { readonly children: readonly Child[]; readonly deepest: Directory } {
  let deepest = directory;
  let children = childrenOf(tree, sizes, deepest);
  while (!isRoot && children.length === 1 && children[0]?.directory !== undefined) {
    deepest = children[0].directory;
    children = childrenOf(tree, sizes, deepest);
  }
  return { children, deepest };
}

interface Gathering {
  readonly sizes: Sizes;
  readonly path: string;
  /** Bytes. */
  readonly smallest: number;
  readonly most: number;
}

function gather(
  files: Files,
  children: readonly Child[],
  { sizes, path, smallest, most }: Gathering,
): readonly Drawn[] {
  const { side } = sizes;
  const large = children.findIndex((child) => bytesAt(child, side) < smallest);
  const shown = Math.min(large === -1 ? children.length : large, children.length > most ? most - 1 : most);
  const rest = children.slice(shown);
  // One that is left over takes no more room as itself.
  if (rest.length <= 1) return children.map((child) => childTile(files, child, side));
  return [...children.slice(0, shown).map((child) => childTile(files, child, side)), restTile(rest, path, side)];
}

function childTile(files: Files, child: Child, side: Sizes['side']): Drawn {
  const { name, path, before, after, row, directory } = child;
  const kind = directory !== undefined ? 'directory' : files.folded.has(row) ? 'folded' : 'file';
  const size = bytesAt(child, side);
  const tile = { kind, name, path, before, after, files: child.files, row, size, gathered: 1 } as const;
  return directory === undefined ? tile : { ...tile, directory };
}

function restTile(rest: readonly Child[], path: string, side: Sizes['side']): Drawn {
  const sum = (of: (child: Child) => number) => rest.reduce((total, child) => total + (of(child) || 0), 0);
  return {
    kind: 'rest',
    name: '',
    path,
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    files: sum(({ files }) => files),
    row: -1,
    size: sum((child) => bytesAt(child, side)),
    gathered: rest.length,
  };
}

function rootTile(directory: Directory, { side, before, after, files }: Sizes): Drawn {
  const bytes = { before: before[directory.index] ?? 0, after: after[directory.index] ?? 0 };
  return {
    kind: 'directory',
    name: directory.name,
    path: directory.path,
    ...bytes,
    files: files[directory.index] ?? 0,
    row: -1,
    size: bytesAt(bytes, side),
    gathered: 1,
    directory,
  };
}
