import type { BaseSplit, Growth } from '../model/growth.ts';
import type { LayerChange } from '../model/layer.ts';
import type { BaseImage, Measurement } from '../model/measurement.ts';
import { measureGrowth, newBytes } from './growth.ts';
import { layerKey, like, matchLayers } from './layers.ts';

/** Growth in two parts, and what became of the base image's layers: null and empty where a base image is not known. */
interface SplitByBase {
  readonly split: BaseSplit | null;
  readonly baseLayers: readonly LayerChange[];
}

const UNKNOWN: SplitByBase = { split: null, baseLayers: [] };

/**
 * Splits the growth between two measurements into the base image's part and the rest (docs/architecture.md, "Growth is split"), whatever changed the base image.
 * The split is null where a base image is not known: an image from scratch, or one that was not built. It is null also where layers cannot
 * be recognised.
 * @param total the whole growth from `base` to `head`
 */
export function splitByBase(base: Measurement, head: Measurement, total: Growth): SplitByBase {
  if (base.base === undefined || head.base === undefined) return UNKNOWN;
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  if (!isComparable(before, after)) return UNKNOWN;
  const baseLayers = matchLayers(before, after);
  // New bytes are those that the whole baseline does not hold, whichever part of it.
  const inherited = { ...measureGrowth(before, after, baseLayers), newBytes: newBytes(base, after) };
  const own = {
    download: subtract(total.download, inherited.download),
    unpacked: subtract(total.unpacked, inherited.unpacked),
    newBytes: subtract(total.newBytes, inherited.newBytes),
  };
  return { split: { before: base.base, after: head.base, inherited, own }, baseLayers };
}

/** Whether both measurements are built on the same layers, in the same order. False where a base image is not known. */
export function isOnSameLayers(base: Measurement, head: Measurement): boolean {
  if (base.base === undefined || head.base === undefined) return false;
  const key = layerKey(base, head);
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  return before.layers.map(key).join() === after.layers.map(key).join();
}

/** The measurement as if the image were only its base image's layers. */
function inheritedPart(measurement: Measurement, { layers: count }: BaseImage): Measurement {
  const layers = measurement.layers.slice(0, count);
  return { ...measurement, configSize: 0, layers, unpacked: layers.reduce((sum, { unpacked }) => sum + unpacked, 0) };
}

/** Between unlike measurements only the contents identify a layer, and old measurement files do not hold them. */
function isComparable(before: Measurement, after: Measurement): boolean {
  return like(before, after) || [...before.layers, ...after.layers].every(({ contents }) => contents !== '');
}

function subtract(total: number | null, part: number | null): number | null {
  return total === null || part === null ? null : total - part;
}
