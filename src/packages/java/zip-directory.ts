const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const ENTRY_LENGTH = 46;
/** A size or offset of this value is in the zip64 extra field. No entry of that size is of use here. */
const ELSEWHERE = 0xffff_ffff;
/** Entries of one archive. The JDK's modules and shaded archives have up to 100,000. */
const ENTRIES = 200_000;

/** An entry of the central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc32: number;
  /** Bytes as stored. */
  readonly size: number;
  /** Where its local header begins, in bytes from the start of the file. */
  readonly offset: number;
}

/** The last bytes of a file, and where they begin in it. */
export interface Tail {
  readonly bytes: Buffer;
  readonly start: number;
}

/**
 * The entries of a zip archive by its central directory (APPNOTE.TXT 4.3.12 to 4.3.16). Undefined if these last bytes do not hold the whole
 * directory. Bytes before the archive, such as the script of an executable jar, are allowed.
 */
export function readDirectory(tail: Tail): readonly ZipEntry[] | undefined {
  const { bytes } = tail;
  for (let at = bytes.length - END_LENGTH; at >= 0 && at >= bytes.length - END_LENGTH - 0xffff; at--) {
    if (bytes.readUInt32LE(at) !== END || at + END_LENGTH + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    const end = readEnd64(tail, at) ?? {
      count: bytes.readUInt16LE(at + 10),
      length: bytes.readUInt32LE(at + 12),
      offset: bytes.readUInt32LE(at + 16),
      at,
    };
    return readEntries(tail, end);
  }
  return undefined;
}

/** Number of entries, and bytes and offset of the directory. `at` is the position of the record that says so, after the directory. */
interface End {
  readonly count: number;
  readonly length: number;
  readonly offset: number;
  readonly at: number;
}

function readEnd64({ bytes, start }: Tail, end: number): End | undefined {
  const locator = end - LOCATOR_LENGTH;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return undefined;
  const at = Number(bytes.readBigUInt64LE(locator + 8)) - start;
  if (!(at >= 0 && at + 56 <= locator) || bytes.readUInt32LE(at) !== END_64) return undefined;
  const [count = 0, length = 0, offset = 0] = [32, 40, 48].map((field) => Number(bytes.readBigUInt64LE(at + field)));
  return { count, length, offset, at };
}

function readEntries({ bytes, start }: Tail, { count, length, offset, at: end }: End): ZipEntry[] | undefined {
  const first = end - length;
  if (first < 0 || count > ENTRIES) return undefined;
  const before = start + first - offset;
  const entries: ZipEntry[] = [];
  for (let at = first; entries.length < count; ) {
    if (at + ENTRY_LENGTH > end || bytes.readUInt32LE(at) !== ENTRY) return undefined;
    const nameEnd = at + ENTRY_LENGTH + bytes.readUInt16LE(at + 28);
    const size = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    if (size !== ELSEWHERE && local !== ELSEWHERE)
      entries.push({
        name: bytes.toString('utf8', at + ENTRY_LENGTH, Math.min(nameEnd, end)),
        method: bytes.readUInt16LE(at + 10),
        crc32: bytes.readUInt32LE(at + 16),
        size,
        offset: before + local,
      });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
