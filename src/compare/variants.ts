import type { Comparison } from '../model/comparison.ts';
import type { VariantGroup, VariantRow } from '../model/document.ts';
import type { Growth } from '../model/growth.ts';
import type { Image } from '../model/image.ts';
import { samePlatform } from '../model/platform.ts';
import { checkedHead } from './checks.ts';
import { growthBetween } from './sides.ts';

/** The parts of an image that say which image it is a variant of. */
export type VariantOf = Pick<Image, 'name' | 'variantOf'>;

/**
 * Compares images that are variants of one application: one group for each reference and each of its platforms. The reference comes first,
 * then its variants as configured. An image that was measured on no platform, because its build failed, stands in every group. An image that
 * is not built for a platform stands in no group of that platform.
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

/** The images, each a variant of the first where it does not name another. */
export function asVariants<T extends VariantOf>(images: readonly T[]): readonly T[] {
  const [first] = images;
  return images.map((image) =>
    image === first || first === undefined || image.variantOf !== undefined
      ? image
      : { ...image, variantOf: first.name },
  );
}

/** Each platform once, in the order of the comparisons; only '' where no image could be measured on any platform. */
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
