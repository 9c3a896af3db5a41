import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import { type ZipScan, ZipScanSink } from '../java/zip-scan.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { npmPackage } from './node.ts';

/** `.yarn/cache/NAME-npm-VERSION-HASH-CHECKSUM.zip`, where the slash of a scope is a dash; also in the cache of all projects, `.yarn/berry/cache`. */
const ARCHIVE =
  /(?:^|\/)\.yarn\/(?:berry\/)?cache\/(.+?)-(?:npm|virtual|patch)-(.+?)-[0-9a-f]{10}-[0-9a-f]{1,128}\.zip$/;
const MANIFEST = /^node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;

/**
 * Yarn 4 without node_modules (Plug'n'Play, https://yarnpkg.com/features/caching): each package is a zip in the cache, which `.pnp.cjs` loads
 * modules from. Its package.json names it, else the name of the file. Packages that cannot run from a zip are in `.yarn/unplugged/…/node_modules`.
 */
export class YarnFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size }: InspectedFile): FileSink | null {
    const [, name, version] = path.endsWith('.zip') ? (ARCHIVE.exec(path) ?? []) : [];
    if (name === undefined || version === undefined) return null;
    return new ZipScanSink(
      size,
      (inside) => MANIFEST.test(inside),
      (scan) => this.#keep(path, name, version, scan),
    );
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }

  #keep(path: string, name: string, version: string, { texts, isArchive }: ZipScan): void {
    this.#packages.delete(path);
    if (!isArchive) return;
    const told = npmPackage(Buffer.from(texts[0]?.text ?? ''), name);
    const purl = told?.purl ?? formatPackageUrl({ type: 'npm', name, version });
    if (purl === undefined || !this.#allowance.take(`${path}${purl}${told?.requires.join('') ?? ''}`)) return;
    const requires = told?.requires ?? [];
    this.#packages.set(path, { purl, anchor: path, roots: [path], files: [], depth: path.length, requires });
  }
}
