import type { LayerEntry } from '../../oci/image.ts';
import { keyed } from '../../text/group-by.ts';
import type { AdviceSubject } from './subject.ts';

/** Content that a layer wrote and a later layer hides. */
export interface Hidden {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Positions of the layer that wrote it (`layer`) and of the layer that hides it (`by`). */
  readonly layer: number;
  readonly by: number;
  /** What the later layer has instead: the same content, other content, the same content at another path, or nothing. */
  readonly became: 'same' | 'other' | 'moved' | 'gone';
}

/**
 * All content that layers from `firstOwn` on hide of the layers below them, and what became of it. A hard link that a later layer writes as a
 * file of its own counts with its bytes. Overlay file systems do so when its owner or mode changes.
 */
export function findHidden({ layers, hidden }: AdviceSubject, firstOwn: number): readonly Hidden[] {
  const written = new Map<number, Written>();
  const links = new Map<number, ReadonlyMap<string, readonly string[]>>();
  return hidden
    .filter(({ written: { size }, layer, by }) => by >= firstOwn && layer < by && size > 0)
    .flatMap(({ written: entry, layer, by }) => {
      const later = keyed(written, by, () => writtenBy(layers[by] ?? []));
      const found = { path: entry.path, size: entry.size, layer, by, became: becameOf(entry, later) };
      if (found.became !== 'same') return [found];
      const others = keyed(links, layer, () => linksByTarget(layers[layer] ?? [])).get(entry.path) ?? [];
      const parted = others.filter((path) => becameOf({ ...entry, path }, later) === 'same');
      return [found, ...parted.map((path) => ({ ...found, path }))];
    });
}

/** The hard links of a layer by the path that they name. */
function linksByTarget(entries: readonly LayerEntry[]): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  for (const { path, type, linkTarget } of entries)
    if (type === 'hardlink' && linkTarget !== undefined) keyed(links, linkTarget, () => []).push(path);
  return links;
}

/**
 * For each path whose final content was written again by a later layer (chown, chmod), the layer that first wrote it. So advice on copied
 * files names the COPY.
 */
export function findOrigins(hidden: readonly Hidden[]): ReadonlyMap<string, number> {
  const origins = new Map<string, number>();
  for (const { path, layer, became } of hidden)
    if (became !== 'same') origins.delete(path);
    else if (!origins.has(path)) origins.set(path, layer);
  return origins;
}

interface Written {
  readonly byPath: ReadonlyMap<string, LayerEntry>;
  readonly contents: ReadonlyMap<number, number>;
}

function writtenBy(entries: readonly LayerEntry[]): Written {
  const byPath = new Map<string, LayerEntry>();
  const contents = new Map<number, number>();
  for (const entry of entries) {
    if (entry.type !== 'file' && entry.type !== 'symlink' && entry.type !== 'hardlink') continue;
    byPath.set(entry.path, entry);
    if (entry.crc32 !== undefined) contents.set(entry.crc32, entry.size);
  }
  return { byPath, contents };
}

function becameOf({ path, size, crc32 }: LayerEntry, { byPath, contents }: Written): Hidden['became'] {
  const after = byPath.get(path);
  const isKnown = crc32 !== undefined;
  if (after !== undefined) return isKnown && after.crc32 === crc32 && after.size === size ? 'same' : 'other';
  return isKnown && contents.get(crc32) === size ? 'moved' : 'gone';
}
