import { z } from 'zod';
import type { FilePart, FileSection, LayerEntry, LayerIndex } from '../oci/image.ts';
import { innerProblem, partsProblem, requiresProblem, sectionsProblem } from '../oci/layer/ownership.ts';
import { DEFAULT_LIMITS } from '../oci/limits.ts';
import { UserError } from '../text/error.ts';

/** What is known of the packages of a layer besides the files that they own. Files are named by their position among the entries. */
export interface RelationColumns {
  /** Package URLs without version, each once. */
  readonly names: readonly string[];
  /** For each package the positions of what it requires among `names`. */
  readonly requires: readonly (readonly number[])[];
  /** A file, and the positions of the packages that lie in it. */
  readonly inner: readonly (readonly number[])[];
  /** A file, and the estimated bytes of its packages. Absent in files of older versions. */
  readonly innerBytes?: readonly (readonly number[])[];
  /** A file, and the number of its pieces. */
  readonly pieces: readonly (readonly number[])[];
  /** Of all pieces: path in the archive, and bytes, CRC-32 and owner (both from 1; 0 for none). */
  readonly piecePaths: readonly string[];
  readonly pieceNumbers: readonly (readonly number[])[];
  /** Names of sections, each once. Absent in files of older versions. */
  readonly sectionNames?: readonly string[];
  /** A file, and for each of its sections the position of its name and its bytes. Absent in files of older versions. */
  readonly sections?: readonly (readonly number[])[];
  /** Likewise of what bundles were made from. Absent in files of older versions. */
  readonly originNames?: readonly string[];
  readonly origins?: readonly (readonly number[])[];
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const positions = z.array(count);
const few = <Item extends z.ZodType>(item: Item) => z.array(item).max(DEFAULT_LIMITS.relations);

/** The columns of a layer's file for relations, in addition to those of owners. */
export const relationColumns = {
  names: few(z.string()),
  requires: few(positions),
  inner: few(positions.min(2)),
  innerBytes: few(positions.min(2)).exactOptional(),
  pieces: few(z.tuple([count, count])),
  piecePaths: few(z.string()),
  pieceNumbers: few(z.tuple([count, count.max(0x1_0000_0000), count])),
  sectionNames: few(z.string().max(1000)).exactOptional(),
  sections: few(few(count).min(3)).exactOptional(),
  originNames: few(z.string().max(1000)).exactOptional(),
  origins: few(few(count).min(1)).exactOptional(),
} as const;

/** Turns requirements, inner packages and pieces of files into columns. */
export function packRelations(
  requires: readonly (readonly string[])[],
  entries: readonly LayerEntry[],
): RelationColumns {
  const names = new Map([...new Set(requires.flat())].map((name, position) => [name, position]));
  const parts = entries.flatMap(({ parts: found = [] }) => found);
  return {
    names: [...names.keys()],
    requires: requires.map((required) => required.flatMap((name) => names.get(name) ?? [])),
    inner: entries.flatMap(({ inner }, at) => (inner === undefined ? [] : [[at, ...inner]])),
    innerBytes: entries.flatMap(({ innerBytes }, at) => (innerBytes === undefined ? [] : [[at, ...innerBytes]])),
    pieces: entries.flatMap(({ parts: found }, at) => (found === undefined ? [] : [[at, found.length]])),
    piecePaths: parts.map(({ path }) => path),
    pieceNumbers: parts.map(({ size, crc32 = -1, owner = -1 }) => [size, crc32 + 1, owner + 1]),
    ...packSections(entries),
    ...packOrigins(entries),
  };
}

function packSections(entries: readonly LayerEntry[]): Pick<RelationColumns, 'sectionNames' | 'sections'> {
  const { names, numbers } = packDivisions(entries.map(({ sections }) => sections));
  return { sectionNames: names, sections: numbers };
}

function packOrigins(entries: readonly LayerEntry[]): Pick<RelationColumns, 'originNames' | 'origins'> {
  const { names, numbers } = packDivisions(entries.map(({ origins }) => origins));
  return { originNames: names, origins: numbers };
}

function packDivisions(divisions: readonly (readonly FileSection[] | undefined)[]) {
  const names = [...new Set(divisions.flatMap((found = []) => found.map(({ name }) => name)))];
  const positions = new Map(names.map((name, position) => [name, position]));
  const numbers = divisions.flatMap((found, at) =>
    found === undefined ? [] : [[at, ...found.flatMap(({ name, bytes }) => [positions.get(name) ?? 0, bytes])]],
  );
  return { names, numbers };
}

/**
 * Turns columns into requirements, and into entries with inner packages and pieces again.
 * @throws UserError naming `file`, for positions that nothing has, for requirements that are no package URLs, and for pieces or sections larger than their file
 */
export function unpackRelations(
  columns: RelationColumns,
  { packages, entries }: Required<Pick<LayerIndex, 'packages' | 'entries'>>,
  file: string,
): Required<Pick<LayerIndex, 'requires' | 'entries'>> {
  const found = entries.slice();
  for (const [at = 0, ...inner] of columns.inner) found[at] = { ...fileAt(found, at, file), inner };
  for (const [at = 0, ...bytes] of columns.innerBytes ?? [])
    found[at] = withBytes(fileAt(found, at, file), bytes, file);
  for (const [at, parts] of piecesOf(columns, file)) found[at] = withParts(fileAt(found, at, file), parts, file);
  for (const [at = 0, ...numbers] of columns.sections ?? [])
    found[at] = {
      ...fileAt(found, at, file),
      sections: divisionOf(fileAt(found, at, file), numbers, columns.sectionNames ?? [], file),
    };
  for (const [at = 0, ...numbers] of columns.origins ?? [])
    found[at] = {
      ...fileAt(found, at, file),
      origins: divisionOf(fileAt(found, at, file), numbers, columns.originNames ?? [], file),
    };
  const owners = found.flatMap(({ inner = [], parts = [] }) => [
    ...inner,
    ...parts.flatMap(({ owner }) => owner ?? []),
  ]);
  if (owners.some((owner) => owner >= packages.length)) throw new UserError(`${file}: a piece of a package not listed`);
  const requires = columns.requires.map((list) => list.map((position) => columns.names[position] ?? ''));
  const problem = requiresProblem({ packages, requires }, DEFAULT_LIMITS);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  return { requires, entries: found };
}

function piecesOf(columns: RelationColumns, file: string): readonly (readonly [number, readonly FilePart[]])[] {
  const { pieces, piecePaths, pieceNumbers } = columns;
  const sum = pieces.reduce((before, [, length = 0]) => before + length, 0);
  if (sum !== piecePaths.length || sum !== pieceNumbers.length)
    throw new UserError(`${file}: the columns of the pieces differ in length`);
  let next = 0;
  return pieces.map(([at = 0, length = 0]) => {
    const start = next;
    next += length;
    const parts = piecePaths.slice(start, next).map((path, index) => partOf(path, pieceNumbers[start + index] ?? []));
    return [at, parts] as const;
  });
}

function partOf(path: string, [size = 0, crc32 = 0, owner = 0]: readonly number[]): FilePart {
  return { path, size, ...(crc32 > 0 && { crc32: crc32 - 1 }), ...(owner > 0 && { owner: owner - 1 }) };
}

function withParts(entry: LayerEntry, parts: readonly FilePart[], file: string): LayerEntry {
  const problem = partsProblem(parts, entry.size);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  return { ...entry, parts };
}

function withBytes(entry: LayerEntry, innerBytes: readonly number[], file: string): LayerEntry {
  const problem = innerProblem(entry.inner ?? [], innerBytes, entry.size);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  return { ...entry, innerBytes };
}

function divisionOf(
  { size }: LayerEntry,
  numbers: readonly number[],
  names: readonly string[],
  file: string,
): readonly FileSection[] {
  const sections: FileSection[] = [];
  for (let at = 0; at < numbers.length; at += 2)
    sections.push({ name: nameAt(names, numbers[at], file), bytes: numbers[at + 1] ?? 0 });
  const problem = sectionsProblem(sections, size);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  return sections;
}

function nameAt(names: readonly string[], position: number | undefined, file: string): string {
  const name = names[position ?? -1];
  if (name === undefined) throw new UserError(`${file}: a section without a name`);
  return name;
}

function fileAt(entries: readonly LayerEntry[], at: number, file: string): LayerEntry {
  const entry = entries[at];
  if (entry?.type !== 'file') throw new UserError(`${file}: entry ${at} is not a file`);
  return entry;
}
