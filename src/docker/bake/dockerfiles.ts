import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { asRecord, asText } from '../../text/json.ts';
import { hashFile, hashText, readDockerfile } from '../dockerfile/tree.ts';
import type { Inference } from '../provenance/history.ts';
import type { KnownDockerfile } from '../provenance/known-dockerfile.ts';
import { fileInRoot, platformValues } from '../provenance/layer-sources.ts';
import { type BakeDefinition, type BakeTarget, linkedTargets } from './definition.ts';
import { origin } from './print.ts';
import { dockerfileOf } from './recipe.ts';
import { readWritten } from './written.ts';

/** Where to find the targets' Dockerfiles. */
export interface BakeFolder {
  readonly files: readonly string[];
  readonly definition: BakeDefinition;
  readonly root: string;
  readonly platform?: string | undefined;
}

/**
 * The Dockerfiles that a target's image is made from: its own first, then those of its linked targets. Dockerfiles in a remote context are
 * left out. Where the target's own is remote, the list is empty, because its first entry must be the one with the target's stage.
 */
export async function bakeDockerfiles(folder: BakeFolder, target: BakeTarget): Promise<readonly KnownDockerfile[]> {
  const targets = [target, ...linkedTargets(folder.definition, [target.name])];
  const [own, ...linked] = await Promise.all(targets.map((each) => dockerfileIn(folder, each)));
  return own === undefined ? [] : [own, ...linked.flatMap((each) => each ?? [])];
}

/** sha256 of a target's Dockerfile. Undefined for a missing one (the build reports that) and for one in a remote context. */
export async function hashDockerfile(target: BakeTarget, root: string): Promise<string | undefined> {
  if (target.inline !== undefined) return hashText(target.inline);
  const path = dockerfileOf(target);
  if (path === undefined) return undefined;
  const file = await stat(resolve(root, path)).catch(() => undefined);
  return file?.isFile() ? hashFile(resolve(root, path)) : undefined;
}

async function dockerfileIn(folder: BakeFolder, target: BakeTarget): Promise<KnownDockerfile | undefined> {
  const { root } = folder;
  const digest = await hashDockerfile(target, root);
  if (digest === undefined) return undefined;
  if (target.inline !== undefined) return { digest, ...(await placeInline(folder, target.name, target.inline)) };
  return { digest, file: fileInRoot(root, dockerfileOf(target) ?? '') };
}

/** What is needed to match the history. Undefined where the Dockerfile is not the known one. */
export async function bakeInference(
  { root, platform }: BakeFolder,
  target: BakeTarget,
  known: KnownDockerfile | undefined,
): Promise<Inference | undefined> {
  const path = dockerfileOf(target) ?? '';
  const text = target.inline ?? (known && (await readDockerfile(resolve(root, path), known.digest)));
  if (text === undefined || known === undefined) return undefined;
  const values = { ...platformValues(platform), ...argumentsOf(target) };
  return { known, text, target: asText(target.printed.target), values };
}

/** The build arguments that have a value. */
export function argumentsOf(target: BakeTarget): Readonly<Record<string, string>> {
  const args = Object.entries(asRecord(target.printed.args)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(args) as Record<string, string>;
}

/**
 * An inline Dockerfile has the lines of its bake or compose file, if the target's own block has them, or the file has them once. Else it is named after the target.
 */
async function placeInline(
  { files, root }: BakeFolder,
  name: string,
  inline: string,
): Promise<Omit<KnownDockerfile, 'digest'>> {
  const wanted = comparable(inline.trimEnd());
  const found: Omit<KnownDockerfile, 'digest'>[] = [];
  for (const file of files) {
    const text = comparable((await readDockerfile(resolve(root, file))) ?? '');
    const at = text.indexOf(wanted);
    if (at < 0) continue;
    found.push({ file: fileInRoot(root, file), firstLine: text.slice(0, at).split('\n').length });
    if (text.indexOf(wanted, at + 1) >= 0) found.push({ file });
  }
  if (found.length === 1 && found[0] !== undefined) return found[0];
  return (await placeWritten({ files, root }, name, inline)) ?? { file: `${origin(files)}#${name}` };
}

/** The lines in the target's own block of an HCL file, where no variable in them has lines of its own. */
async function placeWritten(
  { files, root }: Pick<BakeFolder, 'files' | 'root'>,
  name: string,
  text: string,
): Promise<Omit<KnownDockerfile, 'digest'> | undefined> {
  const written = await readWritten(files, root).catch(() => []);
  const found = written.flatMap(({ targets }, at) =>
    targets.flatMap(({ label, inline }) =>
      label === name && inline !== undefined ? [{ inline, file: files[at] ?? '' }] : [],
    ),
  );
  const last = found.at(-1);
  if (last === undefined || last.inline.lines !== text.replace(/\n$/, '').split('\n').length) return undefined;
  return { file: fileInRoot(root, last.file), firstLine: last.inline.line };
}

/** Lines between line ends, without indentation, which belongs to the bake file. HCL and compose double a `$` that starts no variable. */
function comparable(text: string): string {
  const lines = text.split('\n').map((line) => line.trim().replaceAll('$$', '$').replaceAll('%%{', '%{'));
  return `\n${lines.join('\n')}\n`;
}
