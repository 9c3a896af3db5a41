import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { layerPath } from '../model/record.ts';
import { issueWords } from '../model/schema.ts';
import type { LayerIndex } from '../oci/image.ts';
import { digestContents } from '../oci/layer/layer-index.ts';
import type { Every } from '../text/defined.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { columnsSchema, packEntries, unpackEntries } from './layer-columns.ts';
import { packOwners, unpackOwners } from './owner-columns.ts';
import { packRelations, unpackRelations } from './relation-columns.ts';

/** Base64 text of one index: a layer of a million files takes about 8 MB. */
export const MAX_LAYER_FILE = 32 * 1024 * 1024;
const MAX_INFLATED = 128 * 1024 * 1024;

/** The text of the file: base64 of gzip (level 9) of JSON, in one line. The JSON holds the entries in columns, which halves its size. */
export function formatLayerIndex(index: LayerIndex): string {
  const { diffId, tarSize, unpacked, contents, entries, packages, requires } = index;
  const head: Every<Omit<LayerIndex, 'entries' | 'packages' | 'requires'>> = { diffId, tarSize, unpacked, contents };
  const owners = packages === undefined ? {} : packOwners(packages, entries);
  const relations = requires === undefined ? {} : packRelations(requires, entries);
  const schemaVersion = packages === undefined ? 1 : requires === undefined ? 2 : 3;
  const json = JSON.stringify({ schemaVersion, ...head, ...packEntries(entries), ...owners, ...relations });
  return `${gzipSync(json, { level: 9, memLevel: 9 }).toString('base64')}\n`;
}

/**
 * Parses `layers/<diffId>.json.gz.base64`. Inflation is bounded, and the sums and digests of the index are checked. Files of version 1 have no
 * packages, those of version 2 no relations of packages. Where a file is refused, the caller reads the layer again.
 * @throws UserError with the path and what is wrong
 */
export function parseLayerIndex(text: string, path: string): LayerIndex {
  const document = parseJson(inflate(text, path), path);
  checkVersion(document, path);
  const parsed = columnsSchema.safeParse(document);
  if (!parsed.success) throw new UserError(`${path}: not a layer index${issueWords(parsed.error, document)}`);
  const { diffId, tarSize, unpacked, contents } = parsed.data;
  if (layerPath(diffId) !== path)
    throw new UserError(`${path}: is the index of ${diffId}, which belongs at ${layerPath(diffId)}`);
  const entries = unpackEntries(parsed.data, path);
  if (entries.reduce((sum, entry) => sum + entry.size, 0) !== unpacked) {
    throw new UserError(`${path}: unpacked is not the sum of the files`);
  }
  if (digestContents(entries) !== contents) throw new UserError(`${path}: contents is not the digest of the entries`);
  const index: Every<Omit<LayerIndex, 'packages' | 'requires'>> = { diffId, tarSize, unpacked, contents, entries };
  if (parsed.data.schemaVersion === 1) return index;
  const owned = { ...index, ...unpackOwners(parsed.data, entries, path) };
  return parsed.data.schemaVersion === 2 ? owned : { ...owned, ...unpackRelations(parsed.data, owned, path) };
}

/** Refuses a later version, because its columns may have another meaning. */
function checkVersion(document: unknown, path: string): void {
  const { schemaVersion: version } = z.object({ schemaVersion: z.unknown() }).safeParse(document).data ?? {};
  if (version === 1 || version === 2 || version === 3) return;
  const found = typeof version === 'number' ? `schemaVersion ${version}` : 'no schemaVersion';
  throw new UserError(`${path}: not a layer index: ${found}, accepted are 1, 2 and 3; its layer must be read again`);
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
