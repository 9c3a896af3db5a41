import type { Measurement } from './measurement.ts';

/** Which step of the ladder answered, as every report names it. */
export type Step = 'record' | 'ancestor' | 'build' | 'source' | 'file';

/** Where a baseline came from. */
export interface Origin {
  readonly step: Step;
  /** Full commit id, where the baseline is a commit. */
  readonly commit?: string;
  /** One phrase for people: `first parent of the merge commit`, `measurement file base.json`. */
  readonly description: string;
}

/** What an image is compared against, or why there is nothing. */
export type Baseline =
  | { readonly kind: 'measured'; readonly origin: Origin; readonly measurement: Measurement }
  /** Nothing to compare with, as it should be: verdict `new`. */
  | { readonly kind: 'none'; readonly reason: string }
  /** There should have been something: verdict `error`, with the reason and the cure. */
  | { readonly kind: 'error'; readonly origin?: Origin; readonly reason: string };
