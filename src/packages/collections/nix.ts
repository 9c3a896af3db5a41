import { formatPackageUrl } from '../../model/package-url.ts';
import type { InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';

/** A path in the store: `nix/store/HASH-NAME`, and what is in it (https://nix.dev/manual/nix/latest/store/store-path). */
const STORE_PATH = /^(nix\/store\/([0-9a-z]{32})-([\w+.?=-]+))(?:\/|$)/;
const OUTPUT = /^(.+)-(bin|dev|doc|info|lib|man|out|static|debug|data)$/;

/** Nix: every path of the store is a package that owns all in it. Its name has the version and the output (builtins.parseDrvName). Reads no file. */
export class NixFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): null {
    const [, root, , label] = path.startsWith('nix/store/') ? (STORE_PATH.exec(path) ?? []) : [];
    if (root === undefined || label === undefined || this.#packages.has(root)) return null;
    const purl = urlOf(label);
    if (purl !== undefined && this.#allowance.take(`${root}${path}${purl}`))
      this.#packages.set(root, { purl, anchor: path, roots: [root], files: [], depth: root.length });
    return null;
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
}

/** The version begins after the first dash that no letter follows. */
function urlOf(label: string): string | undefined {
  const [, name = label, ending] = /^(.*?)-([^a-zA-Z].*)$/.exec(label) ?? [];
  const [, version = ending, output] = OUTPUT.exec(ending ?? '') ?? [];
  return formatPackageUrl({ type: 'nix', name, version, qualifiers: { output } });
}
