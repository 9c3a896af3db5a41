import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ImageError, type Place } from '../error.ts';
import type { LayerEntry, LayerIndex } from '../image.ts';
import type { Limits } from '../limits.ts';
import type { TarEntry } from '../tar/entry.ts';
import { Inspection, type InspectLayer } from './inspector.ts';
import { withOwners } from './ownership.ts';
import { classifyPath, normalisePath } from './path.ts';

/** Entries hashed at a time: one call for each entry would cost more than the hash. */
const BATCH = 4_096;

/** Collects the entries of a layer's tar into its index. */
export class LayerIndexBuilder {
  readonly #place: Place;
  readonly #limits: Limits;
  readonly #inspection: Inspection | undefined;
  readonly #entries: LayerEntry[] = [];
  /** CRC-32 of the current entry's content; 0 before its first byte. */
  #checksum = 0;
  /** Whether the current entry is in `#entries`: metadata entries are not. */
  #kept = false;
  #unpacked = 0;
  #names = 0;

  /** With `inspect`, the layer's files are passed to a new inspector. */
  constructor(place: Place, limits: Limits, inspect?: InspectLayer) {
    this.#place = place;
    this.#limits = limits;
    this.#inspection = inspect === undefined ? undefined : new Inspection(inspect, limits);
  }

  /** Adds content of the last entry. */
  addContent(bytes: Uint8Array): void {
    this.#checksum = crc32(bytes, this.#checksum);
    this.#inspection?.write(bytes);
  }

  /** The content of the last entry is complete. */
  endContent(): void {
    const last = this.#entries.at(-1);
    if (this.#kept && last?.type === 'file' && last.size > 0)
      this.#entries[this.#entries.length - 1] = { ...last, crc32: this.#checksum };
    this.#checksum = 0;
    this.#kept = false;
    this.#inspection?.end();
  }

  /** Adds an entry. Throws ImageError for a path outside the root, and if the names exceed the limit. */
  add(entry: TarEntry): void {
    const found = classifyPath(this.#normalise(entry, entry.path, 'path'));
    if (found.kind === 'metadata') return;
    if (found.kind === 'invalid') throw this.#error(entry, 'breakout: a whiteout of the directory that contains it');
    if (found.kind !== 'entry') this.#keep({ path: found.path, type: found.kind, size: 0 }, entry);
    else if (found.path !== '') this.#keepEntry(found.path, entry);
    else if (entry.type !== 'directory') throw this.#error(entry, `a ${entry.type} without a name`);
  }

  /** Returns the index. `diffId` and `tarSize` (bytes) are those of the uncompressed tar. */
  finish(diffId: string, tarSize: number): LayerIndex {
    const index = { diffId, tarSize, unpacked: this.#unpacked, contents: digestContents(this.#entries) };
    const ownership = this.#inspection?.finish(this.#entries);
    if (ownership === undefined) return { ...index, entries: this.#entries };
    const { packages, requires } = ownership;
    const known = { ...index, entries: withOwners(this.#entries, ownership), packages };
    return requires === undefined ? known : { ...known, requires };
  }

  #keepEntry(path: string, entry: TarEntry): void {
    const { type, size, mode } = entry;
    if (type === 'symlink') this.#keep({ path, type, size, linkTarget: entry.linkPath }, entry);
    else if (type !== 'hardlink') this.#keep({ path, type, size }, entry);
    else
      this.#keep({ path, type, size, linkTarget: this.#normalise(entry, entry.linkPath, 'hard link target') }, entry);
    // A sparse file is stored as pieces of its content.
    if (type === 'file' && entry.stored === size) this.#inspection?.open({ path, size, mode });
  }

  #keep(kept: LayerEntry, entry: TarEntry): void {
    this.#unpacked += kept.size;
    this.#names += kept.path.length + (kept.linkTarget?.length ?? 0);
    if (this.#names > this.#limits.names)
      throw this.#error(entry, `names of more than ${this.#limits.names} characters`);
    if (!Number.isSafeInteger(this.#unpacked)) throw this.#error(entry, 'absurd size: the files exceed 9 PB');
    this.#entries.push(kept);
    this.#kept = true;
  }

  #normalise(entry: TarEntry, path: string, what: string): string {
    const normal = normalisePath(path);
    if (normal === undefined) throw this.#error(entry, `breakout: the ${what} leaves the root of the image`);
    return normal;
  }

  #error(entry: TarEntry, problem: string): ImageError {
    return new ImageError(problem, { ...this.#place, entry: entry.path, offset: entry.offset });
  }
}

/**
 * The `contents` of an index: sha256 over the entries that count as content, in order of path. Entries of one path keep their order,
 * since the last one counts.
 */
export function digestContents(entries: readonly LayerEntry[]): string {
  const sorted = entries.filter(isContent).sort(byPath);
  const hash = createHash('sha256');
  for (let at = 0; at < sorted.length; at += BATCH) {
    hash.update(
      sorted
        .slice(at, at + BATCH)
        .map(formatFields)
        .join(''),
    );
  }
  return `sha256:${hash.digest('hex')}`;
}

/**
 * Leaves out opaque markers, directories and empty files, which hold no bytes. Docker's classic image store writes those that a step only
 * touched (dpkg's locks, var/log); the containerd store leaves them out.
 */
function isContent({ type, size }: LayerEntry): boolean {
  return type === 'file' ? size > 0 : type !== 'opaque' && type !== 'directory';
}

function byPath(a: LayerEntry, b: LayerEntry): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

/** No field can contain NUL, so with NUL after each field no two lists of entries give the same bytes. */
function formatFields({ path, type, size, crc32: checksum, linkTarget = '' }: LayerEntry): string {
  return `${path}\0${type}\0${size}\0${checksum ?? ''}\0${linkTarget}\0`;
}
