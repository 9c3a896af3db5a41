/** Builds tar archives in code, so that a test shows every byte that matters. Flags are those of POSIX and GNU. */

export interface TarSpec {
  readonly path: string;
  /** Type flag; '5' for a path that ends in '/', else '0'. */
  readonly flag?: string;
  readonly content?: string | Uint8Array;
  readonly linkPath?: string;
  /** Value of the size field; by default the content's length. A Buffer is written unchanged. */
  readonly size?: number | Uint8Array;
  readonly prefix?: string;
  readonly magic?: 'ustar' | 'gnu' | 'v7' | 'star';
  /** Bytes that replace parts of the header before the checksum is computed. */
  readonly patch?: Readonly<Record<number, Uint8Array | string>>;
  readonly checksum?: 'unsigned' | 'signed' | 'wrong';
}

const MAGIC = { ustar: 'ustar\x0000', gnu: 'ustar  \0', v7: '', star: 'ustar\x0000' };

/** A header block, its content and padding. */
export function makeEntry(spec: TarSpec): Buffer {
  const content = Buffer.from(spec.content ?? '');
  return Buffer.concat([makeHeader(spec, content.length), content, Buffer.alloc(-content.length & 511)]);
}

/** The entries, and the two zero blocks that end an archive unless `end` is false. */
export function makeTar(specs: readonly (TarSpec | Uint8Array)[], { end = true } = {}): Buffer {
  const parts = specs.map((spec) => (spec instanceof Uint8Array ? spec : makeEntry(spec)));
  return Buffer.concat(end ? [...parts, Buffer.alloc(1024)] : parts);
}

/** A PAX extended header ('x') or global header ('g') for the next entries. */
export function makePax(records: Readonly<Record<string, string | number>>, flag: 'x' | 'g' = 'x'): Buffer {
  const content = Object.entries(records).map(([key, value]) => makePaxRecord(key, String(value)));
  return makeEntry({ path: 'PaxHeaders/x', flag, content: Buffer.concat(content) });
}

/** GNU's long name ('L') or long link ('K') for the next entry. */
export function makeLong(flag: 'L' | 'K', text: string): Buffer {
  return makeEntry({ path: '././@LongLink', flag, content: `${text}\0`, magic: 'gnu' });
}

/** A number in base 256, GNU's form for numbers too large for octal. */
export function base256(value: bigint, length = 12): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = length - 1, rest = value; at >= 0; at--, rest >>= 8n) bytes[at] = Number(BigInt.asUintN(8, rest));
  bytes[0]! |= 0x80;
  return bytes;
}

export function octal(value: number, length = 12): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

/** The bytes as a stream of chunks of one length, the last one shorter. */
export async function* inChunks(bytes: Uint8Array, length = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Chunk lengths that put chunk borders in every place; Infinity is a single chunk. */
export const CHUNKS = [1, 511, 512, 513, Number.POSITIVE_INFINITY];

function makeHeader(spec: TarSpec, contentLength: number): Buffer {
  const header = Buffer.alloc(512);
  const { magic = 'ustar', size = contentLength } = spec;
  header.write(spec.path, 0, 100);
  header.write('0000644\x000000000\x000000000\x00', 100);
  if (typeof size === 'number') header.write(octal(size), 124);
  else header.set(size, 124);
  header.write('00000000000\0', 136);
  header.write(spec.flag ?? (spec.path.endsWith('/') ? '5' : '0'), 156);
  header.write(spec.linkPath ?? '', 157, 100);
  header.write(MAGIC[magic], 257, 'latin1');
  header.write(spec.prefix ?? '', 345, 155);
  if (magic === 'star') header.write('tar\0', 508);
  for (const [at, bytes] of Object.entries(spec.patch ?? {})) header.set(Buffer.from(bytes), Number(at));
  header.write(formatChecksum(header, spec.checksum ?? 'unsigned'), 148);
  return header;
}

function formatChecksum(header: Buffer, kind: NonNullable<TarSpec['checksum']>): string {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + (kind === 'signed' ? (byte << 24) >> 24 : byte), 0);
  return `${(kind === 'wrong' ? sum + 1 : sum).toString(8).padStart(6, '0')}\0 `;
}

/** `LENGTH KEY=VALUE\n`. The length includes its own digits. */
function makePaxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
