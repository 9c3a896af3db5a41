import type { RolledLine } from '../model/explanation.ts';
import { type ChangedBytes, type Directory, DirectoryTree, pathOf } from './directory-tree.ts';

/** How much a change counts when lines are chosen: zero or more, and for a directory at most as much as its parts together. */
export type Weight = (bytes: Readonly<ChangedBytes>) => number;

/** One of the lines: a directory that may still be split, or the files directly in one. */
export interface Piece {
  readonly directory: Directory;
  readonly files: boolean;
  readonly bytes: Readonly<ChangedBytes>;
}

/** How lines are chosen. */
interface Choice {
  readonly weight: Weight;
  /** What the lines must explain, by that weight. */
  readonly total: number;
  /** A line of a smaller share of the total is left out. */
  readonly small: number;
}

/** Most directories named, and the share of the total weight that they may leave out. */
const LINES = 10;
const REST = 0.1;
/** A directory that is all gone or all new is one line, unless it is a larger share of the total. */
const WHOLE = 1 / 3;

/** Change in bytes, up or down alike. */
export const netWeight: Weight = ({ before, after }) => Math.abs(after - before);
/** Growth plus shrinkage, so that nothing cancels out. */
export const grossWeight: Weight = ({ grown, shrunk }) => grown + shrunk;

/**
 * At most ten directories, largest first, as deep as they still cover nine tenths of `total`. The largest is split again and again, as long
 * as what no line covers stays small.
 */
export function chooseLines(root: Directory, { weight, total, small }: Choice): readonly Piece[] {
  let lines: readonly Piece[] = [{ directory: root, files: false, bytes: root.all }];
  let left = total * REST;
  const whole = new Set<Piece>();
  const byWeight = (a: Piece, b: Piece) => weight(b.bytes) - weight(a.bytes);
  for (let next = largest(lines, whole, weight); next !== undefined; next = largest(lines, whole, weight)) {
    const pieces = takeApart(next, weight, total);
    const all = [...lines.filter((line) => line !== next), ...pieces].sort(byWeight);
    const lost = all.slice(LINES).reduce((sum, { bytes }) => sum + weight(bytes), 0);
    if (pieces.length === 0 || lost > left) whole.add(next);
    else {
      lines = all.slice(0, LINES);
      left -= lost;
    }
  }
  return worthALine(lines.toSorted(byWeight), { weight, total, small }, left);
}

/** The bytes of two maps of directories as one tree. */
export function joinDirectories(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Directory {
  const tree = new DirectoryTree();
  for (const path of new Set([...before.keys(), ...after.keys()]))
    tree.add(tree.at(path), before.get(path) ?? 0, after.get(path) ?? 0);
  return tree.sumUp();
}

/** A piece as a line of a result. */
export function lineOf({ directory, files, bytes: { before, after } }: Piece): RolledLine {
  return { path: pathOf(directory), files, before, after };
}

/** Leaves out the smallest lines, as far as the rest has room for them. Lines come largest first. */
function worthALine(lines: readonly Piece[], { weight, total, small }: Choice, left: number): readonly Piece[] {
  let lost = 0;
  return lines.filter(({ bytes }) => {
    const own = weight(bytes);
    const isSmall = own < total * small && lost + own <= left;
    if (isSmall) lost += own;
    return !isSmall && own > 0;
  });
}

function largest(lines: readonly Piece[], whole: ReadonlySet<Piece>, weight: Weight): Piece | undefined {
  let found: Piece | undefined;
  for (const line of lines) {
    if (line.files || whole.has(line)) continue;
    if (found === undefined || weight(line.bytes) > weight(found.bytes)) found = line;
  }
  return found;
}

/** Nothing where the directory is better one line: most of it are its own files, or it is all gone or all new. */
function takeApart({ directory, bytes }: Piece, weight: Weight, total: number): readonly Piece[] {
  const isGone = (bytes.before === 0 || bytes.after === 0) && weight(bytes) <= total * WHOLE;
  const children = [...directory.children.values()]
    .map((child) => ({ directory: child, files: false, bytes: child.all }))
    .filter((piece) => weight(piece.bytes) > 0);
  const own = weight(directory.own);
  const below = children.reduce((sum, child) => sum + weight(child.bytes), 0); // what grew may hide what shrank
  if (isGone || children.length === 0 || own > below) return [];
  return own === 0 ? children : [...children, { directory, files: true, bytes: directory.own }];
}
