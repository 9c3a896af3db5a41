import type { BaseSplit, LayerChange } from '../model/comparison.ts';
import type { BaseImage, Measurement } from '../model/measurement.ts';
import { measureGrowth } from './growth.ts';
import { layerKey, like, matchLayers } from './layers.ts';

/** A split with what became of the base image's layers. */
interface SplitLayers extends BaseSplit {
  readonly changes: readonly LayerChange[];
  /** Whether both are built on the same layers, in order. */
  readonly sameLayers: boolean;
}

/**
 * Splits the growth between two measurements that both know what they are built on (docs/architecture.md, "Growth is split"), whatever changed that. Null where one
 * does not (an image from scratch, or one that was not built), and where layers cannot be recognised.
 */
export function splitByBase(base: Measurement, head: Measurement): BaseSplit | null {
  const split = splitLayers(base, head);
  if (split === null) return null;
  const { before, after, inherited, own } = split;
  return { before, after, inherited, own };
}

/** The same with the base image's layers. */
export function splitLayers(base: Measurement, head: Measurement): SplitLayers | null {
  if (base.base === undefined || head.base === undefined) return null;
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  if (!isComparable(before, after)) return null;
  const changes = matchLayers(before, after);
  const total = measureGrowth(base, head, matchLayers(base, head));
  // New bytes are those that the whole baseline does not hold, whichever part of it.
  const inherited = { ...measureGrowth(before, after, changes), newBytes: measureGrowth(base, after, []).newBytes };
  return {
    before: base.base,
    after: head.base,
    changes,
    sameLayers: hasSameLayers(before, after),
    inherited,
    own: {
      download: subtract(total.download, inherited.download),
      unpacked: subtract(total.unpacked, inherited.unpacked),
      newBytes: subtract(total.newBytes, inherited.newBytes),
    },
  };
}

/** The measurement as if the image were its base image's layers alone. */
function inheritedPart(measurement: Measurement, { layers: count }: BaseImage): Measurement {
  const layers = measurement.layers.slice(0, count);
  return { ...measurement, configSize: 0, layers, unpacked: layers.reduce((sum, { unpacked }) => sum + unpacked, 0) };
}

/** Between unlike measurements a layer is known by its contents alone, which old measurement files do not hold. */
function isComparable(before: Measurement, after: Measurement): boolean {
  return like(before, after) || [...before.layers, ...after.layers].every(({ contents }) => contents !== '');
}

function hasSameLayers(before: Measurement, after: Measurement): boolean {
  const key = layerKey(before, after);
  return before.layers.map(key).join() === after.layers.map(key).join();
}

function subtract(total: number | null, part: number | null): number | null {
  return total === null || part === null ? null : total - part;
}
