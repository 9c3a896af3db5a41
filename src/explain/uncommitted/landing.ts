import type { ContextFiles } from '../../model/growth.ts';
import { type ContextCopy, namesOf } from './context-copy.ts';
import { hasWildcard, matchesNames } from './glob.ts';

/** Where the files of one source of a COPY come to be, told backwards: by paths below the destination. */
export interface Landing {
  /** Paths in the context whose file comes to be at this path. */
  readonly tree: (below: string) => readonly string[];
  /** Likewise, of files that are copied alone. */
  readonly single: (below: string) => readonly string[];
  /** Whether files of other sources, or of other directories, come to be beside these. */
  readonly isShared: boolean;
}

const NOWHERE = () => [];

/**
 * How the sources of a COPY are spread below its destination (Dockerfile reference, COPY). A directory's content is copied without the
 * directory, also where a wildcard names it. `--parents` keeps the directories. A single file may get the destination's name.
 */
export function landingsOf(copy: ContextCopy, contexts: readonly ContextFiles[]): readonly Landing[] {
  return copy.sources.map((source) => {
    if (copy.parents) return { tree: withParents(source), single: NOWHERE, isShared: true };
    if (hasWildcard(source)) return ofPattern(source.replaceAll('**', '*').split('/'), contexts, renamedTo(copy));
    const name = source.slice(source.lastIndexOf('/') + 1);
    return {
      tree: (below) => [source === '' ? below : `${source}/${below}`],
      single: (below) => (below === name || below === renamedTo(copy) ? [source] : []),
      isShared: copy.sources.length > 1,
    };
  });
}

/** The name that a single file gets; undefined where the destination is a directory. */
function renamedTo({ sources, destination }: ContextCopy): string | undefined {
  if (sources.length > 1 || destination === undefined || /(?:^|\/)\.?$/.test(destination)) return undefined;
  return namesOf(destination)?.at(-1);
}

/** The directories from the pivot on are kept. One that is before it and has wildcards may be any. */
function withParents(source: string): Landing['tree'] {
  const [before = '', kept] = source.split('/./');
  if (kept !== undefined && hasWildcard(before)) return NOWHERE;
  const top = kept === undefined ? '' : `${before}/`;
  const names = (kept ?? before).split('/').filter((name) => name !== '');
  return (below) => (matchesNames([...names, '**'], below.split('/')) ? [`${top}${below}`] : []);
}

/** A wildcard names files and directories at one depth. Where they come to be is told from the files of the context alone. */
function ofPattern(names: readonly string[], contexts: readonly ContextFiles[], renamed: string | undefined): Landing {
  const [trees, singles] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const path of contexts.flatMap((files) => [...files.keys()])) {
    const steps = path.split('/');
    const matched = steps.slice(0, names.length);
    if (matched.length < names.length || !matchesNames(names, matched)) continue;
    if (steps.length > names.length) add(trees, steps.slice(names.length).join('/'), path);
    else for (const name of new Set([steps.at(-1) ?? '', renamed ?? ''])) add(singles, name, path);
  }
  return { tree: (below) => trees.get(below) ?? [], single: (below) => singles.get(below) ?? [], isShared: true };
}

function add(paths: Map<string, string[]>, below: string, path: string): void {
  const found = paths.get(below);
  if (found === undefined) paths.set(below, [path]);
  else found.push(path);
}
