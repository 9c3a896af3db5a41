import type { Compression } from '../media-type.ts';

/**
 * The two generations of Go's compress/gzip, which Docker, BuildKit and containerd compress with. Go 1.27 replaced the encoder: most content
 * becomes 2 to 5 % larger, and content without repeated sequences, such as base64, is stored as it is.
 */
export type GzipGeneration = 'go-1.26' | 'go-1.27';

/** Of which an estimate is, where nobody knows who will compress. */
export const NEWEST_GZIP: GzipGeneration = 'go-1.27';

/** The generation in a version of Go such as `go1.27.1` or `go1.28-devel`. Undefined for any other text. */
export function gzipOfGo(version: string): GzipGeneration | undefined {
  const [, major, minor] = /^go(\d{1,4})\.(\d{1,4})/.exec(version.trim()) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) > 1 || Number(minor) >= 27 ? 'go-1.27' : 'go-1.26';
}

const HEADER = 10;
const TRAILER = 8;
/** The last bytes of a gzip that tell its writer: an empty stored block without its first byte, and the trailer. */
const TAIL = 4 + TRAILER;

/** Recognises by its first and last bytes what compressed a layer. Memory does not grow with the layer. */
export class CompressorMarks {
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);

  /** Takes the next bytes of the blob as stored. */
  update(bytes: Uint8Array): void {
    if (this.#head.length < HEADER)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEADER)]).subarray(0, HEADER);
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-TAIL)]).subarray(-TAIL);
  }

  /**
   * `none`, `zstd`, `gzip`, or `gzip go-1.26` and `gzip go-1.27` where the bytes are as these versions of Go write them. ` best` or ` fast` follows where
   * the header says so (RFC 1952, XFL).
   */
  name(compression: Compression): string {
    if (compression !== 'gzip') return compression;
    const generation = generationOf(this.#head, this.#tail);
    return `gzip${generation === undefined ? '' : ` ${generation}`}${LEVELS[this.#head[8] ?? 0] ?? ''}`;
  }
}

const LEVELS: Readonly<Record<number, string>> = { 2: ' best', 4: ' fast' };

/**
 * Go writes no flags, no time and the system 255 (unknown) into the header. Its last block is empty: stored (byte-aligned lengths 0000 and
 * FFFF) up to Go 1.26, of the fixed code since (compress/flate, Writer.Close).
 */
function generationOf(head: Buffer, tail: Buffer): GzipGeneration | undefined {
  const isOfGo = head.length === HEADER && head[3] === 0 && head.readUInt32LE(4) === 0 && head[9] === 255;
  if (!isOfGo || tail.length < TAIL) return undefined;
  if (tail.readUInt32LE(0) === 0xffff_0000) return 'go-1.26';
  return endsInFixedBlock(tail.readUIntLE(1, 3)) ? 'go-1.27' : undefined;
}

/** Read from the last bit: padding to a byte, 7 zeros for the end of the block, 01 for the fixed code. Then 1 for the last block. */
function endsInFixedBlock(bits: number): boolean {
  const zeros = Math.clz32(bits) - 8;
  return zeros >= 8 && zeros <= 15 && ((bits >> (22 - zeros)) & 3) === 3;
}
