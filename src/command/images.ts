import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type NamedSource, parseImages, refuseSameNames, taggedName } from '../config/images.ts';
import { topLevel } from '../git/git.ts';
import { UserError } from '../text/error.ts';
import type { Session } from './session.ts';

/** An image of an operand. */
export interface OperandImage extends NamedSource {
  /** How conditions name it: without its tag. */
  readonly plainName: string;
}

/**
 * The images that operands name, as in the action's `images`. A directory needs no `/` at its end. An image in the daemon or a registry
 * keeps its tag in its name, since it is not recorded under it.
 * @throws UserError for an unusable name or path, and for two images with one name
 */
export async function namedImages(
  operands: readonly string[],
  { args, cwd, signal }: Pick<Session, 'args' | 'cwd' | 'signal'>,
): Promise<readonly OperandImage[]> {
  const repository = await repositoryName({ cwd, signal });
  const lines = imageLines(operands, cwd);
  const images = lines.flatMap((line) =>
    parseImages([line], args, repository).map(({ name, source }) => ({
      name: taggedName(line, source) ?? name,
      plainName: name,
      source,
    })),
  );
  refuseSameNames(
    images.map(({ name }) => name),
    lines,
  );
  return images;
}

/** Operands as the lines of `images`, where a directory ends in `/`. */
export function imageLines(operands: readonly string[], cwd: string): readonly string[] {
  return operands.map((operand) => (isDirectory(operand.replace(/^[^=/]*=/, ''), cwd) ? `${operand}/` : operand));
}

function isDirectory(path: string, cwd: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The name for a Dockerfile at the root: that of the repository's directory, or of the current one outside of a repository. */
export async function repositoryName(place: Pick<Session, 'cwd' | 'signal'>): Promise<string> {
  return basename((await repositoryTop(place)) ?? place.cwd) || 'image';
}

/** Root of the repository; undefined outside of one, and where git cannot say. */
export async function repositoryTop({ cwd, signal }: Pick<Session, 'cwd' | 'signal'>): Promise<string | undefined> {
  return topLevel({ cwd, signal }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
}
