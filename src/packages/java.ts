import type { FileSink, InspectedFile } from '../oci/inspector.ts';
import type { Budget } from './budget.ts';
import type { LanguagePackage, PackageFinder } from './found.ts';
import { readCoordinates } from './java-coordinates.ts';
import { formatPurl } from './purl.ts';
import { HeadSink } from './sinks.ts';

/** Bytes from the start of an archive in which it may tell its name; the manifest comes first (JAR File Specification). */
const HEAD = 64 * 1024;

/** Java: each `*.jar` and `*.war`, which is its package's as a whole; what is packed in it is not looked into. */
export class JavaFinder implements PackageFinder<LanguagePackage> {
  readonly #budget: Budget;
  readonly #packages = new Map<string, LanguagePackage>();
  #broken = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  open({ path }: InspectedFile): FileSink | null {
    const [, stem] = /(?:^|\/)([^/]+)\.[jw]ar$/.exec(path) ?? [];
    return stem === undefined ? null : new HeadSink(HEAD, (head) => this.#keep(path, stem, head));
  }

  find(): readonly LanguagePackage[] {
    return this.#broken ? [] : [...this.#packages.values()];
  }

  #keep(path: string, stem: string, head: Buffer): void {
    this.#packages.delete(path);
    const coordinates = readCoordinates(head, stem);
    const purl = coordinates && formatPurl({ type: 'maven', ...coordinates });
    if (purl === undefined) return;
    if (!this.#budget.take(`${path}${purl}`)) this.#broken = true;
    else this.#packages.set(path, { purl, anchor: path, roots: [path], files: [], depth: path.length });
  }
}
