import { freeBuffer, prefetch, readBytes } from './bytes.ts';
import { Digester } from './digest.ts';
import { ImageError } from './error.ts';
import type { Files } from './files.ts';
import type { FoundImages, StoredLayer } from './image.ts';
import { readLayer } from './layer/layer.ts';
import { checkDiffId, storedLayer } from './layer/stored-layer.ts';
import { compressionOf, mediaTypeOf } from './media-type.ts';
import type { Reading } from './reading-options.ts';
import { resolveSavedImages, type SavedFiles } from './saved-images.ts';
import { BLOCK } from './tar/header.ts';

/** Reads the images of a docker-archive on disk. Layers are read on demand. Throws ImageError. */
export async function readDockerArchive(
  files: Files,
  reference: string | undefined,
  options: Reading,
): Promise<FoundImages> {
  const saved: SavedFiles = {
    archive: files.name,
    limits: options.limits,
    json: (path, limit) => readBytes(files.open(path), limit, { archive: files.name, entry: path }),
    layer: (path, diffId) => openLayer(files, path, diffId, options),
  };
  return resolveSavedImages(saved, reference);
}

/** A docker-archive has no media types, and its names are not trusted: the first bytes give the format, and the digest is computed. */
async function openLayer(files: Files, path: string, diffId: string, options: Reading): Promise<StoredLayer> {
  const place = { archive: files.name, entry: path };
  const mediaType = mediaTypeOf(await readFirst(files, path));
  if (mediaType === undefined) throw new ImageError('not a layer: neither tar, gzip nor zstd', { ...place, offset: 0 });
  const estimated = compressionOf(mediaType) === 'none';
  const digest = estimated ? diffId : await digestFile(files, path);
  const { layers, limits, onBytes, inspect, gzip } = options;
  const estimate = estimated ? gzip : undefined;
  const claims = { mediaType, diffId, place, ownsBuffers: true, ...(!estimated && { digest }) };
  const walk = (progress = onBytes) =>
    readLayer(files.open(path), { ...claims, limits, inspect, onBytes: progress, estimate });
  const verify = estimated ? () => verifyFile(files, path, diffId) : undefined;
  return storedLayer({ mediaType, digest, diffId, place, layers, estimated, walk, verify });
}

/**
 * Of an uncompressed layer only the config says which tar it is: a config can claim one diffId for two files. So a file is hashed too when the
 * run knows the diffId from another file. Engines refuse such an archive as well.
 */
async function verifyFile(files: Files, path: string, diffId: string): Promise<void> {
  checkDiffId(await digestFile(files, path), diffId, { archive: files.name, entry: path });
}

async function readFirst(files: Files, path: string): Promise<Buffer> {
  const { first, close } = await prefetch(files.open(path), BLOCK);
  await close();
  return first;
}

async function digestFile(files: Files, path: string): Promise<string> {
  const digester = new Digester();
  for await (const chunk of files.open(path)) {
    digester.update(chunk);
    freeBuffer(chunk);
  }
  return digester.digest();
}
