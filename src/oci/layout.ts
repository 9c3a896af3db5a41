import { readBytes } from './bytes.ts';
import { blobPath, digestAlgorithm, digestOf } from './digest.ts';
import { ImageError, type Place } from './error.ts';
import type { Files } from './files.ts';
import type { Descriptor, FoundImages, StoredLayer } from './image.ts';
import { JsonObject, parseJson } from './json.ts';
import { readLayer } from './layer/layer.ts';
import { storedLayer } from './layer/stored-layer.ts';
import type { Limits } from './limits.ts';
import { parseIndex } from './manifest.ts';
import type { Reading } from './reading-options.ts';
import { type Blobs, type Root, resolveImages, resolveReference } from './resolve.ts';

/**
 * Reads the images of an OCI image layout (image-spec, image-layout.md): a directory, or a tar of one. `reference` selects images by
 * name annotation, or by `@DIGEST`. Throws ImageError.
 */
export async function readLayoutImages(
  files: Files,
  reference: string | undefined,
  options: Reading,
): Promise<FoundImages> {
  const documents: LayoutDocuments = {
    archive: files.name,
    limits: options.limits,
    has: async (path) => (await files.size(path)) !== undefined,
    json: (path, limit) => readBytes(files.open(path), limit, { archive: files.name, entry: path }),
  };
  return resolveLayout(documents, reference, new FileBlobs(files, options));
}

/** The documents of a layout by their paths. */
export interface LayoutDocuments {
  /** As errors name the layout. */
  readonly archive: string;
  readonly limits: Pick<Limits, 'manifest'>;
  has(path: string): Promise<boolean>;
  /** Throws ImageError where there is none, and beyond `limit` bytes. */
  json(path: string, limit: number): Promise<Uint8Array>;
}

/** The images of a layout whose blobs can be read. Throws ImageError. */
export async function resolveLayout(
  documents: LayoutDocuments,
  reference: string | undefined,
  blobs: Blobs,
): Promise<FoundImages> {
  const { archive, limits } = documents;
  await checkLayoutFile(documents);
  const index = parseIndex(await documents.json('index.json', limits.manifest), { archive, entry: 'index.json' });
  return resolveReference(index, reference, { archive, entry: 'index.json' }, blobs);
}

/** Reads the images of the manifest or index with this digest. index.json is not read. */
export async function readLayoutDigest(files: Files, digest: string, options: Reading): Promise<FoundImages> {
  return resolveImages([{ digest }], new FileBlobs(files, options));
}

async function checkLayoutFile(documents: LayoutDocuments): Promise<void> {
  const place = { archive: documents.archive, entry: 'oci-layout' };
  if (!(await documents.has('oci-layout'))) throw new ImageError('not an OCI image layout: no such file', place);
  const layout = new JsonObject(parseJson(await documents.json('oci-layout', documents.limits.manifest), place), place);
  const version = layout.text('imageLayoutVersion');
  if (!version.startsWith('1.'))
    throw layout.error(`image layout version ${JSON.stringify(version)}, supported is 1.0.0`);
}

/** Where a blob is among the files. A path is built from a checked digest only, so no name in a manifest can lead elsewhere. */
export type BlobPath = (descriptor: Root) => string;

/** The blobs of a layout, each in a file of its own. */
export class FileBlobs implements Blobs {
  readonly archive: string;
  readonly limits: Limits;
  readonly #files: Files;
  readonly #options: Reading;
  readonly #pathOf: BlobPath;

  constructor(files: Files, options: Reading, pathOf: BlobPath = ({ digest }) => blobPath(digest)) {
    this.archive = files.name;
    this.limits = options.limits;
    this.#files = files;
    this.#options = options;
    this.#pathOf = pathOf;
  }

  place(descriptor: Root): Place {
    return { archive: this.archive, entry: this.#pathOf(descriptor) };
  }

  async has(descriptor: Root): Promise<boolean> {
    return (await this.#files.size(this.#pathOf(descriptor))) !== undefined;
  }

  async json(descriptor: Root, limit: number): Promise<Uint8Array> {
    const place = this.place(descriptor);
    const bytes = await readBytes(this.#files.open(this.#pathOf(descriptor)), limit, place);
    verifyBlob(bytes, descriptor, place);
    return bytes;
  }

  layer(descriptor: Descriptor, diffId: string): StoredLayer {
    const { digest, size, mediaType } = descriptor;
    const place = this.place(descriptor);
    const { layers, limits, onBytes, inspect } = this.#options;
    const claims = { digest, size, mediaType, diffId, place, ownsBuffers: true };
    const open = () => this.#files.open(this.#pathOf(descriptor));
    const walk = (progress = onBytes) => readLayer(open(), { ...claims, limits, inspect, onBytes: progress });
    return storedLayer({ ...claims, layers, estimated: false, walk });
  }
}

/** Checks a blob in memory against its descriptor (image-spec, descriptor.md, "Verification"). Throws ImageError. */
export function verifyBlob(bytes: Uint8Array, { digest, size }: Root, place: Place): void {
  if (size !== undefined && bytes.length !== size) {
    const problem = `wrong size: the descriptor says ${size} bytes, found ${bytes.length}`;
    throw new ImageError(problem, { ...place, offset: Math.min(bytes.length, size) });
  }
  const found = digestOf(bytes, digestAlgorithm(digest));
  if (found !== digest)
    throw new ImageError(`wrong digest: expected ${digest}, the bytes have ${found}`, {
      ...place,
      offset: bytes.length,
    });
}
