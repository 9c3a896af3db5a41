import type { ContextFiles } from '../../model/growth.ts';
import type { LayerEntry } from '../../oci/image.ts';
import { type ContextCopy, namesOf } from './context-copy.ts';
import { type Landing, landingsOf } from './landing.ts';

/** A file of a layer that was copied from the build context, but is in no commit. */
export interface Brought {
  readonly cause: 'git' | 'files';
  readonly size: number;
  /** The outermost directory of the image, with `/` at its end, that has only such files; the file itself where there is none. */
  readonly place: string;
  /** The same place in the build context. */
  readonly from: string;
}

/** Directories that a relative destination is tried at. */
const MOST_ROOTS = 20;
const GIT = /^(?:.*?\/)?\.git\//;

/**
 * The files of a layer that its COPY brought from the context and that no commit has. A file is recognised by its path below what was
 * copied and by its size. Git's own files are recognised by the path alone, since git tracks nothing there. Where the destination is relative, the
 * directory counts at which most bytes are recognised.
 */
export function broughtFiles(
  entries: readonly LayerEntry[],
  copy: ContextCopy,
  contexts: readonly ContextFiles[],
): readonly Brought[] {
  const files = entries.filter(({ type }) => type === 'file');
  const landings = landingsOf(copy, contexts);
  let [best, most]: readonly [readonly Brought[], number] = [[], 0];
  for (const root of rootsOf(copy, files)) {
    const found = files.flatMap((file) => recognise(file, root, landings, contexts) ?? []);
    const bytes = found.reduce((sum, { size }) => sum + size, 0);
    if (bytes > most) [best, most] = [found, bytes];
  }
  return best;
}

/** Directories that the copied files may be in, deepest first: the destination, or what is above all files and ends in it. */
function rootsOf({ destination }: ContextCopy, files: readonly LayerEntry[]): readonly string[] {
  const names = namesOf(destination ?? '');
  if (names === undefined) return [];
  const end = names.join('/');
  if (destination?.startsWith('/')) return [end, ...(destination.endsWith('/') ? [] : [names.slice(0, -1).join('/')])];
  const common = commonNames(files);
  const roots = Array.from({ length: common.length + 1 }, (_, above) =>
    common.slice(0, common.length - above).join('/'),
  );
  const isFile = destination !== undefined && !/(?:^|\/)\.?$/.test(destination);
  const parent = isFile ? names.slice(0, -1).join('/') : end;
  return roots
    .filter((root) => [end, parent].some((path) => path === '' || `/${root}`.endsWith(`/${path}`)))
    .slice(0, MOST_ROOTS);
}

/** The names of the deepest directory that all files are in. */
function commonNames(files: readonly LayerEntry[]): readonly string[] {
  let common: string | undefined;
  for (const { path } of files) {
    common ??= directoryOf(path);
    while (!path.startsWith(common)) common = directoryOf(common.slice(0, -1));
  }
  return namesOf(common ?? '') ?? [];
}

/** With a slash at its end; '' for the root. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function recognise(
  { path, size }: LayerEntry,
  root: string,
  landings: readonly Landing[],
  contexts: readonly ContextFiles[],
): Brought | undefined {
  const below = root === '' ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  if (below === undefined) return undefined;
  const isSure = landings.length === 1 || GIT.test(below);
  for (const { tree, single, isShared } of landings) {
    for (const inContext of tree(below)) {
      const git = isSure ? GIT.exec(inContext)?.[0] : undefined;
      if (git !== undefined) return brought('git', { path, size, below, isShared }, inContext, git);
      const file = fileIn(contexts, inContext, size);
      if (file !== undefined) return brought('files', { path, size, below, isShared }, inContext, file.place);
    }
    const from = single(below).find((each) => fileIn(contexts, each, size) !== undefined);
    if (from !== undefined) return { cause: 'files', size, place: path, from };
  }
  return undefined;
}

/** The file of the context at a path, where it has this size. */
function fileIn(contexts: readonly ContextFiles[], path: string, size: number) {
  return contexts.map((files) => files.get(path)).find((file) => file?.size === size);
}

interface Placed {
  readonly path: string;
  readonly size: number;
  /** The path below the destination. */
  readonly below: string;
  readonly isShared: boolean;
}

/**
 * The place in the image ends as many characters before the file as the place in the context, but not above what was copied. A destination that
 * other files share is no place: what is directly in it is.
 */
function brought(
  cause: Brought['cause'],
  { path, size, below, isShared }: Placed,
  inContext: string,
  from: string,
): Brought {
  const most = isShared ? (/\/(.*)$/s.exec(below)?.[1] ?? '') : below;
  const inside = Math.min(inContext.length - from.length, most.length);
  return { cause, size, place: path.slice(0, path.length - inside), from };
}
