import { formatPackageUrl } from '../model/package-url.ts';
import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import type { Allowance } from './allowance.ts';
import { readCoordinates } from './java-coordinates.ts';
import type { LanguagePackage, PackageFinder } from './package-finder.ts';
import { HeadSink } from './sinks.ts';

/** Bytes from the start of an archive in which it may tell its name; the manifest comes first (JAR File Specification). */
const HEAD = 64 * 1024;

/** Java: each `*.jar` and `*.war`, which is its package's as a whole; what is packed in it is not looked into. */
export class JavaFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    const [, stem] = /(?:^|\/)([^/]+)\.[jw]ar$/.exec(path) ?? [];
    return stem === undefined ? null : new HeadSink(HEAD, (head) => this.#keep(path, stem, head));
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }

  #keep(path: string, stem: string, head: Buffer): void {
    this.#packages.delete(path);
    const coordinates = readCoordinates(head, stem);
    const purl = coordinates && formatPackageUrl({ type: 'maven', ...coordinates });
    if (purl === undefined) return;
    if (this.#allowance.take(`${path}${purl}`))
      this.#packages.set(path, { purl, anchor: path, roots: [path], files: [], depth: path.length });
  }
}
