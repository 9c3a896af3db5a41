import type { LayerChange } from './comparison.ts';
import type { LayerSource } from './layer-source.ts';

/** The first lines of a list, and all others as one: nothing is lost from the sum. Changes are bytes. */
export interface Lines<T> {
  readonly lines: readonly T[];
  /** How many more there are, and what they come to; absent for none. */
  readonly more?: { readonly count: number; readonly change: number };
}

/** A directory with all below it, in bytes; `files` means only those directly in it. */
export interface RolledLine {
  /** Without leading '/'; '' is the root. */
  readonly path: string;
  readonly files: boolean;
  readonly before: number;
  readonly after: number;
}

/** A directory with all below it (`files`: only what lies directly in it). `before` and `after` are all of it, `change` what the line counts. */
export interface DirectoryChange extends RolledLine {
  readonly change: number;
}

/** Growth and shrinkage apart, so that neither hides the other; `more` counts files. */
export interface DirectoryChanges {
  readonly grown: Lines<DirectoryChange>;
  readonly shrunk: Lines<DirectoryChange>;
}

/** A package's part of one side: the versions that are installed, and the bytes of the files that they own. */
export interface InstalledPackage {
  /** In order, each once; more than one where several are installed, as in node_modules. */
  readonly versions: readonly string[];
  readonly bytes: number;
  readonly files: number;
}

/**
 * What became of a package. `upgraded`: its versions are others than before, whichever way; `resized`: the same versions own more or fewer bytes.
 * A side is null where the package is not installed.
 */
export interface PackageChange {
  readonly kind: 'added' | 'removed' | 'upgraded' | 'resized';
  /** Package URL without version and qualifiers: `pkg:deb/debian/bash` */
  readonly name: string;
  readonly before: InstalledPackage | null;
  readonly after: InstalledPackage | null;
}

/** A directory that goes by another version now, such as `foo-1.2` → `foo-1.3`. Paths without leading '/'; sizes in bytes of all below. */
export interface DirectoryRename {
  readonly from: string;
  readonly to: string;
  readonly before: number;
  readonly after: number;
}

/** One file; `before` and `after` in bytes, null where it is not there. */
export interface FileLine {
  readonly path: string;
  /** Where it was, if elsewhere. */
  readonly from?: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Files with the same content at another path. */
export interface Moved {
  readonly files: number;
  readonly bytes: number;
  /** The largest. */
  readonly lines: readonly FileLine[];
}

/**
 * What growth consists of, in bytes of `unpacked`: the packages (by the files that they own), the directories of files that no package owns, and
 * what later layers overwrite or delete. These three are `total`, exactly: nothing is unaccounted for.
 */
export interface Account {
  readonly total: number;
  /** Largest change first. */
  readonly packages: Lines<PackageChange>;
  /** Files in no package, by directory. */
  readonly unowned: Lines<DirectoryChange>;
  /** Change of the bytes that a later layer overwrites or deletes. */
  readonly wasted: number;
}

/** The account of one layer and the instruction that made it. */
export interface LayerAccount extends Account {
  /** Position of its layer change in the comparison's `layers`; absent in report files of older versions. */
  readonly position?: number;
  readonly kind: LayerChange['kind'];
  readonly createdBy: string;
  readonly source?: LayerSource;
  readonly files: Lines<FileLine>;
}

/** Why an image measures what it does now: the growth of `unpacked` taken apart in several ways, each of which sums to it. Plain JSON. */
export interface Explanation extends Account {
  /** The same change by directory, growth and shrinkage apart; besides `wasted`. */
  readonly directories: DirectoryChanges;
  /** The files that changed in size, came or went, largest change first. */
  readonly files: Lines<FileLine>;
  readonly moved: Moved;
  /** Versioned directories that were taken for the same one under another version. */
  readonly renamed: readonly DirectoryRename[];
  /** The account of each layer that changed, came or went, largest change first. */
  readonly layers: readonly LayerAccount[];
  /** Where the two are built on different layers: the account of the base image's layers, and of all others. */
  readonly inherited?: Account;
  readonly own?: Account;
}
