import { posix } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../text/error.ts';

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

type Fields = Readonly<Record<string, unknown>>;

/**
 * The services with `build:` of a compose file (compose-spec, build.md). Services that are built in the same way are listed once.
 * @throws UserError for a text that is not YAML
 */
export function parseCompose(text: string, file: string): readonly Service[] {
  const services = new Map<string, Service>();
  for (const [name, service] of Object.entries(asFields(asFields(parseYaml(text)).services))) {
    const build = buildOf(service);
    if (build === null || !NAME.test(name)) continue;
    const key = JSON.stringify(build);
    const first = services.get(key);
    if (first !== undefined) services.set(key, { ...first, same: [...first.same, name] });
    else services.set(key, { file, name, target: name.replaceAll('.', '_'), ...dockerfileOf(build, file), same: [] });
  }
  return [...services.values()];
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch (cause) {
    throw new UserError(`not readable as YAML (${(cause as Error).message.split('\n')[0]})`, { cause });
  }
}

/** `build: DIR` is short for a map with its context. */
function buildOf(service: unknown): Fields | null {
  const { build } = asFields(service);
  if (typeof build === 'string') return { context: build };
  return typeof build === 'object' && build !== null ? asFields(build) : null;
}

function dockerfileOf(build: Fields, file: string): Pick<Service, 'dockerfile'> {
  const { context = '.', dockerfile = 'Dockerfile' } = build;
  if (build.dockerfile_inline !== undefined || !isPlainPath(context) || !isPlainPath(dockerfile)) return {};
  return { dockerfile: posix.join(posix.dirname(file), context, dockerfile) };
}

/** Whether a value is a relative path without a variable, and not a URL. */
function isPlainPath(value: unknown): value is string {
  return typeof value === 'string' && !/\$|^\/|^~|:/.test(value);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
