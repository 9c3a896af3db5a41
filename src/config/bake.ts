import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './paths.ts';

/** What `FILE` or `FILE#TARGET` names. */
export interface BakeReference {
  /** HCL, JSON or compose file, relative to the repository's root (or absolute on the command line). */
  readonly file: string;
  /** A target or a group; absent, what the file builds by default. */
  readonly target?: string;
}

/** The grammar of target names in buildx (bake/bake.go, validTargetNameChars). */
const TARGET_NAME = /^[A-Za-z0-9_-]+$/;
const LONGEST_NAME = 128;

/** Whether a text can name a target, so that it is one harmless word of `bake` and of its `--set`. */
export function isTargetName(text: string): boolean {
  return text.length <= LONGEST_NAME && TARGET_NAME.test(text) && !text.startsWith('-');
}

/**
 * Parses `FILE` or `FILE#TARGET`. A dot in a target becomes `_`, as bake itself has it for the services of a compose file.
 * @throws UserError for a URL, an empty or unusable path, and for what no target can be called
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
 * Gives back the path of a bake file as it is. Only files of the repository are read: buildx would also take a definition from a URL,
 * from stdin (`-`) or from where it was called (`cwd://`). @throws UserError for any other
 */
export function checkBakeFile(path: string): string {
  if (path.includes('://') || path.startsWith('git@')) {
    throw new UserError(
      `bake: ${printable(path.slice(0, 200))} is no local file; bake files are read from the repository only`,
    );
  }
  return checkArgument(path, 'bake: the file');
}
