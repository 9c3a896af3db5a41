import { formatPlatform, parseConfig } from './config.ts';
import { digestOf } from './digest.ts';
import { ImageError, type Place } from './error.ts';
import type { FoundImages, StoredImage, StoredLayer } from './image.ts';
import { JsonObject, parseJson } from './json.ts';
import type { Limits } from './limits.ts';
import { noSuchImage, positionIn } from './resolve.ts';

/** The files that the `manifest.json` of a docker-archive names: in an archive on disk, or read from a stream. Paths may be links. */
export interface SavedFiles {
  readonly archive: string;
  readonly limits: Pick<Limits, 'manifest' | 'config'>;
  json(path: string, limit: number): Promise<Uint8Array>;
  layer(path: string, diffId: string): Promise<StoredLayer>;
}

interface SavedImage {
  readonly place: Place;
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/**
 * Reads the images of an archive that `docker image save`, `podman save`, kaniko or crane wrote. The format is the same since Docker 1.10
 * (moby, image/tarexport). `reference` selects by RepoTag, by `@` and the image id, or by `@` and the place in the list. Throws ImageError.
 */
export async function resolveSavedImages(files: SavedFiles, reference?: string): Promise<FoundImages> {
  const saved = await readList(files);
  const position = positionIn(reference);
  const images: StoredImage[] = [];
  for (const [at, entry] of saved.entries()) {
    if (position !== undefined && at !== position) continue;
    const image = await openSaved(files, entry, position === undefined ? reference : undefined);
    if (image !== undefined) images.push(image);
  }
  if (images.length > 0) return { images, unreadable: [], leftOut: [] };
  const place = { archive: files.archive, entry: 'manifest.json' };
  if (reference === undefined) throw new ImageError('lists no images', place);
  const names = saved.flatMap(({ tags, config }) => (tags.length === 0 ? [`untagged ${config}`] : tags));
  throw noSuchImage(reference, names, place);
}

async function readList(files: SavedFiles): Promise<readonly SavedImage[]> {
  const place = { archive: files.archive, entry: 'manifest.json' };
  const list = parseJson(await files.json('manifest.json', files.limits.manifest), place);
  if (!Array.isArray(list)) throw new ImageError('must be a list of images', place);
  return list.map((item, at) => {
    const entry = new JsonObject(item, place, `[${at}]`);
    const layers = entry.texts('Layers');
    return { place, config: entry.text('Config'), tags: entry.texts('RepoTags'), layers };
  });
}

async function openSaved(files: SavedFiles, saved: SavedImage, reference?: string): Promise<StoredImage | undefined> {
  const bytes = await files.json(saved.config, files.limits.config);
  const id = digestOf(bytes);
  const name = reference === undefined ? saved.tags[0] : pickTag(saved.tags, reference);
  if (reference !== undefined && name === undefined && reference !== `@${id}`) return undefined;
  const config = parseConfig(bytes, { archive: files.archive, entry: saved.config }, saved.layers.length);
  const layers: StoredLayer[] = [];
  for (const [at, path] of saved.layers.entries()) layers.push(await files.layer(path, config.diffIds[at] ?? ''));
  // The archive holds no manifest; Docker itself identifies the image by its id.
  const named = name === undefined ? {} : { reference: name };
  return { ...named, platform: formatPlatform(config), manifestDigest: id, config, configSize: bytes.length, layers };
}

/** A reference without a tag means `latest`. */
function pickTag(tags: readonly string[], reference: string): string | undefined {
  return tags.find((tag) => tag === reference || tag === `${reference}:latest`);
}
