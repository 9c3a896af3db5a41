import { deflateRawSync } from 'node:zlib';

/** A file of an archive, compressed unless `stored`. */
export interface ZipSpec {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  /** Sizes after the content, as `jar` writes it. */
  readonly follow?: boolean;
}

/** A zip archive (APPNOTE.TXT). `crc32` of the entries is their position. */
export function zip(specs: readonly ZipSpec[], before = ''): Buffer {
  const files: Buffer[] = [Buffer.from(before)];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [position, { name, content, stored = false, follow = false }] of specs.entries()) {
    const bytes = stored ? Buffer.from(content) : deflateRawSync(Buffer.from(content));
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(follow ? 8 : 0, 6);
    header.writeUInt16LE(stored ? 0 : 8, 8);
    if (!follow) header.writeUInt32LE(bytes.length, 18);
    header.writeUInt16LE(name.length, 26);
    const descriptor = Buffer.alloc(follow ? 16 : 0);
    if (follow) descriptor.writeUInt32LE(0x08074b50, 0);
    files.push(header, Buffer.from(name), bytes, descriptor);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(position, 16);
    entry.writeUInt32LE(bytes.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + bytes.length + descriptor.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(specs.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}
