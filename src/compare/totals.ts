import type { Comparison } from '../model/comparison.ts';
import type { IndexTotal } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';

/** What a set of images comes to together, in bytes: a layer that several of them have is counted as the one that has it most often counts it. */
export interface Together {
  readonly download: number;
  readonly unpacked: number;
}

/**
 * All platforms together of each image that asks for it, before and after. A side is null where a platform of it could not be measured, and
 * `before` where nothing was there: a total of the others would be a size that no index has. Nothing here is gated.
 */
export function indexTotals(
  images: readonly Pick<Image, 'name' | 'indexTotals'>[],
  comparisons: readonly Comparison[],
): readonly IndexTotal[] {
  return images
    .filter((image) => image.indexTotals === true)
    .map(({ name }) =>
      totalOf(
        name,
        comparisons.filter(({ image }) => image === name),
      ),
    );
}

/** Sizes of a set of images in one registry, in bytes. A config is shared by the very same image only. */
export function sumTogether(measurements: readonly Measurement[]): Together {
  const layers = new Map<string, readonly MeasuredLayer[]>();
  for (const each of measurements) {
    for (const [digest, alike] of groupBy(each.layers, (layer) => layer.digest))
      if (alike.length > (layers.get(digest)?.length ?? 0)) layers.set(digest, alike);
  }
  const configs = new Map(
    measurements.map((each) => [each.digest || `${each.image} ${each.platform}`, each.configSize]),
  );
  let download = 0;
  let unpacked = 0;
  for (const size of configs.values()) download += size;
  for (const layer of [...layers.values()].flat()) {
    download += layer.download;
    unpacked += layer.unpacked;
  }
  return { download, unpacked };
}

function totalOf(image: string, comparisons: readonly Comparison[]): IndexTotal {
  const before = sideOf(comparisons.map(beforeOf));
  const after = sideOf(comparisons.map(({ head, verdict }) => head ?? (verdict === 'removed' ? 'absent' : 'unknown')));
  // An estimate against exact bytes would measure the estimate.
  const compares = comparisons.every(
    ({ baseline, head }) => !baseline || !head || baseline.estimated === head.estimated,
  );
  return {
    image,
    platforms: [...new Set(comparisons.map(({ platform }) => platform).filter((platform) => platform !== ''))],
    download: { before: compares ? (before?.download ?? null) : null, after: after?.download ?? null },
    unpacked: { before: before?.unpacked ?? null, after: after?.unpacked ?? null },
  };
}

type Side = Measurement | 'absent' | 'unknown';

/** Without a baseline, only these verdicts say that there was none to be had; a `fail` may hide one that could not be measured. */
function beforeOf({ baseline, verdict }: Comparison): Side {
  return baseline ?? (['new', 'warn', 'inherited'].includes(verdict) ? 'absent' : 'unknown');
}

function sideOf(sides: readonly Side[]): Together | null {
  const measured = sides.filter((side) => typeof side !== 'string');
  return sides.includes('unknown') || measured.length === 0 ? null : sumTogether(measured);
}
