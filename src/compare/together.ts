import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { indexTotals } from './totals.ts';
import { compareVariants, type VariantOf } from './variants.ts';

/** What is needed of an image to tell how it stands beside the others. */
export type Related = VariantOf & Pick<Image, 'indexTotals'>;

/** What images come to beside each other, computed from their comparisons; nothing where none belong together. */
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
