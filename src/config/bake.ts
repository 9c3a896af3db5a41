import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './entries.ts';

/** A bake file, and a target in it, as `FILE` or `FILE#TARGET` names them. */
export interface BakeReference {
  /** HCL, JSON or compose file, relative to the repository's root (or absolute on the command line). */
  readonly file: string;
  /** A target or a group. Absent: the default of the file. */
  readonly target?: string;
}

/** The grammar of target names in buildx (bake/bake.go, validTargetNameChars). */
const TARGET_NAME = /^[A-Za-z0-9_-]+$/;
const LONGEST_NAME = 128;

/** Whether a text can name a target. It is then safe as one word of `bake` and of its `--set`. */
export function isTargetName(text: string): boolean {
  return text.length <= LONGEST_NAME && TARGET_NAME.test(text) && !text.startsWith('-');
}

/**
 * Parses `FILE` or `FILE#TARGET`. A dot in a target becomes `_`, as in bake for the services of a compose file.
 * @throws UserError for a URL, an empty or unusable path, and a name that a target cannot have
 */
export function parseBakeReference(text: string): BakeReference {
  const at = text.lastIndexOf('#');
  const file = checkBakeFile(at < 0 ? text : text.slice(0, at));
  if (at < 0) return { file };
  const target = text.slice(at + 1).replaceAll('.', '_');
  if (isTargetName(target)) return { file, target };
  const found = `found ${JSON.stringify(printable(text.slice(at + 1, at + 200)))} after ${printable(file)}#`;
  throw new UserError(`bake: ${found}, expected a target or group: letters, digits, "_" and "-"`);
}

/**
 * Returns the path of a bake file unchanged. Only files of the repository are read. (Buildx also takes a definition from a URL, from
 * stdin (`-`) or from its working directory (`cwd://`).)
 * @throws UserError for any other path
 */
export function checkBakeFile(path: string): string {
  if (path.includes('://') || path.startsWith('git@')) {
    throw new UserError(
      `bake: ${printable(path.slice(0, 200))} is not a local file; bake files are read from the repository only`,
    );
  }
  return checkArgument(path, 'bake: the file');
}
