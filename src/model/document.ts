import { z } from 'zod';
import { comparisonSchema, verdictSchema } from './comparison.ts';
import { growthSchema } from './growth.ts';
import { measurementSchema } from './measurement.ts';
import { historyEntrySchema, historyMetric } from './record.ts';
import { bytes, commitId, type Infer, imageName, platform, platformOrNone, text, time } from './schema.ts';

/** The sizes of an image on one platform over time, oldest first, from the data branch. */
const trendPointSchema = historyEntrySchema.omit({ platform: true }).extend({ recordedAt: time });
export interface TrendPoint extends Infer<typeof trendPointSchema> {}

/** The sizes of an image on a platform over time, for the drawing. */
export const trendSchema = z.object({ image: imageName, platform, points: z.array(trendPointSchema).max(20_000) });
export interface Trend extends Infer<typeof trendSchema> {}

/** A part of a matrix that was expected but did not arrive. It is an error, since what was not measured never passes. */
export const missingPartSchema = z.object({ part: z.string().max(256), reason: text });
export interface MissingPart extends Infer<typeof missingPartSchema> {}

/** A tighter cap that the size would keep; `from` and `to` are bytes. */
export const ratchetSchema = z.object({
  image: imageName,
  platform,
  metric: historyMetric,
  from: bytes,
  to: bytes,
  /** How many records in a row the size stayed down. */
  records: bytes,
  /** Diff of the condition's line, as the user wrote it. */
  text,
});
export interface Ratchet extends Infer<typeof ratchetSchema> {}

/** One image of a group of variants. */
export const variantRowSchema = z.object({
  image: imageName,
  /** Null where it could not be measured. Its checks are those of the comparison. */
  measurement: measurementSchema.nullable(),
  verdict: verdictSchema,
  /** Change of `unpacked` and `download` against the first row in bytes; null for the first row, and where they do not compare. */
  change: growthSchema.nullable(),
});
export interface VariantRow extends Infer<typeof variantRowSchema> {}

/** Images of one application compared with each other on one platform. The others are compared with the first row. */
export const variantGroupSchema = z.object({
  platform: platformOrNone,
  rows: z.tuple([variantRowSchema], variantRowSchema),
});
export interface VariantGroup extends Infer<typeof variantGroupSchema> {}

const sidesSchema = z.object({ before: bytes.nullable(), after: bytes.nullable() });
/** All platforms of an image together, in bytes. Blobs that they share are counted once. */
export const indexTotalSchema = z.object({
  image: imageName,
  platforms: z.array(platform),
  download: sidesSchema,
  unpacked: sidesSchema,
});
export interface IndexTotal extends Infer<typeof indexTotalSchema> {}

/**
 * The JSON document of `check --json` and of the action's `report` output. The artifact that hands the measurements of one job to another
 * holds it too, with `contents` of its comparisons.
 */
export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  verdict: verdictSchema,
  /** Name of the part of a matrix that this is. */
  part: z.string().min(1).max(256).exactOptional(),
  /** Full id of the commit that was measured: on a pull request that of its head, not of the merge commit. */
  commit: commitId.exactOptional(),
  comparisons: z.array(comparisonSchema),
  trends: z.array(trendSchema).exactOptional(),
  missing: z.array(missingPartSchema).exactOptional(),
  /** Tighter caps that the history suggests. */
  proposals: z.array(ratchetSchema).exactOptional(),
  variants: z.array(variantGroupSchema).exactOptional(),
  totals: z.array(indexTotalSchema).exactOptional(),
});
export interface Report extends Infer<typeof reportSchema> {}

/** Everything in a report but its comparisons and their verdict. */
export type ReportFacts = Omit<Report, 'schemaVersion' | 'verdict' | 'comparisons'>;
