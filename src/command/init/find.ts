import { join, posix } from 'node:path';
import { checkArgument } from '../../config/entries.ts';
import { parseDockerfile } from '../../docker/dockerfile/tree.ts';
import { UserError } from '../../text/error.ts';
import { type Build, findBuildsOf, MOST_BUILDS } from './builds.ts';
import { parseCompose, type Service } from './compose.ts';
import { composeNeeds } from './compose-needs.ts';
import { fileOf } from './evidence/bind.ts';
import { readEvidence } from './evidence/read.ts';
import { type Evidence, isUnknown } from './evidence/recipe.ts';
import { kindOf } from './kinds.ts';
import { listEvidence, listOf, listPlace, type Place } from './list.ts';
import { readPlain } from './read.ts';

/** What builds images in a repository; paths are relative to its root, sorted. */
export interface Found {
  readonly dockerfiles: readonly string[];
  /** How each Dockerfile is built; of a Dockerfile that is not in it, the context is its own directory. */
  readonly builds?: ReadonlyMap<string, readonly Build[]>;
  readonly bakeFiles: readonly string[];
  readonly services: readonly Service[];
  readonly skipped: readonly Skipped[];
}

/** A file that looks like one of these, and why it is skipped. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Searches a directory. A file that cannot be used is skipped with a reason, and is no error. */
export async function findBuilds(place: Place): Promise<Found> {
  const dockerfiles = new Map<string, string>();
  const found = { bakeFiles: [] as string[], services: [] as Service[] };
  const skipped: Skipped[] = [];
  const composed = new Set<string>();
  for (const path of await listPlace(place)) {
    const outcome = await look(place, path, composed);
    if (typeof outcome === 'string') skipped.push({ path, reason: outcome });
    else if (outcome.kind === 'dockerfile') dockerfiles.set(path, outcome.text);
    else if (outcome.kind === 'bake') found.bakeFiles.push(path);
    else if (outcome.kind === 'compose') found.services.push(...outcome.services);
  }
  const evidence = await readEvidence(place.root, await listEvidence(place), [...dockerfiles.keys()]);
  for (const [path, text] of await findNamed(place, evidence, dockerfiles)) dockerfiles.set(path, text);
  const sorted = [...dockerfiles].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const builds = await findBuildsOf(place.root, new Map(sorted), evidence);
  return { dockerfiles: sorted.map(([path]) => path), builds: kept(builds, skipped), ...found, skipped };
}

type Seen =
  | { readonly kind: 'dockerfile'; readonly text: string }
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
  const problem = pathProblem(path) ?? textProblem(kind.kind, text);
  if (problem !== null) return kind.kind === 'maybe' ? NOTHING : problem;
  if (kind.kind === 'bake') return { kind: 'bake' };
  return kind.kind === 'compose' ? lookCompose(place, text, path, composed) : { kind: 'dockerfile', text };
}

const NOTHING: Seen = { kind: 'nothing' };
const BELOW =
  'bake takes its paths relative to the root of the repository, compose relative to its folder; use its Dockerfiles instead';

/**
 * Compose reads only one of several compose files in a folder. Below the root, bake would build other directories than compose. Its paths are
 * relative to where it runs (docker/buildx bake/compose.go), those of compose to the file's folder.
 */
async function lookCompose(place: Place, text: string, path: string, composed: Set<string>): Promise<Seen | string> {
  const folder = posix.dirname(path);
  if (composed.has(folder)) return 'compose reads another file in that folder';
  composed.add(folder);
  try {
    const services = parseCompose(text, path);
    if (services.length === 0) return { kind: 'compose', services };
    return folder === '.' ? ((await unmetNeed(place, text, path)) ?? { kind: 'compose', services }) : BELOW;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Why bake cannot read a compose file as a checkout has it: a file that git ignores, a variable that only a machine has. */
async function unmetNeed(place: Place, text: string, path: string): Promise<string | undefined> {
  const isListed = async (file: string) => (await listOf(place, [file])).includes(file);
  const defaults = (await isListed('.env')) ? await readPlain(join(place.root, '.env')) : null;
  const { files, variables } = composeNeeds(text, path, defaults ?? '');
  const listed = await listOf(place, files);
  const missing = files.find((file) => !listed.includes(file));
  const need = missing === undefined ? variables[0] : `the file ${missing}`;
  return need === undefined
    ? undefined
    : `bake cannot read it without ${need}, so its Dockerfiles stand for its services`;
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

/** BuildKit takes no other instruction before the first FROM than ARG. A text with `{{ … }}` there is a template. */
function textProblem(kind: 'dockerfile' | 'maybe' | 'bake' | 'compose', text: string): string | null {
  if (kind === 'bake' || kind === 'compose') return null;
  const { instructions, stages } = parseDockerfile(text);
  if (stages.length === 0) return 'has no FROM';
  const before = instructions.find(({ keyword, stage }) => stage < 0 && keyword !== 'ARG');
  if (before !== undefined) return `no Dockerfile: line ${before.lines.start} is neither FROM nor ARG`;
  return WINDOWS.test(stages.at(-1)?.from ?? '') ? 'an image of Windows, which a builder on Linux cannot make' : null;
}

const WINDOWS = /(?:^|\/)(?:windows\/)?(?:nanoserver|servercore|windowsservercore)\b|^mcr\.microsoft\.com\/windows\b/i;

/** Dockerfiles that something builds by a name that is not looked for. */
async function findNamed(
  { root, directory }: Place,
  evidence: readonly Evidence[],
  known: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const isBelow = (path: string) => directory === '' || path.startsWith(`${directory}/`);
  const named = [...new Set(evidence.map(fileOf))].filter(
    (path) => !known.has(path) && !isUnknown(path) && isBelow(path),
  );
  const found = new Map<string, string>();
  for (const path of named) {
    if (kindOf(posix.relative(directory, path)).kind === 'skipped' || pathProblem(path) !== null) continue;
    const text = await readPlain(join(root, path));
    if (text !== null && textProblem('dockerfile', text) === null) found.set(path, text);
  }
  return found;
}

/** At most some images of one Dockerfile; that there are more is said. */
function kept(
  builds: ReadonlyMap<string, readonly Build[]>,
  skipped: Skipped[],
): ReadonlyMap<string, readonly Build[]> {
  for (const [path, all] of builds) {
    const more = all.length - MOST_BUILDS;
    if (more > 0) skipped.push({ path, reason: `${all[0]?.from} builds it in ${more} more ways than are listed` });
  }
  return new Map([...builds].map(([path, all]) => [path, all.slice(0, MOST_BUILDS)]));
}
