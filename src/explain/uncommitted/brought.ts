import type { ContextFiles } from '../../model/growth.ts';
import type { LayerEntry } from '../../oci/image.ts';
import { type ContextCopy, namesOf } from './context-copy.ts';

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
  let [best, most]: readonly [readonly Brought[], number] = [[], 0];
  for (const root of rootsOf(copy, files)) {
    const found = files.flatMap((file) => recognise(file, root, copy, contexts) ?? []);
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
  { sources }: ContextCopy,
  contexts: readonly ContextFiles[],
): Brought | undefined {
  const below = root === '' ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  if (below === undefined) return undefined;
  for (const source of sources) {
    const inContext = source === '' ? below : `${source}/${below}`;
    const isSure = sources.length === 1 || GIT.test(below);
    const git = isSure ? GIT.exec(inContext)?.[0] : undefined;
    if (git !== undefined) return brought('git', { path, size, below }, inContext, git);
    for (const files of contexts) {
      const file = files.get(inContext);
      if (file?.size === size) return brought('files', { path, size, below }, inContext, file.place);
      if (files.get(source)?.size === size && below === source.slice(source.lastIndexOf('/') + 1))
        return { cause: 'files', size, place: path, from: source };
    }
  }
  return undefined;
}

/** The place in the image ends as many characters before the file as the place in the context, but not above what was copied. */
function brought(
  cause: Brought['cause'],
  { path, size, below }: { readonly path: string; readonly size: number; readonly below: string },
  inContext: string,
  from: string,
): Brought {
  const inside = Math.min(inContext.length - from.length, below.length);
  return { cause, size, place: path.slice(0, path.length - inside), from };
}
