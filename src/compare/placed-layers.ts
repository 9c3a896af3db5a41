import type { LayerChange } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';

export interface PlacedLayer {
  readonly change: LayerChange;
  /** Growth in bytes of `unpacked`. */
  readonly total: number;
  /** Its position in the image, and in the baseline. */
  readonly at: number | null;
  readonly was: number | null;
}

/** Layer changes are in the order of the head, so that its positions can be counted; the baseline's are found by digest, copies in order. */
export function placeLayers(changes: readonly LayerChange[], base: Pick<Measurement, 'layers'>): PlacedLayer[] {
  const waiting = groupBy([...base.layers.keys()].reverse(), (position) => base.layers[position]?.digest ?? '');
  let next = 0;
  return changes.map((change) => ({
    change,
    total: (change.after?.unpacked ?? 0) - (change.before?.unpacked ?? 0),
    at: change.after === null ? null : next++,
    was: change.before === null ? null : (waiting.get(change.before.digest)?.pop() ?? null),
  }));
}
