import type { DirectoryBytes } from '../measure/directories.ts';
import type { Measurement } from '../measure/measurement.ts';

/** Where the bytes went between two ways to build an image. All lines, `wasted` and `rest` together are `total`, exactly. */
export interface Saving {
  readonly reference: string;
  readonly variant: string;
  readonly platform: string;
  /** Change of `unpacked` in bytes; negative where the variant is smaller. */
  readonly total: number;
  /** Largest change first. */
  readonly lines: readonly SavingLine[];
  /** Change of the bytes that a later layer overwrites or deletes. */
  readonly wasted: number;
  /** Change of all directories that no line names. */
  readonly rest: number;
}

/** A directory with all below it, in bytes; `files` means only those directly in it. */
export interface SavingLine {
  /** Without leading '/'; '' is the root. */
  readonly path: string;
  readonly files: boolean;
  readonly before: number;
  readonly after: number;
  /** The largest changes directly below it, where a few make up a good part of it: `name` is a directory's. */
  readonly parts: readonly { readonly name: string; readonly change: number }[];
}

/** Most directories named, and how much of the total change may be left to `rest`. */
const LINES = 10;
const REST = 0.1;
/** A line of less than this share of the total is none. */
const SMALL = 0.005;
const PARTS = 3;
/** A part is named from this share of its directory's change. */
const NOTABLE = 0.05;
/** A directory that is gone altogether is one line, unless it is more of the total than this. */
const WHOLE = 1 / 3;

interface Directory {
  readonly path: string;
  readonly children: Map<string, Directory>;
  before: number;
  after: number;
  readonly own: { before: number; after: number };
}

/** One of the lines to be: a directory that may still be taken apart, or what cannot. */
interface Piece extends Omit<SavingLine, 'parts'> {
  readonly directory?: Directory;
}

/**
 * Explains the change of `unpacked` by at most ten directories of the final file systems, as deep as they still cover nine tenths of it.
 * Both maps are of the whole file system, as `weighDirectories` has them.
 */
export function explainSaving(
  reference: { readonly measurement: Measurement; readonly directories: DirectoryBytes },
  variant: { readonly measurement: Measurement; readonly directories: DirectoryBytes },
): Saving {
  const [before, after] = [reference.measurement, variant.measurement];
  const total = after.unpacked - before.unpacked;
  const root = joinDirectories(reference.directories, variant.directories);
  const lines = chooseLines(root, Math.abs(total)).toSorted((a, b) => weight(b) - weight(a));
  return {
    reference: before.image,
    variant: after.image,
    platform: after.platform,
    total,
    lines: lines.map(({ directory, ...line }) => ({
      ...line,
      parts: directory === undefined ? [] : partsOf(directory),
    })),
    wasted: after.wasted - before.wasted,
    rest: change(root) - lines.reduce((sum, line) => sum + change(line), 0),
  };
}

function joinDirectories(before: DirectoryBytes, after: DirectoryBytes): Directory {
  const root = makeDirectory('');
  for (const [path, bytes] of before) add(root, path, 'before', bytes);
  for (const [path, bytes] of after) add(root, path, 'after', bytes);
  return root;
}

function makeDirectory(path: string): Directory {
  return { path, children: new Map(), before: 0, after: 0, own: { before: 0, after: 0 } };
}

function add(root: Directory, path: string, side: 'before' | 'after', bytes: number): void {
  let directory = root;
  directory[side] += bytes;
  for (const name of path === '' ? [] : path.split('/')) {
    let child = directory.children.get(name);
    if (child === undefined) {
      child = makeDirectory(directory.path === '' ? name : `${directory.path}/${name}`);
      directory.children.set(name, child);
    }
    directory = child;
    directory[side] += bytes;
  }
  directory.own[side] += bytes;
}

/** Takes the largest directory apart, again and again, as long as what falls out of the lines stays small. */
function chooseLines(root: Directory, total: number): readonly Piece[] {
  let lines: readonly Piece[] = [pieceOf(root)];
  let left = total * REST;
  const whole = new Set<Piece>();
  for (let next = largest(lines, whole); next !== undefined; next = largest(lines, whole)) {
    const pieces = takeApart(next, total);
    const all = [...lines.filter((line) => line !== next), ...pieces].sort((a, b) => weight(b) - weight(a));
    const lost = all.slice(LINES).reduce((sum, piece) => sum + weight(piece), 0);
    if (pieces.length === 0 || lost > left) whole.add(next);
    else {
      lines = all.slice(0, LINES);
      left -= lost;
    }
  }
  return worthALine(lines, total, left);
}

/** Without the lines that tell next to nothing, as far as the rest may hold them: lines come largest first. */
function worthALine(lines: readonly Piece[], total: number, left: number): readonly Piece[] {
  let small = 0;
  return lines.filter((line) => {
    const isSmall = weight(line) < total * SMALL && small + weight(line) <= left;
    if (isSmall) small += weight(line);
    return !isSmall && weight(line) > 0;
  });
}

function largest(lines: readonly Piece[], whole: ReadonlySet<Piece>): Piece | undefined {
  let found: Piece | undefined;
  for (const line of lines) {
    if (line.directory === undefined || whole.has(line)) continue;
    if (found === undefined || weight(line) > weight(found)) found = line;
  }
  return found;
}

/** None where the directory says more as a whole: most of it are its own files, or it is gone altogether. */
function takeApart({ directory, ...line }: Piece, total: number): readonly Piece[] {
  if (directory === undefined) return [];
  const isGone = (line.before === 0 || line.after === 0) && weight(line) <= total * WHOLE;
  const children = [...directory.children.values()].map(pieceOf).filter((piece) => change(piece) !== 0);
  const own: Piece = { path: directory.path, files: true, ...directory.own };
  const ownWeight = weight(own);
  const below = children.reduce((sum, child) => sum + weight(child), 0); // what grew may hide what shrank
  if (isGone || children.length === 0 || ownWeight > below) return [];
  return ownWeight === 0 ? children : [...children, own];
}

/** None of a directory that is gone or new: then all of it is. */
function partsOf(directory: Directory): SavingLine['parts'] {
  if (directory.before === 0 || directory.after === 0) return [];
  return [...directory.children.values()]
    .filter((child) => weight(child) >= weight(directory) * NOTABLE && weight(child) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, PARTS)
    .map((child) => ({ name: child.path.slice(child.path.lastIndexOf('/') + 1), change: change(child) }));
}

function pieceOf(directory: Directory): Piece {
  return { path: directory.path, files: false, before: directory.before, after: directory.after, directory };
}

function change({ before, after }: Pick<SavingLine, 'before' | 'after'>): number {
  return after - before;
}

function weight(line: Pick<SavingLine, 'before' | 'after'>): number {
  return Math.abs(change(line));
}
