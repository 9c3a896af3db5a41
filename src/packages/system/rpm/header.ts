const ENTRY = 16;
/** rpm's own limits (hdrblobInit) are 2^16 entries of an index and 256 MiB of data. */
const INDEX_LIMIT = 0xffff;

const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const CHAR = 1;

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * The header of a package in rpm's database (https://rpm-software-management.github.io/rpm/manual/format_header.html). It has the number of
 * index entries, the number of data bytes, the entries (tag, type, offset, count), and the data. Throws RangeError if it is truncated.
 */
export class RpmHeader {
  readonly #data: Buffer;
  readonly #entries = new Map<number, Entry>();

  constructor(blob: Buffer) {
    const count = blob.readUInt32BE(0);
    const length = blob.readUInt32BE(4);
    const start = 8 + count * ENTRY;
    if (count > INDEX_LIMIT || start + length > blob.length) throw new RangeError('a truncated header');
    this.#data = blob.subarray(start, start + length);
    for (let at = 8; at < start; at += ENTRY) {
      const entry = {
        type: blob.readUInt32BE(at + 4),
        offset: blob.readInt32BE(at + 8),
        count: blob.readUInt32BE(at + 12),
      };
      this.#entries.set(blob.readUInt32BE(at), entry);
    }
  }

  /** The text of the tag; '' if the header lacks it. */
  text(tag: number): string {
    const [text = ''] = this.#strings(tag, STRING, 1);
    return text;
  }

  texts(tag: number): readonly string[] {
    return [...this.#strings(tag, STRING_ARRAY, Number.POSITIVE_INFINITY)];
  }

  integers(tag: number): readonly number[] {
    const entry = this.#entryOf(tag, INT32);
    if (entry === undefined) return [];
    if (entry.offset + 4 * entry.count > this.#data.length) throw new RangeError('truncated integers');
    return Array.from({ length: entry.count }, (_, at) => this.#data.readUInt32BE(entry.offset + 4 * at));
  }

  /** Single bytes, such as the states of files. */
  bytes(tag: number): Uint8Array {
    const entry = this.#entryOf(tag, CHAR);
    return entry === undefined ? new Uint8Array() : this.#data.subarray(entry.offset, entry.offset + entry.count);
  }

  *#strings(tag: number, type: number, limit: number): Generator<string, void, undefined> {
    const entry = this.#entryOf(tag, type);
    let at = entry?.offset ?? 0;
    for (let left = Math.min(entry?.count ?? 0, limit); left > 0; left--) {
      const end = this.#data.indexOf(0, at);
      if (end < 0) throw new RangeError('truncated text');
      yield this.#data.toString('utf8', at, end);
      at = end + 1;
    }
  }

  #entryOf(tag: number, type: number): Entry | undefined {
    const entry = this.#entries.get(tag);
    if (entry === undefined || entry.type !== type) return undefined;
    if (entry.offset < 0 || entry.offset > this.#data.length) throw new RangeError('an offset outside of the data');
    return entry;
  }
}
