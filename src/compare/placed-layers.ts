// The page of the HTML report places layers too. So nothing here needs a schema, whose library cannot run in the page.
import type { LayerChange } from '../model/layer.ts';
import type { Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';

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
