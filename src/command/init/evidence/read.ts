import { join, posix } from 'node:path';
import { UserError } from '../../../text/error.ts';
import { asList, asRecord } from '../../../text/json.ts';
import { composeBuilds } from '../compose.ts';
import { readPlain } from '../read.ts';
import { ROOT_MARK, recipesIn, type ShellPlace } from './docker-build.ts';
import { makefileCommands } from './makefile.ts';
import { type EvidenceKind, evidenceKind } from './places.ts';
import type { Evidence, Recipe } from './recipe.ts';
import { workflowRecipes } from './workflow.ts';

/** Bounds of what is read: files, and bytes of one. */
const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024;
/** What a file must contain to be worth parsing. */
const BUILDS = /build/;

const RANKS: Readonly<Record<EvidenceKind, Evidence['rank']>> = {
  workflow: 0,
  makefile: 1,
  package: 1,
  nx: 1,
  shell: 1,
  compose: 2,
};

/**
 * How the files of a repository build images, the most binding first. A file that cannot be read or parsed tells nothing: its own tool will
 * say so.
 */
export async function readEvidence(
  root: string,
  paths: readonly string[],
  dockerfiles: readonly string[],
): Promise<readonly Evidence[]> {
  const files = paths.flatMap((path) => {
    const kind = evidenceKind(path, dockerfiles);
    return kind === undefined ? [] : [{ path, kind, rank: RANKS[kind] }];
  });
  const sorted = files.toSorted(
    (one, other) =>
      one.rank - other.rank ||
      depthOf(one.path) - depthOf(other.path) ||
      Number(isVariant(one.path)) - Number(isVariant(other.path)),
  );
  const evidence: Evidence[] = [];
  for (const { path, kind, rank } of sorted.slice(0, MOST_FILES)) {
    const text = await readPlain(join(root, path), MOST_BYTES);
    if (text === null || !BUILDS.test(text)) continue;
    evidence.push(...recipesOf(kind, text, path).map((recipe) => ({ ...recipe, from: path, rank })));
  }
  return evidence;
}

function recipesOf(kind: EvidenceKind, text: string, path: string): readonly Recipe[] {
  try {
    return READERS[kind](text, path);
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError) return [];
    throw error;
  }
}

const READERS: Readonly<Record<EvidenceKind, (text: string, path: string) => readonly Recipe[]>> = {
  workflow: workflowRecipes,
  makefile: (text, path) => recipesIn(makefileCommands(text), { cwd: posix.dirname(path) }),
  package: (text, path) => packageRecipes(text, { cwd: posix.dirname(path) }),
  nx: (text) => textsIn(JSON.parse(text), MOST_LEVELS).flatMap((command) => recipesIn(command, { cwd: '.' })),
  compose: composeBuilds,
  shell: scriptRecipes,
};

function packageRecipes(text: string, place: ShellPlace): readonly Recipe[] {
  const scripts = Object.values(asRecord(asRecord(JSON.parse(text)).scripts));
  return scripts.flatMap((script) => (typeof script === 'string' ? recipesIn(script, place) : []));
}

/** Levels of the targets of nx, whose commands may be anywhere. */
const MOST_LEVELS = 8;

function textsIn(value: unknown, levels: number): readonly string[] {
  if (typeof value === 'string') return [value];
  return levels === 0
    ? []
    : [...asList(value), ...Object.values(asRecord(value))].flatMap((each) => textsIn(each, levels - 1));
}

/** How scripts find the folder that they are in. */
const OWN_FOLDER = /\$\(\s*dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?|\{0\})"?\s*\)/g;
const RESOLVED = /\$\(\s*cd\s+(?:--\s+)?"?([^"$`()\n]{1,200})"?\s*(?:&&|;)\s*pwd(?:\s+-P)?\s*\)/g;

/** A script runs where its user is: at the root of the repository by custom. One that says nothing else may also run in its own folder. */
function scriptRecipes(text: string, path: string): readonly Recipe[] {
  const folder = posix.dirname(path);
  const own = `${ROOT_MARK}/${folder}`;
  const plain = text.replace(OWN_FOLDER, () => own).replace(RESOLVED, '$1');
  const from = (cwd: string) => recipesIn(plain, { cwd, values: ownPaths(plain) });
  return folder === '.' ? from('.') : [...from('.'), ...from(folder)];
}

/** Variables that hold a path from the script's own folder. */
function ownPaths(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(
    /^[ \t]*(?:readonly[ \t]+|export[ \t]+)?([A-Za-z_]\w{0,80})="?(\/@repository-root[\w./-]{0,200})"?[ \t]*$/gm,
  );
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]));
}

/** `docker-compose.dev.yml` adds to `docker-compose.yml`. */
function isVariant(path: string): boolean {
  return !/^(?:docker-)?compose\.ya?ml$/.test(posix.basename(path));
}

function depthOf(path: string): number {
  return path.split('/').length;
}
