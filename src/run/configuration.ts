import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, normalize, resolve } from 'node:path';
import type { ConfiguredSources } from '../baseline/plan.ts';
import { completeImages } from '../config/file/complete.ts';
import { type ConfigFile, readConfigFile } from '../config/file/config-file.ts';
import { withPlatforms } from '../config/file/sources.ts';
import { MAX_CONFIG, MAX_FILE } from '../config/file/yaml.ts';
import { pickImages } from '../config/pick.ts';
import type { Image, Source } from '../model/image.ts';
import { regularFileAt } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import { type ConfigurationRequest, inlineImages, listTargets, type Target } from './inline-images.ts';

/** Where the configuration is looked for, relative to the repository's root. */
export const DEFAULT_CONFIG = '.github/image-size.yml';
/** The same name with the other ending of YAML files; it is refused. */
export const TWIN = '.github/image-size.yaml';

/** The images of a run, and how to read the configuration of another checkout. */
export interface Configuration {
  readonly images: readonly Image[];
  /** The config file that lists them; absent where inputs or options name them. */
  readonly file?: string;
  /** Reads the sources in a checkout at `root`. Absent where the configuration is not in the repository. */
  readonly configuredAt?: (root: string) => Promise<ConfiguredSources>;
}

/**
 * The images to measure: those of the config file, else those that inputs or options name. Without either, those of the bake file at the
 * root, of the Dockerfile there, or of the compose file.
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
    `images: ${config} lists the images and has none called ${unknown.map((name) => printable(name)).join(', ')}: name some of ${names.join(', ')}, or set config to none to leave the file out.${suggestion(unknown[0] ?? '', names)}`,
  );
}

function bothAreGiven(config: string, given: readonly string[]): string {
  const names = given.join(', ');
  const cure = given.some((name) => name.startsWith('--')) ? 'give --config none' : 'set config to none';
  const one = given.length === 1;
  return `${config} sets the images and their limits, and so ${one ? 'does' : 'do'} ${names}: move ${names} into the file, or ${cure} to leave the file out`;
}

async function readConfig(root: string, path: string): Promise<string | undefined> {
  const found = await regularFileAt(resolve(root, path), `config: ${printable(path)}`);
  const isFolder = found === undefined && (await stat(resolve(root, path)).catch(() => undefined)) !== undefined;
  if (found === undefined && !isFolder && path === DEFAULT_CONFIG) return refuseTwin(root);
  if (found === undefined) throw new UserError(`config: there is no file ${printable(path)} in ${root}`);
  if (found.size > MAX_CONFIG)
    throw new UserError(`${printable(path)}: ${found.size} bytes are too many for a config file (at most ${MAX_FILE})`);
  return readFile(resolve(root, path), 'utf8');
}

/** A file with the other ending would not be read, so its conditions would gate nothing. */
async function refuseTwin(root: string): Promise<undefined> {
  if (!(await stat(resolve(root, TWIN)).catch(() => undefined))) return undefined;
  throw new UserError(`found ${TWIN}, expected ${DEFAULT_CONFIG}: rename it, or name it as the config`);
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

/** A mistake in a bake file is reported at the place where the configuration names it. */
function throwAt(place: string, cause: unknown): never {
  if (!(cause instanceof UserError)) throw cause;
  throw new UserError(`${place}: bake: ${cause.message}`, { cause });
}

/** Whether the config file is outside of the repository, so that no commit has it. */
function leaves(config: string): boolean {
  return isAbsolute(config) || normalize(config).startsWith('..');
}

/** The sources alone, since the conditions of today apply. */
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

/** Where bake files cannot be read, the images with other sources keep these. */
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

/** Older commits may have no config file. */
function absent(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
