import { readBytes } from '../bytes.ts';
import { isDigest } from '../digest.ts';
import { ImageError, type Place, quote } from '../error.ts';
import type { Files } from '../files.ts';
import { JsonObject, parseJson } from '../json.ts';
import type { Limits } from '../limits.ts';

/** An image in a store: its names, and its documents by their digests. */
export interface ImageRecord {
  readonly id: string;
  readonly names: readonly string[];
  /** Of its manifest or manifest list. */
  readonly digest: string;
  /** Files of its documents, from the root of the store. */
  readonly documents: ReadonlyMap<string, string>;
}

/** A layer in a store. */
export interface LayerRecord {
  readonly id: string;
  readonly diffId: string;
}

/** Names of directories come from these. Ids are hexadecimal, but callers of podman may choose others. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
/** Key of the document of an image that is its manifest. */
const MANIFEST = 'manifest';

/** Reads images.json of a driver (containers/storage, images.go). None where there is no such file. Throws ImageError. */
export async function readImageRecords(files: Files, driver: string, limits: Limits): Promise<readonly ImageRecord[]> {
  const list = await readList(files, `${driver}-images/images.json`, limits);
  return list.map((item) => {
    const id = idOf(item);
    const digests = item.optionalObject('big-data-digests')?.strings() ?? {};
    const named = item.texts('big-data-names').flatMap((key): [string, string][] => {
      const digest = key === MANIFEST ? digests[key] : key.replace(/^manifest-(?=sha(?:256|512):)/, '');
      return isDigest(digest) ? [[digest, `${driver}-images/${id}/${fileNameOf(key)}`]] : [];
    });
    return { id, names: item.texts('names'), digest: manifestOf(item, digests), documents: new Map(named) };
  });
}

/** Reads layers.json of a driver (containers/storage, layers.go). Layers that no image can consist of are left out. Throws ImageError. */
export async function readLayerRecords(files: Files, driver: string, limits: Limits): Promise<readonly LayerRecord[]> {
  const list = await readList(files, `${driver}-layers/layers.json`, limits);
  return list.flatMap((item) => {
    const diffId = item.optionalText('diff-digest');
    return isDigest(diffId) ? [{ id: idOf(item), diffId }] : [];
  });
}

/** The image's digest is that of its manifest. Old versions did not keep it. '' where neither says it. */
function manifestOf(item: JsonObject, digests: Readonly<Record<string, string>>): string {
  const digest = digests[MANIFEST] ?? item.optionalText('digest');
  return isDigest(digest) ? digest : '';
}

/** Names of other characters are base64 (containers/storage, images.go, makeBigDataBaseName). */
function fileNameOf(key: string): string {
  return /^[a-z0-9.]*$/.test(key) ? key : `=${Buffer.from(key).toString('base64')}`;
}

async function readList(files: Files, path: string, limits: Limits): Promise<readonly JsonObject[]> {
  if ((await files.size(path)) === undefined) return [];
  const place: Place = { archive: files.name, entry: path };
  const list = parseJson(await readBytes(files.open(path), limits.kept, place), place);
  if (!Array.isArray(list)) throw new ImageError('must be a list', place);
  return list.map((item, at) => new JsonObject(item, place, `[${at}]`));
}

function idOf(item: JsonObject): string {
  const id = item.text('id');
  if (!ID.test(id)) throw item.error(`not an id: ${quote(id)}`);
  return id;
}
