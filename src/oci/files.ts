import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { systemWords } from '../text/system-error.ts';
import { errorCode, ImageError, type Place } from './error.ts';

/** Files that can be opened by name in any order: a directory, or a tar on disk. */
export interface Files extends AsyncDisposable {
  /** As errors name it: `oci:DIR`. */
  readonly name: string;
  /** Bytes of the file; undefined if no file has that name. Throws ImageError if it is not a regular file. */
  size(path: string): Promise<number | undefined>;
  /** The bytes of the file. Reading them throws ImageError if no file has that name. */
  open(path: string): AsyncIterable<Uint8Array>;
}

const CHUNK = 256 * 1024;

/** Opens a directory of files. Throws ImageError where it is none. */
export async function openDirectory(name: string, directory: string): Promise<Files> {
  const found = await stat(directory).catch((error: unknown) => {
    const problem = systemWords(error) ?? String(error);
    throw new ImageError(`cannot be opened: ${problem}`, { archive: name }, { cause: error });
  });
  if (found.isDirectory()) return new DirectoryFiles(name, directory);
  throw new ImageError('not a directory; oci-archive: and docker-archive: read a file', { archive: name });
}

/** The files below a directory. Only regular files whose real path lies below it are read. */
export class DirectoryFiles implements Files {
  readonly name: string;
  readonly #directory: string;

  constructor(name: string, directory: string) {
    this.name = name;
    this.#directory = directory;
  }

  async size(path: string): Promise<number | undefined> {
    const found = await lstat(join(this.#directory, path)).catch(ignoreMissing);
    if (found === undefined) return undefined;
    if (!found.isFile()) throw new ImageError('not a regular file', this.#place(path));
    await this.#checkInside(path);
    return found.size;
  }

  async *open(path: string): AsyncGenerator<Uint8Array, void, undefined> {
    const size = await this.size(path);
    if (size === undefined) throw new ImageError('no such file', this.#place(path));
    // The file may have been replaced by a link, or by a named pipe, after the check above.
    const handle = await open(
      join(this.#directory, path),
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW,
    );
    try {
      yield* readRange(handle, 0, size, this.#place(path));
    } finally {
      await handle.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #checkInside(path: string): Promise<void> {
    const root = await realpath(this.#directory);
    const parent = await realpath(dirname(join(this.#directory, path)));
    if (parent === root || parent.startsWith(root.endsWith(sep) ? root : root + sep)) return;
    throw new ImageError('a symbolic link leads out of the directory', this.#place(path));
  }

  #place(path: string): Place {
    return { archive: this.name, entry: path };
  }
}

/** Bytes [start, start + length) of a file, in new buffers. The next ones are read meanwhile. Throws ImageError if the file is shorter. */
export async function* readRange(
  handle: FileHandle,
  start: number,
  length: number,
  place: Place,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ahead = readAhead(handle, start, length);
  try {
    for (let done = 0; done < length; ) {
      const chunk = await ahead;
      if (chunk.length === 0) throw new ImageError('truncated: the file ends here', { ...place, offset: done });
      done += chunk.length;
      ahead = readAhead(handle, start + done, length - done);
      yield chunk;
    }
  } finally {
    // Who closes the file must not do so below a read.
    await ahead.catch(() => {});
  }
}

/** Like readAt. A failure is thrown where it is awaited, which may be later than it happens. */
function readAhead(handle: FileHandle, position: number, most: number): Promise<Uint8Array> {
  const reading = readAt(handle, position, most);
  reading.catch(() => {});
  return reading;
}

/** The bytes at a place of a file, at most CHUNK; fewer at its end. */
async function readAt(handle: FileHandle, position: number, most: number): Promise<Uint8Array> {
  if (most === 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, most));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

function ignoreMissing(error: unknown): undefined {
  const code = errorCode(error);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}
