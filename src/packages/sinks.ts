import type { FileSink } from '../oci/layer/inspector.ts';
import { decodeText } from '../oci/tar/header.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Bytes. PATH_MAX is 4,096, and no field that is read here is longer. */
const LINE_LIMIT = 16 * 1024;

/**
 * Passes the lines of a text file to `onLine`, without line ends, as the file streams in. A line of more than 16 KiB is left out. If
 * `onLine` returns false, the rest of the file is skipped. Text is decoded like the paths of the tar.
 */
export class LineSink implements FileSink {
  readonly #onLine: (line: string) => boolean;
  readonly #onEnd: () => void;
  #held: Buffer[] = [];
  #heldLength = 0;
  #tooLong = false;
  #done = false;

  constructor(onLine: (line: string) => boolean, onEnd: () => void = () => {}) {
    this.#onLine = onLine;
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    while (!this.#done) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.#finishLine(bytes.subarray(start, end));
      start = end + 1;
    }
    if (!this.#done) this.#hold(bytes.subarray(start));
  }

  end(): void {
    if (!this.#done && (this.#heldLength > 0 || this.#tooLong)) this.#finishLine(Buffer.alloc(0));
    this.#onEnd();
  }

  #hold(rest: Buffer): void {
    if (this.#tooLong || rest.length === 0) return;
    this.#tooLong = this.#heldLength + rest.length > LINE_LIMIT;
    if (this.#tooLong) this.#drop();
    else {
      this.#held.push(Buffer.from(rest));
      this.#heldLength += rest.length;
    }
  }

  #finishLine(rest: Buffer): void {
    const fits = !this.#tooLong && this.#heldLength + rest.length <= LINE_LIMIT;
    const line = this.#heldLength === 0 ? rest : Buffer.concat([...this.#held, rest]);
    this.#drop();
    this.#tooLong = false;
    if (fits) this.#done = !this.#onLine(decodeText(line.at(-1) === RETURN ? line.subarray(0, -1) : line));
  }

  #drop(): void {
    this.#held = [];
    this.#heldLength = 0;
  }
}

/** Keeps the first `limit` bytes of a file. At its end, passes them to `onEnd`, with whether they are the whole file. */
export class HeadSink implements FileSink {
  readonly #limit: number;
  readonly #onEnd: (head: Buffer, whole: boolean) => void;
  #held: Buffer[] = [];
  #length = 0;
  #whole = true;

  constructor(limit: number, onEnd: (head: Buffer, whole: boolean) => void) {
    this.#limit = limit;
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    const room = this.#limit - this.#length;
    if (chunk.length > room) this.#whole = false;
    if (room <= 0 || chunk.length === 0) return;
    const kept = Buffer.from(chunk.subarray(0, room));
    this.#held.push(kept);
    this.#length += kept.length;
  }

  end(): void {
    const head = Buffer.concat(this.#held);
    this.#held = [];
    this.#onEnd(head, this.#whole);
  }
}

/** Keeps a whole file of a known size, in bytes. Passes it to `onEnd` at its end; what it has of a file that is cut off. */
export class WholeSink implements FileSink {
  readonly #content: Buffer;
  readonly #onEnd: (content: Buffer) => void;
  #length = 0;

  constructor(size: number, onEnd: (content: Buffer) => void) {
    this.#content = Buffer.allocUnsafeSlow(size);
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    const room = this.#content.length - this.#length;
    this.#content.set(chunk.length > room ? chunk.subarray(0, room) : chunk, this.#length);
    this.#length += Math.min(room, chunk.length);
  }

  end(): void {
    this.#onEnd(this.#content.subarray(0, this.#length));
  }
}
