import { readBytes } from './bytes.ts';
import { digestOf } from './digest.ts';
import { ImageError } from './error.ts';
import type { Files } from './files.ts';
import type { FoundImages } from './image.ts';
import { type BlobPath, FileBlobs } from './layout.ts';
import { manifestKind } from './media-type.ts';
import type { Reading } from './reading-options.ts';
import { resolveImages } from './resolve.ts';

const MANIFEST = 'manifest.json';
const VERSION = 'version';
const LONGEST_VERSION = 1024;

/**
 * Reads the image of a `dir:` directory, as `skopeo copy` writes it: manifest.json and one file for each blob. With `--all` manifest.json is an index,
 * and the manifests of its platforms stand beside it (containers/image, directory/directory_transport.go). Throws ImageError.
 */
export async function readBlobDirectory(files: Files, options: Reading): Promise<FoundImages> {
  await checkVersion(files);
  const place = { archive: files.name, entry: MANIFEST };
  if ((await files.size(MANIFEST)) === undefined)
    throw new ImageError("not a directory of skopeo's: no such file", place);
  const digest = digestOf(await readBytes(files.open(MANIFEST), options.limits.manifest, place));
  const pathOf: BlobPath = (descriptor) => (descriptor.digest === digest ? MANIFEST : pathIn(descriptor));
  return resolveImages([{ digest }], new FileBlobs(files, options, pathOf));
}

/** A file is named by the hexadecimal digits of its digest; a manifest below an index has an ending as well. */
const pathIn: BlobPath = ({ digest, mediaType = '' }) => {
  const [algorithm = '', hex = ''] = digest.split(':');
  const name = algorithm === 'sha256' ? hex : `${algorithm}-${hex}`;
  return manifestKind(mediaType) === undefined ? name : `${name}.${MANIFEST}`;
};

/** Directories from before 2017 have no such file, and other names of files. */
async function checkVersion(files: Files): Promise<void> {
  const place = { archive: files.name, entry: VERSION };
  if ((await files.size(VERSION)) === undefined) return;
  const text = (await readBytes(files.open(VERSION), LONGEST_VERSION, place)).toString('utf8');
  if (!/^Directory Transport Version: 1\.\d+\s*$/.test(text))
    throw new ImageError('its version is not 1.0 or a later 1.x of the directory transport', place);
}
