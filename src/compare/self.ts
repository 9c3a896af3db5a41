import type { Comparison } from '../model/comparison.ts';

/**
 * Notes where the image that a gate was told to compare with is the very image that is measured. Nothing can have grown then, which may be
 * right: a registry can hold what was just built again.
 */
export function noteSelf(comparison: Comparison): Comparison {
  const { baseline, head, notes } = comparison;
  if (baseline === null || head === null || head.digest === '' || baseline.digest !== head.digest) return comparison;
  const { step, description } = baseline.origin;
  if (step !== 'source' && step !== 'file') return comparison;
  const note = `The baseline (${description}) is this very image: both have the digest ${head.digest}.`;
  return { ...comparison, notes: [...notes, note] };
}
