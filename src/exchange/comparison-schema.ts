import { z } from 'zod';
import { commitId } from '../history/history-file.ts';
import {
  baseSchema,
  bytes,
  checkSchema,
  digest,
  layerSourceSchema,
  measurementSchema,
  platform,
  text,
} from '../model/measurement-schema.ts';
import { METRIC_NAMES } from '../model/metric.ts';
import { VERDICTS } from '../model/verdict.ts';
import { contentsSchema } from './contents-schema.ts';
import { adviceSchema, change, explanationSchema } from './explanation-schema.ts';

/** An image's name, as measurement files bound it: hostile text. */
export const imageName = z.string().min(1).max(256);
/** '' where no side could be measured. */
export const platformOrNone = platform.or(z.literal(''));
/** ISO 8601, UTC. */
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/, 'is not a time as in 2026-11-23T16:40:00Z')
  .refine((value) => !Number.isNaN(Date.parse(value)), 'is no time of any calendar');

export const verdictSchema = z.enum(VERDICTS);

/** What a clause found: bytes, a count or a percentage, which a percentage of few bytes makes larger than any size. */
const found = z.number().min(-1e18).max(1e18).nullable();
const limit = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
const metric = z.enum(METRIC_NAMES);
const level = z.enum(['fail', 'warn']);

const growthSchema = z.object({
  download: change.nullable(),
  unpacked: change.nullable(),
  newBytes: bytes.nullable(),
});
/** Of a part of an image: the new bytes of the whole less those of the other part, which may have them twice. */
const partSchema = growthSchema.extend({ newBytes: change.nullable() });

const sizeSchema = z.object({ digest, download: bytes, unpacked: bytes });
const made = { createdBy: text, source: layerSourceSchema.exactOptional() };

const layerChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['unchanged', 'changed']), ...made, before: sizeSchema, after: sizeSchema }),
  z.object({ kind: z.literal('added'), ...made, before: z.null(), after: sizeSchema }),
  z.object({ kind: z.literal('removed'), createdBy: text, before: sizeSchema, after: z.null() }),
]);

const clauseSchema = z.object({
  metric,
  growth: z.boolean(),
  unit: z.enum(['bytes', 'percent', 'count']),
  limit,
  actual: found,
  exceeded: z.boolean(),
  reason: text.exactOptional(),
});

const conditionSchema = z.object({
  text,
  level,
  verdict: z.enum(['pass', 'fail', 'warn', 'inherited', 'accepted', 'skipped']),
  metric,
  actual: found,
  limit,
  clauses: z.array(clauseSchema).min(1).max(100),
  reason: text.exactOptional(),
});

const originSchema = z.object({
  step: z.enum(['record', 'ancestor', 'build', 'source', 'file']),
  commit: commitId.exactOptional(),
  description: text,
});

/** One comparison as far as a schema can tell; whether it agrees with itself, `comparisonProblem` says. */
export const comparisonSchema = z.object({
  image: imageName,
  platform: platformOrNone,
  verdict: verdictSchema,
  baseline: z.intersection(measurementSchema, z.object({ origin: originSchema })).nullable(),
  head: measurementSchema.nullable(),
  growth: growthSchema,
  layers: z.array(layerChangeSchema).max(20_000),
  conditions: z.array(conditionSchema).max(1000),
  notes: z.array(text).max(1000),
  file: text.exactOptional(),
  drift: z
    .object({
      image: text,
      before: digest.exactOptional(),
      after: digest.exactOptional(),
      layers: bytes,
      inherited: partSchema,
      own: partSchema,
    })
    .exactOptional(),
  split: z.object({ before: baseSchema, after: baseSchema, inherited: partSchema, own: partSchema }).exactOptional(),
  explanation: explanationSchema.exactOptional(),
  checks: z
    .array(checkSchema.extend({ before: z.enum(['pass', 'fail', 'skipped']).nullable() }))
    .max(1000)
    .exactOptional(),
  noise: bytes.exactOptional(),
  advice: z.array(adviceSchema).max(1000).exactOptional(),
  unaffected: z.literal(true).exactOptional(),
  baselineError: z.literal(true).exactOptional(),
  acceptance: z.object({ by: text, at: time, kind: z.enum(['label', 'review']), name: text }).exactOptional(),
  contents: contentsSchema.exactOptional(),
});
