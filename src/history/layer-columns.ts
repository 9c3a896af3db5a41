import { z } from 'zod';
import { bytes, digest } from '../model/schema.ts';
import type { EntryType, LayerEntry } from '../oci/image.ts';
import { normalisePath } from '../oci/layer/path.ts';
import { DEFAULT_LIMITS } from '../oci/limits.ts';
import { UserError } from '../text/error.ts';
import { ownerColumns } from './owner-columns.ts';
import { relationColumns } from './relation-columns.ts';

const LETTERS: Readonly<Record<EntryType, string>> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  whiteout: 'w',
  opaque: 'o',
  device: 'v',
  fifo: 'p',
};
const TYPES = new Map(Object.entries(LETTERS).map(([type, letter]) => [letter, type as EntryType]));

const MAX_ENTRIES = 2_000_000;

/**
 * Entries in columns, in the order of the tar. Similar values are next to each other, so gzip needs 5 to 6 bytes an entry, and 4 to 5 for a
 * checksum. A list of objects would take half as much again. A path is stored as the length that it shares with the one before it, and the rest.
 */
export interface Columns {
  /** One letter an entry. */
  readonly types: string;
  readonly shared: readonly number[];
  readonly rests: readonly string[];
  /** Bytes of each regular file. */
  readonly sizes: readonly number[];
  /** CRC-32 of each regular file that has any bytes. */
  readonly checksums: readonly number[];
  /** Targets of the hard and symbolic links. */
  readonly links: readonly string[];
}

const indexColumns = {
  diffId: digest,
  tarSize: bytes,
  unpacked: bytes,
  contents: digest,
  types: z
    .string()
    .max(MAX_ENTRIES)
    .regex(/^[fdlhwovp]*$/),
  shared: z.array(bytes),
  rests: z.array(z.string()),
  sizes: z.array(bytes),
  checksums: z.array(z.number().int().min(0).max(0xffff_ffff)),
  links: z.array(z.string()),
} as const;

/** The content of a layer's file: version 1 without packages, version 2 with those that were found, version 3 also with their relations. */
export const columnsSchema = z.discriminatedUnion('schemaVersion', [
  z.strictObject({ schemaVersion: z.literal(1), ...indexColumns }),
  z.strictObject({ schemaVersion: z.literal(2), ...indexColumns, ...ownerColumns }),
  z.strictObject({ schemaVersion: z.literal(3), ...indexColumns, ...ownerColumns, ...relationColumns }),
]);

/** Turns a layer's entries into columns. */
export function packEntries(entries: readonly LayerEntry[]): Columns {
  const shared = entries.map(({ path }, at) => sharedLength(entries[at - 1]?.path ?? '', path));
  return {
    types: entries.map(({ type }) => LETTERS[type]).join(''),
    shared,
    rests: entries.map(({ path }, at) => path.slice(shared[at])),
    sizes: entries.filter(({ type }) => type === 'file').map(({ size }) => size),
    checksums: entries.flatMap(({ crc32 }) => crc32 ?? []),
    links: entries.filter(isLink).map(({ linkTarget = '' }) => linkTarget),
  };
}

/** Turns columns into entries again. @throws UserError naming `file`, for columns of unequal length and paths that no tar yields */
export function unpackEntries(columns: Columns, file: string): readonly LayerEntry[] {
  const { types, shared, rests } = columns;
  const [sizes, checksums, links] = [columns.sizes.values(), columns.checksums.values(), columns.links.values()];
  if (shared.length !== types.length || rests.length !== types.length) throw unequal(file);
  const paths = unpackPaths(columns, file);
  const entries = paths.map((path, at): LayerEntry => {
    const type = TYPES.get(types[at] ?? '') ?? 'file';
    const size = type === 'file' ? next(sizes, file) : 0;
    if (isLink({ type })) return { path, type, size, linkTarget: next(links, file) };
    return size === 0 ? { path, type, size } : { path, type, size, crc32: next(checksums, file) };
  });
  if ([sizes, checksums, links].some((column) => !column.next().done)) throw unequal(file);
  return entries;
}

/** A shared length takes one byte and can mean a long path. The sum of all path lengths is bounded as in a tar. */
function unpackPaths({ shared, rests }: Columns, file: string): readonly string[] {
  let before = '';
  let length = 0;
  return rests.map((rest, at) => {
    const from = shared[at] ?? 0;
    if (from > before.length) throw new UserError(`${file}: entry ${at} shares more than the path before it has`);
    before = before.slice(0, from) + rest;
    length += before.length;
    if (length > DEFAULT_LIMITS.names)
      throw new UserError(`${file}: names of more than ${DEFAULT_LIMITS.names} characters`);
    if (normalisePath(before) !== before) throw new UserError(`${file}: entry ${at} has a path that is not normalized`);
    return before;
  });
}

function sharedLength(before: string, path: string): number {
  const most = Math.min(before.length, path.length);
  let length = 0;
  while (length < most && before.charCodeAt(length) === path.charCodeAt(length)) length++;
  return length;
}

function isLink({ type }: Pick<LayerEntry, 'type'>): boolean {
  return type === 'symlink' || type === 'hardlink';
}

function next<T>(values: Iterator<T>, file: string): T {
  const found = values.next();
  if (found.done) throw unequal(file);
  return found.value;
}

function unequal(file: string): UserError {
  return new UserError(`${file}: the columns of the entries differ in length`);
}
