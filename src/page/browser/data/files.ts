import type { Contents } from '../../../model/contents.ts';

/** Which side of a comparison: the baseline or the head. */
export type Side = 'before' | 'after';

/** The files of a comparison, decoded from the report's columns. Row n of every column describes the same file. Rows are in order of path. */
export interface Files {
  readonly count: number;
  /** Paths without leading '/'. */
  readonly paths: readonly string[];
  /** Bytes; NaN when the side lacks the file. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Positions of layers; −1 when the side lacks the file. */
  readonly was: Int32Array;
  readonly layer: Int32Array;
  /** Position in `owners`; −1 for a file without a package. */
  readonly owner: Int32Array;
  /** Package URLs. */
  readonly owners: readonly string[];
  /** Row → path at the baseline, for a file that moved. */
  readonly from: ReadonlyMap<number, string>;
  /** Row → number of files that it stands for. */
  readonly folded: ReadonlyMap<number, number>;
}

/** More rows than an image has files. The report folds unchanged files long before. */
const MOST_ROWS = 1_000_000;
/** UTF-16 units of a path. Linux opens directories of up to 4,096 bytes, and names in them of up to 255. */
const LONGEST_PATH = 4400;
/** UTF-16 units of all paths together, so that shared prefixes cannot unfold without end. */
const MOST_TEXT = 128_000_000;
const MOST_LAYERS = 10_000;

type Column = keyof Omit<Contents, 'owners' | 'from' | 'folded'>;

const COLUMNS = Object.keys({
  shared: 0,
  rest: 0,
  before: 0,
  after: 0,
  was: 0,
  layer: 0,
  owner: 0,
} satisfies Record<Column, 0>) as readonly Column[];

/**
 * Decodes the files of a comparison from the report's columns, which may be hostile.
 * @throws Error naming column and row, for columns of different lengths and an invalid size or position. Also for a path that is too long,
 * and a row without a file.
 */
export function decodeContents(contents: Contents): Files {
  const count = checkedLength(contents);
  const owners = texts(contents.owners, 'owners');
  const before = sizes(contents.before, 'before');
  const after = sizes(contents.after, 'after');
  for (let row = 0; row < count; row++) {
    if (Number.isNaN(before[row]) && Number.isNaN(after[row]))
      throw misfit('after', row, 'the file is on neither side');
  }
  return {
    count,
    paths: unfold(contents.shared, texts(contents.rest, 'rest')),
    before,
    after,
    was: layers(contents.was, before, 'was'),
    layer: layers(contents.layer, after, 'layer'),
    owner: positions(contents.owner, owners.length, 'owner'),
    owners,
    from: byRow(contents.from, 'from', count, isPath),
    folded: byRow(contents.folded, 'folded', count, isCount),
  };
}

function checkedLength(contents: Contents): number {
  for (const name of COLUMNS) {
    if (!Array.isArray(contents[name])) throw new Error(`the files of the report have no column ${name}`);
  }
  const count = contents.rest.length;
  if (count > MOST_ROWS) throw new Error(`the report has ${count} files, at most ${MOST_ROWS} can be shown`);
  const other = COLUMNS.find((name) => contents[name].length !== count);
  if (other === undefined) return count;
  throw new Error(`the files of the report: ${contents[other].length} rows of ${other}, but ${count} of rest`);
}

function unfold(shared: readonly number[], rest: readonly string[]): readonly string[] {
  const paths: string[] = [];
  let text = 0;
  let last = '';
  for (let row = 0; row < rest.length; row++) {
    const [tail, length] = [rest[row] ?? '', shared[row] ?? -1];
    if (!Number.isInteger(length) || length < 0 || length > last.length)
      throw misfit('shared', row, `${said(length)} of the ${last.length} units of the path before`);
    if (length + tail.length > LONGEST_PATH)
      throw misfit('rest', row, `a path of ${length + tail.length} units, at most ${LONGEST_PATH}`);
    last = last.slice(0, length) + tail;
    text += last.length;
    if (text > MOST_TEXT) throw misfit('rest', row, `the paths come to more than ${MOST_TEXT} units`);
    if (!isPath(last)) throw misfit('rest', row, 'no path');
    paths.push(last);
  }
  return paths;
}

/** Bytes; NaN for null. */
function sizes(column: Contents['before'], name: Column): Float64Array {
  const bytes = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? null;
    if (value !== null && !(Number.isSafeInteger(value) && value >= 0)) throw misfit(name, row, `${said(value)} bytes`);
    bytes[row] = value ?? Number.NaN;
  }
  return bytes;
}

function layers(column: Contents['was'], bytes: Float64Array, name: Column): Int32Array {
  const found = positions(column, MOST_LAYERS, name);
  const row = found.findIndex((layer, at) => layer !== -1 && Number.isNaN(bytes[at]));
  if (row === -1) return found;
  throw misfit(name, row, 'a layer of a file that is not there');
}

/** Positions below `end`; −1 for null. */
function positions(column: Contents['was'], end: number, name: Column): Int32Array {
  const found = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? null;
    if (value !== null && !(Number.isInteger(value) && value >= 0 && value < end))
      throw misfit(name, row, `${said(value)} is no position below ${end}`);
    found[row] = value ?? -1;
  }
  return found;
}

function byRow<T>(
  values: Readonly<Record<string, T>> = {},
  name: string,
  count: number,
  accepts: (value: unknown) => boolean,
): ReadonlyMap<number, T> {
  const found = new Map<number, T>();
  for (const [key, value] of Object.entries(values)) {
    const row = /^\d{1,7}$/.test(key) ? Number(key) : -1;
    if (row < 0 || row >= count)
      throw new Error(`the files of the report: ${name} is of row ${said(key)}, of ${count}`);
    if (!accepts(value)) throw misfit(name, row, said(value));
    found.set(row, value);
  }
  return found;
}

function texts(column: readonly string[], name: string): readonly string[] {
  if (!Array.isArray(column)) throw new Error(`the files of the report have no column ${name}`);
  const row = column.findIndex((text) => typeof text !== 'string');
  if (row !== -1) throw misfit(name, row, `${said(column[row])} is no text`);
  return column;
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.startsWith('/') && value.length <= LONGEST_PATH;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function misfit(column: string, row: number, found: string): Error {
  return new Error(`the files of the report, row ${row} of ${column}: ${found}`);
}

/** A value as JSON of at most 40 characters. */
function said(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 40);
}
