import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';

/**
 * The bytes of a regular file. A named pipe, a socket or a device is refused and not waited for.
 * @param name the file as a message is to name it
 * @param limit most bytes
 * @throws UserError that says what is there instead, or what the system answers
 */
export async function readRegularFile(path: string, name: string, limit: number): Promise<Buffer> {
  // O_NONBLOCK: a named pipe without a writer would be waited for.
  const opened = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause) => refuse(name, cause));
  await using file = opened;
  const found = await file.stat();
  if (!found.isFile()) throw new UserError(`${name} is not a regular file, but ${kindOf(found)}; name a regular file`);
  if (found.size > limit) throw new UserError(`${name} has ${found.size} bytes; at most ${limit} are read`);
  return await file.readFile().catch((cause) => refuse(name, cause));
}

/** What a path holds, for messages. */
export function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

function refuse(name: string, cause: unknown): never {
  const problem = systemProblem(cause);
  if (problem === undefined) throw cause;
  throw new UserError(`${name} cannot be read: ${problem}`, { cause });
}

/**
 * The regular file at a path; undefined where there is none, or a folder.
 * @throws UserError for a named pipe, a socket or a device, and where the system cannot look
 */
export async function regularFileAt(path: string, name: string): Promise<Stats | undefined> {
  const found = await stat(path).catch((cause) => (isAbsent(cause) ? undefined : refuse(name, cause)));
  if (found === undefined || found.isDirectory()) return undefined;
  if (!found.isFile()) throw new UserError(`${name} is not a regular file, but ${kindOf(found)}; name a regular file`);
  return found;
}

/** Whether something can be found at a path, of whatever kind. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function isAbsent(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
