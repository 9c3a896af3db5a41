import type { Drift } from '../model/growth.ts';
import { isOnSameLayers } from './base-split.ts';
import type { Sides } from './sides.ts';

/**
 * Whether the base image changed between two builds of one Dockerfile, and which part of the growth came with it (docs/architecture.md,
 * "Growth is split"). Null where both are built on the same layers, and where the base image is not known. Null also where the Dockerfile
 * changed, or a build argument names another image: then somebody chose the new base image.
 */
export function findDrift({ base, head, split, baseLayers }: Sides): Drift | null {
  if (base.dockerfile === undefined || base.dockerfile !== head.dockerfile) return null;
  if (split === null || split.before.image !== split.after.image || isOnSameLayers(base, head)) return null;
  const { before, after, inherited, own } = split;
  return {
    image: before.image,
    ...(before.digest === undefined ? {} : { before: before.digest }),
    ...(after.digest === undefined ? {} : { after: after.digest }),
    layers: baseLayers.filter(({ kind }) => kind !== 'unchanged').length,
    inherited,
    own,
  };
}
