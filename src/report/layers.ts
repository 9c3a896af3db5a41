import type { Comparison } from '../model/comparison.ts';
import type { LayerChange } from '../model/layer.ts';

/** Growth of a layer's file bytes; a layer that is gone shrinks by all it had. */
export function layerGrowth({ before, after }: LayerChange): number {
  return (after?.unpacked ?? 0) - (before?.unpacked ?? 0);
}

/** The layers that changed, largest growth first. */
export function changedLayers({ layers }: Comparison): readonly LayerChange[] {
  return layers.filter(({ kind }) => kind !== 'unchanged').toSorted((a, b) => layerGrowth(b) - layerGrowth(a));
}
