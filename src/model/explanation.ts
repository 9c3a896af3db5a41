import { z } from 'zod';
import { layerChangeKind, layerSourceSchema } from './layer.ts';
import { bytes, change, type Infer, path, text } from './schema.ts';

/** The longest list of an explanation. */
const LINES = 200;

const linesOf = <Line extends z.ZodType>(line: Line) =>
  z.object({
    lines: z.array(line).max(LINES),
    /** How many more there are, and their sum; absent for none. */
    more: z.object({ count: bytes, change }).exactOptional(),
  });
type AnyLines = Infer<ReturnType<typeof linesOf<z.ZodUnknown>>>;

/** The first lines of a list, and the sum of all others. Changes are bytes. */
export interface Lines<T> extends Omit<AnyLines, 'lines'> {
  readonly lines: readonly T[];
}

/** What lies in a file: the versions of a package, and about how many bytes of the file it takes; 0 where nobody knows. */
const containedSchema = z.object({ versions: z.array(text).max(100), bytes });

/**
 * What changed within files: a package that lies in them, such as a module of a Go program or a library in a JavaScript bundle. A side is null where
 * it is not there.
 */
const containedChangeSchema = z.object({
  /** Of a bundle with a source map, what is of no package: `own` source of the application, or `unmapped` bytes. Absent for a package. */
  kind: z.enum(['own', 'unmapped']).exactOptional(),
  /** Package URL without version; '' where `kind` says what it is. */
  name: text,
  before: containedSchema.nullable(),
  after: containedSchema.nullable(),
});
export interface ContainedChange extends Infer<typeof containedChangeSchema> {}

/** What changed within files, largest change first: an estimate, which sums to nothing. Absent where the content of a side is not known. */
const within = linesOf(containedChangeSchema).exactOptional();

/** A directory with all below it, in bytes; `files` means only those directly in it. */
const rolledLineSchema = z.object({
  /** Without leading '/'; '' is the root. */
  path,
  files: z.boolean(),
  before: bytes,
  after: bytes,
});
export interface RolledLine extends Infer<typeof rolledLineSchema> {}

/** A directory with all below it (`files`: only what lies directly in it). `before` and `after` are all of it, `change` what the line counts. */
const directoryChangeSchema = rolledLineSchema.extend({ change, within });
export interface DirectoryChange extends Infer<typeof directoryChangeSchema> {}

/** Growth and shrinkage apart, so that neither hides the other; `more` counts files. */
const directoryChangesSchema = z.object({
  grown: linesOf(directoryChangeSchema),
  shrunk: linesOf(directoryChangeSchema),
});
export interface DirectoryChanges extends Infer<typeof directoryChangesSchema> {}

/** A package's part of one side: the versions that are installed, and the bytes of the files that they own. */
const installedPackageSchema = z.object({
  /** In order, each once; more than one where several are installed, as in node_modules. */
  versions: z.array(text).max(100),
  bytes,
  files: bytes,
  /** Package URLs of programs and archives of other ecosystems that it ships, such as a Go program in an npm package; the first of them. */
  contains: z.array(text).max(100).exactOptional(),
});
export interface InstalledPackage extends Infer<typeof installedPackageSchema> {}

/** A section of the files of a package whose bytes changed; null where a side does not have it. They may also be those of other packages. */
const sectionChangeSchema = z.object({
  /** `layer`: of an executable archive of Spring Boot. `library`: native, shipped in a Python wheel; the name is without hash and version. */
  kind: z.enum(['layer', 'library']),
  /** Hostile text. */
  name: text,
  before: bytes.nullable(),
  after: bytes.nullable(),
});
export interface SectionChange extends Infer<typeof sectionChangeSchema> {}

/**
 * What happened to a package. `upgraded`: its versions differ, newer or older; `resized`: the same versions own more or fewer bytes.
 * A side is null where the package is not installed.
 */
const packageChangeSchema = z.object({
  kind: z.enum(['added', 'removed', 'upgraded', 'resized']),
  /** Package URL without version and qualifiers: `pkg:deb/debian/bash` */
  name: text,
  /** Likewise of the package that its sources are of, where that has another name: `pkg:deb/debian/openssl` of `libssl3` */
  source: text.exactOptional(),
  before: installedPackageSchema.nullable(),
  after: installedPackageSchema.nullable(),
  within,
  /** Which sections of its files changed, in exact bytes, largest change first. Absent where none did, or where a side does not know. */
  sections: linesOf(sectionChangeSchema).exactOptional(),
});
export interface PackageChange extends Infer<typeof packageChangeSchema> {}

/**
 * Packages that changed together. `package`: one alone. `required`: one, and what came or went only because of it, or lies in it. `shared`: what several
 * others require. `source`: those of one source package, with what they brought.
 */
const packageGroupSchema = z.object({
  by: z.enum(['package', 'required', 'shared', 'source']),
  /** The package that heads it, or the source package: a package URL without version. '' for `shared`. */
  name: text,
  /** The first packages that require a shared one. */
  heads: z.array(text).max(20).exactOptional(),
  change,
  /** How many of its packages came, and went, only because of others. */
  brought: bytes,
  dropped: bytes,
  /** How many of its packages lie in the archive that heads it, and have another version; absent for none. */
  upgraded: bytes.exactOptional(),
  /** The one that heads it first, then the largest change first. */
  packages: linesOf(packageChangeSchema),
});
export interface PackageGroup extends Infer<typeof packageGroupSchema> {}

/** A directory whose name has another version now, such as `foo-1.2` → `foo-1.3`. Paths without leading '/'; sizes in bytes of all below. */
const directoryRenameSchema = z.object({ from: path, to: path, before: bytes, after: bytes });
export interface DirectoryRename extends Infer<typeof directoryRenameSchema> {}

/** One file; `before` and `after` in bytes, null where it is not there. */
const fileLineSchema = z.object({
  path,
  /** Where it was, if elsewhere. */
  from: path.exactOptional(),
  before: bytes.nullable(),
  after: bytes.nullable(),
  /** Of a file that no package owns: a package's own line has it. */
  within,
});
export interface FileLine extends Infer<typeof fileLineSchema> {}

/** Files with the same content at another path. */
const movedSchema = z.object({
  files: bytes,
  bytes,
  /** The largest. */
  lines: z.array(fileLineSchema).max(LINES),
});
export interface Moved extends Infer<typeof movedSchema> {}

/**
 * What growth consists of, in bytes of `unpacked`. It has the packages (by the files that they own) and the directories of files that no
 * package owns. It also has what later layers overwrite or delete. These three add up to `total` exactly.
 */
const accountSchema = z.object({
  total: change,
  /** Largest change first. */
  packages: linesOf(packageChangeSchema),
  /** The same packages by what brought them, largest change first; absent where each stands alone. `more` counts groups. */
  groups: linesOf(packageGroupSchema).exactOptional(),
  /** Files in no package, by directory. */
  unowned: linesOf(directoryChangeSchema),
  /** Change of the bytes that a later layer overwrites or deletes. */
  wasted: change,
});
export interface Account extends Infer<typeof accountSchema> {}

/** The account of one layer and the instruction that made it. */
const layerAccountSchema = accountSchema.extend({
  /** Position of its layer change in the comparison's `layers`; absent in report files of older versions. */
  position: bytes.exactOptional(),
  kind: layerChangeKind,
  createdBy: text,
  source: layerSourceSchema.exactOptional(),
  files: linesOf(fileLineSchema),
});
export interface LayerAccount extends Infer<typeof layerAccountSchema> {}

/**
 * Why an image has its size now: the growth of `unpacked` split in several ways, each of which adds up to it. Plain JSON. exchange/extras.ts
 * checks the sums.
 */
export const explanationSchema = accountSchema.extend({
  /** The same change by directory, growth and shrinkage apart, without `wasted`. */
  directories: directoryChangesSchema,
  /** The files that changed in size, came or went, largest change first. */
  files: linesOf(fileLineSchema),
  moved: movedSchema,
  /** Versioned directories that were taken for the same one under another version. */
  renamed: z.array(directoryRenameSchema).max(LINES),
  /** The account of each layer that changed, came or went, largest change first. */
  layers: z.array(layerAccountSchema).max(LINES),
  /** Where the two are built on different layers: the account of the base image's layers, and of all others. */
  inherited: accountSchema.exactOptional(),
  own: accountSchema.exactOptional(),
});
export interface Explanation extends Infer<typeof explanationSchema> {}

/** Which bytes differ between two ways to build an image. All lines, `wasted` and `rest` add up to `total` exactly. */
export interface Saving {
  readonly reference: string;
  readonly variant: string;
  readonly platform: string;
  /** Change of `unpacked` in bytes; negative where the variant is smaller. */
  readonly total: number;
  /** Largest change first. */
  readonly lines: readonly SavingLine[];
  /** Change of the bytes that a later layer overwrites or deletes. */
  readonly wasted: number;
  /** Change of all directories that no line names. */
  readonly rest: number;
}

/** A line about where a variant saves bytes. */
export interface SavingLine extends RolledLine {
  /** The largest changes directly below it, where a few make up much of it. `name` is a directory's. */
  readonly parts: readonly { readonly name: string; readonly change: number }[];
}
