import { posix } from 'node:path';
import { readForeignYaml } from '../../config/file/foreign-yaml.ts';
import { isRemoteContext } from '../../model/image.ts';
import { asList, asRecord } from '../../text/json.ts';
import { placed } from './evidence/docker-build.ts';
import { scalarText } from './evidence/matrix.ts';
import type { Recipe } from './evidence/recipe.ts';

/** A service of a compose file that is built. */
export interface Service {
  /** The compose file, relative to the repository's root. */
  readonly file: string;
  readonly name: string;
  /** Its name in bake: a dot becomes `_`. */
  readonly target: string;
  /** Its Dockerfile, relative to the repository's root; absent where only compose knows (a variable, a URL, inline). */
  readonly dockerfile?: string;
  /** Other services that are built in the same way. */
  readonly same: readonly string[];
}

/** Service names that compose accepts (compose-spec, schema). A service with another name cannot be built. */
const NAME = /^[A-Za-z0-9._-]+$/;
/** How far a service may extend another one of its file. */
const MOST_EXTENDED = 20;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The services with `build:` of a compose file (compose-spec, build.md). Services that are built in the same way are listed once.
 * @throws UserError for a text that is not YAML
 */
export function parseCompose(text: string, file: string): readonly Service[] {
  const services = new Map<string, Service>();
  for (const [name, build] of buildsIn(text)) {
    if (!NAME.test(name)) continue;
    const key = JSON.stringify(build);
    const first = services.get(key);
    if (first !== undefined) services.set(key, { ...first, same: [...first.same, name] });
    else services.set(key, { file, name, target: name.replaceAll('.', '_'), ...dockerfileOf(build, file), same: [] });
  }
  return [...services.values()];
}

/**
 * How the services of a compose file build their Dockerfiles.
 * @throws UserError for a text that is not YAML
 */
export function composeBuilds(text: string, file: string): readonly Recipe[] {
  return buildsIn(text).flatMap(([, build]) => {
    const { dockerfile } = dockerfileOf(build, file);
    const { context = '.', target } = build;
    const directory = isPlainPath(context) ? placed(posix.dirname(file), context) : undefined;
    if (dockerfile === undefined || directory === undefined) return [];
    const named = typeof target === 'string' ? { target } : {};
    return [{ file: dockerfile, context: directory, ...named, buildArgs: argumentsOf(build.args), buildContexts: [] }];
  });
}

function buildsIn(text: string): readonly (readonly [string, Fields])[] {
  const services = asRecord(asRecord(readForeignYaml(text)).services);
  return Object.entries(services).flatMap(([name, service]) => {
    const build = buildOf(asRecord(service), services, MOST_EXTENDED);
    return build === null ? [] : [[name, build] as const];
  });
}

/** `build: DIR` is short for a map with its context. What a service extends in its own file adds the keys that it has not. */
function buildOf(service: Fields, services: Fields, depth: number): Fields | null {
  const { build, extends: base } = service;
  const inherited = depth > 0 ? extended(base, services, depth) : null;
  if (typeof build === 'string') return { ...inherited, context: build };
  return typeof build === 'object' && build !== null ? { ...inherited, ...asRecord(build) } : inherited;
}

function extended(base: unknown, services: Fields, depth: number): Fields | null {
  const { service = base, file } = asRecord(base);
  if (typeof service !== 'string' || file !== undefined || !Object.hasOwn(services, service)) return null;
  return buildOf(asRecord(services[service]), services, depth - 1);
}

function dockerfileOf(build: Fields, file: string): Pick<Service, 'dockerfile'> {
  const { context = '.', dockerfile = 'Dockerfile' } = build;
  if (build.dockerfile_inline !== undefined || !isPlainPath(context) || !isPlainPath(dockerfile)) return {};
  return { dockerfile: posix.join(posix.dirname(file), context, dockerfile) };
}

/** As a map, or as a list of KEY=VALUE. Values that are a variable's are not known here. */
function argumentsOf(args: unknown): readonly string[] {
  const pairs = Object.entries(asRecord(args)).map(([key, value]) => `${key}=${scalarText(value)}`);
  return [...asList(args).map(scalarText), ...pairs].filter(
    (argument) => argument.includes('=') && !argument.endsWith('='),
  );
}

/** Whether a value is a relative path without a variable, and not a URL. */
function isPlainPath(value: unknown): value is string {
  return typeof value === 'string' && !/\$|^\/|^~|:/.test(value) && !isRemoteContext(value);
}
