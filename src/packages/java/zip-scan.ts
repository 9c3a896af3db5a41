import { constants, inflateRawSync } from 'node:zlib';
import type { FileSink } from '../../oci/layer/inspector.ts';
import { readDirectory, type ZipEntry } from './zip-directory.ts';

const SIGNATURE = Buffer.from('PK\x03\x04', 'latin1');
const HEADER = 30;
/** Flag bit 3: sizes follow the content. */
const SIZES_FOLLOW = 0x08;
const ENCRYPTED = 0x01;
const STORED = 0;
const DEFLATED = 8;
/** Bytes of one text as stored. The largest manifests list the checksums of all classes, but the first section comes first. */
export const STORED_TEXT = 16 * 1024;
const LONGEST_NAME = 512;
/** Inflated bytes of one text. */
const INFLATED = 512 * 1024;
/** Characters of all texts of an archive, and their number. A fat jar of 500 libraries has 1,000 texts. */
const TEXT_IN_ALL = 4 * 1024 * 1024;
const TEXTS = 10_000;
/** Bytes at the end of an archive that are kept for its directory: that of 150,000 classes. */
const TAIL = 16 * 1024 * 1024;

/** A file in an archive, or in an archive that is stored in it without compression. */
export interface ZipText {
  readonly name: string;
  readonly text: string;
  /** Where its local header begins in the outer archive. */
  readonly offset: number;
}

/** What a scan found. */
export interface ZipScan {
  /** Whether the file begins like an archive, or ends in a directory. */
  readonly isArchive: boolean;
  readonly texts: readonly ZipText[];
  /** Undefined if the directory is broken, or too large to be kept. */
  readonly entries: readonly ZipEntry[] | undefined;
}

/**
 * Reads the wanted texts and the directory of a zip archive as it streams in. Local headers (APPNOTE.TXT 4.3.7) are found by their signature, so
 * archives inside without compression are read too. Which headers are real is for the directory to say. Holds the end of the file, at most 16 MiB.
 */
export class ZipScanSink implements FileSink {
  readonly #size: number;
  readonly #wanted: (name: string) => boolean;
  readonly #onEnd: (scan: ZipScan) => void;
  readonly #tail: Buffer[] = [];
  readonly #texts: ZipText[] = [];
  #left = TEXT_IN_ALL;
  #isArchive = false;
  #held: Buffer = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #read = 0;

  /** `size` is that of the file in bytes. */
  constructor(size: number, wanted: (name: string) => boolean, onEnd: (scan: ZipScan) => void) {
    this.#size = size;
    this.#wanted = wanted;
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    const skip = Math.max(0, this.#size - TAIL - this.#read);
    if (skip < chunk.length) this.#tail.push(Buffer.from(chunk.subarray(skip)));
    this.#read += chunk.length;
    this.#scan(Buffer.concat([this.#held, chunk]), false);
  }

  end(): void {
    this.#scan(this.#held, true);
    const bytes = Buffer.concat(this.#tail);
    const entries = readDirectory({ bytes, start: this.#read - bytes.length });
    this.#onEnd({ isArchive: this.#isArchive || entries !== undefined, texts: this.#texts, entries });
  }

  #scan(bytes: Buffer, last: boolean): void {
    if (this.#offset === 0) this.#isArchive = bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
    let at = bytes.indexOf(SIGNATURE);
    while (at >= 0 && (last || at + HEADER + LONGEST_NAME + STORED_TEXT <= bytes.length)) {
      this.#readLocal(bytes, at);
      at = bytes.indexOf(SIGNATURE, at + SIGNATURE.length);
    }
    // Keeps the end, where a signature may begin.
    const keep = at >= 0 ? at : Math.max(0, bytes.length - SIGNATURE.length + 1);
    this.#held = Buffer.from(bytes.subarray(keep));
    this.#offset += keep;
  }

  #readLocal(bytes: Buffer, at: number): void {
    if (at + HEADER > bytes.length) return;
    const length = bytes.readUInt16LE(at + 26);
    const nameEnd = at + HEADER + length;
    if (length > LONGEST_NAME || nameEnd > bytes.length || this.#texts.length >= TEXTS) return;
    const name = bytes.toString('utf8', at + HEADER, nameEnd);
    if (!this.#wanted(name)) return;
    const text = readText(bytes, at, nameEnd + bytes.readUInt16LE(at + 28));
    if (text === undefined || text.length > this.#left) return;
    this.#left -= text.length;
    this.#texts.push({ name, text, offset: this.#offset + at });
  }
}

/** The start of the text after a local header; undefined if it cannot be read. */
function readText(bytes: Buffer, at: number, start: number): string | undefined {
  const [flags, method] = [bytes.readUInt16LE(at + 6), bytes.readUInt16LE(at + 8)];
  const isSized = (flags & SIZES_FOLLOW) === 0;
  if ((flags & ENCRYPTED) !== 0 || (method === STORED && !isSized)) return undefined;
  const size = isSized ? bytes.readUInt32LE(at + 18) : STORED_TEXT;
  const stored = bytes.subarray(start, start + Math.min(size, STORED_TEXT));
  if (method === STORED) return stored.toString('utf8');
  return method === DEFLATED ? inflate(stored) : undefined;
}

/** Inflates what may be cut off, or followed by other bytes. */
function inflate(bytes: Buffer): string | undefined {
  try {
    const options = { maxOutputLength: INFLATED, finishFlush: constants.Z_SYNC_FLUSH };
    return inflateRawSync(bytes, options).toString('utf8');
  } catch {
    return undefined;
  }
}
