import { groupBy } from '../text/group-by.ts';
import type { LayerFiles } from './layer-files.ts';
import type { LanguagePackage } from './package-finder.ts';
import type { PathTree } from './path-tree.ts';

/** The packages of languages in a layer by what they list. */
export interface Listed {
  /** By path, the innermost package that lists it. */
  readonly lists: ReadonlyMap<string, LanguagePackage>;
  /** For a package, the innermost package of another ecosystem that lists its anchor. */
  readonly anchors: ReadonlyMap<LanguagePackage, LanguagePackage>;
}

/** Finds what each package lists of the files of a layer. */
export function locateLists(packages: readonly LanguagePackage[], files: LayerFiles): Listed {
  const lists = new Map<string, LanguagePackage>();
  const anchors = new Map<LanguagePackage, LanguagePackage>();
  const byAnchor = groupBy(packages, ({ anchor }) => anchor);
  for (const candidate of packages) {
    for (const listed of candidate.files) {
      const path = files.locate(listed);
      if (path === undefined) continue;
      if (candidate.depth >= (lists.get(path)?.depth ?? 0)) lists.set(path, candidate);
      for (const inner of byAnchor.get(path) ?? [])
        if (canShip(candidate, inner) && candidate.depth >= (anchors.get(inner)?.depth ?? 0))
          anchors.set(inner, candidate);
    }
  }
  return { lists, anchors };
}

/**
 * By package, the package of another ecosystem that ships it: one that lists its anchor, or else the innermost one that contains it. A wheel
 * with a Go program inside was upgraded as a wheel. So the bytes are those of the outermost package.
 */
export function findShippers(
  packages: readonly LanguagePackage[],
  { anchors }: Listed,
  roots: PathTree<LanguagePackage>,
): ReadonlyMap<LanguagePackage, LanguagePackage> {
  const direct = new Map<LanguagePackage, LanguagePackage>();
  for (const found of packages) {
    const shipper = anchors.get(found) ?? innermostAbove(found, roots);
    if (shipper !== undefined) direct.set(found, shipper);
  }
  return new Map([...direct].map(([found, shipper]) => [found, outermost(shipper, direct)]));
}

function innermostAbove(found: LanguagePackage, roots: PathTree<LanguagePackage>): LanguagePackage | undefined {
  return [...roots.along(found.anchor)].filter((above) => canShip(above, found)).at(-1);
}

function outermost(found: LanguagePackage, direct: ReadonlyMap<LanguagePackage, LanguagePackage>): LanguagePackage {
  let top = found;
  for (let next = direct.get(top); next !== undefined; next = direct.get(next)) top = next;
  return top;
}

/** Whether the first may ship the second. Ends every chain: a program or archive ships nothing, and a directory only what lies deeper. */
function canShip(outer: LanguagePackage, inner: LanguagePackage): boolean {
  if (isOneFile(outer) || typeOf(outer) === typeOf(inner)) return false;
  return isOneFile(inner) || outer.depth < inner.depth;
}

/** Whether a package is a program or an archive. */
function isOneFile({ anchor, roots, files }: LanguagePackage): boolean {
  return files.length === 0 && roots.length === 1 && roots[0] === anchor;
}

function typeOf({ purl }: LanguagePackage): string {
  return purl.slice(0, purl.indexOf('/'));
}
