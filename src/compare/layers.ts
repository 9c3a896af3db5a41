import { OLD_ESTIMATE, withoutCopies } from '../model/blobs.ts';
import type { LayerChange, LayerSize } from '../model/layer.ts';
import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';
import { similarity } from './instruction.ts';

/** Two instructions with a smaller share of common words are not one that was edited. */
const SIMILAR = 0.5;
/** Bounds the quadratic search for similar instructions. Real images have at most 127 layers. */
const MOST_CANDIDATES = 100;

/** Which layer of one side belongs to which of the other, by position. */
interface Pairing {
  readonly headOf: Map<number, number>;
  readonly baseOf: Map<number, number>;
}

/**
 * True where the same content has the same diffIds on both sides: one method and the same tools. diffIds differ between
 * stores and builder versions, because some write more whiteouts (docs/architecture.md, "Like with like").
 */
export function like(base: Measurement, head: Measurement): boolean {
  if (base.method !== head.method) return false;
  const tools = new Set([...Object.keys(base.versions), ...Object.keys(head.versions)]);
  tools.delete('image-size-gate'); // it reads layers, but does not write them
  return [...tools].every((tool) => base.versions[tool] === head.versions[tool]);
}

/** Reads what identifies a layer's content in both measurements: its diffId, or between unlike measurements the digest of its index. */
export function layerKey(base: Measurement, head: Measurement): (layer: MeasuredLayer) => string {
  if (like(base, head)) return (layer) => layer.diffId;
  return (layer) => layer.contents || layer.diffId;
}

/**
 * What became of every layer. Unchanged: the same content, wherever it stands, each copy once. Changed: the same `created_by`, else the most
 * similar of the same instruction between the same neighbours. All others are added or removed.
 */
export function matchLayers(base: Measurement, head: Measurement): LayerChange[] {
  const pairing: Pairing = { headOf: new Map(), baseOf: new Map() };
  pairEqual(base.layers, head.layers, layerKey(base, head), pairing);
  const unchanged = new Set(pairing.baseOf.keys());
  pairEqual(base.layers, head.layers, (layer) => layer.createdBy.trim(), pairing);
  pairSimilar(base.layers, head.layers, pairing);
  return inHeadOrder(withoutCopies(named(base)), withoutCopies(named(head)), pairing, unchanged);
}

/** The layers, each with the compressor that an estimate without a name was of. */
function named({ layers, estimated }: Measurement): readonly MeasuredLayer[] {
  if (!estimated) return layers;
  return layers.map((layer) => ({ compressor: OLD_ESTIMATE, ...layer }));
}

/** A layer change with the positions of its layer. */
export interface PlacedLayer {
  readonly change: LayerChange;
  /** Position of the change in the comparison's `layers`. */
  readonly position: number;
  /** Growth in bytes of `unpacked`. */
  readonly total: number;
  /** Position of the layer in the image, and in the baseline. */
  readonly at: number | null;
  readonly was: number | null;
}

/**
 * Layer changes are in the order of the head, so its positions are counted. A change holds its position in the baseline. Report files of
 * older versions do not: there the digest finds it, copies in order.
 */
export function placeLayers(changes: readonly LayerChange[], base: Pick<Measurement, 'layers'>): PlacedLayer[] {
  const waiting = groupBy([...base.layers.keys()].reverse(), (position) => base.layers[position]?.digest ?? '');
  let next = 0;
  return changes.map((change, position) => ({
    change,
    position,
    total: (change.after?.unpacked ?? 0) - (change.before?.unpacked ?? 0),
    at: change.after === null ? null : next++,
    was: change.before === null ? null : (change.was ?? waiting.get(change.before.digest)?.pop() ?? null),
  }));
}

/** Pairs what is not yet paired by equal keys, in order. An empty key pairs with nothing. */
function pairEqual(
  base: readonly MeasuredLayer[],
  head: readonly MeasuredLayer[],
  key: (layer: MeasuredLayer) => string,
  pairing: Pairing,
): void {
  const waiting = new Map<string, number[]>();
  for (const [position, layer] of base.entries()) {
    if (!pairing.headOf.has(position) && key(layer) !== '') append(waiting, key(layer), position);
  }
  for (const queue of waiting.values()) queue.reverse();
  for (const [position, layer] of head.entries()) {
    const partner = pairing.baseOf.has(position) ? undefined : waiting.get(key(layer))?.pop();
    if (partner !== undefined) pair(partner, position, pairing);
  }
}

/** Pairs edited instructions that stand between the same neighbours, the most similar first. */
function pairSimilar(base: readonly MeasuredLayer[], head: readonly MeasuredLayer[], pairing: Pairing): void {
  const headGaps = gapsOfHead(head.length, pairing);
  for (const [anchor, before] of gapsOfBase(base.length, pairing)) {
    const after = headGaps.get(anchor) ?? [];
    for (const { from, to } of candidates(base, head, before, after)) {
      if (!pairing.headOf.has(from) && !pairing.baseOf.has(to)) pair(from, to, pairing);
    }
  }
}

function candidates(
  base: readonly MeasuredLayer[],
  head: readonly MeasuredLayer[],
  before: readonly number[],
  after: readonly number[],
): { readonly from: number; readonly to: number; readonly score: number }[] {
  return before
    .slice(0, MOST_CANDIDATES)
    .flatMap((from) => after.slice(0, MOST_CANDIDATES).map((to) => ({ from, to })))
    .map(({ from, to }) => ({ from, to, score: similarity(base[from]?.createdBy ?? '', head[to]?.createdBy ?? '') }))
    .filter(({ score }) => score >= SIMILAR)
    .sort((a, b) => b.score - a.score);
}

/** Unpaired base positions by the head position of the nearest paired layer below them, -1 where there is none. */
function gapsOfBase(length: number, { headOf }: Pairing): Map<number, number[]> {
  const gaps = new Map<number, number[]>();
  let anchor = -1;
  for (let position = 0; position < length; position++) {
    const partner = headOf.get(position);
    if (partner === undefined) append(gaps, anchor, position);
    else anchor = partner;
  }
  return gaps;
}

/** Unpaired head positions by the nearest paired head position below them: the same numbers as gapsOfBase. */
function gapsOfHead(length: number, { baseOf }: Pairing): Map<number, number[]> {
  const gaps = new Map<number, number[]>();
  let anchor = -1;
  for (let position = 0; position < length; position++) {
    if (baseOf.has(position)) anchor = position;
    else append(gaps, anchor, position);
  }
  return gaps;
}

function inHeadOrder(
  base: readonly MeasuredLayer[],
  head: readonly MeasuredLayer[],
  pairing: Pairing,
  unchanged: ReadonlySet<number>,
): LayerChange[] {
  const gaps = gapsOfBase(base.length, pairing);
  const removedAfter = (anchor: number) =>
    (gaps.get(anchor) ?? []).flatMap((position) => removed(base[position], position));
  const kept = head.flatMap((layer, position) => {
    const was = pairing.baseOf.get(position) ?? -1;
    return [present(base[was], was, layer, unchanged.has(position)), ...removedAfter(position)];
  });
  return [...removedAfter(-1), ...kept];
}

function present(
  before: MeasuredLayer | undefined,
  was: number,
  after: MeasuredLayer,
  unchanged: boolean,
): LayerChange {
  const { createdBy, source } = after;
  const made = { createdBy, after: sizeOf(after), ...(source === undefined ? {} : { source }) };
  if (before === undefined) return { kind: 'added', before: null, ...made };
  return { kind: unchanged ? 'unchanged' : 'changed', before: sizeOf(before), was, ...made };
}

function removed(layer: MeasuredLayer | undefined, was: number): LayerChange[] {
  if (layer === undefined) return [];
  return [{ kind: 'removed', createdBy: layer.createdBy, before: sizeOf(layer), was, after: null }];
}

function sizeOf({ digest, download, unpacked, compressor }: MeasuredLayer): LayerSize {
  return { digest, download, unpacked, ...(compressor !== undefined && { compressor }) };
}

function pair(base: number, head: number, { headOf, baseOf }: Pairing): void {
  headOf.set(base, head);
  baseOf.set(head, base);
}

function append<K>(groups: Map<K, number[]>, key: K, position: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [position]);
  else group.push(position);
}
