import { z } from 'zod';
import { commitId, releaseTag } from '../history/history-file.ts';
import { bytes, platform, text } from '../model/measurement-schema.ts';
import { comparisonSchema, imageName, platformOrNone, time, verdictSchema } from './comparison-schema.ts';

const MOST_POINTS = 20_000;

/** The document without its lists. `schemaVersion` is looked at before. */
export const envelopeSchema = z.object({
  verdict: verdictSchema,
  part: z.string().min(1).max(256).exactOptional(),
  commit: commitId.exactOptional(),
});

const pointSchema = z.object({
  recordedAt: time,
  commit: commitId,
  download: bytes,
  unpacked: bytes,
  release: releaseTag.exactOptional(),
});

const trendSchema = z.object({ image: imageName, platform, points: z.array(pointSchema).max(MOST_POINTS) });

const missingSchema = z.object({ part: z.string().max(256), reason: text });

const proposalSchema = z.object({
  image: imageName,
  platform,
  metric: z.enum(['download', 'unpacked']),
  from: bytes,
  to: bytes,
  records: bytes,
  text,
});

/** Which images are variants of which: their numbers are computed again from the comparisons. */
const variantsSchema = z.object({
  platform: platformOrNone,
  rows: z
    .array(z.object({ image: imageName }))
    .min(1)
    .max(1000),
});

/** Which images are summed up over their platforms: likewise. */
const totalSchema = z.object({ image: imageName });

/** A list of the document: the schema of one entry, and how many there may be. */
const list = <Entry extends z.ZodType>(entry: Entry, most: number) => ({ entry, most });

/** The lists of the document. */
export const LISTS = {
  comparisons: list(comparisonSchema, 10_000),
  trends: list(trendSchema, 10_000),
  missing: list(missingSchema, 1000),
  proposals: list(proposalSchema, 10_000),
  variants: list(variantsSchema, 10_000),
  totals: list(totalSchema, 10_000),
} as const;
