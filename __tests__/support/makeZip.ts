import { crc32, deflateRawSync } from 'node:zlib';

/** One entry. Every field except name and data can be false. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** Method: 8 for deflate (the default), 0 for stored. */
  readonly method?: number;
  readonly flags?: number;
  /** Fields of the central directory. */
  readonly uncompressedSize?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  /** st_mode, like an archiver on Unix writes it. */
  readonly mode?: number;
  /** Sizes are in the zip64 extra field. */
  readonly isZip64?: boolean;
}

export interface ZipOptions {
  /** Fields of the end record. */
  readonly entryCount?: number;
  readonly comment?: string;
}

const UTF8 = 0x800;
const UNIX = 3 << 8;
const ZIP64 = 0xffffffff;

/** A zip by APPNOTE.TXT, written field by field so that every field can be wrong. */
export function makeZip(entries: readonly ZipEntry[], { entryCount, comment = '' }: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const stored = compress(entry);
    const local = Buffer.concat([localHeader(entry, stored), stored]);
    centrals.push(centralHeader(entry, stored, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = endRecord(entryCount ?? entries.length, directory.length, offset, Buffer.from(comment));
  return Buffer.concat([...locals, directory, end]);
}

const compress = ({ data, method = 8 }: ZipEntry): Buffer => (method === 8 ? deflateRawSync(data) : Buffer.from(data));

/** Fields that local and central header share: flags, method, time, checksum, sizes, lengths. */
function common({ name, data, method = 8, flags = 0, ...said }: ZipEntry, stored: Buffer, extra: Buffer): Buffer {
  const content = Buffer.from(data);
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(flags | UTF8, 0);
  fields.writeUInt16LE(method, 2);
  fields.writeUInt32LE(said.crc ?? crc32(content), 8);
  fields.writeUInt32LE(said.isZip64 ? ZIP64 : (said.compressedSize ?? stored.length), 12);
  fields.writeUInt32LE(said.isZip64 ? ZIP64 : (said.uncompressedSize ?? content.length), 16);
  fields.writeUInt16LE(Buffer.byteLength(name), 20);
  fields.writeUInt16LE(extra.length, 22);
  return fields;
}

function zip64Extra({ data, isZip64 = false, ...said }: ZipEntry, stored: Buffer): Buffer {
  if (!isZip64) return Buffer.alloc(0);
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(said.uncompressedSize ?? Buffer.byteLength(data)), 4);
  extra.writeBigUInt64LE(BigInt(said.compressedSize ?? stored.length), 12);
  return extra;
}

function localHeader(entry: ZipEntry, stored: Buffer): Buffer {
  const extra = zip64Extra(entry, stored);
  const start = Buffer.from([0x50, 0x4b, 3, 4, 20, 0]);
  return Buffer.concat([start, common(entry, stored, extra), Buffer.from(entry.name), extra]);
}

function centralHeader(entry: ZipEntry, stored: Buffer, offset: number): Buffer {
  const extra = zip64Extra(entry, stored);
  const start = Buffer.from([0x50, 0x4b, 1, 2, 0, 0, 20, 0]);
  start.writeUInt16LE(entry.mode === undefined ? 20 : UNIX | 20, 4);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([start, common(entry, stored, extra), rest, Buffer.from(entry.name), extra]);
}

function endRecord(count: number, size: number, offset: number, comment: Buffer): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}
