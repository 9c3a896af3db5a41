import type { BaseSplit, Growth } from '../model/growth.ts';
import type { LayerChange } from '../model/layer.ts';
import type { Measurement } from '../model/measurement.ts';
import { splitByBase } from './base-split.ts';
import { measureGrowth } from './growth.ts';
import { matchLayers } from './layers.ts';

/**
 * A baseline and a head with what the two come to. A comparison computes it once; growth, drift, conditions and the explanation read it.
 * Nothing else matches layers or splits growth (`__tests__/compare/sides.test.ts`).
 */
export interface Sides {
  readonly base: Measurement;
  readonly head: Measurement;
  /** What became of every layer, in the order of the head. */
  readonly layers: readonly LayerChange[];
  readonly growth: Growth;
  /** Growth in two parts; null where a base image is not known, and where its layers cannot be recognised. */
  readonly split: BaseSplit | null;
  /** What became of the base image's layers; empty without `split`. */
  readonly baseLayers: readonly LayerChange[];
}

/** Matches the layers of two measurements, measures the growth and splits it by base image. */
export function matchSides(base: Measurement, head: Measurement): Sides {
  const layers = matchLayers(base, head);
  const growth = measureGrowth(base, head, layers);
  return { base, head, layers, growth, ...splitByBase(base, head, growth) };
}

/** The growth alone, of two measurements that no comparison is made of: two builds, or two variants. */
export function growthBetween(base: Measurement, head: Measurement): Growth {
  return measureGrowth(base, head, matchLayers(base, head));
}
