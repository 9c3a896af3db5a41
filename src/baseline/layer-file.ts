import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../config/error.ts';
import { issueWords, parseJson } from '../measure/parse.ts';
import type { LayerIndex } from '../oci/image.ts';
import { digestContents } from '../oci/layer-index.ts';
import { columnsSchema, packEntries, unpackEntries } from './layer-columns.ts';
import { layerPath } from './record.ts';

/** Base64 text of one index: a layer of a million files takes about 8 MB. */
export const MAX_LAYER_FILE = 32 * 1024 * 1024;
const MAX_INFLATED = 128 * 1024 * 1024;

/** The file's text: base64 of gzip (level 9) of JSON, in one line; the JSON has the entries in columns, which halves it. */
export function formatLayerIndex(index: LayerIndex): string {
  const { diffId, tarSize, unpacked, contents, entries } = index;
  const json = JSON.stringify({ schemaVersion: 1, diffId, tarSize, unpacked, contents, ...packEntries(entries) });
  return `${gzipSync(json, { level: 9, memLevel: 9 }).toString('base64')}\n`;
}

/**
 * Parses `layers/<diffId>.json.gz.base64`. Inflation is bounded, and what the index says of itself is computed again.
 * @throws UserError with the path and what is wrong
 */
export function parseLayerIndex(text: string, path: string): LayerIndex {
  const parsed = columnsSchema.safeParse(parseJson(inflate(text, path), path));
  if (!parsed.success) throw new UserError(`${path}: not a layer index${issueWords(parsed.error)}`);
  const { diffId, tarSize, unpacked, contents } = parsed.data;
  if (layerPath(diffId) !== path)
    throw new UserError(`${path}: is the index of ${diffId}, which belongs at ${layerPath(diffId)}`);
  const entries = unpackEntries(parsed.data, path);
  if (entries.reduce((sum, entry) => sum + entry.size, 0) !== unpacked) {
    throw new UserError(`${path}: unpacked is not the sum of the files`);
  }
  if (digestContents(entries) !== contents) throw new UserError(`${path}: contents is not the digest of the entries`);
  return { diffId, tarSize, unpacked, contents, entries };
}

function inflate(text: string, path: string): string {
  if (text.length > MAX_LAYER_FILE) {
    throw new UserError(
      `${path}: ${text.length} characters are too many for a layer index (at most ${MAX_LAYER_FILE})`,
    );
  }
  if (!/^[A-Za-z0-9+/]+={0,2}\n?$/.test(text)) throw new UserError(`${path}: not base64`);
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_INFLATED }).toString('utf8');
  } catch (cause) {
    throw new UserError(`${path}: does not inflate: ${(cause as Error).message}`, { cause });
  }
}
