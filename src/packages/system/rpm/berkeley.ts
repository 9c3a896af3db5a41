const MAGIC = 0x061561;
const PAGE_HEADER = 26;
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH = 13;
const KEY_DATA = 1;
const OFF_PAGE = 3;

/** Reads numbers in the byte order of the machine that wrote the file. */
interface Numbers {
  short(at: number): number;
  long(at: number): number;
}

/**
 * The headers in rpm's database of Berkeley DB (`Packages`, the default before rpm 4.16). It is a hash (db-5.3's dbinc/db_page.h): pages of keys and
 * data in turns, where long data is in a chain of overflow pages. The key 0 holds rpm's counter. Throws RangeError for a broken file.
 */
export function* readBerkeley(file: Buffer): Generator<Buffer, void, undefined> {
  const numbers = numbersOf(file);
  const size = numbers.long(20);
  if (size < 512 || size > 65_536 || !Number.isInteger(Math.log2(size))) throw new RangeError('an unknown page size');
  const taken = new Set<number>();
  const pages = Math.min(numbers.long(32) + 1, Math.floor(file.length / size));
  for (let page = 1; page < pages; page++) {
    const start = page * size;
    const type = file[start + 25];
    if (type === HASH || type === HASH_UNSORTED) yield* readHashPage({ file, numbers, size, taken }, start);
  }
}

interface Database {
  readonly file: Buffer;
  readonly numbers: Numbers;
  /** Bytes of a page. */
  readonly size: number;
  /** Overflow pages that were read: no valid chain leads to a page twice. */
  readonly taken: Set<number>;
}

function* readHashPage(database: Database, start: number): Generator<Buffer, void, undefined> {
  const { file, numbers, size } = database;
  const count = numbers.short(start + 20);
  if (PAGE_HEADER + 2 * count > size) throw new RangeError('more entries than a page has room for');
  const offsetOf = (index: number) => (index < 0 ? size : numbers.short(start + PAGE_HEADER + 2 * index));
  for (let index = 1; index < count; index += 2) {
    const [at, end] = [offsetOf(index), offsetOf(index - 1)];
    if (at < PAGE_HEADER || end > size || at >= end) throw new RangeError('an entry outside of its page');
    const isCounter = offsetOf(index - 1) + 5 === offsetOf(index - 2) && numbers.long(start + end + 1) === 0;
    if (isCounter) continue;
    const type = file[start + at];
    if (type === KEY_DATA) yield file.subarray(start + at + 1, start + end);
    else if (type === OFF_PAGE) yield readChain(database, numbers.long(start + at + 4), numbers.long(start + at + 8));
  }
}

/** Data of `length` bytes in a chain of overflow pages. */
function readChain({ file, numbers, size, taken }: Database, first: number, length: number): Buffer {
  const parts: Buffer[] = [];
  let left = length;
  for (let page = first; left > 0; page = numbers.long(page * size + 16)) {
    const start = page * size;
    if (page === 0 || start + size > file.length || taken.has(page)) throw new RangeError('a broken chain of pages');
    if (file[start + 25] !== OVERFLOW) throw new RangeError('a chain to a page of another kind');
    taken.add(page);
    const held = Math.min(numbers.short(start + 22), left, size - PAGE_HEADER);
    if (held === 0) throw new RangeError('an empty page in a chain');
    parts.push(file.subarray(start + PAGE_HEADER, start + PAGE_HEADER + held));
    left -= held;
  }
  return Buffer.concat(parts);
}

function numbersOf(file: Buffer): Numbers {
  if (file.length < 512) throw new RangeError('not a Berkeley DB');
  if (file.readUInt32LE(12) === MAGIC)
    return { short: (at) => file.readUInt16LE(at), long: (at) => file.readUInt32LE(at) };
  if (file.readUInt32BE(12) === MAGIC)
    return { short: (at) => file.readUInt16BE(at), long: (at) => file.readUInt32BE(at) };
  throw new RangeError('not a hash of Berkeley DB');
}
