import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { HeadSink } from '../sinks.ts';
import { readCoordinates } from './coordinates.ts';

/** Bytes that are read of an archive to find its name. The manifest comes first (JAR File Specification). */
const HEAD = 64 * 1024;

/** Java: each `*.jar` and `*.war`. The package owns the whole file; packages inside it are not found. */
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
