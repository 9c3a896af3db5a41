import type { Comparison } from '../model/comparison.ts';
import { changedLayers, layerGrowth, sourceOf } from './layers.ts';

/** Where in the repository a message belongs. Lines count from 1. */
export interface Place {
  /** Path relative to the repository's root. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/**
 * The lines of the layer that grew most, else the Dockerfile. Nowhere for an image that is not built from files of this repository, even if
 * its layers name some.
 */
export function placeOfGrowth(comparison: Comparison): Place {
  const [most] = changedLayers(comparison);
  const source = most !== undefined && layerGrowth(most) > 0 ? sourceOf(most) : undefined;
  if (comparison.file === undefined || source === undefined) return placeOfFile(comparison);
  return { file: source.file, line: source.lines.start, endLine: source.lines.end };
}

/** The image's Dockerfile; nowhere for an image that was not built. */
export function placeOfFile({ file }: Comparison): Place {
  return file === undefined ? {} : { file };
}
