import { z } from 'zod';
import type { Measurement } from './measurement.ts';
import { commitId, type Infer, text } from './schema.ts';

/** Which step of the ladder answered, as every report names it. */
const stepSchema = z.enum(['record', 'ancestor', 'build', 'source', 'file']);
export type Step = Infer<typeof stepSchema>;

/** Where a baseline came from. */
export const originSchema = z.object({
  step: stepSchema,
  /** Full commit id, where the baseline is a commit. */
  commit: commitId.exactOptional(),
  /** One phrase for people: `first parent of the merge commit`, `measurement file base.json`. */
  description: text,
});
export interface Origin extends Infer<typeof originSchema> {}

/** What an image is compared against, or why there is nothing. */
export type Baseline =
  | { readonly kind: 'measured'; readonly origin: Origin; readonly measurement: Measurement }
  /** Nothing to compare with, as it should be: verdict `new`. */
  | { readonly kind: 'none'; readonly reason: string }
  /** There should have been something: verdict `error`, with the reason and the cure. */
  | { readonly kind: 'error'; readonly origin?: Origin; readonly reason: string };
