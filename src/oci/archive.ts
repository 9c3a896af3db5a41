import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemWords } from '../text/system-error.ts';
import { errorCode, ImageError, type Place } from './error.ts';
import { type Files, readRange } from './files.ts';
import { normalisePath } from './layer/path.ts';
import type { Limits } from './limits.ts';
import { detectFormat } from './media-type.ts';
import type { TarEntry } from './tar/entry.ts';
import { BLOCK } from './tar/header.ts';
import { TarParser } from './tar/tar.ts';

/** Bytes read at a time. Content between headers is skipped. */
const READ = 16 * 1024;

/** Where the content of an entry lies in the archive, in bytes; or the target of a link, from the archive's root. */
export type Member =
  | { readonly kind: 'file'; readonly start: number; readonly size: number }
  | { readonly kind: 'sparse' }
  | { readonly kind: 'link'; readonly target: string };

/** Links to links that are followed; real archives have one. */
const DEEPEST = 16;

/** An archive that is compressed as a whole. Its bytes can be read once, as they are stored. */
export interface CompressedArchive {
  readonly compression: 'gzip' | 'zstd';
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a tar on disk and reads its headers, seeking past content. One that is compressed is only opened. Throws ImageError for a file that is not a
 * complete tar.
 */
export async function openArchive(name: string, file: string, limits: Limits): Promise<Files | CompressedArchive> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw new ImageError(
      `cannot be opened: ${systemWords(error) ?? errorCode(error) ?? String(error)}`,
      { archive: name },
      { cause: error },
    );
  });
  // A named pipe without a writer would be waited for, hence O_NONBLOCK; what is no regular file is refused below.
  try {
    const compressed = await openCompressed(handle, { archive: name });
    if (compressed !== undefined) return compressed;
    return new ArchiveFiles(name, handle, await readMembers(handle, { archive: name }, limits));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The member at a path, after links. Of several entries of one name the last counts. Links are followed inside the archive only. */
export function findMember<M extends { readonly kind: string }>(
  members: ReadonlyMap<string, M | { readonly kind: 'link'; readonly target: string }>,
  path: string,
  place: Place,
): { readonly path: string; readonly member: Exclude<M, { readonly kind: 'link' }> } | undefined {
  let at = normalisePath(path);
  for (let depth = 0; depth < DEEPEST; depth++) {
    const member = at === undefined ? undefined : members.get(at);
    if (at === undefined || member === undefined) return undefined;
    if (!isLink(member)) return { path: at, member: member as Exclude<M, { readonly kind: 'link' }> };
    at = member.target;
  }
  throw new ImageError(`links more than ${DEEPEST} deep`, { ...place, entry: path });
}

/** The target of a link, normalised from the archive's root. Undefined if it leads out of the archive or the entry is not a link. */
export function linkTarget(entry: TarEntry): string | undefined {
  if (entry.type === 'hardlink') return normalisePath(entry.linkPath);
  if (entry.type !== 'symlink' || entry.linkPath.startsWith('/')) return undefined;
  return normalisePath(`${entry.path.replace(/\/+$/, '').replace(/[^/]*$/, '')}${entry.linkPath}`);
}

class ArchiveFiles implements Files {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #members: ReadonlyMap<string, Member>;

  constructor(name: string, handle: FileHandle, members: ReadonlyMap<string, Member>) {
    this.name = name;
    this.#handle = handle;
    this.#members = members;
  }

  async size(path: string): Promise<number | undefined> {
    return this.#find(path)?.size;
  }

  async *open(path: string): AsyncGenerator<Uint8Array, void, undefined> {
    const place = { archive: this.name, entry: path };
    const found = this.#find(path);
    if (found === undefined) throw new ImageError('no such entry in the archive', place);
    yield* readRange(this.#handle, found.start, found.size, place);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  #find(path: string): Extract<Member, { kind: 'file' }> | undefined {
    const member = findMember(this.#members, path, { archive: this.name })?.member;
    if (member?.kind === 'sparse') {
      throw new ImageError('stored as a sparse file: make the archive without --sparse', {
        archive: this.name,
        entry: path,
      });
    }
    return member;
  }
}

async function openCompressed(handle: FileHandle, place: Place): Promise<CompressedArchive | undefined> {
  const { size } = await regular(handle, place);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
  const format = detectFormat(buffer.subarray(0, bytesRead));
  if (format !== 'gzip' && format !== 'zstd') return undefined;
  return { compression: format, bytes: readRange(handle, 0, size, place), close: () => handle.close() };
}

async function regular(handle: FileHandle, place: Place): Promise<Stats> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new ImageError('not a regular file', place);
  return stat;
}

async function readMembers(handle: FileHandle, place: Place, limits: Limits): Promise<ReadonlyMap<string, Member>> {
  const stat = await regular(handle, place);
  const members = new Map<string, Member>();
  const parser = new TarParser(place, limits);
  const buffer = Buffer.alloc(READ);
  while (!parser.ended && parser.offset < stat.size) {
    const { bytesRead } = await handle.read(buffer, 0, READ, parser.position);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    if (parser.position === 0) checkTar(bytes, place);
    for (const event of parser.push(bytes)) if (event.kind === 'entry') addMember(members, event.entry, parser.offset);
    parser.skip(Math.min(parser.skippable, stat.size - parser.position));
  }
  parser.finish();
  return members;
}

function checkTar(bytes: Buffer, place: Place): void {
  if (detectFormat(bytes) === 'tar') return;
  const problem = 'neither a tar archive nor one that is compressed with gzip or zstd';
  throw new ImageError(bytes.length < BLOCK ? `${problem} (${bytes.length} bytes)` : problem, { ...place, offset: 0 });
}

function addMember(members: Map<string, Member>, entry: TarEntry, start: number): void {
  const path = normalisePath(entry.path);
  if (path === undefined || entry.type === 'directory') return;
  const target = linkTarget(entry);
  if (target !== undefined) members.set(path, { kind: 'link', target });
  else if (entry.type !== 'file') members.delete(path);
  else if (entry.size !== entry.stored) members.set(path, { kind: 'sparse' });
  else members.set(path, { kind: 'file', start, size: entry.size });
}

function isLink(member: { readonly kind: string }): member is { readonly kind: 'link'; readonly target: string } {
  return member.kind === 'link';
}
