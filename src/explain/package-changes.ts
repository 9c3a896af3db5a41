import type { TreeFile } from '../measure/final-tree.ts';
import type { InstalledPackage, PackageChange } from '../model/explanation.ts';
import { isSystemPackage, type PackageName, packageParts, parsePackageUrl, sourceName } from '../model/package-url.ts';
import { keyed } from '../text/group-by.ts';
import { Contained } from './contained.ts';
import { byChange } from './lines.ts';
import { Sections } from './sections.ts';
import { everyChange, type TreeDiff } from './tree-diff.ts';

interface Counted {
  readonly versions: Set<string>;
  readonly contains: Set<string>;
  readonly within: Contained;
  readonly sections: Sections;
  bytes: number;
  files: number;
}

interface Sides {
  /** The source package. */
  source: string;
  readonly before: Counted;
  readonly after: Counted;
}

/** Packages that only building software needs, by their names in Debian, Alpine and RPM distributions. */
const BUILD_TOOLS = [
  /^(?:gcc|g\+\+|cpp|gfortran|clang|llvm|lld|binutils|rustc|cargo|golang)(?:-(?!.*base$)|$)/,
  /^(?:build-essential|build-base|make|cmake|ninja-build|meson|autoconf|automake|libtool|bison|flex|m4|patch|pkg-?conf(?:ig)?|dpkg-dev|fakeroot|gdb)$/,
  /-(?:dev|devel|headers)$/,
  /^lib(?:gcc|stdc\+\+)-[\d.]+-dev$/,
];

/** Most versions that a result names of one package, and most packages that it contains. */
const VERSIONS = 20;

/** The packages of two trees. */
export interface ComparedPackages {
  /** Largest change of bytes first. Their changes sum exactly to that of all owned files. */
  readonly changed: readonly PackageChange[];
  /** Those of the same versions and the same bytes, as packages of another size that differ by nothing. */
  readonly same: readonly PackageChange[];
}

/** The packages that changed between the two trees of a diff, as `comparePackages` tells them. */
export function changePackages(diff: TreeDiff): readonly PackageChange[] {
  return comparePackages(diff).changed;
}

/** Compares the packages of the two trees of a diff. */
export function comparePackages(diff: TreeDiff): ComparedPackages {
  const packages = new Map<string, Sides>();
  const parsed = new Map<string, PackageName & { readonly source: string }>();
  const countedOf = (owner: string, side: 'before' | 'after'): Counted => {
    const named = () => ({ ...parsePackageUrl(owner), source: sourceName(owner) });
    const { name, version, source } = keyed(parsed, owner, named);
    const sides = keyed(packages, name, () => ({ source: name, before: nothing(), after: nothing() }));
    if (source !== name) sides.source = source;
    sides[side].versions.add(version);
    return sides[side];
  };
  const names = new Map<string, PackageName>();
  // The files of a package follow one another.
  const last: { [side in 'before' | 'after']?: { readonly owner: string; readonly counted: Counted } } = {};
  const count = (file: TreeFile | null, side: 'before' | 'after'): void => {
    if (file?.owner === undefined) return;
    const { owner, size } = file;
    const known = last[side];
    const counted = known?.owner === owner ? known.counted : countedOf(owner, side);
    if (known?.counted !== counted) last[side] = { owner, counted };
    counted.bytes += size;
    counted.files += 1;
    counted.within.add(file, (url) => keyed(names, url, () => parsePackageUrl(url)));
    counted.sections.add(file);
    for (const url of shippedIn(file)) counted.contains.add(url);
  };
  for (const { before, after } of everyChange(diff)) {
    count(before, 'before');
    count(after, 'after');
  }
  const all = [...packages].map(([name, sides]) => changeOf(name, sides));
  return { changed: all.filter(hasChanged).sort(byChange(packageGrowth)), same: all.filter((one) => !hasChanged(one)) };
}

/** Growth of a package in bytes. */
export function packageGrowth({ before, after }: PackageChange): number {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}

/** Whether only builds need a package (its URL without version): a compiler, a linker, headers. */
export function isBuildTool(name: string): boolean {
  const parts = packageParts(name);
  if (parts === undefined || !isSystemPackage(parts)) return false;
  return BUILD_TOOLS.some((pattern) => pattern.test(parts.name));
}

function hasChanged({ kind, before, after }: PackageChange): boolean {
  return kind !== 'resized' || before?.bytes !== after?.bytes;
}

function changeOf(name: string, { source, ...sides }: Sides): PackageChange {
  const built = source === name ? {} : { source };
  const change = { name, ...built, before: installed(sides.before), after: installed(sides.after) };
  if (change.before === null) return { ...change, kind: 'added' };
  if (change.after === null) return { ...change, kind: 'removed' };
  const isUpgraded = !hasSame(sides.before.versions, sides.after.versions);
  if (!isUpgraded && change.before.bytes === change.after.bytes) return { ...change, kind: 'resized' };
  const within = sides.before.within.changesTo(sides.after.within);
  const sections = sides.before.sections.changesTo(sides.after.sections);
  return {
    ...change,
    kind: isUpgraded ? 'upgraded' : 'resized',
    ...(within.lines.length > 0 && { within }),
    ...(sections.lines.length > 0 && { sections }),
  };
}

/** The packages that a file ships. Where it says what it consists of, that is the first one, if it is of another ecosystem than its owner. */
function shippedIn({ owner = '', inner = [], innerBytes }: TreeFile): readonly string[] {
  if (innerBytes === undefined) return inner;
  const typeOf = (url: string) => url.slice(0, url.indexOf('/'));
  return inner.slice(0, 1).filter((url) => typeOf(url) !== typeOf(owner));
}

function hasSame(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return before.size === after.size && [...before].every((version) => after.has(version));
}

function installed({ versions, contains, bytes, files }: Counted): InstalledPackage | null {
  if (files === 0) return null;
  const named = [...versions].filter((version) => version !== '').sort();
  const within = [...contains].sort().slice(0, VERSIONS);
  return { versions: named.slice(0, VERSIONS), bytes, files, ...(within.length > 0 && { contains: within }) };
}

function nothing(): Counted {
  return {
    versions: new Set(),
    contains: new Set(),
    within: new Contained(),
    sections: new Sections(),
    bytes: 0,
    files: 0,
  };
}
