/** A column's value. Values that no caller needs (floating point, integers beyond 2^53) are null, like NULL. */
export type Column = string | number | Buffer | null;

interface Varint {
  readonly value: number;
  readonly next: number;
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6];
/** Columns that are read: rpm's tables have two and the schema five. SQLite's own limit is 2,000. */
const COLUMNS = 64;

/** Reads a variable-length integer of up to nine bytes (https://www.sqlite.org/fileformat2.html, 1.6). Throws RangeError beyond 2^53. */
export function readVarint(bytes: Buffer, at: number): Varint {
  let value = 0;
  for (let next = at; next < at + 8; ) {
    const byte = bytes.readUInt8(next++);
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('an absurd number');
    if (byte < 0x80) return { value, next };
  }
  throw new RangeError('an absurd number');
}

/** The columns of a record (file format, 2.1). Buffers are views of the payload. Throws RangeError if the record is truncated. */
export function readRecord(payload: Buffer): readonly Column[] {
  const header = readVarint(payload, 0);
  const columns: Column[] = [];
  let at = header.value;
  for (let next = header.next; next < header.value && columns.length < COLUMNS; ) {
    const type = readVarint(payload, next);
    const length = contentLength(type.value);
    if (at + length > payload.length) throw new RangeError('a truncated record');
    columns.push(readColumn(payload, at, type.value, length));
    at += length;
    next = type.next;
  }
  return columns;
}

/** Bytes of content by serial type. */
function contentLength(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return type === 6 || type === 7 ? 8 : (INTEGER_BYTES[type] ?? 0);
}

function readColumn(payload: Buffer, at: number, type: number, length: number): Column {
  if (type >= 12) return type % 2 === 1 ? payload.toString('utf8', at, at + length) : payload.subarray(at, at + length);
  if (type === 8 || type === 9) return type - 8;
  return length > 0 && length < 8 ? payload.readIntBE(at, length) : null;
}
