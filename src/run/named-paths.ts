import { join, posix } from 'node:path';
import type { Inputs } from '../config/inputs.ts';
import { isRemoteContext } from '../model/image.ts';
import { exists } from '../process/regular-file.ts';
import { DEFAULT_CONFIG } from './configuration.ts';

/** The inputs that name files of the checkout. */
export type PathInputs = Pick<Inputs, 'path' | 'config' | 'images' | 'file' | 'context'>;

/** A checkout in a folder of the workspace. */
interface Place {
  readonly workspace: string;
  readonly root: string;
  /** Path from the workspace to the root, with slashes. */
  readonly folder: string;
}

/** A line of the input `images`: name and transport, path, and what follows the path (`#TARGET`, `:REFERENCE`, `@DIGEST`). */
const LINE = /^(\s*(?:[^=:]*=\s*)?(?:[A-Za-z][\w+.-]+:)?)([^#:@]*)(.*)$/s;
/** Not in the file system. */
const REMOTE = /(?:^|=)\s*docker(?:-daemon)?:$/;

/** The paths that the inputs name, relative to the root. Those in a remote context are not among them. */
export function namedPaths({ config, images, file, context }: PathInputs): readonly string[] {
  const own = config === DEFAULT_CONFIG ? [] : [config];
  const built = isRemoteContext(context) ? [] : [file, context, ...images.map(pathOf)];
  return [...own, ...built].filter((path) => path !== '');
}

function pathOf(line: string): string {
  const [, start = '', path = ''] = LINE.exec(line) ?? [];
  return REMOTE.test(start) ? '' : path.trim();
}

/**
 * The inputs with paths relative to the root. A path that is in the workspace, and not in the root, begins with the root's folder:
 * `app/Dockerfile` for a checkout in `app`. It loses that folder.
 */
export async function withoutFolder<Own extends PathInputs>(inputs: Own, place: Place): Promise<Own> {
  const config = await shorten(inputs.config, place);
  // With a config file these are names of its images.
  const areNames = config !== '' && (await exists(join(place.root, config)));
  return {
    ...inputs,
    config,
    file: await shorten(inputs.file, place),
    context: await shorten(inputs.context, place),
    images: areNames ? inputs.images : await Promise.all(inputs.images.map((line) => shortenLine(line, place))),
  };
}

async function shortenLine(line: string, place: Place): Promise<string> {
  const [, start = '', path = '', rest = ''] = LINE.exec(line) ?? [];
  return REMOTE.test(start) ? line : `${start}${await shorten(path, place)}${rest}`;
}

async function shorten(path: string, { workspace, root, folder }: Place): Promise<string> {
  const normal = posix.normalize(path);
  if (normal !== folder && !normal.startsWith(`${folder}/`)) return path;
  if ((await exists(join(root, path))) || !(await exists(join(workspace, path)))) return path;
  return normal.slice(folder.length + 1) || '.';
}
