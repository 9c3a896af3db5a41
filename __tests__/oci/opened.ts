import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ImageError } from '../../src/oci/error.ts';
import type { ImageSource, StoredImage } from '../../src/oci/image.ts';
import type { ReadingOptions } from '../../src/oci/reading-options.ts';
import { openImageSource } from '../../src/oci/source.ts';
import { asEntries, type Blob, type FileMap, writeFiles } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

/** How a layout is stored: as a directory, as a tar, or as a tar that is compressed as a whole. */
export type LayoutForm = 'oci' | keyof typeof COMPRESS;

const COMPRESS = {
  'oci-archive': (tar: Buffer) => tar,
  'oci-archive in gzip': (tar: Buffer) => gzipSync(tar),
  'oci-archive in zstd': (tar: Buffer) => zstdCompressSync(tar),
};

export const LAYOUT_FORMS: readonly LayoutForm[] = ['oci', 'oci-archive', 'oci-archive in gzip', 'oci-archive in zstd'];

/** Writes the files as a layout below the directory, opens it, reads all layers, and returns a summary of every image. */
export async function openLayout(
  directory: string,
  files: FileMap,
  form: LayoutForm = 'oci',
  reference?: string,
  options?: ReadingOptions,
) {
  const kind = form === 'oci' ? form : 'oci-archive';
  const location = join(directory, kind);
  if (form === 'oci') await writeFiles(location, files);
  else await writeFile(location, COMPRESS[form](makeTar(asEntries(files))));
  await using source = await openImageSource({ kind, location, reference }, options);
  return await summariseAll(source);
}

/** Reads all layers of the images in an opened source, and returns a summary of every image. */
export async function summariseAll(source: Pick<ImageSource, 'images'>) {
  return await Promise.all(source.images.map(summarise));
}

async function summarise({ reference, platform, manifestDigest, configSize, layers }: StoredImage) {
  const read = await Promise.all(layers.map((layer) => layer.read()));
  return {
    ...(reference !== undefined && { reference }),
    platform,
    manifestDigest,
    configSize,
    downloads: read.map((layer) => layer.download),
    unpacked: read.map((layer) => layer.index.unpacked),
  };
}

/** The ImageError that reading throws. */
export async function failureOf(opening: Promise<unknown>): Promise<ImageError> {
  const error = await opening.catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

/** The path of a blob in a layout. */
export function pathOf(blob: Blob): string {
  return `blobs/${blob.digest.replace(':', '/')}`;
}
