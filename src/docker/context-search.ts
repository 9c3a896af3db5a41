import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { exists } from '../process/regular-file.ts';
import { readContextIgnore } from './context.ts';
import type { Dockerignore } from './dockerfile/dockerignore.ts';
import { compileIgnorePattern } from './dockerfile/ignore-pattern.ts';

/** A directory that may be a build context, relative to the repository's root, and the Dockerfile that it is for. */
export interface ContextCandidate {
  readonly root: string;
  readonly directory: string;
  readonly dockerfile: string;
}

/** Bounds of the search for one pattern, in names of one folder and in paths that match. */
const MOST_NAMES = 20_000;
const MOST_MATCHES = 200;

/** `ignored`: the directory has what the pattern names, but an ignore file leaves all of it out. */
export type Holding = 'yes' | 'no' | 'ignored';

/** Whether a context sends what a source of COPY names (see contextSources). */
export async function holdingOf({ root, directory, dockerfile }: ContextCandidate, source: string): Promise<Holding> {
  const found = await matchesIn(join(root, directory), source);
  if (found.length === 0) return 'no';
  const ignore = await readContextIgnore(root, directory, dockerfile);
  return found.some((path) => sends(ignore, path)) ? 'yes' : 'ignored';
}

function sends(ignore: Dockerignore, path: string): boolean {
  return path === '' || !ignore.excludesAll(path);
}

/** The directory of a file and those above it up to the repository's root, nearest first. None for a file that is not in the repository. */
export function directoriesAbove(file: string): readonly string[] {
  const path = posix.normalize(file);
  if (path.startsWith('/') || path.startsWith('../')) return [];
  const names = path.split('/').slice(0, -1);
  return names.map((_, at) => names.slice(0, names.length - at).join('/')).concat('.');
}

/** Paths in a directory that match a pattern of Go's filepath.Match, name by name. */
async function matchesIn(directory: string, pattern: string): Promise<readonly string[]> {
  let found = [''];
  for (const name of pattern.split('/').filter((each) => each !== '')) {
    const next = await Promise.all(found.map((path) => step(directory, path, name)));
    found = next.flat().slice(0, MOST_MATCHES);
  }
  return found;
}

async function step(directory: string, path: string, name: string): Promise<readonly string[]> {
  if (/[*?[\\]/.test(name)) return matchingNames(directory, path, name);
  const below = posix.join(path, name);
  return (await exists(join(directory, below))) ? [below] : [];
}

async function matchingNames(directory: string, path: string, pattern: string): Promise<readonly string[]> {
  const compiled = compileIgnorePattern(pattern);
  if (compiled === undefined) return [];
  const names = await readdir(join(directory, path)).catch(() => []);
  return names
    .slice(0, MOST_NAMES)
    .filter((name) => compiled.matches(name))
    .map((name) => posix.join(path, name));
}
