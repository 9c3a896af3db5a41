import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';

/** Most bytes read of a file: far more than a Dockerfile or compose file has. */
const MOST_READ = 1024 * 1024;

/** The text of a regular file, cut at `longest` bytes; null for anything else (a link, a folder), and for a file that is gone. */
export async function readPlain(path: string, longest = MOST_READ): Promise<string | null> {
  if (!(await lstat(path).catch(() => undefined))?.isFile()) return null;
  const opened = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (opened === undefined) return null;
  await using file = opened;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longest), 0, longest, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
