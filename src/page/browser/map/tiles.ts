import type { Files } from '../data/files.ts';
import { bytesAt, type Child, childrenOf, type Directory, type FileTree, type Sizes } from '../data/tree.ts';

/** One tile of the map. Sizes are bytes; NaN when a side lacks the file. */
export interface Tile extends Pick<Child, 'name' | 'before' | 'after' | 'files' | 'row'> {
  /** `rest`: children too small for their own tiles. `folded`: files that the report has as one row. */
  readonly kind: 'directory' | 'file' | 'rest' | 'folded';
  /** For a `rest`, the directory that it is in. */
  readonly path: string;
  /** Bytes at the shown side. */
  readonly size: number;
  /** Number of children in a `rest`; else 1. */
  readonly gathered: number;
  /** Present when a directory is drawn as a frame around its tiles. */
  readonly children?: readonly Tile[];
}

/** The room for a map. */
export interface Space {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Most tiles. */
  readonly most: number;
}

/** Least area of a frame in square CSS pixels. A smaller frame shows no more than a single tile. */
const SMALLEST_FRAME = 4200;
/** Least area of a tile in square CSS pixels. A smaller tile is hard to see and to point at. */
const SMALLEST_TILE = 140;

interface Drawn extends Tile {
  path: string;
  name: string;
  children?: readonly Drawn[];
  readonly directory?: Directory;
}

/**
 * Plans the tiles of a directory, as many as are distinguishable in a space. Large directories are frames around their own tiles. Small children of a
 * directory share one tile. The tiles of a frame sum to its bytes.
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

/** A directory that holds only one directory is drawn as that directory, under both names. */
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
  // A single child left over needs no more room than a `rest`.
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
