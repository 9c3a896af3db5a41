import { ImageError, type Place } from '../error.ts';
import type { TarLimits } from '../limits.ts';
import { decodeHeader, decodeText, headerName, isSparseExtended, type TarHeader, TarHeaderError } from './header.ts';
import { type PaxRecords, parsePax } from './pax.ts';

/** The kinds of a tar entry. */
export type TarType = 'file' | 'hardlink' | 'symlink' | 'directory' | 'device' | 'fifo';

/** One entry of a tar, with its preceding records applied. Paths are as written in the tar. Sizes and offsets are bytes. */
export interface TarEntry {
  readonly path: string;
  readonly type: TarType;
  readonly linkPath: string;
  /** Unpacked size of a regular file; for a sparse file its full size. 0 for other types. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes stored in the archive after the header. */
  readonly stored: number;
  /** Start of its first header in the archive. */
  readonly offset: number;
}

/** The largest file of ext4: a limit for sparse headers, which may state any size without content. */
const LARGEST_FILE = 16 * 1024 ** 4;

/** Type flags of POSIX and GNU. Any other flag is a regular file, as POSIX requires. 'D' is GNU's dump of a directory. */
const TYPES: Readonly<Record<string, TarType>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
  D: 'directory',
};

/** Types that never have content, whatever the size field says (as in Go's archive/tar). */
const HEADER_ONLY = new Set(['1', '2', '3', '4', '5', '6']);

/** Records about the next entry: GNU long name and long link, PAX extended header. */
const RECORDS = new Set(['L', 'K', 'x']);

/**
 * Entries that are skipped. Go's archive/tar, and so every engine, does not apply a PAX global header ('g') to later entries. A GNU volume
 * label ('V') is not a file.
 */
const IGNORED = new Set(['g', 'V']);

/** Turns header blocks and their preceding records into entries. TarParser finds the blocks in the stream. */
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
  /** Name of the current entry, for errors. */
  name: string | undefined;
  /** True while the next content is a record or is ignored, and is not a file's. */
  collecting = false;
  /** True while the next block belongs to an old GNU sparse map. */
  inSparseMap = false;

  constructor(place: Place, limits: TarLimits) {
    this.#place = place;
    this.#limits = limits;
  }

  /** Bytes of content after the last header. */
  get contentSize(): number {
    return this.#stored;
  }

  /** True after a record, until its entry was read. */
  get pending(): boolean {
    return this.#start !== undefined;
  }

  /** Reads a header block. Undefined if it is a record, is ignored, or is continued by a sparse map. */
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

  /** Reads a continuation block of a sparse map. Returns the entry after the last block. */
  readSparseMap(bytes: Buffer, at: number): TarEntry | undefined {
    this.inSparseMap = isSparseExtended(bytes, at);
    return this.inSparseMap || this.#header === undefined ? undefined : this.#finish(this.#header);
  }

  /** Adds content of a record; `last` completes it. */
  collect(bytes: Buffer, last: boolean): void {
    const flag = this.#header?.flag ?? '';
    if (!RECORDS.has(flag)) return;
    // A copy: keeping a part of the chunk would keep the whole chunk in memory.
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
    // A v7 archive marks a directory only by the trailing slash.
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
