import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { BuildInfoSearch, type MainModule } from './go-build-info.ts';

const EXECUTABLE = 0o111;
/** Bytes. The smallest program that Go links has about a megabyte. */
const SMALLEST = 256 * 1024;

/** Go: executables with the linker's build information (https://pkg.go.dev/debug/buildinfo). The main module owns the whole binary. */
export class GoFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size, mode }: InspectedFile): FileSink | null {
    if ((mode & EXECUTABLE) === 0 || size < SMALLEST) return null;
    this.#packages.delete(path);
    return new BuildInfoSearch((found) => this.#keep(path, found));
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }

  #keep(path: string, { path: module, version }: MainModule): void {
    const slash = module.lastIndexOf('/');
    const namespace = module.slice(0, Math.max(slash, 0));
    const purl = formatPackageUrl({ type: 'golang', namespace, name: module.slice(slash + 1), version });
    if (purl === undefined) return;
    if (this.#allowance.take(`${path}${purl}`))
      this.#packages.set(path, { purl, anchor: path, roots: [path], files: [], depth: path.length });
  }
}
