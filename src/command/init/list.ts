import { opendir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { listFiles } from '../../docker/dockerfile/listed-files.ts';
import { UserError } from '../../text/error.ts';
import { isForeign, PATTERNS } from './kinds.ts';

/** Where to look: `directory` lies in `root`, which is the repository's root or, outside of one, the directory itself. */
export interface Place {
  readonly root: string;
  /** Path of the directory relative to the root; '' for the root. */
  readonly directory: string;
  readonly isRepository: boolean;
}

/** Bounds of a walk outside of a repository, where nothing says what is the user's own. */
const MOST_ENTRIES = 100_000;
const DEEPEST = 16;

/**
 * Paths of the files whose names are of interest, relative to `place.root`, sorted: those that git tracks or would, or
 * outside of a repository all, but for dependencies and hidden folders.
 * @throws UserError where there are too many to look at
 */
export async function listPlace(place: Place): Promise<readonly string[]> {
  const cwd = join(place.root, place.directory);
  const paths = place.isRepository ? await listFiles({ cwd }, PATTERNS) : await walk(place.root);
  return paths.toSorted((a, b) => (a < b ? -1 : 1));
}

async function walk(root: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [''];
  let entries = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opendir(join(root, folder))) {
      if (++entries > MOST_ENTRIES) throw tooMany(root);
      const path = posix.join(folder, entry.name);
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && !isForeign(entry.name) && depthOf(path) < DEEPEST) folders.push(path);
    }
  }
  return found;
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function tooMany(root: string): UserError {
  return new UserError(
    `${root} is no git repository and holds more than ${MOST_ENTRIES} files: name the directory to look through, as in "init app"`,
  );
}
