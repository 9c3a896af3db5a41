import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type NamedSource, parseImages } from '../config/images.ts';
import { topLevel } from '../git/git.ts';
import type { Arguments } from './arguments.ts';

/**
 * The images that operands name, as in the action's `images`. A directory needs no `/` at its end.
 * @throws UserError for an unusable name or path
 */
export async function namedImages(operands: readonly string[], args: Arguments, cwd: string): Promise<NamedSource[]> {
  return parseImages(imageLines(operands, cwd), args, await repositoryName(cwd));
}

/** Operands as the lines of `images`, where a directory ends in `/`. */
export function imageLines(operands: readonly string[], cwd: string): readonly string[] {
  return operands.map((operand) => (isDirectory(operand.replace(/^[^=/]*=/, ''), cwd) ? `${operand}/` : operand));
}

function isDirectory(path: string, cwd: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The name for a Dockerfile at the root: that of the repository's directory, or of the current one outside of a repository. */
export async function repositoryName(cwd: string): Promise<string> {
  const top = await topLevel({ cwd }).catch(() => undefined);
  return basename(top ?? cwd) || 'image';
}
