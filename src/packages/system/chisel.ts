import * as zlib from 'node:zlib';
import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import { keyed } from '../../text/group-by.ts';
import { asRecord, asText } from '../../text/json.ts';
import type { Allowance } from '../allowance.ts';
import type { Release } from '../os-release.ts';
import type { PackageFinder, SystemPackage } from '../package-finder.ts';
import { HeadSink } from '../sinks.ts';

const MANIFEST = 'var/lib/chisel/manifest.wall';
/** Bytes, as stored and inflated. The manifest of a whole Ubuntu has 20 MB. */
const STORED = 16 * 1024 * 1024;
const INFLATED = 64 * 1024 * 1024;

interface Manifest {
  readonly packages: ReadonlyMap<string, { readonly version: string; readonly architecture: string }>;
  /** By package. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/**
 * Ubuntu images cut by chisel: `manifest.wall` (https://documentation.ubuntu.com/chisel, "Manifest"), which is JSON, a value on each line,
 * compressed with zstd. Lines of kind `content` say which slice (`PACKAGE_SLICE`) has which path. Node before 22.15 has no zstd: then nothing is found.
 */
export class ChiselFinder implements PackageFinder<SystemPackage> {
  readonly #allowance: Allowance;
  #manifest: Manifest | undefined;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size }: InspectedFile): FileSink | null {
    if (path !== MANIFEST) return null;
    this.#manifest = undefined;
    return size > STORED ? null : new HeadSink(STORED, (stored) => void this.#read(stored));
  }

  find({ id = 'ubuntu' }: Release): readonly SystemPackage[] {
    if (this.#manifest === undefined || this.#allowance.exceeded) return [];
    const { packages, files } = this.#manifest;
    return [...packages].flatMap(([name, { version, architecture }]) => {
      const purl = formatPackageUrl({ type: 'deb', namespace: id, name, version, qualifiers: { arch: architecture } });
      return purl === undefined ? [] : [{ purl, files: files.get(name) ?? [], installedHere: false }];
    });
  }

  #read(stored: Buffer): void {
    try {
      const text = zlib.zstdDecompressSync(stored, { maxOutputLength: INFLATED }).toString('utf8');
      this.#manifest = this.#allowance.take(text) ? parseWall(text.split('\n')) : undefined;
    } catch {
      this.#manifest = undefined;
    }
  }
}

/** Throws SyntaxError for a line that is not JSON. */
function parseWall(lines: readonly string[]): Manifest {
  const packages = new Map<string, { version: string; architecture: string }>();
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const { kind, name, version, arch, slice, path } = line === '' ? {} : asRecord(JSON.parse(line));
    if (kind === 'package') packages.set(asText(name), { version: asText(version), architecture: asText(arch) });
    // Names of packages have no underscore (deb-control(5), Package).
    if (kind === 'content') keyed(files, asText(slice).split('_')[0] ?? '', () => [] as string[]).push(asText(path));
  }
  return { packages, files };
}
