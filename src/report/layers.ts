import type { Comparison } from '../model/comparison.ts';
import type { LayerChange, LayerSource } from '../model/layer.ts';
import { cutMiddle, visibleLine } from '../text/escape.ts';

/** Growth of a layer's file bytes. A removed layer shrinks by all its bytes. */
export function layerGrowth({ before, after }: LayerChange): number {
  return (after?.unpacked ?? 0) - (before?.unpacked ?? 0);
}

/** The layers that changed, largest growth first. */
export function changedLayers({ layers }: Comparison): readonly LayerChange[] {
  return layers.filter(({ kind }) => kind !== 'unchanged').toSorted((a, b) => layerGrowth(b) - layerGrowth(a));
}

/** The Dockerfile's lines that made a layer. Undefined for a removed layer, for a base image's, and where nobody knows. */
export function sourceOf(layer: LayerChange): LayerSource | undefined {
  return layer.kind === 'removed' ? undefined : layer.source;
}

/** Where a layer was written: `docker/Dockerfile:12`, `Dockerfile:3 (inferred)`. One line of visible characters, not escaped. */
export function placeWords({ file, lines, inferred }: LayerSource): string {
  return `${cutMiddle(visibleLine(file), 60)}:${lines.start}${inferred ? ' (inferred)' : ''}`;
}
