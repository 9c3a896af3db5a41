import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../config/error.ts';
import { DOCUMENT_MARKER } from '../report/document.ts';

/**
 * Refuses a place where a document must not be written, before a run that may take long.
 * @throws UserError where the folder does not exist, and where something is there that is no document of ours
 */
export async function checkDocumentPath(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new UserError(`--document: ${dirname(path)} is no folder; a document is written only into one that exists`);
  const found = await lstat(path).catch(absent);
  if (found === undefined) return;
  if (!found.isFile()) throw new UserError(`--document: ${path} is no regular file`);
  if (await isOurs(path)) return;
  throw new UserError(
    `--document: ${path} exists and does not begin with "${DOCUMENT_MARKER}": only a document that a run wrote is replaced; name another file, or remove this one`,
  );
}

/**
 * Writes a document whole or not at all, in place of an earlier one.
 * @throws UserError as checkDocumentPath does, since the place may have changed meanwhile
 */
export async function writeDocument(path: string, text: string): Promise<void> {
  await checkDocumentPath(path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new UserError(`--document: ${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

async function isOurs(path: string): Promise<boolean> {
  await using file = await open(path).catch((cause: Error) => {
    throw new UserError(`--document: ${path} cannot be read: ${cause.message}`, { cause });
  });
  const { buffer, bytesRead } = await file.read(Buffer.alloc(DOCUMENT_MARKER.length));
  return buffer.subarray(0, bytesRead).toString('utf8') === DOCUMENT_MARKER;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw new UserError(`--document: ${error.message}`, { cause: error });
}
