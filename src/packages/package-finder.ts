import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import type { Release } from './os-release.ts';

/** A package of the operating system, as its database tells it. */
export interface SystemPackage {
  readonly purl: string;
  /** Paths as the database writes them; those that the layer does not hold say nothing. */
  readonly files: readonly string[];
  /** Whether the layer itself tells of the package even where it holds no file of it: a database of the whole image does not. */
  readonly installedHere: boolean;
}

/** A package of a programming language, found by a file of its own. */
export interface LanguagePackage {
  readonly purl: string;
  /** The file that told of it; where the operating system's package owns that, it owns the package. */
  readonly anchor: string;
  /** Files and directories that are wholly its own, but for what lies deeper. */
  readonly roots: readonly string[];
  /** Paths that it lists one by one, normalised or not. */
  readonly files: readonly string[];
  /** Characters of the directory that it is installed in: of two packages that claim a file, the deeper one has it. */
  readonly depth: number;
}

/** Gathers the packages of one ecosystem while a layer streams by. Holds text within a budget, and drops a database that goes over it. */
export interface PackageFinder<Package> {
  /** A sink for the files that tell of packages, null for all others. */
  open(file: InspectedFile): FileSink | null;
  /** The packages in the order of their database; asked once, after the last file. */
  find(release: Release): readonly Package[];
}
