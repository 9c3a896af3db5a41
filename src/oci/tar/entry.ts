import { ImageError, type Place } from '../error.ts';
import type { TarLimits } from '../limits.ts';
import { decodeHeader, decodeText, headerName, isSparseExtended, type TarHeader, TarHeaderError } from './header.ts';
import { type PaxRecords, parsePax } from './pax.ts';

export type TarType = 'file' | 'hardlink' | 'symlink' | 'directory' | 'device' | 'fifo';

/** One entry of a tar, with the records that precede it applied. Paths are as written. Sizes and offsets are bytes. */
export interface TarEntry {
  readonly path: string;
  readonly type: TarType;
  readonly linkPath: string;
  /** Content of a regular file once unpacked: a sparse file's full size; 0 for all else. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes stored in the archive after the header. */
  readonly stored: number;
  /** Where its (first) header starts, from the start of the archive. */
  readonly offset: number;
}

/** ext4's largest file: what a sparse header may claim without a byte of content. */
const LARGEST_FILE = 16 * 1024 ** 4;

/** Type flags of POSIX and GNU; what is not here counts as a regular file, as POSIX asks. 'D' is GNU's dump of a directory. */
const TYPES: Readonly<Record<string, TarType>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
  D: 'directory',
};

/** Types whose header is never followed by content, whatever its size field says (as Go's archive/tar reads them). */
const HEADER_ONLY = new Set(['1', '2', '3', '4', '5', '6']);

/** Entries about the next entry: GNU long name and long link, PAX extended header. */
const RECORDS = new Set(['L', 'K', 'x']);

/**
 * Carried over and not applied: Go's archive/tar, and so every engine, ignores what a PAX global header ('g') says of later
 * entries; a GNU volume label ('V') names no file.
 */
const IGNORED = new Set(['g', 'V']);

/** Turns header blocks and the records before them into entries; the stream and its borders are TarParser's. */
export class TarEntryReader {
  readonly #place: Place;
  readonly #limits: TarLimits;
  #header: TarHeader | undefined;
  #start: number | undefined;
  #offset = 0;
  #count = 0;
  #stored = 0;
  #record: Buffer[] = [];
  #longPath: string | undefined;
  #longLink: string | undefined;
  #pax: PaxRecords = {};
  /** Name of the entry being read, for errors. */
  name: string | undefined;
  /** True while the content that follows is a record or ignored, not a file's. */
  collecting = false;
  /** True while the block that follows belongs to an old GNU sparse map. */
  inSparseMap = false;

  constructor(place: Place, limits: TarLimits) {
    this.#place = place;
    this.#limits = limits;
  }

  /** Bytes of content that follow the header just read. */
  get contentSize(): number {
    return this.#stored;
  }

  /** True when a record was read and its entry has not come. */
  get pending(): boolean {
    return this.#start !== undefined;
  }

  /** Reads a header block; undefined when it is a record, ignored, or continued by a sparse map. */
  readHeader(bytes: Buffer, at: number, offset: number): TarEntry | undefined {
    this.#offset = offset;
    this.name = headerName(bytes, at);
    const header = this.#guard(() => decodeHeader(bytes, at));
    this.#header = header;
    this.name = this.#pax.path ?? this.#longPath ?? header.path;
    this.collecting = RECORDS.has(header.flag) || IGNORED.has(header.flag);
    this.#stored = this.collecting ? this.#bounded(header) : 0;
    if (this.collecting) return undefined;
    this.inSparseMap = header.sparse?.extended === true;
    return this.inSparseMap ? undefined : this.#finish(header);
  }

  /** Reads a continuation block of a sparse map; the entry when it was the last. */
  readSparseMap(bytes: Buffer, at: number): TarEntry | undefined {
    this.inSparseMap = isSparseExtended(bytes, at);
    return this.inSparseMap || this.#header === undefined ? undefined : this.#finish(this.#header);
  }

  /** Takes content of a record; `last` completes it. */
  collect(bytes: Buffer, last: boolean): void {
    const flag = this.#header?.flag ?? '';
    if (!RECORDS.has(flag)) return;
    // A copy: the chunk belongs to the stream, and holding a piece of it would hold all of it.
    this.#record.push(Buffer.from(bytes));
    if (!last) return;
    const record = Buffer.concat(this.#record);
    this.#record = [];
    this.#guard(() => this.#apply(flag, record));
  }

  #apply(flag: string, record: Buffer): void {
    if (flag === 'x') this.#pax = parsePax(record);
    else if (flag === 'L') this.#longPath = untilNul(record);
    else this.#longLink = untilNul(record);
  }

  #bounded(header: TarHeader): number {
    if (RECORDS.has(header.flag)) this.#start ??= this.#offset;
    if (header.size > this.#limits.record) {
      throw this.#error(`an extended header of ${header.size} bytes is over the limit of ${this.#limits.record}`);
    }
    this.#countEntry();
    return header.size;
  }

  #finish(header: TarHeader): TarEntry {
    this.#countEntry();
    const entry = this.#compose(header, this.#pax);
    this.#stored = entry.stored;
    this.#start = undefined;
    this.#longPath = undefined;
    this.#longLink = undefined;
    this.#pax = {};
    return entry;
  }

  #compose(header: TarHeader, pax: PaxRecords): TarEntry {
    const path = pax.path ?? this.#longPath ?? header.path;
    // A v7 archive marks a directory by the slash alone.
    const type = header.flag === '\0' && path.endsWith('/') ? 'directory' : (TYPES[header.flag] ?? 'file');
    const stored = HEADER_ONLY.has(header.flag) ? 0 : (pax.size ?? header.size);
    const size = type === 'file' ? (header.sparse?.realSize ?? pax.realSize ?? stored) : 0;
    const linkPath = pax.linkPath ?? this.#longLink ?? header.linkPath;
    this.#checkSizes(stored, size);
    return { path, type, linkPath, size, mode: header.mode, stored, offset: this.#start ?? this.#offset };
  }

  #checkSizes(stored: number, size: number): void {
    const limit = this.#limits.tarSize;
    if (stored > limit) throw this.#error(`absurd size: ${stored} bytes of content are over the limit of ${limit}`);
    if (size > LARGEST_FILE) throw this.#error(`absurd size: a sparse file of ${size} bytes, over ${LARGEST_FILE}`);
  }

  #countEntry(): void {
    this.#count++;
    if (this.#count > this.#limits.entries) throw this.#error(`more than ${this.#limits.entries} entries`);
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof TarHeaderError) throw this.#error(error.message);
      throw error;
    }
  }

  #error(problem: string): ImageError {
    const entry = this.name === undefined ? this.#place : { ...this.#place, entry: this.name };
    return new ImageError(problem, { ...entry, offset: this.#offset });
  }
}

function untilNul(record: Buffer): string {
  const end = record.indexOf(0);
  return decodeText(end < 0 ? record : record.subarray(0, end));
}
