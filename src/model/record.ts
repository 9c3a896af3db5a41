import type { LayerIndex } from '../oci/image.ts';
import type { Measurement } from './measurement.ts';

/** A measurement stored on the data branch, under `records/<image>/<platform>/<commit>.json`. Plain, versioned JSON. */
export interface MeasurementRecord {
  readonly schemaVersion: 1;
  /** Full id of the commit that was measured. */
  readonly commit: string;
  /** When it was recorded: ISO 8601, UTC, whole seconds. */
  readonly recordedAt: string;
  /** Tag of the release that this commit was, where the run was for one. */
  readonly release?: string;
  readonly measurement: Measurement;
}

/** One point of an image's trend, kept for ever: what the history is made of. */
export interface HistoryEntry {
  readonly recordedAt: string;
  readonly commit: string;
  readonly platform: string;
  readonly download: number;
  readonly unpacked: number;
  readonly release?: string;
}

/** `history/<image>.json`: every record there ever was, oldest first, without what pruning drops. */
export interface History {
  readonly schemaVersion: 1;
  readonly image: string;
  readonly entries: readonly HistoryEntry[];
}

/** A layer's index by its diffId, as `layers/<diffId>.json.gz` keeps it. */
export interface StoredIndex {
  readonly schemaVersion: 1;
  readonly index: LayerIndex;
}

/** Folder or file name of an image on the data branch: names hold no `~`, so two names never meet. */
export function imagePath(image: string): string {
  return image.replaceAll('/', '~');
}

/** `linux/arm64/v8` → `linux-arm64-v8` */
export function platformPath(platform: string): string {
  return platform.replaceAll('/', '-');
}

export function recordPath(image: string, platform: string, commit: string): string {
  return `records/${imagePath(image)}/${platformPath(platform)}/${commit}.json`;
}

/** The image that a path of the data branch is the record of, at this commit; undefined for any other path. */
export function imageOfRecord(path: string, commit: string): string | undefined {
  const [folder, image, , file, ...rest] = path.split('/');
  const isRecord = folder === 'records' && file === `${commit}.json` && rest.length === 0;
  return isRecord ? image?.replaceAll('~', '/') : undefined;
}

/** Base64 of gzip: the Git Data API takes text inline in a tree, where bytes would cost one call a file. */
export function layerPath(diffId: string): string {
  return `layers/${diffId.replace(/^sha256:/, '')}.json.gz.base64`;
}
