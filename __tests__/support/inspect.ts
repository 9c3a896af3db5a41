import type { FileSection } from '../../src/oci/image.ts';
import type { InspectLayer } from '../../src/oci/layer/inspector.ts';
import { LayerIndexBuilder } from '../../src/oci/layer/layer-index.ts';
import { normalisePath } from '../../src/oci/layer/path.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { readTar } from '../../src/oci/tar/tar.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { inChunks, makeTar, type TarSpec } from './makeTar.ts';

const PLACE = { archive: 'layer.tar' };

/** Result of an inspector for a layer: its packages, each with its own files and their bytes. */
export interface Inspected {
  readonly packages: readonly string[];
  /** Package by path. */
  readonly owners: Readonly<Record<string, string>>;
  /** Bytes of regular files by package; '' for files without a package. */
  readonly bytes: Readonly<Record<string, number>>;
  /** Packages that lie in a file of another, by its path. */
  readonly inner: Readonly<Record<string, readonly string[]>>;
  /** Bytes and package of each piece of an archive, at `app.jar!/lib/a.jar`. */
  readonly parts: Readonly<Record<string, readonly [bytes: number, purl: string]>>;
  /** Bytes of each section of a file, by its path. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What bundles were made from, by path: bytes by package URL, '' for the application's own source. */
  readonly origins: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What each package requires, for those that require anything. */
  readonly requires: Readonly<Record<string, readonly string[]>>;
}

/** Feeds the entries of a layer's tar to a new inspector, chunk by chunk. Files in a bin directory count as executable. */
export async function inspectLayer(tar: AsyncIterable<Uint8Array>, inspect: InspectLayer): Promise<Inspected> {
  const inspector = inspect();
  const index = new LayerIndexBuilder(PLACE, DEFAULT_LIMITS);
  for await (const { content, ...entry } of readTar(tar, PLACE, DEFAULT_LIMITS)) {
    index.add(entry);
    const path = normalisePath(entry.path);
    const file = { path: path ?? '', size: entry.size, mode: /(^|\/)bin\//.test(entry.path) ? 0o755 : 0o644 };
    const sink = entry.type === 'file' ? inspector.open(file) : null;
    for await (const chunk of content) {
      // Its memory is another's afterwards, as while an image is read.
      const lent = Buffer.from(chunk);
      sink?.write(lent);
      lent.fill(0xaa);
    }
    sink?.end();
  }
  const { entries } = index.finish('', 0);
  const { packages, owners, requires = [], ...found } = inspector.finish(entries);
  const nameOf = (path: string) => packages[owners.get(path) ?? -1] ?? '';
  const bytes: Record<string, number> = {};
  for (const { path, size } of entries) bytes[nameOf(path)] = (bytes[nameOf(path)] ?? 0) + size;
  const urlOf = (position = -1) => packages[position] ?? '';
  const pieces = [...(found.parts ?? [])].flatMap(([path, list]) =>
    list.map((part) => [`${path}!/${part.path}`, [part.size, urlOf(part.owner)]] as const),
  );
  return {
    packages,
    owners: Object.fromEntries([...owners.keys()].map((path) => [path, nameOf(path)])),
    bytes,
    inner: Object.fromEntries([...(found.inner ?? [])].map(([path, positions]) => [path, positions.map(urlOf)])),
    parts: Object.fromEntries(pieces),
    sections: byName(found.sections),
    origins: byName(found.origins),
    requires: Object.fromEntries(requires.flatMap((names, at) => (names.length > 0 ? [[urlOf(at), names]] : []))),
  };
}

function byName(divisions: ReadonlyMap<string, readonly FileSection[]> = new Map()): Inspected['sections'] {
  const named = (list: readonly FileSection[]) => Object.fromEntries(list.map(({ name, bytes }) => [name, bytes]));
  return Object.fromEntries([...divisions].map(([path, list]) => [path, named(list)]));
}

/** The same for a layer of these files. A path that ends in '/' is a directory. A TarSpec can be anything. */
export function inspectFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  more: readonly TarSpec[] = [],
  { chunk, inspect = inspectPackages }: { readonly chunk?: number; readonly inspect?: InspectLayer } = {},
): Promise<Inspected> {
  const specs = Object.entries(files).map(([path, content]) => ({ path, content }));
  return inspectLayer(inChunks(makeTar([...specs, ...more]), chunk), inspect);
}
