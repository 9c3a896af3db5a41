import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isTargetName } from '../../config/bake.ts';
import type { BakeSource } from '../../model/image.ts';
import { UserError } from '../../text/error.ts';
import { BakeMissing, type BakeRequest, readBake } from './bake.ts';
import type { BakeDefinition } from './definition.ts';
import { outputsOf, targetNamesIn } from './outputs.ts';

/** An image that a bake file makes, named after its target. */
export interface BakeImage {
  readonly name: string;
  readonly source: BakeSource;
}

/** Files that bake uses by default. */
export interface BakeFiles {
  readonly bake: readonly string[];
  readonly compose: readonly string[];
}

/** In buildx's order, which is also that of merging (bake/bake.go, defaultFilenames; compose-go, cli.DefaultFileNames). */
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const BAKE_FILES = ['docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'];

/** Which of bake's default files a directory has. Named in this order, compose before bake, they mean the same to bake as its default. */
export async function findBakeFile(root: string): Promise<BakeFiles> {
  return { bake: await existing(root, BAKE_FILES), compose: await existing(root, COMPOSE_FILES) };
}

async function existing(root: string, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => stat(join(root, name)).catch(() => undefined)));
  return names.filter((_, at) => found[at]?.isFile());
}

/**
 * The images that bake files make, in the order in which the files name them. They are those of the targets and groups asked for, or else
 * of the group or target `default`. Without either, they are those of all targets whose name does not begin with `_`. Such targets are only
 * templates for others. A target without an image (by its outputs, or its `call`) is left out unless its own name was asked for. Matrices
 * are expanded.
 * @throws BakeMissing, BuildError and UserError as readBake does
 */
export async function listBakeTargets(request: BakeRequest): Promise<readonly BakeImage[]> {
  const { definition, names } = await readNamed(request);
  const texts = await readTexts(request);
  const outputs = outputsOf(texts);
  const position = positionIn(texts.join('\n'), definition);
  const asked = request.targets?.map(plainName) ?? [];
  const makesImage = (name: string): boolean =>
    (definition.targets.get(name)?.call ?? 'build') === 'build' &&
    [name, ...holdersOf(name, definition)].every((each) => outputs(each) === 'image');
  return names
    .filter((name) => asked.includes(name) || makesImage(name))
    .toSorted((one, other) => position(one) - position(other))
    .map((name) => ({ name, source: { kind: 'bake', files: request.files, target: name } }));
}

interface Named {
  readonly definition: BakeDefinition;
  /** Targets only, each once. */
  readonly names: readonly string[];
}

async function readNamed(request: BakeRequest): Promise<Named> {
  const asked = request.targets ?? ['default'];
  try {
    const definition = await readBake({ ...request, targets: asked.map(expectName) });
    const names = expandGroups(definition, asked.map(plainName));
    return { definition: request.targets === undefined ? definition : withoutDefault(definition), names };
  } catch (error) {
    if (request.targets === undefined && error instanceof BakeMissing && error.target === 'default') {
      return readAll(request);
    }
    throw error;
  }
}

/** Bake prints the requested targets as a group `default`, which is then not the file's own. */
function withoutDefault({ groups, targets }: BakeDefinition): BakeDefinition {
  return { groups: new Map([...groups].filter(([name]) => name !== 'default')), targets };
}

async function readAll(request: BakeRequest): Promise<Named> {
  const definition = withoutDefault(await readEvery(request));
  return { definition, names: [...definition.targets.keys()].filter((name) => !name.startsWith('_')) };
}

/**
 * Reads all targets of bake files, those that make no image too. buildx 0.13 has no pattern `*`: there, names are searched for in the files
 * themselves. @throws BakeMissing, BuildError and UserError as readBake does
 */
export async function readEvery(request: BakeRequest): Promise<BakeDefinition> {
  try {
    return await readBake({ ...request, targets: ['*'] });
  } catch (error) {
    if (!(error instanceof BakeMissing) || error.target !== '*') throw error;
    const targets = (await readTexts(request)).flatMap(targetNamesIn).filter(isTargetName);
    if (targets.length === 0) throw new UserError(`${request.files.join(' + ')} has no target`);
    return readBake({ ...request, targets: [...new Set(targets)] });
  }
}

function expectName(name: string): string {
  if (isTargetName(plainName(name))) return plainName(name);
  throw new UserError(`${JSON.stringify(name.slice(0, 200))} is not a valid name of a bake target or group`);
}

/** Bake replaces a dot, which the name of a compose service may contain, by `_`. */
function plainName(name: string): string {
  return name.replaceAll('.', '_');
}

function expandGroups({ groups, targets }: BakeDefinition, names: readonly string[]): readonly string[] {
  const reached = new Set(names);
  // The loop also visits what is added to the set meanwhile. A group that contains itself ends it.
  for (const name of reached) for (const member of groups.get(name) ?? []) reached.add(member);
  return [...reached].filter((name) => targets.has(name));
}

/** No file contains a matrix target by its own name, only by the group that it comes from. */
function holdersOf(name: string, { groups }: BakeDefinition): readonly string[] {
  return [...groups].flatMap(([group, members]) => (members.includes(name) ? [group] : []));
}

/** Where the files first name a target, or else a group that has it. `--print` sorts by name. */
function positionIn(text: string, definition: BakeDefinition): (name: string) => number {
  const first = (name: string): number => {
    const at = text.search(new RegExp(`(?<![\\w-])${name.replaceAll('_', '[_.]')}(?![\\w-])`));
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return (name) => {
    const own = first(name);
    return own === Number.MAX_SAFE_INTEGER ? Math.min(own, ...holdersOf(name, definition).map(first)) : own;
  };
}

function readTexts({ files, root }: BakeRequest): Promise<readonly string[]> {
  return Promise.all(files.map((file) => readFile(resolve(root, file), 'utf8')));
}
