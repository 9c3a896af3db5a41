import { z } from 'zod';
import { comparisonSchema } from '../comparison.ts';
import { historyMetric } from '../record.ts';
import { bytes, change, commitId, type Infer, imageName, platform, text, time } from '../schema.ts';

/** Most entries of a list of commits. */
const MOST = 20_000;
const words = z.string().max(1000);

/** A commit as git has it. Author and subject are hostile text. */
export const pastCommitSchema = z.object({ commit: commitId, time, author: words, subject: words });
export interface PastCommit extends Infer<typeof pastCommitSchema> {}

/** The sizes of an image at a commit that was weighed, in bytes. The base image's part is null where it is not known. */
const weighedPointSchema = pastCommitSchema.extend({ download: bytes, unpacked: bytes, base: bytes.nullable() });
export interface WeighedPoint extends Infer<typeof weighedPointSchema> {}

/** Neighbouring commits that have no size, and why. */
const timelineGapSchema = z.object({
  from: pastCommitSchema,
  to: pastCommitSchema,
  /** How many commits that could have changed the image these are, and how many of them were tried. */
  commits: bytes,
  tried: bytes,
  reason: text,
});
export interface TimelineGap extends Infer<typeof timelineGapSchema> {}

/** A change of size by more than the noise. */
const timelineStepSchema = z.object({
  /** The commit that has the new size. */
  at: pastCommitSchema,
  /** The weighed commit before it. */
  before: commitId,
  /**
   * How many commits may have made the change: 1 where it is certain. More where those in between have no size, or the search is not
   * complete.
   */
  commits: bytes,
  /** Growth of each size in bytes; the base image's part of `unpacked` is null where it is not known. */
  download: change,
  unpacked: change,
  base: change.nullable(),
  /** The two images compared and explained, where the files of both are known. */
  comparison: comparisonSchema.exactOptional(),
});
export interface TimelineStep extends Infer<typeof timelineStepSchema> {}

/** When a limit is met at the pace of the last days. */
const forecastSchema = z.object({
  /** The condition as the user wrote it. */
  condition: words,
  metric: historyMetric,
  limit: bytes,
  /** Days that the pace is of, and bytes a day. */
  days: z.number().nonnegative().max(1e6),
  pace: z.number().min(-1e15).max(1e15),
  /** Null where the size does not grow, or would take more than a hundred years. The date of the newest size where the limit is exceeded. */
  date: time.nullable(),
});
export interface Forecast extends Infer<typeof forecastSchema> {}

/** An image on one platform over the commits of a branch. */
const timelineSchema = z.object({
  image: imageName,
  platform,
  /** The size that steps are found by. */
  metric: historyMetric,
  /** Bytes. Smaller changes are no steps. */
  noise: bytes,
  /** Between two commits of one size, at least one of so many that may have changed the image was weighed. */
  every: bytes,
  /** Commits that may have changed the image, those of them that were weighed or tried, and at most how many are left. */
  affected: bytes,
  weighed: bytes,
  left: bytes,
  /** Oldest first. */
  points: z.array(weighedPointSchema).max(MOST),
  gaps: z.array(timelineGapSchema).max(MOST),
  steps: z.array(timelineStepSchema).max(MOST),
  forecasts: z.array(forecastSchema).max(100),
  notes: z.array(text).max(1000),
});
export interface Timeline extends Infer<typeof timelineSchema> {}

/** What `history --json` prints for images that are built from commits. */
export const commitHistorySchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('commits'),
  /** The branch or commit whose first parents these are. */
  branch: words,
  from: pastCommitSchema,
  to: pastCommitSchema,
  /** First-parent commits from the one to the other, both included. */
  commits: bytes,
  /** When the images were built. */
  builtAt: time,
  /** Whether each was built with its commit's time as SOURCE_DATE_EPOCH, and which dated build arguments it got (names alone). */
  snapshot: z.boolean(),
  datedArguments: z.array(words).max(100),
  timelines: z.array(timelineSchema).max(10_000),
  notes: z.array(text).max(1000),
});
export interface CommitHistory extends Infer<typeof commitHistorySchema> {}
