import { posix } from 'node:path';
import { readForeignYaml } from '../../config/file/foreign-yaml.ts';
import { asRecord } from '../../text/json.ts';

/** What bake needs besides a compose file to read it: files, and variables that must have a value. */
export interface ComposeNeeds {
  /** Paths relative to the repository's root. */
  readonly files: readonly string[];
  readonly variables: readonly string[];
}

/** `${NAME:?message}` and `${NAME?message}`; `$$` is a dollar sign (compose-spec, interpolation.md). */
const REQUIRED = /(?<!\$)(?:\$\$)*\$\{([A-Za-z_]\w*):?\?/g;
/** One that is missing is enough. */
const MOST_FILES = 200;
const DEFINED = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm;

/**
 * What a compose file needs: files of `env_file`, without those that are not required, and variables that are. buildx resolves all of them even
 * for a build. `defaults` is the text of the file `.env` beside it.
 * @throws UserError for a text that is not YAML
 */
export function composeNeeds(text: string, file: string, defaults: string): ComposeNeeds {
  const services = Object.values(asRecord(asRecord(readForeignYaml(text)).services));
  const files = services.flatMap((service) => filesOf(asRecord(service).env_file));
  const known = new Set([...defaults.matchAll(DEFINED)].map(([, name]) => name));
  const variables = [...text.matchAll(REQUIRED)].map(([, name = '']) => name).filter((name) => !known.has(name));
  const folder = posix.dirname(file);
  const paths = [...new Set(files.map((path) => posix.join(folder, path)))];
  return { files: paths.slice(0, MOST_FILES), variables: [...new Set(variables)] };
}

function filesOf(written: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  return list.flatMap((each) => {
    const { path = each, required = true } = asRecord(each);
    return typeof path === 'string' && required !== false && !/\$|^[/~]/.test(path) ? [path] : [];
  });
}
