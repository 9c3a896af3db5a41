import { z } from 'zod';
import { comparisonSchema } from '../model/comparison.ts';
import {
  indexTotalSchema,
  missingPartSchema,
  type Report,
  ratchetSchema,
  reportSchema,
  trendSchema,
  variantGroupSchema,
  variantRowSchema,
} from '../model/document.ts';

/** The keys of the document that hold lists. The entries of a list are read one by one. */
export type ListKey = {
  [Key in keyof Report]-?: NonNullable<Report[Key]> extends readonly unknown[] ? Key : never;
}[keyof Report];

const rowSchema = variantRowSchema.pick({ image: true });

/** Of each list, the schema of an entry and how many entries are accepted. */
export const LISTS = {
  comparisons: { entry: comparisonSchema, most: 10_000 },
  trends: { entry: trendSchema, most: 10_000 },
  missing: { entry: missingPartSchema, most: 1000 },
  proposals: { entry: ratchetSchema, most: 10_000 },
  /** Which images are variants of which. Their numbers are computed again from the comparisons. */
  variants: { entry: variantGroupSchema.extend({ rows: z.array(rowSchema).min(1).max(1000) }), most: 10_000 },
  /** Which images have a total over their platforms. The totals are computed again as well. */
  totals: { entry: indexTotalSchema.pick({ image: true }), most: 10_000 },
} as const satisfies Record<ListKey, { readonly entry: z.ZodType; readonly most: number }>;

/** The document without its lists. */
export const envelopeSchema = reportSchema.omit({
  comparisons: true,
  trends: true,
  missing: true,
  proposals: true,
  variants: true,
  totals: true,
} satisfies Record<ListKey, true>);
