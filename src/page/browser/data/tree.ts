import { directoryOf } from '../../../explain/directory-tree.ts';
import type { Files, Side } from './files.ts';

/** A directory of both file systems together. */
export interface Directory {
  /** Position in the tree's `directories` and in every column of `Sizes`. */
  readonly index: number;
  /** '' for the root. */
  readonly name: string;
  /** Without leading '/'. */
  readonly path: string;
  readonly parent: Directory | null;
  readonly directories: ReadonlyMap<string, Directory>;
  /** Rows of the files directly in it. */
  readonly rows: readonly number[];
}

/** The files of both sides as a tree of directories. */
export interface FileTree {
  readonly files: Files;
  readonly root: Directory;
  /** Parents before children. */
  readonly directories: readonly Directory[];
  /** Row → index of the directory that the file is in. */
  readonly parents: Int32Array;
}

/** What sizes are summed over: one layer, by its position at `side`, or all layers. */
export interface Scope {
  readonly side: Side;
  readonly layer: number | null;
}

/** The sums of every directory over a scope, including all below it, by the directory's index. */
export interface Sizes extends Scope {
  /** Bytes. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Number of files at `side`. */
  readonly files: Float64Array;
}

/** A directory or file in a directory, with its bytes; NaN when a side lacks it. */
export interface Child {
  readonly name: string;
  readonly path: string;
  readonly before: number;
  readonly after: number;
  /** Number of files at the shown side. */
  readonly files: number;
  /** Undefined for a file. */
  readonly directory?: Directory;
  /** −1 for a directory. */
  readonly row: number;
}

interface MutableDirectory extends Directory {
  readonly directories: Map<string, MutableDirectory>;
  readonly rows: number[];
}

/** Builds the directories of files in one pass. Nothing recurses, since hostile paths can be thousands of directories deep. */
export function buildTree(files: Files): FileTree {
  const root = makeDirectory(0, '', '', null);
  const directories: MutableDirectory[] = [root];
  const parents = new Int32Array(files.count);
  let last = root;
  for (const [row, path] of files.paths.entries()) {
    const holding = directoryOf(path);
    if (holding !== last.path) last = ensureDirectory(root, directories, holding);
    last.rows.push(row);
    parents[row] = last.index;
  }
  return { files, root, directories, parents };
}

/** The directory at a path without leading '/'; undefined when it does not exist. */
export function directoryAt({ root }: FileTree, path: string): Directory | undefined {
  if (path === '') return root;
  let found: Directory | undefined = root;
  for (const name of path.split('/')) found = found?.directories.get(name);
  return found;
}

/** Sums up every directory, in one pass over the files and one over the directories. */
export function sizesOf({ files, directories, parents }: FileTree, { side, layer }: Scope): Sizes {
  const sums = () => new Float64Array(directories.length);
  const sizes: Sizes = { side, layer, before: sums(), after: sums(), files: sums() };
  const written = side === 'after' ? files.layer : files.was;
  for (let row = 0; row < files.count; row++) {
    if (layer !== null && written[row] !== layer) continue;
    const at = parents[row] ?? 0;
    add(sizes.before, at, files.before[row]);
    add(sizes.after, at, files.after[row]);
    add(sizes.files, at, filesOf(files, row, side));
  }
  for (let at = directories.length - 1; at > 0; at--) {
    const parent = directories[at]?.parent?.index ?? 0;
    add(sizes.before, parent, sizes.before[at]);
    add(sizes.after, parent, sizes.after[at]);
    add(sizes.files, parent, sizes.files[at]);
  }
  return sizes;
}

/** The children of a directory that have bytes at the shown side, largest first. */
export function childrenOf(tree: FileTree, sizes: Sizes, directory: Directory): readonly Child[] {
  const found: Child[] = [];
  for (const child of directory.directories.values()) found.push(childDirectory(child, sizes));
  const written = sizes.side === 'after' ? tree.files.layer : tree.files.was;
  for (const row of directory.rows) {
    if (sizes.layer === null || written[row] === sizes.layer) found.push(childFile(tree.files, row, sizes.side));
  }
  return found.filter((child) => bytesAt(child, sizes.side) > 0).sort(bySize(sizes.side));
}

/** Bytes at a side; 0 when the side lacks it. */
export function bytesAt({ before, after }: Pick<Child, 'before' | 'after'>, side: Side): number {
  return (side === 'after' ? after : before) || 0;
}

function bySize(side: Side): (a: Child, b: Child) => number {
  return (a, b) => bytesAt(b, side) - bytesAt(a, side) || (a.path < b.path ? -1 : 1);
}

/** A directory without bytes at a side counts as missing there, like a file. */
function childDirectory(directory: Directory, { before, after, files }: Sizes): Child {
  const { name, path, index } = directory;
  return {
    name,
    path,
    before: before[index] || Number.NaN,
    after: after[index] || Number.NaN,
    files: files[index] ?? 0,
    directory,
    row: -1,
  };
}

function childFile(files: Files, row: number, side: Side): Child {
  const path = files.paths[row] ?? '';
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    before: files.before[row] ?? Number.NaN,
    after: files.after[row] ?? Number.NaN,
    files: filesOf(files, row, side),
    row,
  };
}

function filesOf(files: Files, row: number, side: Side): number {
  return Number.isNaN(files[side][row]) ? 0 : (files.folded.get(row) ?? 1);
}

function add(sums: Float64Array, at: number, value: number | undefined): void {
  sums[at] = (sums[at] ?? 0) + (value || 0);
}

function ensureDirectory(root: MutableDirectory, directories: MutableDirectory[], path: string): MutableDirectory {
  let directory = root;
  for (let start = 0; start <= path.length && path !== ''; ) {
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    const name = path.slice(start, end);
    let child = directory.directories.get(name);
    if (child === undefined) {
      child = makeDirectory(directories.length, name, path.slice(0, end), directory);
      directory.directories.set(name, child);
      directories.push(child);
    }
    directory = child;
    start = end + 1;
  }
  return directory;
}

function makeDirectory(index: number, name: string, path: string, parent: MutableDirectory | null): MutableDirectory {
  return { index, name, path, parent, directories: new Map(), rows: [] };
}
