const HEADER = 32;
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const BLOB_HEADER = 16;
const MAGIC = 0x506d7052; // RpmP
const SLOT_MAGIC = 0x746f6c53; // Slot
const BLOB_MAGIC = 0x53626c42; // BlbS
const VERSION = 0;

/**
 * The headers in rpm's database of the format ndb (`Packages.db`, rpm's lib/backend/ndb/rpmpkg.c), in the order of their slots; all numbers are
 * little endian. After the header are pages of slots: magic, number of the package, first block of 16 bytes, number of blocks. A package begins
 * with magic, number, generation and length. Throws RangeError for a broken file.
 */
export function* readNdb(file: Buffer): Generator<Buffer, void, undefined> {
  if (file.length < HEADER || file.readUInt32LE(0) !== MAGIC || file.readUInt32LE(4) !== VERSION)
    throw new RangeError('not a database of the format ndb');
  const end = file.readUInt32LE(12) * PAGE;
  let left = file.length;
  for (let at = HEADER; at + SLOT <= Math.min(end, file.length); at += SLOT) {
    if (file.readUInt32LE(at) !== SLOT_MAGIC) throw new RangeError('a broken slot');
    const [number, block] = [file.readUInt32LE(at + 4), file.readUInt32LE(at + 8)];
    if (number === 0 || block === 0) continue;
    const blob = readBlob(file, number, block * BLOCK);
    left -= blob.length;
    if (left < 0) throw new RangeError('overlapping packages');
    yield blob;
  }
}

function readBlob(file: Buffer, number: number, at: number): Buffer {
  if (at + BLOB_HEADER > file.length) throw new RangeError('a package outside of the file');
  if (file.readUInt32LE(at) !== BLOB_MAGIC || file.readUInt32LE(at + 4) !== number)
    throw new RangeError('a broken package');
  const start = at + BLOB_HEADER;
  const length = file.readUInt32LE(at + 12);
  if (start + length > file.length) throw new RangeError('a truncated package');
  return file.subarray(start, start + length);
}
