import { z } from 'zod';
import { acceptanceSchema } from './acceptance.ts';
import { adviceSchema } from './advice.ts';
import { originSchema } from './baseline.ts';
import { contentsSchema } from './contents.ts';
import { explanationSchema } from './explanation.ts';
import { baseSplitSchema, driftSchema, growthSchema, uncommittedSchema } from './growth.ts';
import { layerChangeSchema } from './layer.ts';
import { checkResultSchema, measurementSchema } from './measurement.ts';
import { METRIC_NAMES } from './metric.ts';
import { inventorySchema } from './packages/inventory.ts';
import { bytes, type Infer, imageName, platformOrNone, text } from './schema.ts';
import { VERDICTS } from './verdict.ts';

/** The verdict of a comparison or a whole report. */
export const verdictSchema = z.enum(VERDICTS);

const metric = z.enum(METRIC_NAMES);
/** What a clause found: bytes, a count or a percentage, which a percentage of few bytes makes larger than any size. */
const found = z.number().min(-1e18).max(1e18).nullable();
const limit = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** A `Clause` of a condition, with what it found. */
const clauseResultSchema = z.object({
  metric,
  growth: z.boolean(),
  unit: z.enum(['bytes', 'percent', 'count']),
  limit,
  /** In the clause's unit; null where it is not known, and for a percentage of nothing, which is exceeded. */
  actual: found,
  exceeded: z.boolean(),
  /** Why `actual` is null, or why more than the limit does not exceed it. */
  reason: text.exactOptional(),
});
export interface ClauseResult extends Infer<typeof clauseResultSchema> {}

/**
 * A condition with what was found. `verdict` is its level where the condition is met. `inherited` is a condition that this change did not break,
 * `accepted` one that somebody let fail.
 */
const conditionResultSchema = z.object({
  text,
  level: z.enum(['fail', 'warn']),
  verdict: z.enum(['pass', 'fail', 'warn', 'inherited', 'accepted', 'skipped']),
  /** Metric, number and limit of the first clause, in its unit. */
  metric,
  actual: found,
  limit,
  clauses: z.array(clauseResultSchema).min(1).max(100),
  /** Why it was skipped, counts as inherited, or passed though its limit is exceeded. */
  reason: text.exactOptional(),
  /** Present where it is `inherited` because only growth that no commit has broke it. The image's verdict is then never milder than `warn`. */
  apart: z.literal(true).exactOptional(),
});
export interface ConditionResult extends Infer<typeof conditionResultSchema> {}

/** One check of an image: its outcome at the baseline (null where it was not made there) and now. */
const checkChangeSchema = checkResultSchema.extend({ before: checkResultSchema.shape.outcome.nullable() });
export interface CheckChange extends Infer<typeof checkChangeSchema> {}

/**
 * One image on one platform, baseline against head. Plain JSON; `report/` turns it into words. exchange/consistency.ts checks whether a
 * stranger's comparison contradicts itself.
 */
export const comparisonSchema = z.object({
  image: imageName,
  /** '' where neither side could be measured. */
  platform: platformOrNone,
  verdict: verdictSchema,
  baseline: z.intersection(measurementSchema, z.object({ origin: originSchema })).nullable(),
  head: measurementSchema.nullable(),
  growth: growthSchema,
  /** What became of every layer, head order with removed ones in place; empty where one side is missing. */
  layers: z.array(layerChangeSchema).max(20_000),
  conditions: z.array(conditionResultSchema).max(1000),
  /** Why the verdict is `error` or `new`, and what else a reader must know to trust the numbers; plain text. */
  notes: z.array(text).max(1000),
  /** The Dockerfile, relative to the repository's root, for annotations; absent for images that were not built. */
  file: text.exactOptional(),
  /** Present where the base image changed though the Dockerfile did not. */
  drift: driftSchema.exactOptional(),
  /** Growth in two parts, where both sides know what they are built on. */
  split: baseSplitSchema.exactOptional(),
  /** Growth that came from the build context at head, but from no commit; absent for none. */
  uncommitted: uncommittedSchema.exactOptional(),
  /** Why it measures what it does now; absent where no layer changed, and where the files of a layer are not known. */
  explanation: explanationSchema.exactOptional(),
  /** What the image must do, before and after; absent where no check is configured. */
  checks: z.array(checkChangeSchema).max(1000).exactOptional(),
  /** The image's tolerance in bytes; absent for none. */
  noise: bytes.exactOptional(),
  /** What could be done better about the image, most bytes first; absent where there is none, and where nothing changed. */
  advice: z.array(adviceSchema).max(1000).exactOptional(),
  /** Present where nothing that the image is made of changed since the baseline, whose record is then the head's measurement too. */
  unaffected: z.literal(true).exactOptional(),
  /** Present where an error kept the baseline from being measured: conditions that need one were not evaluated. */
  baselineError: z.literal(true).exactOptional(),
  /** Present where somebody accepted what would be a `fail`: verdict `accepted`, or `error` with `baselineError`. */
  acceptance: acceptanceSchema.exactOptional(),
  /** The files of both sides; only in a report file that is made for the page or for another job. */
  contents: contentsSchema.exactOptional(),
  /** All packages of the head; only where `contents` is asked for too, and where every layer was looked through. */
  inventory: inventorySchema.exactOptional(),
});
export interface Comparison extends Infer<typeof comparisonSchema> {}
