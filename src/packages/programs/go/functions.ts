import type { FileSink } from '../../../oci/layer/inspector.ts';
import { hasGoNote, NOTE_WITHIN } from './note.ts';

/** Bytes of machine code by the path of its package. */
export type CodeByPackage = ReadonlyMap<string, number>;

/** The table's mark of Go 1.18 and 1.20 in little-endian order, but for its first byte, and two zeros. */
const MARK = Buffer.from([0xff, 0xff, 0xff, 0, 0]);
const FIRST_BYTES: ReadonlySet<number> = new Set([0xf0, 0xf1]);
/** Bytes of an instruction at least: amd64, arm64 and s390x. */
const QUANTA: ReadonlySet<number> = new Set([1, 2, 4]);
const POINTER = 8;
/** Of the table in the file; 32 before Go 1.26. */
const ALIGNMENT = 8;
const HEADER = 8 + 8 * POINTER;
/** Functions of one program, and bytes of their names. Kubernetes' API server has 130,000, with 9 MB. */
const FUNCTIONS = 2_000_000;
const NAMES = 48 * 1024 * 1024;
/** In a function's record: where its name begins, as 32 bits. */
const NAME_FIELD = 4;

/** Where the parts of a table are, in bytes from the start of the file. */
interface Places {
  readonly functions: number;
  readonly names: number;
  readonly namesEnd: number;
  readonly table: number;
}

/**
 * Sums the code of each package of a Go program as it streams in. Every Go program has a table of functions, stripped or not (runtime/symtab.go,
 * pcHeader; debug/gosym). Holds the names of the functions, 12 bytes of each, and the current chunk.
 */
export class FunctionSizes implements FileSink {
  readonly #size: number;
  #held: Buffer = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #isGo = false;
  #table: FunctionTable | undefined;
  #done = false;

  /** `size` is that of the file in bytes. */
  constructor(size: number) {
    this.#size = size;
  }

  write(chunk: Uint8Array): void {
    if (this.#done) return;
    const bytes = Buffer.concat([this.#held, chunk]);
    if (this.#isGo) this.#read(bytes);
    else if (bytes.length < NOTE_WITHIN) this.#held = bytes;
    else if (hasGoNote(bytes)) this.#start(bytes);
    else this.#stop();
  }

  end(): void {}

  /** The sums; empty for a program without a table, or with one that contradicts itself. Called after the end. */
  get sizes(): CodeByPackage {
    return this.#table?.sum(this.#size) ?? new Map();
  }

  #start(bytes: Buffer): void {
    this.#isGo = true;
    this.#read(bytes);
  }

  #stop(): void {
    this.#done = true;
    this.#held = Buffer.alloc(0);
  }

  #read(bytes: Buffer): void {
    this.#table ??= this.#find(bytes);
    this.#table?.read(bytes, this.#offset);
    if (this.#table?.isComplete) this.#stop();
    else this.#keepFrom(bytes, this.#table === undefined ? HEADER : POINTER);
  }

  /** Keeps the last bytes, where a header or a field may begin. */
  #keepFrom(bytes: Buffer, most: number): void {
    const start = Math.max(0, bytes.length - most);
    this.#held = Buffer.from(bytes.subarray(start));
    this.#offset += start;
  }

  #find(bytes: Buffer): FunctionTable | undefined {
    for (let at = bytes.indexOf(MARK); at > 0; at = bytes.indexOf(MARK, at + 1)) {
      const start = at - 1;
      const isMark = FIRST_BYTES.has(bytes[start] ?? 0) && (this.#offset + start) % ALIGNMENT === 0;
      const places = isMark ? readHeader(bytes.subarray(start, start + HEADER), this.#offset + start) : undefined;
      if (places !== undefined && places.table + 8 * places.functions < this.#size) return new FunctionTable(places);
    }
    return undefined;
  }
}

/** Undefined for bytes that are no such header. The parts follow one another in the order of their offsets. */
function readHeader(bytes: Buffer, start: number): Places | undefined {
  if (bytes.length < HEADER || !QUANTA.has(bytes[6] ?? 0) || bytes[7] !== POINTER) return undefined;
  const words = Array.from({ length: 8 }, (_, word) => Number(bytes.readBigUInt64LE(8 + word * POINTER)));
  const [functions = 0, , , ...offsets] = words;
  const isSound = offsets.every((offset, at) => Number.isSafeInteger(offset) && offset >= (offsets[at - 1] ?? HEADER));
  const [names = 0, namesEnd = 0, , , table = 0] = offsets;
  if (!isSound || functions < 1 || functions > FUNCTIONS || namesEnd - names > NAMES) return undefined;
  return { functions, names: start + names, namesEnd: start + namesEnd, table: start + table };
}

/** The functions of a program: their addresses and the places of their records, in order, and then the records. */
class FunctionTable {
  readonly #places: Places;
  readonly #names: Buffer;
  /** Pairs of 32 bits for each function: where its code begins, and where its record does. At last, where all code ends. */
  readonly #table: Buffer;
  readonly #nameOf: Uint32Array;
  /** How many records were read. */
  #read = 0;
  #isBroken = false;

  constructor(places: Places) {
    this.#places = places;
    this.#names = Buffer.alloc(places.namesEnd - places.names);
    this.#table = Buffer.alloc(8 * places.functions + 4);
    this.#nameOf = new Uint32Array(places.functions);
  }

  get isComplete(): boolean {
    return this.#isBroken || this.#read === this.#places.functions;
  }

  /** Takes from some bytes of the file, which begin at `offset`, what belongs to the table. */
  read(bytes: Buffer, offset: number): void {
    const { names, table, functions } = this.#places;
    copy(bytes, offset, this.#names, names);
    copy(bytes, offset, this.#table, table);
    if (offset + bytes.length < table + this.#table.length) return;
    while (this.#read < functions && !this.#isBroken) {
      const at = table + this.#table.readUInt32LE(8 * this.#read + 4) + NAME_FIELD - offset;
      if (at + 4 > bytes.length) return;
      // A record before the one that was read last, or in the table itself.
      if (at < 0) this.#isBroken = true;
      else this.#nameOf[this.#read++] = bytes.readUInt32LE(at);
    }
  }

  /** Nothing where the table contradicts itself, or all code is larger than the file. */
  sum(most: number): CodeByPackage {
    const sums = new Map<string, number>();
    if (this.#isBroken || this.#read < this.#places.functions) return sums;
    let left = most;
    for (let at = 0; at < this.#places.functions; at++) {
      const size = this.#table.readUInt32LE(8 * at + 8) - this.#table.readUInt32LE(8 * at);
      const start = this.#nameOf[at] ?? 0;
      left -= size;
      if (size < 0 || left < 0 || start >= this.#names.length) return new Map();
      const name = packageOf(this.#names, start);
      sums.set(name, (sums.get(name) ?? 0) + size);
    }
    return sums;
  }
}

/** Copies the bytes of the file that belong into a part that begins at `start`. */
function copy(bytes: Buffer, offset: number, part: Buffer, start: number): void {
  const from = Math.max(0, start - offset);
  const to = Math.min(bytes.length, start + part.length - offset);
  if (from < to) bytes.copy(part, offset + from - start, from, to);
}

const [NUL, SLASH, DOT, BRACKET, PARENTHESIS] = [0, 0x2f, 0x2e, 0x5b, 0x28];
/** Characters of a package's path. */
const LONGEST = 512;

/**
 * The package in a name such as `gopkg.in/yaml%2ev3.(*Decoder).Decode`: up to the first dot after the last slash, where parameters of types do not count.
 * Dots in its last part are encoded. '' for code of no package.
 */
function packageOf(names: Buffer, start: number): string {
  let dot = -1;
  for (let at = start; at < Math.min(names.length, start + LONGEST); at++) {
    const byte = names[at];
    if (byte === NUL || byte === BRACKET || byte === PARENTHESIS) break;
    if (byte === SLASH) dot = -1;
    else if (byte === DOT && dot < 0) dot = at;
  }
  if (dot < 0) return '';
  const path = names.toString('latin1', start, dot);
  return path.replace(/%([0-9a-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
