import type { FileSink } from '../../oci/layer/inspector.ts';

/** The main module of a Go program; `path` is that of the main package if there is no module. */
export interface MainModule {
  readonly path: string;
  /** Such as `v1.2.3` or `(devel)`. */
  readonly version?: string | undefined;
}

const ELF = Buffer.from('\x7fELF', 'latin1');
/** The mark is assembled here, so that a search never finds it in this program. */
const MAGIC = Buffer.from(['\xff Go build', 'inf:'].join(''), 'latin1');
/** The header starts at a multiple of this number of bytes. */
const ALIGNMENT = 16;
const HEADER = 32;
const INLINE_STRINGS = 0x02;
/** Marks of 16 bytes around the module information. */
const SENTINEL = 16;
/** Type and name of the note with Go's build ID (readelf -n). A C linker puts it near the start: 660 bytes into a library of Go 1.26. */
const NOTE = Buffer.from('\x04\0\0\0Go\0\0', 'latin1');
const NOTE_WITHIN = 8_192;
/** Bytes from the mark on that are searched for the main module. The lines before it name only the main package. */
const WINDOW = 4_096;

/**
 * Searches an ELF executable for Go's build information (debug/buildinfo) as it streams in. It is a mark at a 16-byte boundary, flags,
 * and since Go 1.18 two strings, each after its length: Go's version and the module information. The lines of the latter are
 * `path\tPACKAGE` and `mod\tMODULE\tVERSION\tSUM`. Holds 4 KiB and the current chunk.
 */
export class BuildInfoSearch implements FileSink {
  readonly #onFound: (found: MainModule) => void;
  #held: Buffer = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #done = false;
  #needsNote: boolean;

  /** With `needsNote` only a file with Go's note near its start is searched: most libraries are not Go's. */
  constructor(onFound: (found: MainModule) => void, needsNote = false) {
    this.#onFound = onFound;
    this.#needsNote = needsNote;
  }

  write(chunk: Uint8Array): void {
    if (!this.#done) this.#search(Buffer.concat([this.#held, chunk]), false);
  }

  end(): void {
    if (!this.#done) this.#search(this.#held, true);
  }

  #search(bytes: Buffer, last: boolean): void {
    if (this.#offset === 0 && !last && bytes.length < (this.#needsNote ? NOTE_WITHIN : MAGIC.length))
      this.#held = bytes;
    else if (this.#offset === 0 && !this.#isCandidate(bytes)) this.#stop();
    else this.#searchMarks(bytes, last);
  }

  #isCandidate(start: Buffer): boolean {
    if (this.#needsNote && !start.subarray(0, NOTE_WITHIN).includes(NOTE)) return false;
    this.#needsNote = false;
    return start.subarray(0, ELF.length).equals(ELF);
  }

  #searchMarks(bytes: Buffer, last: boolean): void {
    let at = bytes.indexOf(MAGIC);
    for (; at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
      if ((this.#offset + at) % ALIGNMENT !== 0) continue;
      if (bytes.length - at < WINDOW && !last) break;
      const found = readBuildInfo(bytes.subarray(at, at + WINDOW));
      if (found === undefined) continue;
      this.#stop();
      this.#onFound(found);
      return;
    }
    // Keeps the end, where a mark may begin.
    const keep = at >= 0 ? at : bytes.length - MAGIC.length + 1;
    this.#held = Buffer.from(bytes.subarray(keep));
    this.#offset += keep;
  }

  #stop(): void {
    this.#done = true;
    this.#held = Buffer.alloc(0);
  }
}

function readBuildInfo(bytes: Buffer): MainModule | undefined {
  if (bytes.length < HEADER || ((bytes[15] ?? 0) & INLINE_STRINGS) === 0) return undefined;
  const version = readLength(bytes, HEADER);
  const start = version.next + version.length;
  if (start >= bytes.length || !bytes.toString('latin1', version.next, start).includes('go')) return undefined;
  const information = readLength(bytes, start);
  const text = bytes.toString('utf8', information.next + SENTINEL, information.next + information.length - SENTINEL);
  return readMainModule(text.split('\n'));
}

/** Reads an unsigned varint (encoding/binary). One of more than five bytes gives MAX_SAFE_INTEGER as length. */
function readLength(bytes: Buffer, at: number): { readonly length: number; readonly next: number } {
  let length = 0;
  for (let next = at; next < Math.min(at + 5, bytes.length); next++) {
    const byte = bytes[next] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * (next - at));
    if (byte < 0x80) return { length, next: next + 1 };
  }
  return { length: Number.MAX_SAFE_INTEGER, next: at };
}

function readMainModule(lines: readonly string[]): MainModule | undefined {
  const fields = lines.map((line) => line.split('\t'));
  const [, module, version] = fields.find(([kind]) => kind === 'mod') ?? [];
  if (module) return { path: module, version };
  const [, main] = fields.find(([kind]) => kind === 'path') ?? [];
  return main ? { path: main } : undefined;
}
