import { crc32 } from 'node:zlib';

import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';

import { UserError } from '../text/error.ts';

/** Our artifacts hold one file. A user may have added a few. */
const MOST_ENTRIES = 100;
const ZIP = Buffer.from('PK');
const STORED = 0;
const DEFLATED = 8;
/** APPNOTE.TXT 4.4.2: the upper byte of "version made by" is the system. For 3, Unix, the upper half of the external attributes is st_mode. */
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/**
 * The text of one file of a zip, in memory only. The zip must have exactly one entry of this name (a plain file name), stored or deflated,
 * of at most `limit` bytes, in UTF-8. JSON without a zip is returned as it is, because an artifact can be uploaded so. A stranger may have
 * made the archive. So sizes are checked before and counted during inflation, and the checksum is compared. A name that leads to another
 * folder refuses the whole archive.
 * @param artifact its name, for errors
 * @throws UserError with the artifact and what is wrong with it
 */
export async function readZipEntry(zip: Buffer, name: string, limit: number, artifact = name): Promise<string> {
  try {
    return decode(isZip(zip) ? await readEntry(zip, name, limit) : plainJson(zip, limit));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UserError(`Artifact ${JSON.stringify(artifact)}: ${shorten(problem)}`, { cause: error });
  }
}

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, ZIP.length).equals(ZIP);

function plainJson(bytes: Buffer, limit: number): Buffer {
  const isJson = /^\uFEFF?\s*\{/.test(bytes.subarray(0, 64).toString());
  if (!isJson) throw new UserError(`it is neither a zip nor JSON (${bytes.length} bytes)`);
  if (bytes.length > limit) throw new UserError(`it has ${bytes.length} bytes; at most ${limit} are read`);
  return bytes;
}

async function readEntry(bytes: Buffer, name: string, limit: number): Promise<Buffer> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true });
  const entry = await findEntry(zip, name);
  checkEntry(entry, limit);
  const content = await inflate(zip, entry, limit);
  if (crc32(content) !== entry.crc32) throw new UserError(`the checksum of ${quote(name)} is wrong; it is damaged`);
  return content;
}

async function findEntry(zip: ZipFile, name: string): Promise<Entry> {
  if (zip.entryCount > MOST_ENTRIES) {
    throw new UserError(`it has ${zip.entryCount} entries; one is expected, and at most ${MOST_ENTRIES} are looked at`);
  }
  const names: string[] = [];
  const found: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (entry.fileName === name) found.push(entry);
  }
  const [entry] = found;
  if (entry !== undefined && found.length === 1) return entry;
  if (found.length > 1) throw new UserError(`it has ${found.length} entries called ${quote(name)}; one is expected`);
  throw new UserError(`it has no ${quote(name)}, only ${names.slice(0, 3).map(quote).join(', ') || 'nothing'}`);
}

function checkEntry(entry: Entry, limit: number): void {
  const name = quote(entry.fileName);
  if (entry.isEncrypted()) throw new UserError(`${name} is encrypted`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new UserError(
      `${name} is compressed by method ${entry.compressionMethod}; 0 (stored) and 8 (deflate) are read`,
    );
  }
  if (!isRegularFile(entry)) throw new UserError(`${name} is not a regular file`);
  if (entry.uncompressedSize > limit) {
    throw new UserError(`${name} has ${entry.uncompressedSize} bytes; at most ${limit} are read`);
  }
}

/** An archive that was not made on Unix, or has no mode, does not say the type; then the entry counts as a file. */
function isRegularFile({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return versionMadeBy >>> 8 !== UNIX || type === 0 || type === REGULAR_FILE;
}

/** yauzl ends a stream whose length is not the declared one. */
async function inflate(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new UserError(`${quote(entry.fileName)} has more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError('its text is not UTF-8', { cause });
  }
}

const quote = (name: string): string => JSON.stringify(name.slice(0, 100));

/** yauzl's messages contain names of entries, which are hostile. */
function shorten(message: string): string {
  const text = message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
