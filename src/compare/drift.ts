import type { Drift } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import { splitLayers } from './base-split.ts';

/**
 * Whether the base image changed between two builds of one Dockerfile, and which part of the growth came with it (DESIGN.md,
 * promise 3 and D6). Null where both are built on the same layers, where the Dockerfile changed too, or names another image
 * by a build argument (then somebody chose the new base), and where nobody knows.
 */
export function findDrift(base: Measurement, head: Measurement): Drift | null {
  if (base.dockerfile === undefined || base.dockerfile !== head.dockerfile) return null;
  if (base.base === undefined || base.base.image !== head.base?.image) return null;
  const split = splitLayers(base, head);
  if (split === null || split.sameLayers) return null;
  const { before, after, changes, inherited, own } = split;
  return {
    image: before.image,
    ...(before.digest === undefined ? {} : { before: before.digest }),
    ...(after.digest === undefined ? {} : { after: after.digest }),
    layers: changes.filter(({ kind }) => kind !== 'unchanged').length,
    inherited,
    own,
  };
}
