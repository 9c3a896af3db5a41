import { opendir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { listFiles } from '../../git/changes.ts';
import { UserError } from '../../text/error.ts';
import { EVIDENCE_PATTERNS } from './evidence/places.ts';
import { isForeign, PATTERNS } from './kinds.ts';

/** Where to search: `directory` is in `root`, which is the repository's root or, outside of one, the directory itself. */
export interface Place {
  readonly root: string;
  /** Path of the directory relative to the root; '' for the root. */
  readonly directory: string;
  readonly isRepository: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Bounds of a walk outside of a repository, where git does not say which files are the user's own. */
const MOST_ENTRIES = 100_000;
const DEEPEST = 16;

/**
 * Paths of the files whose names may match, relative to `place.root`, sorted. In a repository they are those that git tracks or would track;
 * outside of one, all but those in dependencies and hidden folders.
 * @throws UserError where there are too many files
 */
export async function listPlace(place: Place): Promise<readonly string[]> {
  const cwd = join(place.root, place.directory);
  const paths = place.isRepository ? await listFiles({ cwd, signal: place.signal }, PATTERNS) : await walk(place.root);
  return paths.toSorted((a, b) => (a < b ? -1 : 1));
}

/** Paths of the files that may tell how the repository builds images. They are looked for in all of it, sorted. */
export async function listEvidence({ root, isRepository, signal }: Place): Promise<readonly string[]> {
  const paths = isRepository ? await listFiles({ cwd: root, signal }, EVIDENCE_PATTERNS) : await walk(root);
  return paths.toSorted((a, b) => (a < b ? -1 : 1));
}

/** Those of some paths that a checkout of the repository has: that git tracks or would track. Outside of one, those that exist. */
export async function listOf(
  { root, isRepository, signal }: Place,
  paths: readonly string[],
): Promise<readonly string[]> {
  const inside = paths.filter((path) => path !== '..' && !path.startsWith('../'));
  if (inside.length === 0) return [];
  if (isRepository) return listFiles({ cwd: root, signal }, inside.map(literally));
  const found = await Promise.all(inside.map((path) => stat(join(root, path)).catch(() => undefined)));
  return inside.filter((_, at) => found[at] !== undefined);
}

/** A path as a pathspec that matches it alone. */
function literally(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&');
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
      else if (entry.isDirectory() && isOwn(entry.name) && depthOf(path) < DEEPEST) folders.push(path);
    }
  }
  return found;
}

/** Workflows tell how images are built. */
function isOwn(folder: string): boolean {
  return !isForeign(folder) || folder === '.github';
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function tooMany(root: string): UserError {
  return new UserError(
    `${root} is not a git repository and has more than ${MOST_ENTRIES} files: name the directory to search, as in "init app"`,
  );
}
