import type { Comparison, Report } from '../compare/comparison.ts';
import { indexTotals } from '../compare/totals.ts';
import { compareVariants, type VariantOf } from '../compare/variants.ts';
import type { Image } from '../config/image.ts';

/** What is needed of an image to tell how it stands beside the others. */
export type Related = VariantOf & Pick<Image, 'indexTotals'>;

/** The variants and totals of a report as far as they say which images belong together; their numbers are not looked at. */
export interface Relations {
  readonly variants?: readonly { readonly rows: readonly { readonly image: string }[] }[] | undefined;
  readonly totals?: readonly { readonly image: string }[] | undefined;
}

/** Which images are variants of which, and which are summed up, as some reports have it; where two disagree, as the first does. */
export function relationsOf(reports: readonly Relations[]): readonly Related[] {
  const groups = reports.flatMap(({ variants = [] }) => variants.map(({ rows }) => rows.map(({ image }) => image)));
  const summed = new Set(reports.flatMap(({ totals = [] }) => totals.map(({ image }) => image)));
  const references = new Map<string, string | undefined>();
  for (const [reference, ...others] of groups) {
    if (reference === undefined) continue;
    if (!references.has(reference)) references.set(reference, undefined);
    for (const image of others) if (references.get(image) === undefined) references.set(image, reference);
  }
  const names = new Set([...references.keys(), ...summed]);
  return Array.from(names, (name) => {
    const variantOf = references.get(name);
    return {
      name,
      ...(variantOf === undefined ? {} : { variantOf }),
      ...(summed.has(name) ? { indexTotals: true } : {}),
    };
  });
}

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
