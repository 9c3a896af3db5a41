/**
 * Decodes the 512-byte header block of a tar entry: v7, ustar (POSIX.1-1988), star and GNU. Follows Go's archive/tar, because engines
 * unpack layers with it.
 */

export const BLOCK = 512;

/** The fields that measuring uses. `size` is the bytes that follow in the archive, unless a PAX record overrides it. */
export interface TarHeader {
  readonly path: string;
  readonly linkPath: string;
  readonly size: number;
  /** Permission bits; 0 if the field is not a number, since no size depends on them. */
  readonly mode: number;
  /** The type flag as a character; '\0' is a v7 regular file. */
  readonly flag: string;
  /** Old GNU sparse ('S'): the file's full size, and whether further blocks of the map follow. */
  readonly sparse?: { readonly realSize: number; readonly extended: boolean };
}

/** An error in a header block. The caller adds the place. */
export class TarHeaderError extends Error {}

const ZERO = Buffer.alloc(BLOCK);
const CHECKSUM = 148;
const SPACE = 0x20;

/** True for a block of 512 zero bytes, two of which end an archive. */
export function isZeroBlock(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0 && ZERO.compare(bytes, at, at + BLOCK) === 0;
}

/** Decodes the 512 bytes of the header at `at`. Throws TarHeaderError for a bad checksum or number. */
export function decodeHeader(bytes: Buffer, at: number): TarHeader {
  checkChecksum(bytes, at);
  const flag = String.fromCharCode(bytes[at + 156] ?? 0);
  const path = withPrefix(bytes, at, readText(bytes, at, 100));
  const size = readNumber(bytes, at + 124, 12, 'size');
  const header = { path, linkPath: readText(bytes, at + 157, 100), size, mode: readMode(bytes, at + 100), flag };
  return flag === 'S' ? { ...header, sparse: readSparse(bytes, at) } : header;
}

/** The name field of an unchecked header, for an error about it. */
export function headerName(bytes: Buffer, at: number): string {
  return readText(bytes, at, 100);
}

/** True if the bytes at `at` are a header block with a correct checksum: this detects a tar without a media type. */
export function isHeader(bytes: Buffer, at = 0): boolean {
  if (bytes.length < at + BLOCK || isZeroBlock(bytes, at)) return false;
  try {
    checkChecksum(bytes, at);
    return true;
  } catch (error) {
    if (error instanceof TarHeaderError) return false;
    throw error;
  }
}

/** True if a block of an old GNU sparse map says that another block follows. */
export function isSparseExtended(bytes: Buffer, at: number): boolean {
  return bytes[at + 504] === 1;
}

/** Decodes hostile bytes as UTF-8, or else as Latin-1, so that different bytes give different texts. */
export function decodeText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes) ? bytes.toString('latin1') : text;
}

/** Checks the sum of all bytes, with the checksum field as spaces. Some old writers summed signed bytes. */
function checkChecksum(bytes: Buffer, at: number): void {
  const stored = readNumber(bytes, at + CHECKSUM, 8, 'checksum');
  const field = at + CHECKSUM;
  const unsigned = sum(bytes, at, field) + 8 * SPACE + sum(bytes, field + 8, at + BLOCK);
  if (stored === unsigned) return;
  const high = highBits(bytes, at, field) + highBits(bytes, field + 8, at + BLOCK);
  if (stored !== unsigned - high * 256) {
    throw new TarHeaderError(`bad header checksum: the header says ${stored}, its bytes sum to ${unsigned}`);
  }
}

/** Sum of the bytes between two places. */
function sum(bytes: Buffer, start: number, end: number): number {
  let total = 0;
  for (let at = start; at < end; at++) total += bytes[at] as number;
  return total;
}

/** How many of the bytes between two places are negative as signed ones. */
function highBits(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) count += (bytes[at] as number) >> 7;
  return count;
}

function readText(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at);
  return decodeText(bytes.subarray(at, end < 0 ? at + length : Math.min(end, at + length)));
}

/** ustar stores the start of a long path in a prefix field; GNU uses the same bytes for other fields. */
function withPrefix(bytes: Buffer, at: number, path: string): string {
  if (bytes.toString('latin1', at + 257, at + 263) !== 'ustar\0') return path;
  const star = bytes.toString('latin1', at + 508, at + 512) === 'tar\0';
  const prefix = readText(bytes, at + 345, star ? 131 : 155);
  return prefix === '' ? path : `${prefix}/${path}`;
}

function readSparse(bytes: Buffer, at: number): { realSize: number; extended: boolean } {
  return { realSize: readNumber(bytes, at + 483, 12, 'sparse size'), extended: bytes[at + 482] === 1 };
}

/** The last 12 bits of the mode field, octal or base 256. Parsed by hand for speed: every entry has one. */
function readMode(bytes: Buffer, at: number): number {
  if ((bytes[at] ?? 0) & 0x80) return bytes.readUInt16BE(at + 6) & 0o7777;
  let mode = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit >= 0 && digit < 8) mode = (mode << 3) | digit;
    else if (digit !== SPACE - 0x30 && digit !== -0x30) return 0;
  }
  return mode & 0o7777;
}

/** A number in octal, or in base 256 if the first bit is set (GNU and star, for 8 GiB and more). An empty field is 0. */
function readNumber(bytes: Buffer, at: number, length: number, field: string): number {
  if ((bytes[at] ?? 0) & 0x80) return readBase256(bytes, at, length, field);
  const text = bytes.toString('latin1', at, at + length).replace(/^[ \0]+|[ \0].*$/gs, '');
  if (!/^[0-7]*$/.test(text))
    throw new TarHeaderError(`the ${field} field is not an octal number: ${JSON.stringify(text)}`);
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function readBase256(bytes: Buffer, at: number, length: number, field: string): number {
  if ((bytes[at] ?? 0) & 0x40) throw new TarHeaderError(`the ${field} field is negative`);
  let value = (bytes[at] ?? 0) & 0x3f;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + (bytes[i] ?? 0);
  if (!Number.isSafeInteger(value)) throw new TarHeaderError(`the ${field} field is absurdly large: about ${value}`);
  return value;
}
