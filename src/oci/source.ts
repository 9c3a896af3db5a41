import { type CompressedArchive, openArchive } from './archive.ts';
import { readBlobDirectory } from './blob-directory.ts';
import { isDigest } from './digest.ts';
import { readDockerArchive } from './docker-archive.ts';
import { ImageError, quote } from './error.ts';
import { DirectoryFiles, type Files, openDirectory } from './files.ts';
import type { FoundImages, ImageSource } from './image.ts';
import { inflate } from './layer/decompress.ts';
import { readLayoutDigest, readLayoutImages } from './layout.ts';
import { completeReading, type Reading, type ReadingOptions } from './reading-options.ts';
import { readCompressedArchive, type SavedStreamOptions } from './saved-stream.ts';

/** How the images of an archive are read whose files can be opened in any order. */
const ARCHIVES = { 'oci-archive': readLayoutImages, 'docker-archive': readDockerArchive } as const;

/** Where an image is stored: a transport of containers-transports(5), and a path. */
export interface StoredSource {
  readonly kind: keyof typeof ARCHIVES | 'oci' | 'dir';
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
  const { kind, location, reference } = source;
  if (kind === 'oci' || kind === 'dir') {
    const directory = await openDirectory(name, location);
    return asSource(directory, () =>
      kind === 'dir' ? readBlobDirectory(directory, read) : readLayoutImages(directory, reference, read),
    );
  }
  const archive = await openArchive(name, location, read.limits);
  if ('compression' in archive) return readCompressed(archive, kind, reference, { ...read, archive: name });
  return asSource(archive, () => ARCHIVES[kind](archive, reference, read));
}

/** Reads to the end of a compressed archive, and closes it. */
async function readCompressed(
  { compression, bytes, close }: CompressedArchive,
  kind: keyof typeof ARCHIVES,
  reference: string | undefined,
  options: Reading & SavedStreamOptions,
): Promise<ImageSource> {
  try {
    const inflated = inflate(bytes, compression, { place: { archive: options.archive }, limits: options.limits });
    return await readCompressedArchive(inflated, kind, reference, options);
  } finally {
    await close();
  }
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
