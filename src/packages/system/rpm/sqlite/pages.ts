const MAGIC = 'SQLite format 3\0';
const HEADER = 100;
const UTF8 = 1;
/** The least bytes of a cell besides its payload: its pointer, its length, its row id. */
const CELL = 4;

/** A page with the position of its b-tree header. */
export interface Page {
  readonly number: number;
  readonly bytes: Buffer;
  /** 100 on the first page, which starts with the header of the database; else 0. */
  readonly start: number;
}

/**
 * The pages of a SQLite database file (https://www.sqlite.org/fileformat2.html, 1.3). Each can be taken once: no valid b-tree or overflow
 * chain leads to a page twice. So no more bytes are read than the file has.
 */
export class SqlitePages {
  readonly #file: Buffer;
  readonly #pageSize: number;
  readonly #seen = new Set<number>();
  #unread: number;
  /** Bytes of a page that are used: the file format's U. */
  readonly usable: number;

  /** Throws RangeError if the file is not a SQLite 3 database with text in UTF-8. */
  constructor(file: Buffer) {
    if (file.length < HEADER || file.toString('latin1', 0, MAGIC.length) !== MAGIC)
      throw new RangeError('not a SQLite 3 database');
    const size = file.readUInt16BE(16);
    this.#file = file;
    this.#unread = file.length;
    this.#pageSize = size === 1 ? 65_536 : size;
    this.usable = this.#pageSize - file.readUInt8(20);
    const sound = this.#pageSize >= 512 && Number.isInteger(Math.log2(this.#pageSize)) && this.usable >= 480;
    if (!sound || file.readUInt32BE(56) !== UTF8) throw new RangeError('an unknown page size or text encoding');
  }

  /** Throws RangeError for a page that is missing or was taken before. */
  take(number: number): Page {
    const at = (number - 1) * this.#pageSize;
    if (number < 1 || at + this.#pageSize > this.#file.length || this.#seen.has(number))
      throw new RangeError(`page ${number} is missing or read twice`);
    this.#seen.add(number);
    return { number, bytes: this.#file.subarray(at, at + this.#pageSize), start: number === 1 ? HEADER : 0 };
  }

  /** Counts the bytes of a cell. Throws RangeError if all cells together are larger than the file: then they overlap. */
  spend(payload: number): void {
    this.#unread -= payload + CELL;
    if (this.#unread < 0) throw new RangeError('overlapping cells');
  }
}
