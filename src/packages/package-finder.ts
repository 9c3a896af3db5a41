import type { FilePart, FileSection } from '../oci/image.ts';
import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import type { Release } from './os-release.ts';

/** A package of the operating system, from its database. */
export interface SystemPackage {
  readonly purl: string;
  /** Paths as the database writes them. Paths that the layer does not hold are ignored. */
  readonly files: readonly string[];
  /** Whether the layer installs the package even if it holds no file of it. A database of the whole image cannot tell. */
  readonly installedHere: boolean;
  /** What it cannot do without, as package URLs without version; and what it only recommends (`RECOMMENDED`). */
  readonly requires?: readonly string[];
}

/** A package of a programming language, found by one of its files. */
export interface LanguagePackage {
  readonly purl: string;
  /** The file that identifies it. If a package of the operating system owns that file, this package is left out. */
  readonly anchor: string;
  /** Files and directories that it owns, except for packages deeper inside. */
  readonly roots: readonly string[];
  /** Paths that it lists, normalised or not. */
  readonly files: readonly string[];
  /** Characters of the directory that it is installed in. If two packages claim a file, the deeper one owns it. */
  readonly depth: number;
  /** What it cannot do without, as package URLs without version; and the mark of a package that only development needs (`DEVELOPMENT`). */
  readonly requires?: readonly string[];
  /** Package URLs of packages whose content is mixed into its anchor, as in a shaded archive. */
  readonly inner?: readonly string[];
  /** About how many bytes of its anchor each of `inner` takes; 0 where nobody knows. Absent for packages whose content is not told apart. */
  readonly innerBytes?: readonly number[];
  /** Pieces of its anchor that count by themselves. */
  readonly parts?: readonly PackagePart[];
  /** What its anchor is divided into. */
  readonly sections?: readonly FileSection[];
}

/** A piece of an archive: path inside it, bytes as stored, CRC-32 of the content. It may be a package, and then has a package URL. */
export interface PackagePart extends Pick<FilePart, 'path' | 'size' | 'crc32'> {
  readonly purl?: string | undefined;
}

/** Collects the packages of one ecosystem while a layer is read. Holds text within a budget, and drops a database that exceeds it. */
export interface PackageFinder<Package> {
  /** A sink for files that describe packages; null for all others. */
  open(file: InspectedFile): FileSink | null;
  /** The packages in the order of their database. Called once, after the last file. */
  find(release: Release): readonly Package[];
}
