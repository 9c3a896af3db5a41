import type { BaseImage, Measurement } from '../measure/measurement.ts';
import type { Drift } from './comparison.ts';
import { measureGrowth } from './growth.ts';
import { layerKey, like, matchLayers } from './layers.ts';

/**
 * Whether the base image changed between two builds of one Dockerfile, and which part of the growth came with it (DESIGN.md,
 * promise 3 and D6). Null where both are built on the same layers, where the Dockerfile changed too, or names another image
 * by a build argument (then somebody chose the new base), and where nobody knows.
 */
export function findDrift(base: Measurement, head: Measurement): Drift | null {
  if (base.dockerfile === undefined || base.dockerfile !== head.dockerfile) return null;
  if (base.base === undefined || base.base.image !== head.base?.image) return null;
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  if (!isComparable(before, after) || hasSameLayers(before, after)) return null;
  const changes = matchLayers(before, after);
  const total = measureGrowth(base, head, matchLayers(base, head));
  // New bytes are those that the whole baseline does not hold, whichever part of it.
  const inherited = { ...measureGrowth(before, after, changes), newBytes: measureGrowth(base, after, []).newBytes };
  return {
    image: base.base.image,
    ...(base.base.digest === undefined ? {} : { before: base.base.digest }),
    ...(head.base.digest === undefined ? {} : { after: head.base.digest }),
    layers: changes.filter(({ kind }) => kind !== 'unchanged').length,
    inherited,
    own: {
      download: subtract(total.download, inherited.download),
      unpacked: subtract(total.unpacked, inherited.unpacked),
      newBytes: subtract(total.newBytes, inherited.newBytes),
    },
  };
}

/** The name as people write it in a FROM: `debian:12` for `docker.io/library/debian:12`. */
export function familiarName(image: string): string {
  return image.replace(/^docker\.io\/(?:library\/)?/, '');
}

/** The measurement as if the image were its base image's layers alone; the config is not inherited. */
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
