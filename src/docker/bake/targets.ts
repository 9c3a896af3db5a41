import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTargetName } from '../../config/bake.ts';
import type { BakeSource } from '../../model/image.ts';
import { UserError } from '../../text/error.ts';
import { readBake } from './bake.ts';
import type { BakeDefinition } from './definition.ts';
import { readEvery } from './every.ts';
import { explainMissing, explainNoImage, isImage, type Named } from './no-image.ts';
import { BakeMissing, type BakeRequest } from './print.ts';
import { readWritten, type WrittenFile } from './written.ts';

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
 * @throws BakeMissing, BuildError and UserError as readBake does. UserError where none makes an image
 */
export async function listBakeTargets(request: BakeRequest): Promise<readonly BakeImage[]> {
  const written = readWritten(request.files, request.root).catch(() => []);
  const { definition, names } = await readNamed(request).catch(async (error) =>
    explainMissing(request, await written, error),
  );
  const position = positionIn(await written, definition);
  const asked = request.targets?.map(plainName) ?? [];
  const images = names.filter((name) => asked.includes(name) || isImage(definition.targets.get(name)));
  if (images.length === 0) throw await explainNoImage(request, await written, { definition, names });
  return images
    .toSorted((one, other) => position(one) - position(other))
    .map((name) => ({ name, source: { kind: 'bake', files: request.files, target: name } }));
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
function positionIn(files: readonly WrittenFile[], definition: BakeDefinition): (name: string) => number {
  const places = new Map<string, number>();
  for (const mention of files.flatMap(({ mentions }) => mentions)) {
    if (!places.has(mention)) places.set(mention, places.size);
  }
  const first = (name: string): number => places.get(name) ?? Number.MAX_SAFE_INTEGER;
  return (name) => (places.has(name) ? first(name) : Math.min(first(name), ...holdersOf(name, definition).map(first)));
}
