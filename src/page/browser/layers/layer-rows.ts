import { placeLayers } from '../../../compare/layers.ts';
import { withoutCopies } from '../../../model/blobs.ts';
import type { Comparison } from '../../../model/comparison.ts';
import type { LayerChange, LayerSize, LayerSource } from '../../../model/layer.ts';
import type { Measurement } from '../../../model/measurement.ts';
import type { Side } from '../data/files.ts';

/** A layer of an image for the bar and its list. */
export interface LayerRow {
  /** `alone` without a baseline or without a head. */
  readonly kind: LayerChange['kind'] | 'alone';
  readonly createdBy: string;
  readonly before: LayerSize | null;
  readonly after: LayerSize | null;
  /** Position at the head, and at the baseline. */
  readonly at: number | null;
  readonly was: number | null;
  readonly source?: LayerSource;
}

/** The layers of a comparison in the order of the head, with removed ones in place. With one side only, the layers of that side. */
export function layerRows({ baseline, head, layers }: Comparison): readonly LayerRow[] {
  if (baseline !== null && head !== null)
    return placeLayers(layers, baseline).map(({ change, at, was }) => {
      const source = at === null ? baseline.layers[was ?? -1]?.source : head.layers[at]?.source;
      return { ...change, at, was, ...(source === undefined ? {} : { source }) };
    });
  const alone = withoutCopies((head ?? baseline)?.layers ?? []);
  return alone.map((layer, position) => aloneRow(layer, position, head !== null));
}

/** Position of a layer at a side; null when the side lacks it. */
export function positionAt({ at, was }: LayerRow, side: Side): number | null {
  return side === 'after' ? at : was;
}

/** The measurement of a side. */
export function measurementAt({ baseline, head }: Comparison, side: Side): Measurement | null {
  return side === 'after' ? head : baseline;
}

/** Whether a layer comes from the base image; false when the base image is unknown. */
export function isInherited(row: LayerRow, { baseline, head }: Comparison): boolean {
  const base = row.at === null ? baseline?.base : head?.base;
  return base !== undefined && (row.at ?? row.was ?? Number.POSITIVE_INFINITY) < base.layers;
}

/** Growth of `unpacked` in bytes; null without a baseline or without a head. */
export function growthOf({ kind, before, after }: LayerRow): number | null {
  return kind === 'alone' ? null : (after?.unpacked ?? 0) - (before?.unpacked ?? 0);
}

function aloneRow(layer: Measurement['layers'][number], position: number, isHead: boolean): LayerRow {
  const { digest, download, unpacked, createdBy, source } = layer;
  const size = { digest, download, unpacked };
  return {
    kind: 'alone',
    createdBy,
    ...(source === undefined ? {} : { source }),
    ...(isHead
      ? { before: null, after: size, at: position, was: null }
      : { before: size, after: null, at: null, was: position }),
  };
}
