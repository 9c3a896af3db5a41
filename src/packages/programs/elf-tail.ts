import type { FileSink } from '../../oci/layer/inspector.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const HEADER = 64;
const SECTION = 64;
/** Sections of one program. Real ones have some fifty. */
const SECTIONS = 1_000;
/** Bytes at the end of a program that are kept. The sections that are not loaded are there, after them only the table of symbols. */
const TAIL = 8 * 1024 * 1024;

/** The first and last bytes of an ELF file. */
export interface ElfEnds {
  readonly head: Buffer;
  readonly tail: Buffer;
  /** Where `tail` begins in the file. */
  readonly start: number;
  /** Bytes of the file. */
  readonly size: number;
}

/** Keeps the first 64 bytes and the last 8 MiB of an ELF file as it streams in. Any other file is dropped at its first bytes. */
export class ElfTailSink implements FileSink {
  readonly #size: number;
  readonly #onEnd: (ends: ElfEnds) => void;
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer[] = [];
  #read = 0;

  /** `size` is that of the file in bytes. */
  constructor(size: number, onEnd: (ends: ElfEnds) => void) {
    this.#size = size;
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    if (this.#head.length < HEADER)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEADER - this.#head.length)]);
    const skip = Math.max(0, this.#size - TAIL - this.#read);
    if (this.#mayBeElf() && skip < chunk.length) this.#tail.push(Buffer.from(chunk.subarray(skip)));
    this.#read += chunk.length;
  }

  end(): void {
    const tail = Buffer.concat(this.#tail);
    this.#tail = [];
    if (this.#head.length === HEADER && this.#mayBeElf())
      this.#onEnd({ head: this.#head, tail, start: this.#read - tail.length, size: this.#read });
  }

  #mayBeElf(): boolean {
    const known = Math.min(this.#head.length, ELF.length);
    return this.#head.subarray(0, known).equals(ELF.subarray(0, known));
  }
}

/** The content of a section (elf(5)) of a 64-bit little-endian file; undefined if these bytes do not hold it whole. */
export function readSection({ head, tail, start }: ElfEnds, name: string): Buffer | undefined {
  if (head[4] !== CLASS_64 || head[5] !== LITTLE_ENDIAN || head.readUInt16LE(58) !== SECTION) return undefined;
  const [count, names] = [head.readUInt16LE(60), head.readUInt16LE(62)];
  const table = Number(head.readBigUInt64LE(40)) - start;
  if (count > SECTIONS || names >= count || table < 0 || table + count * SECTION > tail.length) return undefined;
  const contentOf = (index: number) => {
    const at = table + index * SECTION;
    const offset = Number(tail.readBigUInt64LE(at + 24)) - start;
    const end = offset + Number(tail.readBigUInt64LE(at + 32));
    return offset >= 0 && end <= tail.length ? tail.subarray(offset, end) : undefined;
  };
  const texts = contentOf(names);
  const wanted = Buffer.from(`${name}\0`);
  for (let index = 0; index < count && texts !== undefined; index++) {
    const at = tail.readUInt32LE(table + index * SECTION);
    if (texts.subarray(at, at + wanted.length).equals(wanted)) return contentOf(index);
  }
  return undefined;
}
