/** A database of rpm's format ndb with these headers (rpm's lib/backend/ndb/rpmpkg.c): one page of slots, then blocks of 16 bytes. */
export function makeNdb(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP');
  slots.writeUInt32LE(1, 12);
  slots.writeUInt32LE(headers.length + 1, 16);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at);
  const blobs: Buffer[] = [];
  let block = 4096 / 16;
  for (const [index, header] of headers.entries()) {
    const blob = ndbBlob(index + 1, header);
    const numbers = [index + 1, block, blob.length / 16];
    for (const [field, number] of numbers.entries()) slots.writeUInt32LE(number, 32 + 16 * index + 4 + 4 * field);
    blobs.push(blob);
    block += blob.length / 16;
  }
  return Buffer.concat([slots, ...blobs]);
}

/** Head, header, and a tail of 12 bytes at the end of the last block: Adler-32, length, mark. */
function ndbBlob(index: number, header: Buffer): Buffer {
  const length = Math.ceil((16 + header.length + 12) / 16) * 16;
  const blob = Buffer.alloc(length);
  blob.write('BlbS');
  blob.writeUInt32LE(index, 4);
  blob.writeUInt32LE(1, 8);
  blob.writeUInt32LE(header.length, 12);
  blob.set(header, 16);
  blob.writeUInt32LE(adler32(blob.subarray(0, length - 12)), length - 12);
  blob.writeUInt32LE(header.length, length - 8);
  blob.write('BlbE', length - 4);
  return blob;
}

function adler32(bytes: Buffer): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

const PAGE = 512;

/** A hash of Berkeley DB (db-5.3's dbinc/db_page.h) with these headers, each in a chain of overflow pages, and rpm's counter. */
export function makeBerkeley(headers: readonly Buffer[], isBigEndian = false): Buffer {
  const long = (page: Buffer, value: number, at: number) =>
    isBigEndian ? page.writeUInt32BE(value, at) : page.writeUInt32LE(value, at);
  const short = (page: Buffer, value: number, at: number) =>
    isBigEndian ? page.writeUInt16BE(value, at) : page.writeUInt16LE(value, at);
  const pages = [Buffer.alloc(PAGE)];
  const pairs = headers.map((header) => {
    const first = pages.length;
    for (let at = 0; at < header.length; at += PAGE - 26) {
      const page = Buffer.alloc(PAGE);
      const part = header.subarray(at, at + PAGE - 26);
      long(page, at + part.length < header.length ? pages.length + 1 : 0, 16);
      short(page, part.length, 22);
      page[25] = 7;
      page.set(part, 26);
      pages.push(page);
    }
    const item = Buffer.alloc(12);
    item[0] = 3;
    long(item, first, 4);
    long(item, header.length, 8);
    return item;
  });
  const counter = Buffer.from([1, 9, 0, 0, 0]);
  for (const [index, item] of [counter, ...pairs].entries()) {
    const page = Buffer.alloc(PAGE);
    const key = Buffer.from([1, isBigEndian ? 0 : index, 0, 0, isBigEndian ? index : 0]);
    short(page, 2, 20);
    page[25] = index % 2 === 0 ? 13 : 2;
    short(page, PAGE - key.length, 26);
    short(page, PAGE - key.length - item.length, 28);
    page.set(key, PAGE - key.length);
    page.set(item, PAGE - key.length - item.length);
    pages.push(page);
  }
  const [meta] = pages;
  if (meta !== undefined) {
    long(meta, 0x061561, 12);
    long(meta, PAGE, 20);
    long(meta, pages.length - 1, 32);
    meta[25] = 8;
  }
  return Buffer.concat(pages);
}
