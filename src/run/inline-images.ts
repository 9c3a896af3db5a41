import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBakeReference } from '../config/bake.ts';
import { type GateLines, parseGates } from '../config/gates.ts';
import { type BuildDefaults, isImageName, NAME_RULE, parseImages } from '../config/images.ts';
import { findBakeFile, listBakeTargets } from '../docker/bake/targets.ts';
import { type BakeSource, type Image, isRemoteContext } from '../model/image.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** The images as inputs or options name them, where no config file does. */
export interface Inline extends BuildDefaults, GateLines {
  readonly images: readonly string[];
  /** Names, as the user writes them, of the inputs or options that were given although a config file can set them. */
  readonly given: readonly string[];
}

/** Where a configuration is read from. */
export interface ConfigurationRequest {
  /** Directory that the paths of the configuration are relative to. */
  readonly root: string;
  /** Path of the config file; '' for none. The default one may be absent, any other must exist. */
  readonly config: string;
  readonly inline: Inline;
  /** `owner/name` or a directory's name. A Dockerfile at the root is named after it. */
  readonly repositoryName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Pick<Log, 'info'>;
  readonly signal?: AbortSignal | undefined;
}

/** An image of a bake file. */
export interface Target {
  readonly name: string;
  readonly source: BakeSource;
}

/** The targets of bake files as images; all default ones where `targets` is empty. @throws UserError as listBakeTargets does */
export function listTargets(
  { root, env, signal }: ConfigurationRequest,
  files: readonly string[],
  targets: readonly string[],
): Promise<readonly Target[]> {
  return listBakeTargets({ files, ...(targets.length === 0 ? {} : { targets }), root, env, signal });
}

/**
 * The images that inputs or options name, else those that are found at the root.
 * @throws UserError for a line that cannot be used, for two images of one name, and for inputs that have no effect
 */
export async function inlineImages(request: ConfigurationRequest): Promise<readonly Image[]> {
  const { inline } = request;
  const named = inline.images.length > 0 ? await imagesOf(request, inline.images) : await foundImages(request);
  const names = named.map(({ name }) => name);
  const conditionsOf = parseGates(inline, names);
  return named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
}

type Named = Pick<Image, 'name' | 'source'>;

const BAKE_LINE = /^(?:([^=:]*)=)?bake:(.*)$/s;

/** `NAME=PATH` and the other forms of parseImages, and `[NAME=]bake:FILE[#TARGET]`. */
async function imagesOf(request: ConfigurationRequest, lines: readonly string[]): Promise<readonly Named[]> {
  const { inline, repositoryName } = request;
  if (lines.every((line) => BAKE_LINE.test(line.trim()))) refuseBuildInputs(inline);
  const parse = (some: readonly string[]) => parseImages(some, { ...inline, file: '' }, repositoryName);
  // All of them together, so that two lines of one name are refused before any bake file is read.
  parse(lines.filter((line) => !BAKE_LINE.test(line.trim())));
  const images: Named[] = [];
  for (const line of lines) {
    const [, name, reference] = BAKE_LINE.exec(line.trim()) ?? [];
    images.push(
      ...(reference === undefined ? parse([line]) : await bakeImages(request, name?.trim(), reference.trim(), line)),
    );
  }
  return refuseSameNames(images);
}

/** Build inputs have no effect on bake files, so they are a mistake. */
function refuseBuildInputs({ given }: Inline): void {
  const useless = given.filter((name) => name !== 'images' && !GATES.includes(name.replace(/^--/, '')));
  if (useless.length === 0) return;
  throw new UserError(
    `${useless.join(', ')}: a bake or compose file sets how its targets are built; change it there, or list Dockerfiles as images`,
  );
}

async function bakeImages(
  request: ConfigurationRequest,
  name: string | undefined,
  reference: string,
  line: string,
): Promise<readonly Named[]> {
  const { file, target } = parseBakeReference(reference);
  const images = await listTargets(request, [file], target === undefined ? [] : [target]);
  if (name === undefined) return images;
  const [only, ...others] = images;
  if (only === undefined || others.length > 0) {
    const targets = images.map((image) => image.name).join(', ');
    throw new UserError(
      `images, line "${printable(line)}": a name is for one image, and ${printable(reference)} builds ${images.length} (${targets}); name one target after "#", or leave the name out`,
    );
  }
  return [{ ...only, name: checkName(name, line) }];
}

function checkName(name: string, line: string): string {
  if (isImageName(name)) return name;
  throw new UserError(
    `images, line "${printable(line)}": "${printable(name)}" is not an image name; a name is ${NAME_RULE}`,
  );
}

function refuseSameNames(images: readonly Named[]): readonly Named[] {
  const names = images.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return images;
  throw new UserError(`images: two images are named "${printable(twice)}"; give each its own name, as in NAME=PATH`);
}

/** No image is named. A bake file comes first; a compose file may be for development alone, so a Dockerfile comes before it. */
async function foundImages(request: ConfigurationRequest): Promise<readonly Named[]> {
  const { root, inline, log } = request;
  const asked = inline.given.some((name) => !GATES.includes(name.replace(/^--/, '')));
  const found = asked ? { bake: [], compose: [] } : await findBakeFile(root);
  const dockerfile = await stat(join(root, 'Dockerfile')).catch(() => undefined);
  const files = found.bake.length > 0 || dockerfile?.isFile() ? found.bake : found.compose;
  if (files.length > 0) {
    log.info(`The images are those of ${files.join(' and ')}`);
    return refuseSameNames(await listTargets(request, files, []));
  }
  const own = isRemoteContext(inline.context ?? '') ? 'Dockerfile' : join(inline.context || '.', 'Dockerfile');
  return imagesOf(request, [inline.file || own]);
}

/** These do not say what is built, so images are looked for where only these are given. */
const GATES: readonly string[] = ['fail-if', 'warn-if'];
