import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { indexTotals } from './totals.ts';
import { compareVariants, type VariantOf } from './variants.ts';

/** The parts of an image that say which other images it belongs together with. */
export type Related = VariantOf & Pick<Image, 'indexTotals'>;

/** Variants and totals of images that belong together, computed from their comparisons; nothing where none do. */
export function compareRelated(
  images: readonly Related[],
  comparisons: readonly Comparison[],
): Pick<Report, 'variants' | 'totals'> {
  const present = new Set(comparisons.map(({ image }) => image));
  const variants = compareVariants(images, comparisons);
  const totals = indexTotals(
    images.filter(({ name }) => present.has(name)),
    comparisons,
  );
  return { ...(variants.length === 0 ? {} : { variants }), ...(totals.length === 0 ? {} : { totals }) };
}
