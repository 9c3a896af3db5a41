import { formatPackageUrl, parsePackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder, PackagePart } from '../package-finder.ts';
import { bootLayers, isLayerIndex } from './boot-layers.ts';
import { type Coordinates, coordinatesOf, evidenceOf, isEvidence, mergedInto } from './coordinates.ts';
import type { ZipEntry } from './zip-directory.ts';
import { type ZipScan, ZipScanSink, type ZipText } from './zip-scan.ts';

const ARCHIVE = /\.(?:[jwe]ar|hpi|jpi)$/;
/** Archives in one archive, and packages merged into one. Real ones have some hundred. */
const PARTS = 5_000;
const STORED = 0;

/**
 * Java: each archive (`*.jar`, `*.war`, `*.ear`, Jenkins' `*.hpi`). The package owns the whole file, but for the archives in it. Each of these counts
 * by itself, with the bytes that it is stored in. Artifacts that a build merged into the archive (shaded) lie in it, without bytes of their own.
 * The layers that Spring Boot divides an archive into are its sections.
 */
export class JavaFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size }: InspectedFile): FileSink | null {
    return ARCHIVE.test(path) ? new ZipScanSink(size, isWanted, (scan) => this.#keep(path, size, scan)) : null;
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }

  #keep(path: string, size: number, scan: ZipScan): void {
    this.#packages.delete(path);
    if (!scan.isArchive) return;
    const entries = scan.entries ?? [];
    const own = ownTexts(scan);
    const evidence = evidenceOf(path, own);
    const purl = urlOf(coordinatesOf(evidence));
    if (purl === undefined) return;
    const inner = mergedInto(evidence)
      .slice(0, PARTS)
      .flatMap((merged) => urlOf(merged) ?? []);
    const parts = partsOf(entries, scan.texts, size);
    const requires = namesOf(parts);
    const sections = bootLayers(entries, own, size);
    const names = [...parts.flatMap((part) => [part.path, part.purl ?? '']), ...sections.map(({ name }) => name)];
    const texts = [path, purl, ...inner, ...requires, ...names];
    if (texts.every((text) => this.#allowance.take(text)))
      this.#packages.set(path, {
        purl,
        anchor: path,
        roots: [path],
        files: [],
        depth: path.length,
        inner,
        parts,
        sections,
        requires,
      });
  }
}

function isWanted(name: string): boolean {
  return isEvidence(name) || isLayerIndex(name);
}

/** An archive needs those that lie in it: they came with it. */
function namesOf(parts: readonly PackagePart[]): readonly string[] {
  return [...new Set(parts.flatMap(({ purl }) => (purl === undefined ? [] : [parsePackageUrl(purl).name])))];
}

function urlOf(coordinates: Coordinates): string | undefined {
  return formatPackageUrl({ type: 'maven', ...coordinates });
}

/** The texts of the archive itself. Without its directory no text is certain to be whole, or to be of no archive inside. */
function ownTexts({ texts, entries }: ZipScan): readonly ZipText[] {
  const offsets = new Map(entries?.map(({ offset, name }) => [offset, name]));
  return texts.filter(({ offset, name }) => offsets.get(offset) === name);
}

/** The archives in an archive. None if they would be larger than it, as overlapping entries of a hostile one are. */
function partsOf(entries: readonly ZipEntry[], texts: readonly ZipText[], size: number): readonly PackagePart[] {
  const nested = entries.filter(({ name }) => ARCHIVE.test(name)).slice(0, PARTS);
  const bytes = nested.reduce((sum, entry) => sum + entry.size, 0);
  const isSound = bytes <= size && nested.every(({ name }) => isNormal(name));
  if (!isSound || new Set(nested.map(({ name }) => name)).size < nested.length) return [];
  return nested.map(({ name, crc32, offset, size: stored, method }) => {
    const inside =
      method === STORED ? texts.filter((text) => text.offset > offset && text.offset < offset + stored) : [];
    return { path: name, size: stored, crc32, purl: urlOf(coordinatesOf(evidenceOf(name, inside))) };
  });
}

function isNormal(name: string): boolean {
  return !name.split('/').some((part) => part === '' || part === '.' || part === '..');
}
