import type { Comparison } from '../model/comparison.ts';
import type { VariantGroup, VariantRow } from '../model/document.ts';
import type { Growth } from '../model/growth.ts';
import type { Image } from '../model/image.ts';
import { samePlatform } from '../model/platform.ts';
import { checkedHead } from './checks.ts';
import { growthBetween } from './sides.ts';

/** What is needed of an image to tell whose variant it is. */
export type VariantOf = Pick<Image, 'name' | 'variantOf'>;

/**
 * The images that are ways to build one application, held against each other: one group for each image that others are variants of and
 * each of its platforms, the reference first, its variants as configured. An image that was measured on no platform (its build failed)
 * stands in every group; one that is not built for a platform in none of that platform.
 */
export function compareVariants(
  images: readonly VariantOf[],
  comparisons: readonly Comparison[],
): readonly VariantGroup[] {
  return images.flatMap((reference) => {
    const variants = images.filter(({ name, variantOf }) => variantOf === reference.name && name !== reference.name);
    if (variants.length === 0) return [];
    const family = [reference, ...variants];
    return platformsOf(family, comparisons).flatMap((platform) => groupOn(platform, family, comparisons) ?? []);
  });
}

/** The images with the first as what all others are variants of, where they do not say so themselves. */
export function asVariants<T extends VariantOf>(images: readonly T[]): readonly T[] {
  const [first] = images;
  return images.map((image) =>
    image === first || first === undefined || image.variantOf !== undefined
      ? image
      : { ...image, variantOf: first.name },
  );
}

/** Each platform once, in the order met; '' alone where none of the images could be measured on any. */
function platformsOf(family: readonly VariantOf[], comparisons: readonly Comparison[]): readonly string[] {
  const names = new Set(family.map(({ name }) => name));
  const platforms: string[] = [];
  for (const { image, platform } of comparisons) {
    if (!names.has(image) || platform === '' || platforms.some((each) => samePlatform(each, platform))) continue;
    platforms.push(platform);
  }
  return platforms.length === 0 ? [''] : platforms;
}

function groupOn(
  platform: string,
  family: readonly VariantOf[],
  comparisons: readonly Comparison[],
): VariantGroup | undefined {
  const [reference, ...variants] = family.map(({ name }) =>
    comparisons.find((each) => each.image === name && (each.platform === '' || samePlatform(each.platform, platform))),
  );
  const found = variants.filter((variant) => variant !== undefined);
  if (reference === undefined || found.length === 0) return undefined;
  return { platform, rows: [rowOf(reference, reference), ...found.map((variant) => rowOf(variant, reference))] };
}

function rowOf(comparison: Comparison, reference: Comparison): VariantRow {
  const { image, head, verdict } = comparison;
  const change = comparison === reference ? null : changeOf(reference, head);
  return { image, measurement: checkedHead(comparison), verdict, change };
}

function changeOf({ head: reference }: Comparison, variant: Comparison['head']): Growth | null {
  if (reference === null || variant === null) return null;
  return growthBetween(reference, variant);
}
