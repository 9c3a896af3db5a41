import type { Related } from '../compare/together.ts';
import type { Comparison } from '../model/comparison.ts';
import { normalizePlatform } from '../model/platform.ts';

/** The image and platform of a comparison as a key. Two spellings of one platform make the same key. */
export function comparisonKey({ image, platform }: Pick<Comparison, 'image' | 'platform'>): string {
  return JSON.stringify([image, platform === '' ? '' : normalizePlatform(platform)]);
}

/** The part of variants and totals that says which images belong together. Their numbers are not used. */
export interface Relations {
  readonly variants?: readonly { readonly rows: readonly { readonly image: string }[] }[] | undefined;
  readonly totals?: readonly { readonly image: string }[] | undefined;
}

/** Which images are variants of which, and which have totals, by these reports. Where two reports disagree, the first one counts. */
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
