import type { LayerChange, LayerSource } from '../../model/layer.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';

/** Where a layer was written: `docker/Dockerfile:12`, with what makes it less than certain; one line of visible characters, unescaped. */
export function placeWords({ file, lines, inferred }: LayerSource): string {
  return `${cutMiddle(visibleLine(file), 60)}:${lines.start}${inferred ? ' (inferred)' : ''}`;
}

/** The lines that made a layer; absent for one that is gone, a base image's, and where nobody knows. */
export function sourceOf(layer: LayerChange): LayerSource | undefined {
  return layer.kind === 'removed' ? undefined : layer.source;
}
