import type { FileSink } from '../../../oci/layer/inspector.ts';
import { hasGoNote, NOTE_WITHIN } from './note.ts';

/** A module. */
export interface Module {
  readonly path: string;
  /** Such as `v1.2.3` or `(devel)`. */
  readonly version?: string | undefined;
}

/** What a Go program was made from. */
export interface BuildInfo {
  /** `go1.26.8` */
  readonly go: string;
  /** Its path is that of the main package if there is no module. */
  readonly main: Module;
  /** All other modules. Of one that was replaced, its own path and the version that replaced it. */
  readonly modules: readonly Module[];
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
/** Bytes from the mark on that are searched for the main module. The lines before it name only the main package. */
const WINDOW = 4_096;
/** The same for all modules. Kubernetes' take 30 kB. */
const ALL_MODULES = 256 * 1024;

/**
 * Searches an ELF executable for Go's build information (debug/buildinfo) as it streams in. It is a mark at a 16-byte boundary, flags,
 * and since Go 1.18 two strings, each after its length: Go's version and the module information. The lines of the latter are
 * `path\tPACKAGE`, `mod\tMODULE\tVERSION\tSUM`, `dep` and `=>` likewise. Holds 256 KiB and the current chunk.
 */
export class BuildInfoSearch implements FileSink {
  readonly #onFound: (found: BuildInfo) => void;
  #held: Buffer = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #done = false;
  #needsNote: boolean;

  /** With `needsNote` only a file with Go's note near its start is searched: most libraries are not Go's. */
  constructor(onFound: (found: BuildInfo) => void, needsNote = false) {
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
    if (this.#needsNote && !hasGoNote(start)) return false;
    this.#needsNote = false;
    return start.subarray(0, ELF.length).equals(ELF);
  }

  #searchMarks(bytes: Buffer, last: boolean): void {
    let at = bytes.indexOf(MAGIC);
    for (; at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
      if ((this.#offset + at) % ALIGNMENT !== 0) continue;
      if (bytes.length - at < WINDOW && !last) break;
      const length = lengthOf(bytes.subarray(at));
      if (bytes.length - at < length && !last) break;
      const found = readBuildInfo(bytes.subarray(at, at + length));
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

/** Where the two strings after a mark are; undefined for other bytes. */
function readStrings(bytes: Buffer): { readonly go: string; readonly start: number; readonly end: number } | undefined {
  if (bytes.length < HEADER || ((bytes[15] ?? 0) & INLINE_STRINGS) === 0) return undefined;
  const version = readLength(bytes, HEADER);
  const start = version.next + version.length;
  if (start >= bytes.length || start > WINDOW) return undefined;
  const go = bytes.toString('latin1', version.next, start);
  const information = readLength(bytes, start);
  return go.includes('go') ? { go, start: information.next, end: information.next + information.length } : undefined;
}

/** Bytes to read from a mark on. Where they are too many, only the main module is read. */
function lengthOf(bytes: Buffer): number {
  const { end = WINDOW } = readStrings(bytes) ?? {};
  return end > ALL_MODULES ? WINDOW : Math.max(WINDOW, end);
}

function readBuildInfo(bytes: Buffer): BuildInfo | undefined {
  const strings = readStrings(bytes);
  if (strings === undefined) return undefined;
  const text = bytes.toString('utf8', strings.start + SENTINEL, strings.end - SENTINEL);
  return readModules(strings.go, text.split('\n'));
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

function readModules(go: string, lines: readonly string[]): BuildInfo | undefined {
  const fields = lines.map((line) => line.split('\t'));
  const [, module, version] = fields.find(([kind]) => kind === 'mod') ?? [];
  const [, program] = fields.find(([kind]) => kind === 'path') ?? [];
  const main = module ? { path: module, version } : program ? { path: program } : undefined;
  const modules: Module[] = [];
  for (const [kind, path = '', found] of fields) {
    if (kind === 'dep' && path !== '') modules.push({ path, version: found });
    else if (kind === '=>') modules.push({ path: modules.pop()?.path ?? path, version: found || 'replaced' });
  }
  return main && { go, main, modules };
}
