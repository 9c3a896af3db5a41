import { type StoredTransport, TRANSPORTS } from '../model/transport.ts';
import { openArchive } from './archive.ts';
import { isDigest } from './digest.ts';
import { readDockerArchive } from './docker-archive.ts';
import { ImageError, quote } from './error.ts';
import { DirectoryFiles, type Files } from './files.ts';
import type { ImageSource, StoredImage } from './image.ts';
import { readLayoutDigest, readLayoutImages } from './layout.ts';
import { completeReading, type ReadingOptions } from './reading-options.ts';

/** Where an image is stored: a transport of containers-transports(5), and a path. */
export interface StoredSource {
  readonly kind: StoredTransport;
  readonly location: string;
  /** Selects one of several images: a tag or reference name, or `@sha256:…`. */
  readonly reference?: string | undefined;
}

const READERS: Readonly<Record<StoredTransport, typeof readLayoutImages>> = {
  oci: readLayoutImages,
  'oci-archive': readLayoutImages,
  'docker-archive': readDockerArchive,
};

/**
 * Opens a layout directory or an archive and reads manifests and configs. Layers are read on demand. Throws ImageError if the
 * content is not of this kind, or if no image matches `reference`.
 */
export async function openImageSource(source: StoredSource, options: ReadingOptions = {}): Promise<ImageSource> {
  const read = completeReading(options);
  const name = `${source.kind}:${source.location}`;
  const files =
    TRANSPORTS[source.kind].place === 'directory'
      ? new DirectoryFiles(name, source.location)
      : await openArchive(name, source.location, read.limits);
  return asSource(files, () => READERS[source.kind](files, source.reference, read));
}

/**
 * Opens the images of a manifest or index in a layout directory, by the digest that buildx reports after an export. index.json is not
 * read, since several builds share the directory. Throws ImageError.
 */
export async function openLayoutImage(
  directory: string,
  digest: string,
  options: ReadingOptions = {},
): Promise<ImageSource> {
  const name = `oci:${directory}`;
  if (!isDigest(digest)) throw new ImageError(`not a digest: ${quote(digest)}`, { archive: name });
  const files = new DirectoryFiles(name, directory);
  return asSource(files, () => readLayoutDigest(files, digest, completeReading(options)));
}

async function asSource(files: Files, read: () => Promise<readonly StoredImage[]>): Promise<ImageSource> {
  try {
    return { name: files.name, images: await read(), [Symbol.asyncDispose]: () => files[Symbol.asyncDispose]() };
  } catch (error) {
    await files[Symbol.asyncDispose]();
    throw error;
  }
}
