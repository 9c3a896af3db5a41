import { type Page, SqlitePages } from './pages.ts';
import { type Column, readRecord, readVarint } from './record.ts';

const INTERIOR_TABLE = 0x05;
const LEAF_TABLE = 0x0d;
/** Levels of a b-tree: SQLite's own limit, BTCURSOR_MAX_DEPTH. */
const DEPTH = 20;
const SCHEMA_ROOT = 1;

/**
 * The rows of a table in a SQLite 3 database file (https://www.sqlite.org/fileformat2.html), in the order of their row ids. A
 * write-ahead log is not read: rpm checkpoints its database when it closes it. Without the table there are no rows. Throws RangeError for
 * a broken file.
 */
export function* readTable(file: Buffer, table: string): Generator<readonly Column[], void, undefined> {
  const pages = new SqlitePages(file);
  for (const [type, name, , root] of readRows(pages, SCHEMA_ROOT, 0)) {
    if (type !== 'table' || name !== table || typeof root !== 'number') continue;
    yield* readRows(pages, root, 0);
    return;
  }
}

function* readRows(pages: SqlitePages, number: number, depth: number): Generator<readonly Column[], void, undefined> {
  if (depth > DEPTH) throw new RangeError('a b-tree is too deep');
  const page = pages.take(number);
  const kind = page.bytes.readUInt8(page.start);
  const count = page.bytes.readUInt16BE(page.start + 3);
  if (kind === LEAF_TABLE) {
    for (let cell = 0; cell < count; cell++)
      yield readRecord(readPayload(pages, page, cellAt(page, page.start + 8, cell)));
  } else if (kind === INTERIOR_TABLE) {
    for (let cell = 0; cell < count; cell++)
      yield* readRows(pages, page.bytes.readUInt32BE(cellAt(page, page.start + 12, cell)), depth + 1);
    yield* readRows(pages, page.bytes.readUInt32BE(page.start + 8), depth + 1);
  } else throw new RangeError(`page ${number} is not a table page`);
}

function cellAt(page: Page, pointers: number, cell: number): number {
  return page.bytes.readUInt16BE(pointers + 2 * cell);
}

/**
 * The payload of a cell in a leaf. It follows its length and the row id. The rest is on overflow pages (1.6, "Cell Payload Overflow
 * Pages").
 */
function readPayload(pages: SqlitePages, page: Page, at: number): Buffer {
  const length = readVarint(page.bytes, at);
  const { next: start } = readVarint(page.bytes, length.next);
  pages.spend(length.value);
  const local = localLength(length.value, pages.usable);
  if (start + local > pages.usable) throw new RangeError('a cell exceeds its page');
  const first = page.bytes.subarray(start, start + local);
  if (local === length.value) return first;
  return Buffer.concat([first, ...readOverflow(pages, page.bytes.readUInt32BE(start + local), length.value - local)]);
}

function localLength(length: number, usable: number): number {
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  if (length <= usable - 35) return length;
  const whole = least + ((length - least) % (usable - 4));
  return whole <= usable - 35 ? whole : least;
}

function* readOverflow(pages: SqlitePages, first: number, length: number): Generator<Buffer, void, undefined> {
  for (let number = first, left = length; left > 0; ) {
    const { bytes } = pages.take(number);
    // The first page cannot be in a chain: its header would be read as content.
    if (number === 1) throw new RangeError('an overflow chain over the first page');
    const part = bytes.subarray(4, Math.min(pages.usable, 4 + left));
    yield part;
    left -= part.length;
    number = bytes.readUInt32BE(0);
  }
}
