import { posix } from 'node:path';
import type { Moves, Rename } from '../git/renames.ts';

/** Where a Dockerfile and its context were, relative to the repository's root. */
export interface BuildPlace {
  readonly file: string;
  readonly context: string;
}

/** The path that a file had; undefined where it was not renamed. */
export function oldFile(path: string, { renames }: Moves): string | undefined {
  return renames.find(({ to }) => to === path)?.from;
}

/** The directory that most of a directory's renamed files come from, each at the same path in it. Undefined where none has more than half. */
export function oldDirectory(directory: string, { renames }: Moves): string | undefined {
  const inside = renames.filter(({ to }) => isIn(directory, to));
  const counts = new Map<string, number>();
  for (const rename of inside) {
    const from = oldParent(directory, rename);
    if (from !== undefined) counts.set(from, (counts.get(from) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 > inside.length ? most[0] : undefined;
}

/**
 * Where an image's Dockerfile and context were before they were renamed. Undefined where that is not certain: the Dockerfile was not renamed, or
 * nothing says what its context was.
 * @param has whether the commit has a directory
 */
export function oldPlace(place: BuildPlace, moves: Moves, has: (directory: string) => boolean): BuildPlace | undefined {
  const file = oldFile(place.file, moves);
  if (file === undefined) return undefined;
  const context = oldContext(place, file, moves, has);
  return context === undefined || !has(context) ? undefined : { file, context };
}

function oldContext(
  place: BuildPlace,
  from: string,
  moves: Moves,
  has: (directory: string) => boolean,
): string | undefined {
  const { file, context } = place;
  const along = isIn(context, file) ? oldParent(context, { from, to: file }) : undefined;
  const others = { ...moves, renames: moves.renames.filter(({ to }) => to !== file) };
  // Where more than the Dockerfile came from there, the whole context did.
  if (along !== undefined && oldDirectory(context, others) === along) return along;
  if (has(context)) return context;
  return along ?? oldDirectory(context, others);
}

/** Names of files that say how images are built. */
const FORMS = {
  dockerfile: /^(?:.*[.-])?(?:dockerfile|containerfile)(?:[.-].*)?$/i,
  bake: /\.hcl$|(?:bake|compose).*\.(?:json|ya?ml)$/i,
} as const;

/**
 * The path of a file of a kind that is gone, and is most like a path: of the same name, else the nearest. Undefined where none is gone.
 */
export function likelyOld(path: string, { deleted, renames }: Moves, kind: keyof typeof FORMS): string | undefined {
  const gone = [...deleted, ...renames.map(({ from }) => from)].filter((each) => isLike(each, path, kind));
  return gone.toSorted((one, other) => shared(other, path) - shared(one, path) || (one < other ? -1 : 1))[0];
}

function isLike(path: string, wanted: string, kind: keyof typeof FORMS): boolean {
  const name = posix.basename(path);
  return name === posix.basename(wanted) || FORMS[kind].test(name);
}

/** How many of two paths' parts are the same, the name counting most. */
function shared(path: string, wanted: string): number {
  const parts = path.split('/');
  const sameName = posix.basename(path) === posix.basename(wanted) ? 100 : 0;
  return sameName + wanted.split('/').filter((part) => parts.includes(part)).length;
}

/** The directory in which a renamed file had the path that it has in `directory` now; undefined where its path there is another. */
function oldParent(directory: string, { from, to }: Rename): string | undefined {
  const rest = directory === '.' ? to : to.slice(directory.length + 1);
  if (from === rest) return '.';
  return from.endsWith(`/${rest}`) ? from.slice(0, -rest.length - 1) : undefined;
}

function isIn(directory: string, path: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`);
}
