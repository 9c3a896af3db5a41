import type { TreeFile } from '../measure/final-tree.ts';
import type { DirectoryRename } from '../model/explanation.ts';
import { type FilePair, pairRenamed } from './renamed.ts';

/** One file on both sides; `before` is null for what is new, `after` for what is gone. Their paths differ where it moved. */
export type FileChange =
  | FilePair
  | { readonly before: null; readonly after: TreeFile }
  | { readonly before: TreeFile; readonly after: null };

/**
 * What became of every file of two file systems, each file in one list. The changes of all lists sum to the size of the second less that of
 * the first, exactly. Lists are in order of the bytes they change or move, largest first, but for `rewritten` and `unchanged`.
 */
export interface TreeDiff {
  readonly added: readonly FileChange[];
  readonly removed: readonly FileChange[];
  readonly grown: readonly FilePair[];
  readonly shrunk: readonly FilePair[];
  /** The same content at another path. */
  readonly moved: readonly FilePair[];
  /** Other content of the same size. */
  readonly rewritten: readonly FilePair[];
  readonly unchanged: readonly FilePair[];
  /** Versioned directories that were taken for the same one under another version; their files are compared by the path inside. */
  readonly renamed: readonly DirectoryRename[];
}

/** Compares two file systems: files by path, then those of renamed versioned directories, then by content. One with itself costs next to nothing. */
export function diffTrees(before: readonly TreeFile[], after: readonly TreeFile[]): TreeDiff {
  if (before === after) return { ...NOTHING, unchanged: after.map((file) => ({ before: file, after: file })) };
  const byPath = pairByPath(before, after);
  const { renamed, ...versions } = pairRenamed({ before, after }, byPath);
  const { pairs: moved, removed, added } = pairMoved(versions.removed, versions.added);
  const pairs = [...byPath.pairs, ...versions.pairs];
  const sameSize = pairs.filter((pair) => changeOf(pair) === 0);
  const inPlace = sameSize.filter(({ before, after }) => before.content === after.content);
  return {
    added: largestFirst(added.map((file): FileChange => ({ before: null, after: file }))),
    removed: largestFirst(removed.map((file): FileChange => ({ before: file, after: null }))),
    grown: largestFirst(pairs.filter((pair) => changeOf(pair) > 0)),
    shrunk: largestFirst(pairs.filter((pair) => changeOf(pair) < 0)),
    moved: largestFirst([...moved, ...inPlace.filter(({ before, after }) => before.path !== after.path)]),
    rewritten: sameSize.filter(({ before, after }) => before.content !== after.content),
    unchanged: inPlace.filter(({ before, after }) => before.path === after.path),
    renamed,
  };
}

const NOTHING: TreeDiff = {
  added: [],
  removed: [],
  grown: [],
  shrunk: [],
  moved: [],
  rewritten: [],
  unchanged: [],
  renamed: [],
};

/** All files of a diff, whatever became of them. */
export function* everyChange(diff: TreeDiff): Generator<FileChange> {
  yield* diff.added;
  yield* diff.removed;
  yield* diff.grown;
  yield* diff.shrunk;
  yield* diff.moved;
  yield* diff.rewritten;
  yield* diff.unchanged;
}

/** Growth of a file in bytes. */
export function changeOf({ before, after }: FileChange): number {
  return (after?.size ?? 0) - (before?.size ?? 0);
}

/** What two lists of files have in common by some key, and the rest of both. */
export interface Paired {
  readonly pairs: readonly FilePair[];
  readonly removed: readonly TreeFile[];
  readonly added: readonly TreeFile[];
}

/** How far two lists may be apart for their common order to be found. */
const AHEAD = 16;

/**
 * Pairs files by path, in the order of `after`. Trees of two versions of an image list nearly the same paths in nearly the same order, so that most are met side
 * by side. Only the others are looked up: a table of all paths would cost more than everything else.
 */
function pairByPath(before: readonly TreeFile[], after: readonly TreeFile[]): Paired {
  const sideBySide = alignPaths(before, after);
  const left = pairBy(
    before.filter((_, at) => sideBySide.isAlone(at)),
    after.filter((_, at) => sideBySide.partners[at] === NONE),
    ({ path }) => path,
  );
  const found = new Map(left.pairs.map((pair) => [pair.after, pair]));
  const pairs = after.flatMap((file, at) => {
    const partner = before[sideBySide.partners[at] ?? NONE];
    return partner === undefined ? (found.get(file) ?? []) : { before: partner, after: file };
  });
  return { ...left, pairs };
}

const NONE = -1;

/** For each file of `after` the position of its path in `before`, where both are met in one order; NONE elsewhere. */
function alignPaths(before: readonly TreeFile[], after: readonly TreeFile[]) {
  const partners = new Int32Array(after.length).fill(NONE);
  const taken = new Uint8Array(before.length);
  for (let [at, here] = [0, 0]; at < before.length && here < after.length; at++, here++) {
    const [skipped, added] = stepsToNext(before, after, at, here);
    at += skipped;
    here += added;
    if (before[at]?.path !== after[here]?.path) continue;
    partners[here] = at;
    taken[at] = 1;
  }
  return { partners, isAlone: (at: number) => taken[at] === 0 };
}

/** How many files to pass over on either side until both have the same path; none where that is not near. */
function stepsToNext(
  before: readonly TreeFile[],
  after: readonly TreeFile[],
  at: number,
  here: number,
): readonly [number, number] {
  for (let steps = 0; steps < AHEAD; steps++) {
    if (before[at]?.path === after[here + steps]?.path) return [0, steps];
    if (before[at + steps]?.path === after[here]?.path) return [steps, 0];
  }
  return [0, 0];
}

/** Pairs files one to one by equal keys, in order. Files without a key stay unpaired. */
function pairBy(
  before: readonly TreeFile[],
  after: readonly TreeFile[],
  keyOf: (file: TreeFile) => string | undefined,
): Paired {
  const waiting = new Queues(before, keyOf);
  const pairs: FilePair[] = [];
  const added = after.filter((file) => {
    const partner = waiting.take(keyOf(file));
    if (partner !== undefined) pairs.push({ before: partner, after: file });
    return partner === undefined;
  });
  return { pairs, removed: waiting.left(), added };
}

/** Files by key, each key's in order. They are linked by position: a list for each of 100,000 keys would cost more than everything else. */
class Queues {
  readonly #files: readonly TreeFile[];
  readonly #first = new Map<string, number>();
  readonly #next: Int32Array;
  readonly #taken: Uint8Array;

  constructor(files: readonly TreeFile[], keyOf: (file: TreeFile) => string | undefined) {
    this.#files = files;
    this.#next = new Int32Array(files.length).fill(-1);
    this.#taken = new Uint8Array(files.length);
    for (let at = files.length - 1; at >= 0; at--) {
      const file = files[at];
      const key = file === undefined ? undefined : keyOf(file);
      if (key === undefined) continue;
      this.#next[at] = this.#first.get(key) ?? -1;
      this.#first.set(key, at);
    }
  }

  take(key: string | undefined): TreeFile | undefined {
    const at = key === undefined ? -1 : (this.#first.get(key) ?? -1);
    if (key === undefined || at < 0) return undefined;
    this.#first.set(key, this.#next[at] ?? -1);
    this.#taken[at] = 1;
    return this.#files[at];
  }

  left(): readonly TreeFile[] {
    return this.#files.filter((_, at) => this.#taken[at] === 0);
  }
}

/** Pairs by content. Of several copies, those of one name go together first. An empty file never counts as moved. */
function pairMoved(removed: readonly TreeFile[], added: readonly TreeFile[]): Paired {
  if (removed.length === 0 || added.length === 0) return { pairs: [], removed, added };
  const contentOf = ({ size, content }: TreeFile) =>
    size === 0 || content === undefined ? undefined : `${size} ${content}`;
  const sameName = pairBy(removed, added, (file) => {
    const content = contentOf(file);
    return content === undefined ? undefined : `${content} ${file.path.slice(file.path.lastIndexOf('/') + 1)}`;
  });
  const others = pairBy(sameName.removed, sameName.added, contentOf);
  return { ...others, pairs: [...sameName.pairs, ...others.pairs] };
}

/** Equal ones stay in the order of the trees. */
function largestFirst<T extends FileChange>(changes: readonly T[]): readonly T[] {
  const weight = (change: T) => Math.abs(changeOf(change)) || (change.after?.size ?? 0);
  return changes.toSorted((a, b) => weight(b) - weight(a));
}
