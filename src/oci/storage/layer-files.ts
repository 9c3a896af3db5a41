import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { systemWords } from '../../text/system-error.ts';
import { errorCode, ImageError, type Place } from '../error.ts';
import { readRange } from '../files.ts';
import { normalisePath } from '../layer/path.ts';
import type { OpenContent } from './tar-split.ts';

/**
 * Opens the files of an unpacked layer for reading. Only regular files of the expected size are read whose real path lies below the directory.
 * Names may be in any encoding. Errors are ImageErrors at `place`, which is the directory of the layer.
 */
export function layerFiles(directory: string, place: Place): OpenContent {
  let top: string | undefined;
  let lastInside = '';
  const checkInside = async (parent: string): Promise<void> => {
    if (parent === lastInside) return;
    top ??= await realpath(directory, 'latin1');
    const real = await realpath(Buffer.from(parent, 'latin1'), 'latin1');
    if (real !== top && !real.startsWith(top + sep))
      throw new ImageError('a symbolic link leads out of the layer', place);
    lastInside = parent;
  };
  return async function* content(name, size) {
    // Bytes become characters of their own, so that no name is changed.
    const path = normalisePath(name.toString('latin1'));
    const at = { archive: place.archive, entry: `${place.entry}/${name.toString('utf8')}` };
    if (path === undefined || path === '') throw new ImageError('breakout: the name leaves the layer', at);
    const full = join(Buffer.from(directory, 'utf8').toString('latin1'), path);
    try {
      await checkInside(dirname(full));
      yield* readFile(Buffer.from(full, 'latin1'), size, at);
    } catch (error) {
      throw unreadable(error, at);
    }
  };
}

async function* readFile(path: Buffer, size: number, place: Place): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  const found = await file.stat();
  if (!found.isFile()) throw new ImageError('not a regular file', place);
  if (found.size !== size) {
    const changed = 'the store was changed, or its driver keeps files in another form';
    throw new ImageError(`${found.size} bytes where the layer has ${size}: ${changed}`, place);
  }
  yield* readRange(file, 0, size, place);
}

function unreadable(error: unknown, place: Place): unknown {
  const code = errorCode(error);
  if (error instanceof ImageError || code === undefined) return error;
  const cure =
    code === 'EACCES' ? '; files of other users of the container need `podman unshare image-size-gate …`' : '';
  return new ImageError(`${systemWords(error) ?? code}${cure}`, place, { cause: error });
}
