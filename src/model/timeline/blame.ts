import { z } from 'zod';
import { bytes, commitId, type Infer, imageName, platform, text } from '../schema.ts';
import { pastCommitSchema } from './timeline.ts';

const words = z.string().max(1000);

/** Where a file, directory or package of an image came from. */
const blamedSchema = z.object({
  platform,
  /**
   * `brought`: a commit of the range brought it. `before`: the oldest commit has it already. `gone`: the newest does not have it, and a commit
   * of the range removed it. `never`: no weighed commit has it.
   */
  outcome: z.enum(['brought', 'before', 'gone', 'never']),
  /** The commit that brought or removed it; the oldest for `before`; null for `never`. */
  at: pastCommitSchema.nullable(),
  /** The weighed commit before it. */
  before: commitId.nullable(),
  /** How many commits may have done it: 1 where it is certain. */
  commits: bytes,
  /** Bytes that it has in the newest image, or had before it was removed. */
  bytes: bytes.nullable(),
  /** Dockerfile line and instruction of the layer that holds it at that commit; '' where nothing says. */
  source: words,
});
export interface Blamed extends Infer<typeof blamedSchema> {}

/** What `blame --json` prints. */
export const blameSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('blame'),
  image: imageName,
  /** The path or package as the user named it. */
  wanted: words,
  weighed: bytes,
  affected: bytes,
  left: bytes,
  found: z.array(blamedSchema).max(1000),
  notes: z.array(text).max(1000),
});
export interface Blame extends Infer<typeof blameSchema> {}
