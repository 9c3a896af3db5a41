import type { TreeFile } from '../measure/final-tree.ts';
import { isSystemPackage, packageParts, parsePackageUrl } from '../model/package-url.ts';
import type { Inventory, InventoryPackage } from '../model/packages/inventory.ts';
import type { LayerEntry, LayerIndex } from '../oci/image.ts';
import { keyed } from '../text/group-by.ts';
import { withDistribution } from './distribution.ts';
import type { StackedImage } from './file-systems.ts';

interface Counted {
  bytes: number;
  files: number;
  readonly layers: Set<number>;
  readonly contains: Set<string>;
}

/**
 * All packages of an image: those that own files of its final file system, and those that lie in such files. A layer can also name packages
 * without files. Undefined where a layer was not inspected, since a list of a part would look like the whole.
 */
export function inventoryOf({ indexes, pieces }: Pick<StackedImage, 'indexes' | 'pieces'>): Inventory | undefined {
  if (indexes.some(({ packages }) => packages === undefined)) return undefined;
  const found = new Map<string, Counted>();
  const renamed = withDistribution(indexes);
  const countOf = (purl: string) => keyed(found, renamed(purl), nothing);
  let unowned = 0;
  for (const file of pieces) {
    if (file.owner === undefined) unowned += file.size;
    else countFile(countOf(file.owner), file);
    for (const purl of file.inner ?? [])
      if (file.owner === undefined) countOf(purl).layers.add(file.layer);
      else if (purl !== file.owner) countOf(file.owner).contains.add(purl);
  }
  for (const { purl, layer } of withoutFiles(indexes)) countOf(purl).layers.add(layer);
  const packages = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([purl, counted]) => described(purl, counted));
  return { packages, unowned };
}

function nothing(): Counted {
  return { bytes: 0, files: 0, layers: new Set(), contains: new Set() };
}

function countFile(counted: Counted, { size, layer }: TreeFile): void {
  counted.bytes += size;
  counted.files += 1;
  counted.layers.add(layer);
}

function described(purl: string, { bytes, files, layers, contains }: Counted): InventoryPackage {
  const within = [...contains].sort();
  const positions = [...layers].sort((a, b) => a - b);
  return { purl, bytes, files, layers: positions, ...(within.length > 0 && { contains: within }) };
}

interface Named {
  readonly purl: string;
  readonly layer: number;
  /** Whether a file of any layer is of it: it is gone with its last file. */
  isOwned: boolean;
}

/**
 * The packages that layers name and that never had a file. Layers name a package of the distribution by other namespaces where they hold no
 * os-release, so type, name and version tell it. A later layer with another version replaces it.
 */
function withoutFiles(indexes: readonly LayerIndex[]): readonly Named[] {
  const last = new Map<string, Map<string, Named>>();
  for (const [layer, { packages = [], entries }] of indexes.entries()) {
    const owned = ownedPositions(entries);
    for (const [position, purl] of packages.entries()) {
      const { name, version } = parsePackageUrl(purl);
      const key = keyOf(name);
      const isOwned = owned.has(position);
      const named = last.get(key)?.get(version);
      if (named !== undefined) named.isOwned ||= isOwned;
      else {
        const isSameLayer = [...(last.get(key)?.values() ?? [])].some((each) => each.layer === layer);
        if (!isSameLayer) last.set(key, new Map());
        last.get(key)?.set(version, { purl, layer, isOwned });
      }
    }
  }
  return [...last.values()].flatMap((versions) => [...versions.values()].filter(({ isOwned }) => !isOwned));
}

function keyOf(name: string): string {
  const parts = packageParts(name);
  return parts !== undefined && isSystemPackage(parts) ? `${parts.type}/${parts.name}` : name;
}

function ownedPositions(entries: readonly LayerEntry[]): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const { owner, inner = [], parts = [] } of entries) {
    for (const position of [owner, ...inner, ...parts.map((part) => part.owner)])
      if (position !== undefined) positions.add(position);
  }
  return positions;
}
