import { z } from 'zod';
import { comparisonSchema } from '../comparison.ts';
import { bytes, change, digest, type Infer, platform, text, time } from '../schema.ts';

const words = z.string().max(1000);

/** An image of a tag on one platform, by its manifest and config. Sizes are bytes. */
const tagImageSchema = z.object({
  platform,
  digest,
  /** Config and layers as stored, each distinct blob once. */
  download: bytes,
  layers: bytes,
  /** Bytes of blobs that the tag before did not have on this platform; null for the first. */
  newBytes: bytes.nullable(),
  /** How many layers both have. */
  shared: bytes.nullable(),
  growth: change.nullable(),
});
export interface TagImage extends Infer<typeof tagImageSchema> {}

/** A tag of a repository. Its name is hostile text. */
const repositoryTagSchema = z.object({
  tag: words,
  /** Of the manifest or index that the tag names. */
  digest,
  /** By the image's config; null where it does not say. */
  created: time.nullable(),
  images: z.array(tagImageSchema).max(1000),
});
export interface RepositoryTag extends Infer<typeof repositoryTagSchema> {}

/** A tag that could not be read, for example since it was removed meanwhile. */
const lostTagSchema = z.object({ tag: words, reason: text });
export interface LostTag extends Infer<typeof lostTagSchema> {}

/** What `history --json docker://…` prints. */
export const tagHistorySchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('tags'),
  /** `HOST/REPOSITORY` */
  repository: words,
  order: z.enum(['version', 'created']),
  /** Tags that the repository has, and that match. */
  listed: bytes,
  matched: bytes,
  /** Oldest first. */
  tags: z.array(repositoryTagSchema).max(20_000),
  lost: z.array(lostTagSchema).max(20_000),
  /** What was asked of the registry: requests sent, bytes of documents and layers read. */
  requests: bytes,
  bytes,
  /** The largest jumps compared and explained, largest first. */
  jumps: z.array(z.object({ before: words, after: words, comparison: comparisonSchema })).max(1000),
  notes: z.array(text).max(1000),
});
export interface TagHistory extends Infer<typeof tagHistorySchema> {}
