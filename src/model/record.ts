import { z } from 'zod';
import { measurementSchema } from './measurement.ts';
import { bytes, commitId, type Infer, imageName, platform, releaseTag, timestamp } from './schema.ts';

/** The longest history; the oldest entries go first. */
export const MAX_ENTRIES = 300_000;

/** A measurement stored on the data branch, under `records/<image>/<platform>/<commit>.json`. Plain, versioned JSON. */
export const recordSchema = z.object({
  schemaVersion: z.literal(1),
  /** Full id of the commit that was measured. */
  commit: commitId,
  /** When it was recorded: ISO 8601, UTC, whole seconds. Of a rebuilt one, when its commit was made. */
  recordedAt: timestamp,
  /** Tag of the release that this commit was, where the run was for one. */
  release: releaseTag.exactOptional(),
  /** Present where an old commit was built long after it was made. Unless asked for, such a record is no baseline. */
  rebuilt: z.literal(true).exactOptional(),
  measurement: measurementSchema,
});
export interface MeasurementRecord extends Infer<typeof recordSchema> {}

/** One point of an image's trend. It is kept for ever. */
export const historyEntrySchema = z.object({
  recordedAt: timestamp,
  commit: commitId,
  platform,
  download: bytes,
  unpacked: bytes,
  release: releaseTag.exactOptional(),
  /** Present where an old commit was built long after it was made. */
  rebuilt: z.literal(true).exactOptional(),
});
export interface HistoryEntry extends Infer<typeof historyEntrySchema> {}

/** The sizes that the history keeps of every record. */
export const historyMetric = z.enum(['download', 'unpacked']);
export type HistoryMetric = Infer<typeof historyMetric>;

/** `history/<image>.json`: an entry for every record that was ever made, oldest first. Pruning does not change it. */
export const historySchema = z.object({
  schemaVersion: z.literal(1),
  image: imageName,
  entries: z.array(historyEntrySchema).max(MAX_ENTRIES),
});
export interface History extends Infer<typeof historySchema> {}

/** The most gaps that are kept of an image. */
export const MAX_GAPS = 2000;
/** Characters of the reason of a gap. */
export const MAX_GAP_REASON = 500;

/** An old commit at which an image did not build, though nothing was wrong with the machine. */
export const gapSchema = z.object({
  commit: commitId,
  /** Identifies how it was built: with another configuration or version it may build. */
  build: z.string().regex(/^[0-9a-f]{32}$/),
  reason: z.string().max(MAX_GAP_REASON),
});
export interface Gap extends Infer<typeof gapSchema> {}

/** `gaps/<image>.json`: commits that a search over old commits does not build again. */
export const gapsSchema = z.object({
  schemaVersion: z.literal(1),
  image: imageName,
  gaps: z.array(gapSchema).max(MAX_GAPS),
});
export interface Gaps extends Infer<typeof gapsSchema> {}

/** Folder or file name of an image on the data branch. Names contain no `~`, so two images never get the same one. */
export function imagePath(image: string): string {
  return image.replaceAll('/', '~');
}

/** `linux/arm64/v8` → `linux-arm64-v8` */
export function platformPath(platform: string): string {
  return platform.replaceAll('/', '-');
}

/** Path of the record of an image on a platform at a commit, on the data branch. */
export function recordPath(image: string, platform: string, commit: string): string {
  return `records/${imagePath(image)}/${platformPath(platform)}/${commit}.json`;
}

/** The image whose record at this commit has this path on the data branch; undefined for any other path. */
export function imageOfRecord(path: string, commit: string): string | undefined {
  const [folder, image, , file, ...rest] = path.split('/');
  const isRecord = folder === 'records' && file === `${commit}.json` && rest.length === 0;
  return isRecord ? image?.replaceAll('~', '/') : undefined;
}

/** Base64 of gzip, because the Git Data API accepts text in a tree, while bytes would cost one call a file. */
export function layerPath(diffId: string): string {
  return `layers/${diffId.replace(/^sha256:/, '')}.json.gz.base64`;
}
