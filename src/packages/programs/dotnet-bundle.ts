import type { FileSink } from '../../oci/layer/inspector.ts';
import { asRecord } from '../../text/json.ts';
import { type DotnetPackage, dotnetPackages } from '../languages/dotnet.ts';
import type { PackagePart } from '../package-finder.ts';
import type { ElfEnds } from './elf-tail.ts';

/** Major versions of the manifest: of .NET Core 3, .NET 5, and .NET 6 and later. Version 6 has compressed sizes. */
const VERSIONS = [1, 2, 6];
const COMPRESSED_SINCE = 6;
/** Files of one bundle. A self-contained application has 200 to 500. */
const FILES = 20_000;
/** Text that each deps.json begins with, after a brace and white space. */
const MARK = Buffer.from('"runtimeTarget": {');
const BEFORE = 16;
/** Bytes that are kept of what was searched. */
const EDGE = MARK.length + BEFORE;
/** Bytes of a deps.json that are kept. */
const KEPT = 4 * 1024 * 1024;
const DEPS_JSON = 3;

interface Embedded {
  readonly path: string;
  readonly type: number;
  readonly offset: number;
  /** Bytes as stored. */
  readonly size: number;
}

/** A .NET application in a single file: its package, and the files in it with their packages. */
export interface DotnetBundle {
  readonly purl: string;
  readonly parts: readonly PackagePart[];
  readonly requires: readonly string[];
}

/**
 * Searches a .NET single-file application for its deps.json as it streams in (dotnet/designs, accepted/2020/single-file; dotnet/runtime,
 * Microsoft.NET.HostModel, Bundle.Manifest). The manifest that lists all files is at the end of the file.
 */
export class DotnetBundleSearch implements FileSink {
  #held: Buffer = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #found = false;

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#found) {
      if (this.#held.length < KEPT) this.#held = Buffer.concat([this.#held, bytes]);
      return;
    }
    const edge = Buffer.concat([this.#held, bytes.subarray(0, MARK.length)]);
    if (edge.includes(MARK) || bytes.includes(MARK)) this.#keepFrom(Buffer.concat([this.#held, bytes]));
    else this.#skip(bytes);
  }

  #keepFrom(bytes: Buffer): void {
    const start = Math.max(0, bytes.indexOf(MARK) - BEFORE);
    this.#found = true;
    this.#held = bytes.subarray(start);
    this.#offset += start;
  }

  /** Keeps the end, where the mark may begin. */
  #skip(bytes: Buffer): void {
    const before = this.#held.length + bytes.length;
    const kept =
      bytes.length >= EDGE ? Buffer.from(bytes.subarray(-EDGE)) : Buffer.concat([this.#held, bytes]).subarray(-EDGE);
    this.#held = kept;
    this.#offset += before - kept.length;
  }

  end(): void {}

  /** The bundle, if the file is one; called after its end. */
  read(ends: ElfEnds): DotnetBundle | undefined {
    const files = this.#found ? readManifest(ends) : undefined;
    const description = files?.find(({ type }) => type === DEPS_JSON);
    if (files === undefined || description === undefined) return undefined;
    const start = description.offset - this.#offset;
    const packages = start < 0 ? [] : parse(this.#held.subarray(start, start + description.size));
    const application = packages.find(({ isProject }) => isProject);
    if (application === undefined) return undefined;
    return { purl: application.purl, parts: partsOf(files, packages, ends.size), requires: application.requires };
  }
}

function parse(text: Buffer): readonly DotnetPackage[] {
  try {
    return dotnetPackages(asRecord(JSON.parse(text.toString('utf8').replace(/^\uFEFF/, ''))));
  } catch {
    return [];
  }
}

/** The files of packages. None if they do not fit into the file, or if a path is not a plain one. */
function partsOf(files: readonly Embedded[], packages: readonly DotnetPackage[], size: number): readonly PackagePart[] {
  const owners = new Map(
    packages.filter(({ isProject }) => !isProject).flatMap((found) => found.assets.map((asset) => [asset, found.purl])),
  );
  const owned = files.filter(({ path }) => owners.has(path));
  const bytes = owned.reduce((sum, file) => sum + file.size, 0);
  const isPlain = owned.every(({ path }) => path.split('/').every((part) => !/^\.{0,2}$/.test(part)));
  if (bytes > size || !isPlain) return [];
  return owned.map((file) => ({ path: file.path, size: file.size, purl: owners.get(file.path) }));
}

/**
 * The manifest ends where the file does. It has a version (two numbers of 4 bytes), the number of files, and an identifier. Since version 2 the
 * places of two files and flags follow, then the files. Its start is found by reading it to exactly that end.
 */
function readManifest({ tail }: ElfEnds): readonly Embedded[] | undefined {
  for (const version of VERSIONS) {
    const start = Buffer.from([version, 0, 0, 0, 0, 0, 0, 0]);
    for (let at = tail.lastIndexOf(start); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(start, at - 1)) {
      const files = tryReadFiles(tail, at, version);
      if (files !== undefined) return files;
    }
  }
  return undefined;
}

function tryReadFiles(bytes: Buffer, start: number, version: number): readonly Embedded[] | undefined {
  try {
    return readFiles(bytes, start, version);
  } catch {
    return undefined;
  }
}

/** Throws RangeError beyond the end. */
function readFiles(bytes: Buffer, start: number, version: number): readonly Embedded[] | undefined {
  const count = bytes.readInt32LE(start + 8);
  if (count < 1 || count > FILES) return undefined;
  let { next } = readText(bytes, start + 12);
  if (version > 1) next += 40;
  const files: Embedded[] = [];
  for (let file = 0; file < count; file++) {
    const [offset, size] = [Number(bytes.readBigInt64LE(next)), Number(bytes.readBigInt64LE(next + 8))];
    const compressed = version >= COMPRESSED_SINCE ? Number(bytes.readBigInt64LE(next + 16)) : 0;
    next += version >= COMPRESSED_SINCE ? 24 : 16;
    const path = readText(bytes, next + 1);
    if (offset < 0 || size < 0 || compressed < 0) return undefined;
    files.push({ path: path.text, type: bytes.readUInt8(next), offset, size: compressed > 0 ? compressed : size });
    next = path.next;
  }
  return next === bytes.length ? files : undefined;
}

/** A text after its length, seven bits a byte (BinaryWriter.Write(String)). */
function readText(bytes: Buffer, at: number): { readonly text: string; readonly next: number } {
  const low = bytes.readUInt8(at);
  const isLong = low >= 0x80;
  const length = isLong ? (low & 0x7f) + bytes.readUInt8(at + 1) * 128 : low;
  const start = at + (isLong ? 2 : 1);
  if (start + length > bytes.length) throw new RangeError('a truncated text');
  return { text: bytes.toString('utf8', start, start + length), next: start + length };
}
