import type { Timeline } from '../model/timeline/timeline.ts';

/** What a search has shown, in numbers; report turns it into words. */
export interface Guarantee {
  /** Whether nothing is left to weigh. */
  readonly isComplete: boolean;
  /** Every change larger than this (bytes) that lasted for so many commits that may have changed the image was found. */
  readonly noise: number;
  readonly every: number;
  /** Whether every commit that may have changed the image was weighed, so that no change is missed. */
  readonly isExact: boolean;
}

/** What is certain of a timeline. */
export function guaranteeOf({ noise, every, affected, weighed, left }: Timeline): Guarantee {
  return { isComplete: left === 0, noise, every, isExact: weighed >= affected };
}
