import { type PlacedLayer, placeLayers } from '../../compare/layers.ts';
import { downloadGrowth } from '../../model/blobs.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { ContextFiles, UncommittedGrowth, UncommittedLayer } from '../../model/growth.ts';
import type { MeasuredLayer } from '../../model/measurement.ts';
import type { LayerEntry } from '../../oci/image.ts';
import { groupBy } from '../../text/group-by.ts';
import type { FindIndex } from '../file-systems.ts';
import { type Brought, broughtFiles } from './brought.ts';
import { type ContextCopy, parseContextCopy } from './context-copy.ts';

const MOST_PLACES = 10;

/** A changed layer that the same COPY or ADD from the build context made on both sides. */
interface CopiedLayer {
  readonly placed: PlacedLayer;
  readonly at: number;
  readonly copy: ContextCopy;
}

/** Whether a layer changed that files of the context but of no commit can be in. If not, nobody needs to look for such files. */
export function mayHoldUncommitted(comparison: Comparison): boolean {
  return copiedLayers(comparison).length > 0;
}

/**
 * How much of the growth came from files of the build context that no commit has (docs/architecture.md, "Files that no commit has").
 * Undefined for none, and where the run does not hold the index of every changed layer: then nothing tells what the baseline had.
 */
export function findUncommitted(
  comparison: Comparison,
  layerIndex: FindIndex,
  contexts: readonly ContextFiles[],
): UncommittedGrowth | undefined {
  const changed = changedEntries(comparison, layerIndex);
  if (changed === undefined) return undefined;
  const found = copiedLayers(comparison).map((layer) =>
    apartOf(layer, changed, isBuiltNow(comparison) ? contexts : []),
  );
  const places = found.flatMap((each) => each.places);
  if (places.length === 0) return undefined;
  const sumOf = (cause: Brought['cause']) =>
    places.reduce((sum, place) => sum + (place.cause === cause ? place.bytes : 0), 0);
  return {
    git: sumOf('git'),
    files: sumOf('files'),
    download: found.reduce((sum, { layer }) => sum + layer.download, 0),
    places: largestPlaces(places),
    layers: found.map(({ layer }) => layer).filter(({ unpacked }) => unpacked > 0),
  };
}

/** A record was measured where such files may have been. Only a checkout that this run made is sure to have none. */
function isBuiltNow({ baseline }: Comparison): boolean {
  return baseline?.origin.step === 'build';
}

function copiedLayers({ baseline, head, layers }: Comparison): readonly CopiedLayer[] {
  if (baseline === null || head === null) return [];
  return placeLayers(layers, baseline).flatMap((placed) => {
    const { change, at, was } = placed;
    const [before, after] = [baseline.layers[was ?? -1], head.layers[at ?? -1]];
    if (change.kind !== 'changed' || at === null || before === undefined || after === undefined) return [];
    const copy = isSameInstruction(before, after)
      ? parseContextCopy(after.source?.instruction ?? '', after.createdBy)
      : undefined;
    return copy === undefined ? [] : [{ placed, at, copy }];
  });
}

/** Another instruction may copy more: that is the change's doing. */
function isSameInstruction(before: MeasuredLayer, after: MeasuredLayer): boolean {
  if (before.createdBy !== after.createdBy) return false;
  return before.source === undefined || before.source.instruction === after.source?.instruction;
}

/** The files of a layer that is not the same on both sides. */
interface ChangedEntries {
  readonly placed: PlacedLayer;
  readonly before: readonly LayerEntry[];
  readonly after: readonly LayerEntry[];
}

function changedEntries(
  { baseline, layers }: Comparison,
  layerIndex: FindIndex,
): readonly ChangedEntries[] | undefined {
  if (baseline === null) return undefined;
  const changed: ChangedEntries[] = [];
  for (const placed of placeLayers(layers, baseline)) {
    const { kind, before, after } = placed.change;
    if (kind === 'unchanged') continue;
    const [was, now] = [before, after].map((side) => (side === null ? [] : layerIndex(side.digest)?.entries));
    if (was === undefined || now === undefined) return undefined;
    changed.push({ placed, before: was.filter(isFile), after: now.filter(isFile) });
  }
  return changed;
}

function isFile({ type }: LayerEntry): boolean {
  return type === 'file';
}

interface Place {
  readonly cause: Brought['cause'];
  /** In the build context. */
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
}

function apartOf(
  { placed, at, copy }: CopiedLayer,
  changed: readonly ChangedEntries[],
  contexts: readonly ContextFiles[],
): { readonly places: readonly Place[]; readonly layer: UncommittedLayer } {
  const own = changed.find((each) => each.placed.position === placed.position);
  const groups = groupBy(broughtFiles(own?.after ?? [], copy, contexts), ({ place }) => place);
  const earlier = new EarlierFiles(groups, changed, placed.position);
  const places = [...groups].flatMap(([place, files]) => placeApart(place, files, earlier));
  const unpacked = places.reduce((sum, { bytes }) => sum + bytes, 0);
  const files = places.reduce((sum, place) => sum + place.files, 0);
  return { places, layer: { at, unpacked, download: compressed(unpacked, placed), files } };
}

/** What git keeps is set apart as far as it grew. Other files only where the baseline has nothing that they could be compared with. */
function placeApart(place: string, files: readonly Brought[], earlier: EarlierFiles): readonly Place[] {
  const [first] = files;
  if (first === undefined) return [];
  const before = earlier.in(place);
  if (first.cause === 'files' && before.files > 0) return [];
  const bytes = files.reduce((sum, { size }) => sum + size, 0) - before.bytes;
  const count = Math.max(0, files.length - before.files);
  return bytes > 0 ? [{ cause: first.cause, path: first.from, bytes, files: count }] : [];
}

/** What the baseline has where the head has files of no commit: in the same layer, or gone from another one. */
class EarlierFiles {
  readonly #found: ReadonlyMap<string, { bytes: number; files: number }>;

  constructor(places: ReadonlyMap<string, unknown>, changed: readonly ChangedEntries[], position: number) {
    this.#found = new Map(Array.from(places.keys(), (place) => [place, { bytes: 0, files: 0 }]));
    // A single file replaces one that is gone from its directory: the names of what is built often hold a hash.
    const single = groupBy(
      [...places.keys()].filter((place) => !place.endsWith('/')),
      directoryOf,
    );
    for (const { placed, before, after } of changed) {
      const kept = new Set(after.map(({ path }) => path));
      for (const entry of before) {
        const isGone = !kept.has(entry.path);
        if (placed.position !== position && !isGone) continue;
        this.#count(entry.path, entry.size);
        if (isGone) for (const place of single.get(directoryOf(entry.path)) ?? []) this.#add(place, entry.size);
      }
    }
  }

  in(place: string): { readonly bytes: number; readonly files: number } {
    return this.#found.get(place) ?? { bytes: 0, files: 0 };
  }

  #count(path: string, size: number): void {
    this.#add(path, size);
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) this.#add(path.slice(0, at + 1), size);
  }

  #add(place: string, size: number): void {
    const found = this.#found.get(place);
    if (found === undefined) return;
    found.bytes += size;
    found.files += 1;
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What so many bytes of a layer add to `download`: their share of its compressed growth. Without growth it is their share of its compressed size. */
function compressed(bytes: number, { change, total }: PlacedLayer): number {
  const { after } = change;
  if (after === null || after.unpacked === 0) return 0;
  const growth = downloadGrowth(change);
  if (total > 0 && growth > 0) return Math.round(growth * Math.min(1, bytes / total));
  return Math.round((after.download * bytes) / after.unpacked);
}

function largestPlaces(places: readonly Place[]): UncommittedGrowth['places'] {
  const bytes = new Map<string, number>();
  for (const place of places) bytes.set(place.path, (bytes.get(place.path) ?? 0) + place.bytes);
  return Array.from(bytes, ([path, sum]) => ({ path, bytes: sum }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_PLACES);
}
