import { openArchive } from './archive.ts';
import { isDigest } from './digest.ts';
import { readDockerArchive } from './docker-archive.ts';
import { ImageError, quote } from './error.ts';
import { DirectoryFiles, type Files } from './files.ts';
import type { FoundImages, ImageSource } from './image.ts';
import { readLayoutDigest, readLayoutImages } from './layout.ts';
import { completeReading, type ReadingOptions } from './reading-options.ts';

/** How the files of a transport are opened, and how its images are read. */
const TRANSPORTS = {
  oci: { isDirectory: true, read: readLayoutImages },
  'oci-archive': { isDirectory: false, read: readLayoutImages },
  'docker-archive': { isDirectory: false, read: readDockerArchive },
} as const;

/** Where an image is stored: a transport of containers-transports(5), and a path. */
export interface StoredSource {
  readonly kind: keyof typeof TRANSPORTS;
  readonly location: string;
  /** Selects one of several images: a tag or reference name, or `@sha256:…`. */
  readonly reference?: string | undefined;
}

/**
 * Opens a layout directory or an archive and reads manifests and configs. Layers are read on demand. Throws ImageError if the
 * content is not of this kind, or if no image matches `reference`.
 */
export async function openImageSource(source: StoredSource, options: ReadingOptions = {}): Promise<ImageSource> {
  const read = completeReading(options);
  const name = `${source.kind}:${source.location}`;
  const transport = TRANSPORTS[source.kind];
  const files = transport.isDirectory
    ? new DirectoryFiles(name, source.location)
    : await openArchive(name, source.location, read.limits);
  return asSource(files, () => transport.read(files, source.reference, read));
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

async function asSource(files: Files, read: () => Promise<FoundImages>): Promise<ImageSource> {
  try {
    return { name: files.name, ...(await read()), [Symbol.asyncDispose]: () => files[Symbol.asyncDispose]() };
  } catch (error) {
    await files[Symbol.asyncDispose]();
    throw error;
  }
}
