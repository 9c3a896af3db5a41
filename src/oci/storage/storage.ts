import { join } from 'node:path';
import { readBytes } from '../bytes.ts';
import { ImageError, type Place } from '../error.ts';
import { type Files, openDirectory } from '../files.ts';
import type { Descriptor, ImageSource, ReadLayer, StoredLayer } from '../image.ts';
import { estimatedKey } from '../layer/cache.ts';
import { inflate } from '../layer/decompress.ts';
import { readLayer } from '../layer/layer.ts';
import { checkDiffId } from '../layer/stored-layer.ts';
import { verifyBlob } from '../layout.ts';
import type { Limits } from '../limits.ts';
import { completeReading, type Reading, type ReadingOptions } from '../reading-options.ts';
import { type Blobs, heldSource, type Root, resolveImages } from '../resolve.ts';
import { layerFiles } from './layer-files.ts';
import { findRecord } from './names.ts';
import { type ImageRecord, readImageRecords, readLayerRecords } from './records.ts';
import { assembleTar } from './tar-split.ts';

/** A store of podman, buildah or CRI-O: its directories, the user's own first. */
export interface StoragePlaces {
  readonly roots: readonly string[];
  /** Name of the storage driver; '' for the one that the store has. */
  readonly driver: string;
}

/** Where each driver keeps the files of a layer, below the root of the store (containers/storage, drivers). */
const LAYER_DIRECTORIES: Readonly<Record<string, (id: string) => string>> = {
  overlay: (id) => `overlay/${id}/diff`,
  vfs: (id) => `vfs/dir/${id}`,
  btrfs: (id) => `btrfs/subvolumes/${id}`,
};
const DRIVERS = Object.keys(LAYER_DIRECTORIES);
const TAR = 'application/vnd.oci.image.layer.v1.tar';

/**
 * Opens an image in the stores of containers/storage. Nothing is written or locked, and podman need not be there. Layers are put together from their
 * tar-split and verified by their diffIds. Sizes of compressed layers are those of the manifest by which the image was pulled. Throws ImageError.
 */
export async function openStorageImage(
  places: StoragePlaces,
  image: string,
  options: ReadingOptions = {},
): Promise<ImageSource> {
  const reading = completeReading(options);
  const stores = await openStores(places, reading.limits);
  const name = `containers-storage:${image}`;
  const { digest, id, names } = findRecord(
    stores.flatMap(({ images }) => images),
    image,
    placeOf(stores, name),
  );
  if (digest === '') throw new ImageError(`the store has no manifest of ${id}`, placeOf(stores, name));
  const found = await resolveImages([{ digest }], new StorageBlobs(name, stores, reading));
  const named = names[0] === undefined ? {} : { reference: names[0] };
  return heldSource(name, { ...found, images: found.images.map((each) => ({ ...each, ...named })) });
}

/** One directory with images and layers of one driver. */
interface Store {
  readonly files: Files;
  readonly root: string;
  readonly driver: string;
  readonly images: readonly ImageRecord[];
  /** Ids of layers by their diffIds. */
  readonly layers: ReadonlyMap<string, string>;
}

async function openStores({ roots, driver }: StoragePlaces, limits: Limits): Promise<readonly Store[]> {
  const stores: Store[] = [];
  for (const root of roots) {
    const files = await openDirectory(`containers-storage:[${root}]`, root);
    const drivers = driver === '' ? DRIVERS : [driver];
    for (const each of drivers) stores.push(await openStore(files, root, each, limits));
  }
  const unknown = stores.find((store) => LAYER_DIRECTORIES[store.driver] === undefined);
  if (unknown === undefined) return stores;
  const problem = `the storage driver ${unknown.driver} cannot be read, only ${DRIVERS.join(', ')}`;
  throw new ImageError(`${problem}; read the output of \`podman save\` as docker-archive:`, placeOf([unknown], ''));
}

async function openStore(files: Files, root: string, driver: string, limits: Limits): Promise<Store> {
  const images = await readImageRecords(files, driver, limits);
  const layers = await readLayerRecords(files, driver, limits);
  return { files, root, driver, images, layers: new Map(layers.map(({ diffId, id }) => [diffId, id])) };
}

function placeOf([first]: readonly Store[], name: string): Place {
  return { archive: first?.files.name ?? name };
}

/** The documents and layers of all images in the stores. */
class StorageBlobs implements Blobs {
  readonly archive: string;
  readonly limits: Limits;
  readonly #stores: readonly Store[];
  readonly #reading: Reading;
  readonly #documents: ReadonlyMap<string, { readonly files: Files; readonly path: string }>;

  constructor(archive: string, stores: readonly Store[], reading: Reading) {
    this.archive = archive;
    this.limits = reading.limits;
    this.#stores = stores;
    this.#reading = reading;
    const found = stores.flatMap(({ files, images }) =>
      images.flatMap(({ documents }) => Array.from(documents, ([digest, path]) => [digest, { files, path }] as const)),
    );
    this.#documents = new Map(found.toReversed());
  }

  place({ digest }: Root): Place {
    const { files, path } = this.#documents.get(digest) ?? {};
    return { archive: files?.name ?? this.archive, entry: path ?? digest };
  }

  async has({ digest }: Root): Promise<boolean> {
    return this.#documents.has(digest);
  }

  async json(descriptor: Root, limit: number): Promise<Uint8Array> {
    const place = this.place(descriptor);
    const document = this.#documents.get(descriptor.digest);
    if (document === undefined) throw new ImageError('the store does not have it', place);
    const bytes = await readBytes(document.files.open(document.path), limit, place);
    verifyBlob(bytes, descriptor, place);
    return bytes;
  }

  /** The blob as a registry has it is not in a store. So its digest stands for it only in this image, and not in other sources of the run. */
  layer({ digest, size, mediaType }: Descriptor, diffId: string): StoredLayer {
    const { layers } = this.#reading;
    const isPlain = digest === diffId;
    return {
      digest,
      mediaType,
      read: async (onBytes = this.#reading.onBytes) => {
        const read = await layers.read(estimatedKey(digest), async () => {
          const walked = await this.#walk(diffId, isPlain, onBytes);
          return isPlain ? walked : { index: walked.index, download: size, estimated: false };
        });
        checkDiffId(read.index.diffId, diffId, this.place({ digest }));
        return read;
      },
    };
  }

  async #walk(diffId: string, isPlain: boolean, onBytes: Reading['onBytes']): Promise<ReadLayer> {
    const store = this.#stores.find(({ layers }) => layers.has(diffId));
    const id = store?.layers.get(diffId);
    if (store === undefined || id === undefined)
      throw new ImageError('the store has no such layer', this.place({ digest: diffId }));
    const { limits, inspect, gzip } = this.#reading;
    const estimate = isPlain ? gzip : undefined;
    const place = { archive: store.files.name, entry: `${store.driver}-layers/${id}` };
    const claims = { mediaType: TAR, diffId, place, ownsBuffers: true };
    return readLayer(openTar(store, id, limits), { ...claims, limits, inspect, onBytes, estimate });
  }
}

/** The tar of a layer, from its tar-split and its directory. */
function openTar({ files, root, driver }: Store, id: string, limits: Limits): AsyncIterable<Uint8Array> {
  const path = `${driver}-layers/${id}.tar-split.gz`;
  const place = { archive: files.name, entry: path };
  const directory = LAYER_DIRECTORIES[driver]?.(id) ?? '';
  const content = layerFiles(join(root, directory), { archive: files.name, entry: directory });
  return assembleTar(inflate(files.open(path), 'gzip', { place, limits }), place, content);
}
