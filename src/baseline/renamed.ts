import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { BakeTarget } from '../docker/bake/definition.ts';
import { dockerfileOf } from '../docker/bake/recipe.ts';
import { type Moves, readMoves } from '../git/renames.ts';
import { type BakeSource, type DockerfileSource, isRemoteContext } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { likelyOld, oldDirectory, oldFile, oldPlace } from './moved-paths.ts';
import { oldTarget } from './moved-targets.ts';
import type { CommitPlan } from './plan.ts';

/** How an image is built at the base commit, and what a reader must know of it. */
export interface BaseBuild {
  readonly source: DockerfileSource | BakeSource;
  readonly notes: readonly string[];
  /** Why the image may not be as new as it looks. */
  readonly warnings: readonly string[];
}

const MAX_NAME = 200;
const shown = (path: string) => printable(path).slice(0, MAX_NAME);
const as = (source: BaseBuild['source']): BaseBuild => ({ source, notes: [], warnings: [] });

/**
 * The build of an image at the base commit, by the paths that its files had there. Renames are followed as git finds them. Where a file that
 * the commit does not have may have been renamed, and that is not certain, a warning names the likely old one.
 * @param source with paths relative to the user's directory
 */
export async function followFiles(plan: CommitPlan, source: BaseBuild['source']): Promise<BaseBuild> {
  try {
    return source.kind === 'dockerfile' ? await followDockerfile(plan, source) : await followBakeFiles(plan, source);
  } catch (error) {
    return { ...as(source), warnings: [unknown(error)] };
  }
}

async function followDockerfile(plan: CommitPlan, source: DockerfileSource): Promise<BaseBuild> {
  if (isRemoteContext(source.context)) return as(source);
  const hasFile = await isAtBase(plan, source.file, 'file');
  if (hasFile && (await isAtBase(plan, source.context, 'directory'))) return as(source);
  const moves = await movesOf(plan);
  const place = { file: toTop(plan, source.file), context: toTop(plan, source.context) };
  const directories = new Set(directoriesOf(moves));
  for (const each of [place.context, ...directories]) if (!(await isAtTop(plan, each))) directories.delete(each);
  if (await isAtTop(plan, place.context)) directories.add(place.context);
  const old = hasFile
    ? oldContextAlone(place, moves)
    : oldPlace(place, moves, (directory) => directories.has(directory));
  if (old === undefined) return { ...as(source), warnings: hasFile ? [] : warnOfGone(place.file, moves, source.kind) };
  const before = { file: fromTop(plan, old.file), context: fromTop(plan, old.context) };
  const buildContexts = source.buildContexts && (await oldContexts(plan, source.buildContexts, moves));
  return {
    source: { ...source, ...before, ...(buildContexts && { buildContexts }) },
    notes: [renamedNote(place, old)],
    warnings: [],
  };
}

/** The Dockerfile stayed where it was, and its context was renamed. */
function oldContextAlone(place: { readonly file: string; readonly context: string }, moves: Moves) {
  const context = oldDirectory(place.context, moves);
  return context === undefined ? undefined : { ...place, context };
}

function renamedNote(now: { readonly file: string; readonly context: string }, old: typeof now): string {
  const parts = [
    ...(old.file === now.file ? [] : [`from ${shown(old.file)}`]),
    ...(old.context === now.context ? [] : [`with the context ${shown(old.context)}`]),
  ];
  const renamed = old.file === now.file ? now.context : now.file;
  return `The baseline is built ${parts.join(' ')}, which was renamed to ${shown(renamed)} since.`;
}

function warnOfGone(file: string, moves: Moves, kind: BaseBuild['source']['kind']): readonly string[] {
  const likely = likelyOld(file, moves, kind);
  if (likely === undefined) return [];
  return [
    `This image counts as new, though it may be what ${shown(likely)} was. That file is gone, and ${shown(file)} is too different from it for git to call it renamed. Compare the two, or name a baseline.`,
  ];
}

/** Named contexts of the repository that the commit has elsewhere. */
async function oldContexts(plan: CommitPlan, entries: readonly string[], moves: Moves): Promise<readonly string[]> {
  const followed = entries.map(async (entry) => {
    const at = entry.indexOf('=') + 1;
    const value = entry.slice(at);
    if (value.includes(':') || (await isAtBase(plan, value, 'directory'))) return entry;
    const old = oldDirectory(toTop(plan, value), moves);
    return old === undefined ? entry : `${entry.slice(0, at)}${fromTop(plan, old)}`;
  });
  return Promise.all(followed);
}

async function followBakeFiles(plan: CommitPlan, source: BakeSource): Promise<BaseBuild> {
  const there = await Promise.all(source.files.map((file) => isAtBase(plan, file, 'file')));
  if (!there.includes(false)) return as(source);
  const moves = await movesOf(plan);
  const files = source.files.map((file, at) => {
    const old = there[at] ? undefined : oldFile(toTop(plan, file), moves);
    return old === undefined ? file : fromTop(plan, old);
  });
  const notes = files.flatMap((file, at) => {
    const now = source.files[at] ?? file;
    return file === now ? [] : [`The baseline is built from ${shown(file)}, which was renamed to ${shown(now)} since.`];
  });
  const unknown = source.files.filter((file, at) => !there[at] && files[at] === file);
  const warnings = unknown.flatMap((file) => warnOfGone(toTop(plan, file), moves, 'bake'));
  return { source: { ...source, files }, notes, warnings };
}

/**
 * The target that a bake target was at the base commit, where its files have it by another name. Undefined where it is new.
 * @param source with its files as the base commit has them
 * @param files the same files as the head has them
 */
export async function followTarget(
  plan: CommitPlan,
  source: BakeSource,
  files: readonly string[],
): Promise<BaseBuild | undefined> {
  try {
    if (plan.readTargets === undefined) return undefined;
    const there = await Promise.all(source.files.map((file) => isAtBase(plan, file, 'file')));
    if (there.includes(false)) return undefined;
    const base = await plan.readTargets(source.files, plan.root);
    const head = await plan.readTargets(files, plan.checkout.named);
    const moves = await movesOf(plan);
    const old = oldTarget(
      source.target.replaceAll('.', '_'),
      { definition: base, buildOf: (target) => buildText(target, plan.root, plan) },
      { definition: head, buildOf: (target) => buildText(target, plan.checkout.named, plan, moves) },
    );
    if (old === undefined) return undefined;
    const [was, is] = [shown(old.name), shown(source.target)];
    if (!old.isCertain) return { ...as(source), warnings: [likelyTarget(was, is)] };
    const notes = [`The baseline is the target ${was}, which was renamed to ${is} since.`];
    return { source: { ...source, target: old.name }, notes, warnings: [] };
  } catch (error) {
    return { ...as(source), warnings: [unknown(error)] };
  }
}

function likelyTarget(was: string, is: string): string {
  return `This image counts as new, though its target ${is} may be what ${was} was. That is gone, and it is not certain that it was renamed. Compare the two, or name a baseline.`;
}

/** Dockerfile and context by their paths at the base. */
function buildText(target: BakeTarget, root: string, plan: CommitPlan, moves?: Moves): string {
  const path = (value: string) => toTop(plan, relative(root, resolve(root, value)) || '.');
  const context = isRemoteContext(target.context) ? target.context : path(target.context);
  const oldContext = moves === undefined ? context : (oldDirectory(context, moves) ?? context);
  const dockerfile = target.inline === undefined ? dockerfileOf(target) : undefined;
  if (dockerfile === undefined) return JSON.stringify([oldContext, target.dockerfile, target.inline]);
  const file = path(dockerfile);
  return JSON.stringify([oldContext, moves === undefined ? file : (oldFile(file, moves) ?? file)]);
}

function unknown(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  const [first = ''] = error.message.split('\n');
  return `It is not known whether this image was renamed: ${shown(first)}`;
}

function movesOf({ repository, checkout, origin }: CommitPlan): Promise<Moves> {
  return readMoves({ ...repository, cwd: checkout.top }, origin.commit ?? '');
}

function directoriesOf({ renames }: Moves): readonly string[] {
  const parents = renames.flatMap(({ from }) => {
    const parts = from.split('/');
    return parts.map((_, end) => parts.slice(0, end).join('/') || '.');
  });
  return [...new Set(parents)];
}

function toTop({ checkout }: CommitPlan, path: string): string {
  return relative(checkout.top, resolve(checkout.cwd, path)) || '.';
}

function fromTop({ checkout }: CommitPlan, path: string): string {
  return relative(checkout.cwd, join(checkout.top, path)) || '.';
}

async function isAtBase({ root }: CommitPlan, path: string, kind: 'file' | 'directory'): Promise<boolean> {
  const found = await stat(resolve(root, path)).catch(() => undefined);
  return (kind === 'file' ? found?.isFile() : found?.isDirectory()) ?? false;
}

async function isAtTop({ worktree }: CommitPlan, directory: string): Promise<boolean> {
  return (await stat(join(worktree.path, directory)).catch(() => undefined))?.isDirectory() ?? false;
}
