import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';

/** A file's text; undefined where there is none, it is larger than `most` bytes, or it cannot be read. */
export async function readBounded(path: string, most: number): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > most) return undefined;
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Writes the whole file or nothing. */
export async function replace(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Runs what writes to a folder. @throws UserError with the cure where the disk refuses it */
export async function guarded(folder: string, write: () => Promise<void>): Promise<void> {
  await write().catch((cause: unknown) => {
    const problem = systemProblem(cause, folder);
    if (problem === undefined) throw cause;
    throw new UserError(`what was weighed cannot be kept: ${problem}; name another folder with --state`, { cause });
  });
}
