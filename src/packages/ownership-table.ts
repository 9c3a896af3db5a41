import type { FilePart, FileSection } from '../oci/image.ts';
import type { Ownership } from '../oci/layer/ownership.ts';
import type { LayerFiles } from './layer-files.ts';
import type { LanguagePackage, PackagePart, SystemPackage } from './package-finder.ts';
import { PathTree } from './path-tree.ts';
import { findShippers, locateLists } from './shipped.ts';

/** PEP 3147 and PEP 488: `__pycache__/NAME.TAG[.opt-N].pyc` is made from NAME.py beside the directory. */
const BYTECODE = /^(.*\/)?__pycache__\/([^/]+?)\.[^./]+(?:\.opt-[^./]+)?\.pyc$/;

/** Decides which package owns each file of a layer. Packages that are added first come first. */
export class OwnershipTable {
  readonly #files: LayerFiles;
  readonly #positions = new Map<string, number>();
  readonly #owners = new Map<string, number>();
  readonly #inner = new Map<string, readonly number[]>();
  readonly #innerBytes = new Map<string, readonly number[]>();
  readonly #parts = new Map<string, readonly FilePart[]>();
  readonly #sections = new Map<string, readonly FileSection[]>();
  readonly #origins = new Map<string, readonly FileSection[]>();
  readonly #requires = new Map<number, readonly string[]>();

  constructor(files: LayerFiles) {
    this.#files = files;
  }

  /**
   * Adds packages of the operating system. If two of them list a file, the last one owns it. One without files is named only: what it requires
   * is left out, since a package that only names others is no reason to keep them.
   */
  addSystem(packages: readonly SystemPackage[]): void {
    for (const { purl, files, installedHere, requires } of packages) {
      if (installedHere) this.#positionOf(purl);
      for (const listed of files) {
        const path = this.#files.locate(listed);
        if (path !== undefined) this.#owners.set(path, this.#positionOf(purl));
      }
      this.#addRequired(purl, requires);
    }
    for (const { purl, files } of packages)
      if (files.length === 0 || files.some((listed) => this.#files.hasLink(listed))) this.#positionOf(purl);
  }

  /**
   * Adds packages of languages, except for those that the operating system installed. The innermost package owns a file; at equal depth,
   * one that lists the file comes before one that only contains its path. What a package of another ecosystem ships is that package's.
   */
  addLanguages(found: readonly LanguagePackage[]): void {
    const packages = found.filter(({ anchor }) => this.#files.has(anchor) && !this.#owners.has(anchor)).sort(byAnchor);
    if (packages.length === 0) return;
    const roots = growTree(packages);
    const listed = locateLists(packages, this.#files);
    const shippers = findShippers(packages, listed, roots);
    for (const path of this.#files.paths) {
      const owner = this.#owners.has(path) ? undefined : innermost(listed.lists.get(path), roots.deepest(path));
      if (owner !== undefined) this.#owners.set(path, this.#positionOf((shippers.get(owner) ?? owner).purl));
    }
    for (const each of packages) this.#addContent(each, shippers.has(each));
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

  /** Adds what bundles were made from. It changes no owner. */
  addOrigins(bundles: ReadonlyMap<string, readonly FileSection[]>): void {
    for (const [path, origins] of bundles) if (this.#files.has(path)) this.#origins.set(path, origins);
  }

  get ownership(): Ownership {
    return {
      packages: [...this.#positions.keys()],
      owners: this.#owners,
      inner: this.#inner,
      innerBytes: this.#innerBytes,
      parts: this.#parts,
      sections: this.#sections,
      origins: this.#origins,
      requires: Array.from(this.#positions.values(), (position) => this.#requires.get(position) ?? []),
    };
  }

  #positionOf(purl: string): number {
    const position = this.#positions.get(purl) ?? this.#positions.size;
    this.#positions.set(purl, position);
    return position;
  }

  /** What a package requires, and what lies in its anchor. */
  #addContent(
    { purl, anchor, roots, parts = [], sections = [], requires, ...content }: LanguagePackage,
    isShipped: boolean,
  ): void {
    if (roots.length === 0 && isShipped) return;
    if (roots.length === 0) this.#positionOf(purl);
    this.#addInner(anchor, isShipped ? purl : undefined, content);
    if (parts.length > 0 && !isShipped)
      this.#parts.set(
        anchor,
        parts.map((part) => this.#partOf(part)),
      );
    if (sections.length > 0 && !isShipped) this.#sections.set(anchor, sections);
    this.#addRequired(purl, requires);
  }

  /** What lies in a file, and the package that it is itself where another one ships it. */
  #addInner(
    anchor: string,
    own: string | undefined,
    { inner = [], innerBytes }: Pick<LanguagePackage, 'inner' | 'innerBytes'>,
  ): void {
    const bytes = new Map(own === undefined ? [] : [[this.#positionOf(own), 0]]);
    for (const [at, purl] of inner.entries()) {
      const position = this.#positionOf(purl);
      bytes.set(position, (bytes.get(position) ?? 0) + (innerBytes?.[at] ?? 0));
    }
    if (bytes.size === 0) return;
    this.#inner.set(anchor, [...bytes.keys()]);
    if (innerBytes !== undefined) this.#innerBytes.set(anchor, [...bytes.values()]);
  }

  #partOf({ purl, ...part }: PackagePart): FilePart {
    return purl === undefined ? part : { ...part, owner: this.#positionOf(purl) };
  }

  #addRequired(purl: string, requires: readonly string[] = []): void {
    const position = this.#positions.get(purl);
    if (position === undefined || requires.length === 0) return;
    this.#requires.set(position, [...new Set([...(this.#requires.get(position) ?? []), ...requires])]);
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
