import { constants, inflateRawSync } from 'node:zlib';

const SIGNATURE = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const HEADER = 30;
/** Flag bit 3: sizes follow the content. */
const SIZES_FOLLOW = 0x08;
const ENCRYPTED = 0x01;
const STORED = 0;
const DEFLATED = 8;
/** Inflated bytes of one file. A larger file ends the reading. */
const INFLATED = 512 * 1024;
/** Inflated bytes of all files: 64 KiB could inflate to 66 MB. */
const INFLATED_IN_ALL = 4 * 1024 * 1024;

interface LocalFile {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly size: number;
  /** Where its content starts. */
  readonly start: number;
}

interface Inflated {
  readonly text: Buffer;
  readonly consumed: number;
}

/**
 * The wanted files of a zip archive that are complete in its first bytes, as text; undefined if the bytes are not an archive. Reads the
 * local headers (APPNOTE.TXT 4.3.7), since the directory is at the end, and stops at the first entry that it cannot skip.
 */
export function readZipHead(head: Buffer, wanted: (name: string) => boolean): ReadonlyMap<string, string> | undefined {
  if (head.length < 4 || head.readUInt32LE(0) !== SIGNATURE) return undefined;
  const texts = new Map<string, string>();
  let left = INFLATED_IN_ALL;
  for (let file = readLocalHeader(head, 0); file !== undefined; ) {
    const step = stepOver(head, file, wanted(file.name) && !texts.has(file.name));
    left -= step?.text.length ?? 0;
    if (step === undefined || left < 0) break;
    if (wanted(file.name)) texts.set(file.name, step.text.toString('utf8'));
    file = readLocalHeader(head, skipDescriptor(head, file, file.start + step.consumed));
  }
  return texts;
}

function readLocalHeader(bytes: Buffer, at: number): LocalFile | undefined {
  if (at + HEADER > bytes.length || bytes.readUInt32LE(at) !== SIGNATURE) return undefined;
  const nameEnd = at + HEADER + bytes.readUInt16LE(at + 26);
  return {
    name: bytes.toString('utf8', at + HEADER, nameEnd),
    flags: bytes.readUInt16LE(at + 6),
    method: bytes.readUInt16LE(at + 8),
    size: bytes.readUInt32LE(at + 18),
    start: nameEnd + bytes.readUInt16LE(at + 28),
  };
}

/** The stored length of the content, and the content itself if it is wanted or must be inflated to find its end. */
function stepOver(bytes: Buffer, file: LocalFile, read: boolean): Inflated | undefined {
  const { flags, method, size, start } = file;
  const isSized = (flags & SIZES_FOLLOW) === 0;
  if ((flags & ENCRYPTED) !== 0 || start > bytes.length || (isSized && start + size > bytes.length)) return undefined;
  if (isSized && !read) return { text: Buffer.alloc(0), consumed: size };
  if (method === STORED && isSized) return { text: bytes.subarray(start, start + size), consumed: size };
  if (method !== DEFLATED) return undefined;
  return inflate(isSized ? bytes.subarray(start, start + size) : bytes.subarray(start));
}

function inflate(bytes: Buffer): Inflated | undefined {
  try {
    const options = { maxOutputLength: INFLATED, finishFlush: constants.Z_FINISH, info: true } as const;
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return { text: buffer, consumed: engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** The position after the data descriptor: a CRC and two sizes, after an optional signature. */
function skipDescriptor(bytes: Buffer, { flags }: LocalFile, at: number): number {
  if ((flags & SIZES_FOLLOW) === 0) return at;
  const isSigned = at + 4 <= bytes.length && bytes.readUInt32LE(at) === DESCRIPTOR;
  return at + (isSigned ? 16 : 12);
}
