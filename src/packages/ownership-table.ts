import type { Ownership } from '../oci/layer/ownership.ts';
import type { LayerFiles } from './layer-files.ts';
import type { LanguagePackage, SystemPackage } from './package-finder.ts';
import { PathTree } from './path-tree.ts';

/** PEP 3147 and PEP 488: `__pycache__/NAME.TAG[.opt-N].pyc` is made from NAME.py beside the directory. */
const BYTECODE = /^(.*\/)?__pycache__\/([^/]+?)\.[^./]+(?:\.opt-[^./]+)?\.pyc$/;

/** Decides which package owns each file of a layer. Packages that are added first come first. */
export class OwnershipTable {
  readonly #files: LayerFiles;
  readonly #positions = new Map<string, number>();
  readonly #owners = new Map<string, number>();

  constructor(files: LayerFiles) {
    this.#files = files;
  }

  /** Adds packages of the operating system. If two of them list a file, the last one owns it. */
  addSystem(packages: readonly SystemPackage[]): void {
    for (const { purl, files, installedHere } of packages) {
      if (installedHere) this.#positionOf(purl);
      for (const listed of files) {
        const path = this.#files.locate(listed);
        if (path !== undefined) this.#owners.set(path, this.#positionOf(purl));
      }
    }
  }

  /**
   * Adds packages of languages, except for those that the operating system installed. The innermost package owns a file; at equal depth,
   * one that lists the file comes before one that only contains its path.
   */
  addLanguages(found: readonly LanguagePackage[]): void {
    const packages = found.filter(({ anchor }) => this.#files.has(anchor) && !this.#owners.has(anchor)).sort(byAnchor);
    if (packages.length === 0) return;
    const roots = growTree(packages);
    const lists = this.#locateLists(packages);
    for (const path of this.#files.paths) {
      const owner = this.#owners.has(path) ? undefined : innermost(lists.get(path), roots.deepest(path));
      if (owner !== undefined) this.#owners.set(path, this.#positionOf(owner.purl));
    }
  }

  /** Adds Python's bytecode, which is compiled at installation and not listed: the owner of its source owns it. */
  addBytecode(): void {
    for (const path of this.#files.paths) {
      if (!path.endsWith('.pyc') || this.#owners.has(path)) continue;
      const [, directory = '', name] = BYTECODE.exec(path) ?? [];
      const owner = name === undefined ? undefined : this.#owners.get(`${directory}${name}.py`);
      if (owner !== undefined) this.#owners.set(path, owner);
    }
  }

  get ownership(): Ownership {
    return { packages: [...this.#positions.keys()], owners: this.#owners };
  }

  #positionOf(purl: string): number {
    const position = this.#positions.get(purl) ?? this.#positions.size;
    this.#positions.set(purl, position);
    return position;
  }

  #locateLists(packages: readonly LanguagePackage[]): ReadonlyMap<string, LanguagePackage> {
    const lists = new Map<string, LanguagePackage>();
    for (const candidate of packages) {
      for (const listed of candidate.files) {
        const path = this.#files.locate(listed);
        if (path !== undefined && candidate.depth >= (lists.get(path)?.depth ?? 0)) lists.set(path, candidate);
      }
    }
    return lists;
  }
}

function growTree(packages: readonly LanguagePackage[]): PathTree<LanguagePackage> {
  const roots = new PathTree<LanguagePackage>();
  for (const found of packages) for (const root of found.roots) roots.set(root, found);
  return roots;
}

function innermost(
  listed: LanguagePackage | undefined,
  below: LanguagePackage | undefined,
): LanguagePackage | undefined {
  return (listed?.depth ?? -1) >= (below?.depth ?? -1) ? listed : below;
}

function byAnchor(a: LanguagePackage, b: LanguagePackage): number {
  if (a.anchor === b.anchor) return 0;
  return a.anchor < b.anchor ? -1 : 1;
}
