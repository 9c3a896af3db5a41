import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PAGE_MARKER } from '../../page/page.ts';
import { DOCUMENT_MARKER } from '../../report/notes/notes.ts';
import { UserError } from '../../text/error.ts';

/** A kind of file that a run writes where the user says. It replaces an earlier file of its kind, and nothing else. */
export interface OwnFile {
  /** The option that names it. */
  readonly option: string;
  /** `document` */
  readonly what: string;
  /** The text that each file of the kind begins with. */
  readonly marker: string;
}

/** The file of `--document`: a Markdown description of the images. */
export const DOCUMENT: OwnFile = { option: '--document', what: 'document', marker: DOCUMENT_MARKER };
/** The file of `--html`: the report as one page. */
export const PAGE: OwnFile = { option: '--html', what: 'page', marker: PAGE_MARKER };

/**
 * Refuses a path where the file must not be written. It is called before a run that may take long.
 * @throws UserError where the folder does not exist, and where the path holds anything but a file of this kind
 */
export async function checkOwnFile(kind: OwnFile, path: string): Promise<void> {
  const { option, what, marker } = kind;
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new UserError(`${option}: ${dirname(path)} is not a folder; a ${what} is written only into an existing one`);
  const found = await lstat(path).catch((error) => absent(kind, error));
  if (found === undefined) return;
  if (!found.isFile()) throw new UserError(`${option}: ${path} is not a regular file`);
  if (await isOurs(kind, path)) return;
  throw new UserError(
    `${option}: ${path} exists and does not begin with "${marker}": only a ${what} that a run wrote is replaced; name another file, or remove this one`,
  );
}

/**
 * Writes the whole file or nothing, in place of an earlier one.
 * @throws UserError as checkOwnFile does, since the path may have changed meanwhile
 */
export async function writeOwnFile(kind: OwnFile, path: string, text: string): Promise<void> {
  await checkOwnFile(kind, path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new UserError(`${kind.option}: ${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

async function isOurs({ option, marker }: OwnFile, path: string): Promise<boolean> {
  await using file = await open(path).catch((cause: Error) => {
    throw new UserError(`${option}: ${path} cannot be read: ${cause.message}`, { cause });
  });
  const { buffer, bytesRead } = await file.read(Buffer.alloc(marker.length));
  return buffer.subarray(0, bytesRead).toString('utf8') === marker;
}

function absent({ option }: OwnFile, error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw new UserError(`${option}: ${error.message}`, { cause: error });
}
