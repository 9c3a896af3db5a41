import type { Comparison } from '../model/comparison.ts';
import { normalizePlatform } from '../model/platform.ts';

/** What a comparison is of, as a key: image and platform, however that is spelled. */
export function comparisonKey({ image, platform }: Pick<Comparison, 'image' | 'platform'>): string {
  return JSON.stringify([image, platform === '' ? '' : normalizePlatform(platform)]);
}
