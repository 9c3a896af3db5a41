import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, resolve } from 'node:path';
import type { ConfiguredSources } from '../baseline/plan.ts';
import { parseBakeReference } from '../config/bake.ts';
import { completeImages } from '../config/file/complete.ts';
import { type ConfigFile, readConfigFile } from '../config/file/config-file.ts';
import { withPlatforms } from '../config/file/sources.ts';
import { MAX_CONFIG } from '../config/file/yaml.ts';
import { type GateLines, parseGates } from '../config/gates.ts';
import { type BuildDefaults, isImageName, NAME_RULE, parseImages } from '../config/images.ts';
import { pickImages } from '../config/pick.ts';
import { findBakeFile, listBakeTargets } from '../docker/bake/targets.ts';
import type { BakeSource, Image, Source } from '../model/image.ts';
import { isRemoteContext } from '../model/remote-context.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';

/** Where the configuration is looked for, relative to the repository's root. */
export const DEFAULT_CONFIG = '.github/image-size.yml';
/** The other ending of YAML files. */
export const TWIN = '.github/image-size.yaml';

/** What inputs or options say of the images, where no file does. */
export interface Inline extends BuildDefaults, GateLines {
  readonly images: readonly string[];
  /** Those that were given, by the names that the user writes, and that a config file says in their place. */
  readonly given: readonly string[];
}

export interface ConfigurationRequest {
  /** Directory that the paths of the configuration are relative to. */
  readonly root: string;
  /** Path of the config file; '' for none. One that is not there is a mistake, unless it is the default. */
  readonly config: string;
  readonly inline: Inline;
  /** `owner/name` or a directory's name: what a Dockerfile at the root is named after. */
  readonly repositoryName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Pick<Log, 'info'>;
  readonly signal?: AbortSignal | undefined;
}

/** The images of a run, and how to read what another checkout of the repository configures. */
export interface Configuration {
  readonly images: readonly Image[];
  /** The config file that they are from; absent where inputs or options name them. */
  readonly file?: string;
  readonly configuredAt?: (root: string) => Promise<ConfiguredSources>;
}

/**
 * The images to measure: those of the config file; else those that are named by inputs or options; else those of the bake file at the root,
 * of the Dockerfile there, or of the compose file.
 * @throws UserError for a configuration that cannot be used, and for images named in two places
 */
export async function readConfiguration(request: ConfigurationRequest): Promise<Configuration> {
  const { root, config, inline, env } = request;
  const text = config === '' ? undefined : await readConfig(root, config);
  if (text === undefined) return { images: await inlineImages(request) };
  const others = inline.given.filter((name) => name !== 'images');
  if (others.length > 0) throw new UserError(bothAreGiven(config, inline.given));
  const file = readConfigFile(text, config, env);
  return {
    file: config,
    images: pickNamed(completeImages(file, await targetsOf(request, file)), request),
    ...(leaves(config) ? {} : { configuredAt: (other: string) => readConfiguredSources({ ...request, root: other }) }),
  };
}

/** With a config file the input `images` picks some of its images. */
function pickNamed(images: readonly Image[], { config, inline }: ConfigurationRequest): readonly Image[] {
  if (inline.images.length === 0) return images;
  const { images: picked, unknown } = pickImages(images, inline.images);
  if (unknown.length === 0) return picked;
  const names = images.map(({ name }) => name);
  throw new UserError(
    `images: ${config} says what the images are and has none called ${unknown.map((name) => printable(name)).join(', ')}: name some of ${names.join(', ')}, or set config to '' to leave the file out.${suggestion(unknown[0] ?? '', names)}`,
  );
}

function bothAreGiven(config: string, given: readonly string[]): string {
  const names = given.join(', ');
  const cure = given.some((name) => name.startsWith('--')) ? 'give --config none' : "set config to ''";
  return `${config} says what the images and their limits are, and so ${given.length === 1 ? 'does' : 'do'} ${names}: move what ${names} say${given.length === 1 ? 's' : ''} into the file, or ${cure} to leave the file out`;
}

async function readConfig(root: string, path: string): Promise<string | undefined> {
  const found = await stat(resolve(root, path)).catch(() => undefined);
  if (found === undefined && path === DEFAULT_CONFIG) return refuseTwin(root);
  if (!found?.isFile()) throw new UserError(`config: there is no file ${printable(path)} in ${root}`);
  if (found.size > MAX_CONFIG) throw new UserError(`${printable(path)}: ${found.size} bytes are no configuration`);
  return readFile(resolve(root, path), 'utf8');
}

/** A file that nobody reads for its ending would be a gate that nobody has. */
async function refuseTwin(root: string): Promise<undefined> {
  if (!(await stat(resolve(root, TWIN)).catch(() => undefined))) return undefined;
  throw new UserError(`found ${TWIN}, expected ${DEFAULT_CONFIG}: rename it, or name it as the config`);
}

interface Target {
  readonly name: string;
  readonly source: BakeSource;
}

async function targetsOf(
  request: ConfigurationRequest,
  { bake, bakePlaces }: Pick<ConfigFile, 'bake' | 'bakePlaces'>,
): Promise<readonly Target[]> {
  const groups: (readonly Target[])[] = [];
  for (const [at, { files, targets }] of bake.entries()) {
    groups.push(await listTargets(request, files, targets).catch((error) => throwAt(bakePlaces[at] ?? '', error)));
  }
  return groups.flat();
}

/** What is wrong with a bake file is told where the configuration names it. */
function throwAt(place: string, cause: unknown): never {
  if (!(cause instanceof UserError)) throw cause;
  throw new UserError(`${place}: bake: ${cause.message}`, { cause });
}

function listTargets(
  { root, env, signal }: ConfigurationRequest,
  files: readonly string[],
  targets: readonly string[],
): Promise<readonly Target[]> {
  return listBakeTargets({ files, ...(targets.length === 0 ? {} : { targets }), root, env, signal });
}

/** A file that is not in the repository is in no commit of it. */
function leaves(config: string): boolean {
  return isAbsolute(config) || normalize(config).startsWith('..');
}

/** The sources alone: what gates the images is today's to say. */
async function readConfiguredSources(request: ConfigurationRequest): Promise<ConfiguredSources> {
  const { root, config, env } = request;
  try {
    const text = await readConfig(root, config).catch(absent);
    return text === undefined
      ? { sources: new Map(), notes: [] }
      : await sourcesOf(request, readConfigFile(text, config, env));
  } catch (error) {
    return { sources: new Map(), notes: [unreadable(error)] };
  }
}

/** What cannot be had of bake files takes nothing from the images that have other sources. */
async function sourcesOf(request: ConfigurationRequest, file: ConfigFile): Promise<ConfiguredSources> {
  const own = namedSources(file, []);
  try {
    return { sources: namedSources(file, await targetsOf(request, file)), notes: [] };
  } catch (error) {
    return { sources: own, notes: [unreadable(error)] };
  }
}

function namedSources({ entries }: ConfigFile, targets: readonly Target[]): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>(targets.map(({ name, source }) => [name, source]));
  for (const { name, source, platforms } of entries) {
    const target = targets.find((each) => each.name === name);
    const found = source ?? (target && withPlatforms(target.source, platforms));
    if (found) sources.set(name, found);
  }
  return sources;
}

function unreadable(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  const [first = ''] = error.message.split('\n');
  return `The base was built as the configuration of this commit has it, since its own cannot be read: ${first}`;
}

/** A commit from before there was a configuration. */
function absent(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}

async function inlineImages(request: ConfigurationRequest): Promise<readonly Image[]> {
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

/** What a bake file builds, it says itself; an input without effect is a mistake. */
function refuseBuildInputs({ given }: Inline): void {
  const useless = given.filter((name) => name !== 'images' && !GATES.includes(name.replace(/^--/, '')));
  if (useless.length === 0) return;
  throw new UserError(
    `${useless.join(', ')}: a bake or compose file says itself how its targets are built; change it there, or list Dockerfiles as images`,
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
      `images, line "${printable(line)}": a name is for one image, and ${printable(reference)} makes ${images.length} (${targets}); name one target after "#", or leave the name out`,
    );
  }
  return [{ ...only, name: checkName(name, line) }];
}

function checkName(name: string, line: string): string {
  if (isImageName(name)) return name;
  throw new UserError(
    `images, line "${printable(line)}": "${printable(name)}" is no name for an image; it is ${NAME_RULE}`,
  );
}

function refuseSameNames(images: readonly Named[]): readonly Named[] {
  const names = images.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return images;
  throw new UserError(`images: two images are named "${printable(twice)}"; give each its own name, as in NAME=PATH`);
}

/** Nobody named an image: a bake file says what is built here; a compose file may be for development alone, so a Dockerfile goes first. */
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

/** Given without images, these leave open what is built. */
const GATES: readonly string[] = ['fail-if', 'warn-if'];
