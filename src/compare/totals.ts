import { storedBytes } from '../model/blobs.ts';
import type { Comparison } from '../model/comparison.ts';
import type { IndexTotal } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';

/** Sizes of a set of images together, in bytes. `unpacked` counts a layer that several have as often as the image that has it most often. */
export interface Together {
  readonly download: number;
  readonly unpacked: number;
}

/**
 * All platforms together of each image that asks for it, before and after. A side is null where one of its platforms could not be measured.
 * A total of the others would be a size that no index has. `before` is null also where there was no image. Nothing here is gated.
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

/** Sizes of a set of images in one registry, in bytes. Only identical images share a config. */
export function sumTogether(measurements: readonly Measurement[]): Together {
  const layers = new Map<string, readonly MeasuredLayer[]>();
  for (const each of measurements) {
    for (const [digest, alike] of groupBy(each.layers, (layer) => layer.digest))
      if (alike.length > (layers.get(digest)?.length ?? 0)) layers.set(digest, alike);
  }
  const configs = new Map(
    measurements.map((each) => [each.digest || `${each.image} ${each.platform}`, each.configSize]),
  );
  const all = [...layers.values()].flat();
  const download = [...configs.values()].reduce((sum, size) => sum + size, storedBytes(all));
  return { download, unpacked: all.reduce((sum, { unpacked }) => sum + unpacked, 0) };
}

function totalOf(image: string, comparisons: readonly Comparison[]): IndexTotal {
  const before = sideOf(comparisons.map(beforeOf));
  const after = sideOf(comparisons.map(({ head, verdict }) => head ?? (verdict === 'removed' ? 'absent' : 'unknown')));
  // The difference between an estimate and exact bytes would be that of the estimate.
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

/** Without a baseline, only these verdicts say that there was none. A `fail` may hide a baseline that could not be measured. */
function beforeOf({ baseline, verdict }: Comparison): Side {
  return baseline ?? (['new', 'warn', 'inherited'].includes(verdict) ? 'absent' : 'unknown');
}

function sideOf(sides: readonly Side[]): Together | null {
  const measured = sides.filter((side) => typeof side !== 'string');
  return sides.includes('unknown') || measured.length === 0 ? null : sumTogether(measured);
}
