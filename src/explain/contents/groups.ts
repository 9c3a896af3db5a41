import type { ContentRow } from './rows.ts';

/** Which rows may become one: those of one directory, layer (on both sides) and package that changed in one direction. */
export interface RowGroups {
  /** The group of each row. */
  readonly groupOf: Int32Array;
  /** The directory of each group, with a '/' at its end; '' for the root. */
  readonly directories: readonly string[];
}

/** How deep the directories are that rows fold into: their own, while there are few enough of these. */
const DEPTHS = [Number.POSITIVE_INFINITY, 16, 8, 4, 2, 1, 0];

/** Groups rows by their directories, or by those above them where there would be more than `most` groups. */
export function groupRows(rows: readonly ContentRow[], most: number): RowGroups {
  const own = number(rows, inSameDirectory, directoryOf);
  const kinds = number(rows, isAlike, kindOf);
  let groups: RowGroups = { groupOf: new Int32Array(rows.length), directories: [''] };
  for (const depth of DEPTHS) {
    groups = combine(own, kinds, depth);
    if (groups.directories.length <= most) break;
  }
  return groups;
}

/** The keys of rows: for each row the position of its key in the list of all keys. */
interface Numbered {
  readonly of: Int32Array;
  readonly keys: readonly string[];
}

/** Rows are in order of path, so most have the key of the row before: comparing the two is cheaper than making a key. */
function number(
  rows: readonly ContentRow[],
  isSame: (row: ContentRow, last: ContentRow) => boolean,
  keyOf: (row: ContentRow) => string,
): Numbered {
  const known = new Map<string, number>();
  const of = new Int32Array(rows.length);
  let last: ContentRow | undefined;
  for (const [at, row] of rows.entries()) {
    of[at] = last !== undefined && isSame(row, last) ? (of[at - 1] ?? 0) : positionIn(known, keyOf(row));
    last = row;
  }
  return { of, keys: [...known.keys()] };
}

function combine(own: Numbered, kinds: Numbered, depth: number): RowGroups {
  const above = new Map<string, number>();
  const directoryAt = Int32Array.from(own.keys, (directory) => positionIn(above, cutAt(directory, depth)));
  const names = [...above.keys()];
  const known = new Map<number, number>();
  const directories: string[] = [];
  const groupOf = own.of.map((position, at) => {
    const directory = directoryAt[position] ?? 0;
    const group = positionIn(known, directory * kinds.keys.length + (kinds.of[at] ?? 0));
    if (group === directories.length) directories.push(names[directory] ?? '');
    return group;
  });
  return { groupOf, directories };
}

function directoryOf({ path }: ContentRow): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function inSameDirectory({ path }: ContentRow, last: ContentRow): boolean {
  const end = path.lastIndexOf('/') + 1;
  return end === last.path.lastIndexOf('/') + 1 && last.path.startsWith(path.slice(0, end));
}

/** The directory that many levels below the root, if it is deeper. */
function cutAt(directory: string, depth: number): string {
  if (depth === Number.POSITIVE_INFINITY) return directory;
  let end = 0;
  for (let level = 0; level < depth && end < directory.length; level++) end = directory.indexOf('/', end) + 1;
  return directory.slice(0, end);
}

function kindOf(row: ContentRow): string {
  return `${row.was} ${row.layer} ${directionOf(row)} ${row.owner ?? ''}`;
}

function isAlike(row: ContentRow, last: ContentRow): boolean {
  const sameLayers = row.was === last.was && row.layer === last.layer;
  return sameLayers && row.owner === last.owner && directionOf(row) === directionOf(last);
}

function directionOf({ before, after }: ContentRow): number {
  return Math.sign((after ?? 0) - (before ?? 0));
}

function positionIn<Key>(known: Map<Key, number>, key: Key): number {
  const position = known.get(key) ?? known.size;
  if (position === known.size) known.set(key, position);
  return position;
}
