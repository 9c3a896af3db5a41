import type { TreeFile } from '../measure/final-tree.ts';
import type { DirectoryRename } from '../model/explanation.ts';
import { groupBy } from '../text/group-by.ts';
import { type Directory, DirectoryTree, directoryOf, pathOf } from './directory-tree.ts';

/** One file of both sides. */
export interface FilePair {
  readonly before: TreeFile;
  readonly after: TreeFile;
}

/** Files that no path pairs. */
interface Unpaired {
  readonly removed: readonly TreeFile[];
  readonly added: readonly TreeFile[];
}

interface Renamed extends Unpaired {
  readonly pairs: readonly FilePair[];
  readonly renamed: readonly DirectoryRename[];
}

interface Trees {
  readonly before: readonly TreeFile[];
  readonly after: readonly TreeFile[];
}

interface DirectoryPair {
  readonly from: Directory;
  readonly to: Directory;
}

/** Digits with dots, and what versions add to them: `1.2.3`, `2.0-rc1`, `1.0.post2`. */
const VERSION = /\d(?:[\d.]|[-+~_]?(?:alpha|beta|pre|rc|post|dev|[abv])\d)*/g;
/** No directory has a longer name (NAME_MAX). */
const LONGEST_NAME = 255;

/**
 * Pairs the files of directories whose names differ only by a version. One directory is gone and the other is new; both lie in one directory, or
 * in such a pair; and no third has that name. Directories without a file in common are not paired.
 */
export function pairRenamed(trees: Trees, { removed, added }: Unpaired): Renamed {
  if (removed.length === 0 || added.length === 0) return { pairs: [], removed, added, renamed: [] };
  const tree = layOver(trees, () => 1);
  const { targets, renamed } = findRenamed(tree.sumUp());
  const sources = new Map([...targets].map(([from, to]) => [to, from]));
  const waiting = new Map<string, TreeFile>();
  for (const file of removed) if (targets.has(tree.holding(file.path))) waiting.set(file.path, file);
  const pairs: FilePair[] = [];
  const met = new Set<Directory>();
  for (const file of added) {
    const source = sources.get(tree.holding(file.path));
    const before = source === undefined ? undefined : waiting.get(inDirectory(source, file.path));
    if (source === undefined || before === undefined) continue;
    pairs.push({ before, after: file });
    for (let at: Directory | null = source; at !== null && !met.has(at); at = at.parent) met.add(at);
  }
  const partners = new Set(pairs.flatMap(({ before, after }) => [before, after]));
  return {
    pairs,
    removed: removed.filter((file) => !partners.has(file)),
    added: added.filter((file) => !partners.has(file)),
    renamed: measureRenamed(
      renamed.filter(({ from }) => met.has(from)),
      trees,
    ),
  };
}

function layOver({ before, after }: Trees, bytesOf: (file: TreeFile) => number): DirectoryTree {
  const tree = new DirectoryTree();
  for (const file of before) tree.add(tree.holding(file.path), bytesOf(file), 0);
  for (const file of after) tree.add(tree.holding(file.path), 0, bytesOf(file));
  return tree;
}

/** Searches from the root down. `targets` maps every directory in a renamed one to its counterpart; `renamed` holds those whose own name changed. */
function findRenamed(root: Directory): { targets: ReadonlyMap<Directory, Directory>; renamed: DirectoryPair[] } {
  const targets = new Map<Directory, Directory>();
  const renamed: DirectoryPair[] = [];
  const queue: DirectoryPair[] = [{ from: root, to: root }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.from !== next.to) targets.set(next.from, next.to);
    const { same, versions } = pairChildren(next);
    renamed.push(...versions);
    queue.push(...same, ...versions);
  }
  return { targets, renamed };
}

function pairChildren({ from, to }: DirectoryPair): { same: DirectoryPair[]; versions: DirectoryPair[] } {
  const same: DirectoryPair[] = [];
  const gone: Directory[] = [];
  for (const child of from.children.values()) {
    const other = to.children.get(child.name);
    if (child.all.before === 0) continue;
    if (other !== undefined && other.all.after > 0) same.push({ from: child, to: other });
    else gone.push(child);
  }
  const fresh = [...to.children.values()].filter(
    ({ name, all }) => all.after > 0 && (from.children.get(name)?.all.before ?? 0) === 0,
  );
  return { same, versions: pairVersions(gone, fresh) };
}

function pairVersions(gone: readonly Directory[], fresh: readonly Directory[]): DirectoryPair[] {
  const after = groupBy(fresh, stemOf);
  return [...groupBy(gone, stemOf)].flatMap(([stem, before]) => {
    const [from, ...others] = before;
    const [to, ...more] = after.get(stem) ?? [];
    const isOne = from !== undefined && to !== undefined && others.length === 0 && more.length === 0;
    return stem === '' || !isOne ? [] : [{ from, to }];
  });
}

/** A name without its versions; '' for a name that has none. */
function stemOf({ name }: Directory): string {
  if (name.length > LONGEST_NAME || !/\d/.test(name)) return '';
  return name.replace(VERSION, '#');
}

function inDirectory(directory: Directory, path: string): string {
  const holding = pathOf(directory);
  return `${holding}/${path.slice(directoryOf(path).length + 1)}`;
}

/** Largest change first. */
function measureRenamed(renamed: readonly DirectoryPair[], trees: Trees): readonly DirectoryRename[] {
  if (renamed.length === 0) return [];
  const tree = layOver(trees, ({ size }) => size);
  tree.sumUp();
  return renamed
    .map(({ from, to }) => ({ from: pathOf(from), to: pathOf(to) }))
    .map((paths) => ({ ...paths, before: tree.at(paths.from).all.before, after: tree.at(paths.to).all.after }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}
