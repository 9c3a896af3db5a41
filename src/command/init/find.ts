import { lstat, open } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { checkArgument } from '../../config/entries.ts';
import { UserError } from '../../text/error.ts';
import { parseCompose, type Service } from './compose.ts';
import { kindOf } from './kinds.ts';
import { listPlace, type Place } from './list.ts';

/** What builds images in a repository; paths are relative to its root, sorted. */
export interface Found {
  readonly dockerfiles: readonly string[];
  readonly bakeFiles: readonly string[];
  readonly services: readonly Service[];
  readonly skipped: readonly Skipped[];
}

/** A file that looks like one of these, and why it is skipped. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Most bytes read of a file: far more than a Dockerfile or compose file has. */
const MOST_READ = 1024 * 1024;

/** Searches a directory. A file that cannot be used is skipped with a reason, and is no error. */
export async function findBuilds(place: Place): Promise<Found> {
  const found = { dockerfiles: [] as string[], bakeFiles: [] as string[], services: [] as Service[] };
  const skipped: Skipped[] = [];
  const composed = new Set<string>();
  for (const path of await listPlace(place)) {
    const outcome = await look(place, path, composed);
    if (typeof outcome === 'string') skipped.push({ path, reason: outcome });
    else if (outcome.kind === 'dockerfile') found.dockerfiles.push(path);
    else if (outcome.kind === 'bake') found.bakeFiles.push(path);
    else if (outcome.kind === 'compose') found.services.push(...outcome.services);
  }
  return { ...found, skipped };
}

type Seen =
  | { readonly kind: 'dockerfile' }
  | { readonly kind: 'bake' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'compose'; readonly services: readonly Service[] };

/** What a file contains, or why it is skipped. `composed` are the folders whose compose file was read. */
async function look(place: Place, path: string, composed: Set<string>): Promise<Seen | string> {
  const kind = kindOf(posix.relative(place.directory, path));
  if (kind.kind === 'none') return NOTHING;
  if (kind.kind === 'skipped') return kind.reason;
  const text = await readPlain(join(place.root, path));
  if (text === null) return NOTHING;
  const problem = pathProblem(path);
  if (problem !== null) return problem;
  if (kind.kind === 'bake') return { kind: 'bake' };
  if (kind.kind === 'dockerfile') return /^[ \t]*FROM[ \t]/im.test(text) ? { kind: 'dockerfile' } : 'has no FROM';
  return lookCompose(text, path, composed);
}

const NOTHING: Seen = { kind: 'nothing' };
const BELOW =
  'bake takes its paths relative to the root of the repository, compose relative to its folder; use its Dockerfiles instead';

/**
 * Compose reads only one of several compose files in a folder. Below the root, bake would build other directories than compose. Its paths are
 * relative to where it runs (docker/buildx bake/compose.go), those of compose to the file's folder.
 */
function lookCompose(text: string, path: string, composed: Set<string>): Seen | string {
  const folder = posix.dirname(path);
  if (composed.has(folder)) return 'compose reads another file in that folder';
  composed.add(folder);
  try {
    const services = parseCompose(text, path);
    return services.length > 0 && folder !== '.' ? BELOW : { kind: 'compose', services };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** The text of a regular file, cut at MOST_READ; null for anything else (a link, a folder), and for a file that is gone. */
async function readPlain(path: string): Promise<string | null> {
  if (!(await lstat(path).catch(() => undefined))?.isFile()) return null;
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_READ), 0, MOST_READ, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

function pathProblem(path: string): string | null {
  try {
    checkArgument(path, 'the path');
    return null;
  } catch (error) {
    if (error instanceof UserError) return 'its path has characters that no setting accepts';
    throw error;
  }
}
