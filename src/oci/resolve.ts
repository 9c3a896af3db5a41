import { formatPlatform, parseConfig } from './config.ts';
import { isDigest } from './digest.ts';
import { ImageError, type Place, quote } from './error.ts';
import type { Descriptor, FoundImages, ImageSource, StoredImage, StoredLayer, UnreadableImage } from './image.ts';
import type { Limits } from './limits.ts';
import { type ImageManifest, type Manifest, parseManifest } from './manifest.ts';
import { formOf, isConfigType, isForeign, isImageOfFiles, manifestKind } from './media-type.ts';
import { type Candidate, onePerPlatform } from './one-per-platform.ts';

/** The blobs that descriptors point to: in a directory, an archive, a registry, or pushed to us. */
export interface Blobs {
  /** As errors name it. */
  readonly archive: string;
  readonly limits: Pick<Limits, 'manifest' | 'config'>;
  place(descriptor: Root): Place;
  has(descriptor: Root): Promise<boolean>;
  /** Bytes of a JSON blob, digest and size verified. Throws ImageError beyond `limit` bytes. */
  json(descriptor: Root, limit: number): Promise<Uint8Array>;
  layer(descriptor: Descriptor, diffId: string): StoredLayer;
}

/** A descriptor, of which only the digest is required. */
export type Root = Pick<Descriptor, 'digest'> & Partial<Descriptor>;

/** Levels of nested indexes; real images have one or two. */
const DEEPEST = 8;
const MOST_MANIFESTS = 4_096;

/** Annotations that hold the name of an image in a layout: containerd's, which buildx writes too, and the image-spec's. */
const NAMES = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/**
 * Follows descriptors to their images, one for each platform of an index. Attestations, signatures and artifacts are left out. An image whose
 * documents cannot be read does not hide the others. Throws ImageError if no image is left (with the reasons), for cycles, and for indexes that
 * are nested too deep.
 */
export async function resolveImages(roots: readonly Root[], blobs: Blobs): Promise<FoundImages> {
  const resolver = new Resolver(blobs);
  for (const root of roots) await resolver.follow(root, referenceOf(root), []);
  return resolver.found();
}

/** A source of these images that has no files to close. */
export function heldSource(name: string, found: FoundImages): ImageSource {
  return { name, ...found, [Symbol.asyncDispose]: async () => {} };
}

/**
 * The images of an index that a reference selects: by name, or by `@DIGEST`, also of an image below what the index lists. All without a
 * reference. Throws ImageError with the names found.
 */
export async function resolveReference(
  roots: readonly Descriptor[],
  reference: string | undefined,
  place: Place,
  blobs: Blobs,
): Promise<FoundImages> {
  const digest = reference?.startsWith('@') === true ? reference.slice(1) : '';
  const isListed = roots.some((root) => root.digest === digest);
  if (!isListed && isDigest(digest) && (await blobs.has({ digest }))) return resolveImages([{ digest }], blobs);
  return resolveImages(pickRoots(roots, reference, place), blobs);
}

function pickRoots(roots: readonly Descriptor[], reference: string | undefined, place: Place): readonly Descriptor[] {
  if (reference === undefined) return roots;
  const position = positionIn(reference);
  const picked = roots.filter((root, at) => (position === undefined ? isNamed(root, reference) : at === position));
  if (picked.length > 0) return picked;
  const names = roots.map((root) => referenceOf(root) ?? `@${root.digest}`);
  throw noSuchImage(reference, names, place);
}

function isNamed(root: Descriptor, reference: string): boolean {
  return reference === `@${root.digest}` || NAMES.some((name) => root.annotations?.[name] === reference);
}

/** The place in the list that a reference `@N` selects, from 0 (containers-transports(5), "source-index"). */
export function positionIn(reference: string | undefined): number | undefined {
  const digits = /^@(\d{1,6})$/.exec(reference ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What to throw where a reference selects none of the images, which have these names. */
export function noSuchImage(reference: string, names: readonly string[], place: Place): ImageError {
  if (positionIn(reference) === undefined)
    return new ImageError(`no image is named ${quote(reference)}; there are ${listNames(names)}`, place);
  const listed = `lists ${names.length} (${listNames(names)}), the first is @0`;
  return new ImageError(`no image has the position ${quote(reference)}: it ${listed}`, place);
}

/** Hostile names for a message, at most ten. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.slice(0, 10).map(quote).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}

function referenceOf(root: Root): string | undefined {
  return NAMES.map((name) => root.annotations?.[name]).find((name) => name !== undefined);
}

/** BuildKit's provenance and SBOM (buildkit, docs/attestations/attestation-storage.md). */
function isAttestation({ annotations, platform }: Root): boolean {
  const marked = annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
  return marked || (platform?.os === 'unknown' && platform.architecture === 'unknown');
}

class Resolver {
  readonly #blobs: Blobs;
  readonly #seen = new Set<string>();
  readonly #candidates: Candidate[] = [];
  readonly #unreadable: UnreadableImage[] = [];
  readonly #attestations: string[] = [];
  readonly #leftOut: string[] = [];

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  async follow(root: Root, reference: string | undefined, above: readonly string[]): Promise<void> {
    if (isAttestation(root)) return void this.#attestations.push(`${root.digest} is an attestation`);
    const reason = await this.#reasonToIgnore(root, above);
    if (reason !== undefined) return void this.#leftOut.push(`${root.digest} ${reason}`);
    this.#checkPath(root, above);
    if (this.#seen.has(root.digest)) return;
    this.#seen.add(root.digest);
    const manifest = await this.#reading(root, () => this.#parse(root));
    if (manifest?.kind === 'index') {
      for (const child of manifest.manifests) await this.follow(child, reference, [...above, root.digest]);
    } else if (manifest !== undefined) {
      await this.#take(root, manifest, reference, above);
    }
  }

  /** What was found. Throws ImageError if there is no image: with the first that is unreadable, else with what is there instead. */
  found(): FoundImages {
    const { images, leftOut } = onePerPlatform(this.#candidates);
    if (images.length > 0) return { images, unreadable: this.#unreadable, leftOut: [...this.#leftOut, ...leftOut] };
    const [first] = this.#unreadable;
    if (first !== undefined) throw first.error;
    const reasons = [...this.#attestations, ...this.#leftOut].slice(0, 5).join('; ');
    throw new ImageError(`holds no image${reasons === '' ? '' : ` (${reasons})`}`, { archive: this.#blobs.archive });
  }

  async #parse(root: Root): Promise<Manifest> {
    const bytes = await this.#blobs.json(root, this.#blobs.limits.manifest);
    return parseManifest(bytes, this.#blobs.place(root), root.mediaType);
  }

  async #take(
    root: Root,
    { config, layers }: ImageManifest,
    reference: string | undefined,
    above: readonly string[],
  ): Promise<void> {
    if (!isConfigType(config.mediaType)) {
      this.#leftOut.push(`${root.digest} is an artifact with a config of type ${quote(config.mediaType)}`);
    } else if (!isImageOfFiles(layers)) {
      const type = quote(layers[0]?.mediaType ?? '');
      this.#leftOut.push(`${named(root)} is no image of files: its layers are of type ${type}`);
    } else {
      const image = await this.#reading(root, () => this.#open(root, reference, config, layers));
      if (image !== undefined) this.#candidates.push({ image, index: above.at(-1), platform: root.platform });
    }
  }

  /** One entry that cannot be read must not hide the others. It stays an error, of its own platform. */
  async #reading<T>(root: Root, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      this.#unreadable.push({ platform: platformOf(root), error });
      return undefined;
    }
  }

  /** An index may list images that are absent: engines export the one platform that they hold with the index of all platforms. */
  async #reasonToIgnore(root: Root, above: readonly string[]): Promise<string | undefined> {
    if (root.mediaType !== undefined && manifestKind(root.mediaType) === undefined)
      return `is ${quote(root.mediaType)}`;
    if (above.length === 0 || (await this.#blobs.has(root))) return undefined;
    const platform = platformOf(root);
    return platform === '' ? 'is not there' : `(${platform}) is not there`;
  }

  #checkPath(root: Root, above: readonly string[]): void {
    const place = this.#blobs.place(root);
    if (above.includes(root.digest)) throw new ImageError('the index contains itself', place);
    if (above.length >= DEEPEST) throw new ImageError(`indexes nested more than ${DEEPEST} deep`, place);
    if (this.#seen.size >= MOST_MANIFESTS) throw new ImageError(`more than ${MOST_MANIFESTS} manifests`, place);
  }

  async #open(
    root: Root,
    reference: string | undefined,
    configBlob: Descriptor,
    layers: readonly Descriptor[],
  ): Promise<StoredImage> {
    const bytes = await this.#blobs.json(configBlob, this.#blobs.limits.config);
    const config = parseConfig(bytes, this.#blobs.place(configBlob), layers.length);
    return {
      ...(reference !== undefined && { reference }),
      platform: formatPlatform(config),
      manifestDigest: root.digest,
      config,
      configSize: bytes.length,
      layers: layers.map((layer, at) => this.#layer(layer, config.diffIds[at] ?? '')),
    };
  }

  #layer(descriptor: Descriptor, diffId: string): StoredLayer {
    const form = formOf(descriptor);
    const layer = { ...this.#blobs.layer(descriptor, diffId), ...(form !== undefined && { form }) };
    if (!isForeign(descriptor.mediaType)) return layer;
    const read: StoredLayer['read'] = (onBytes) =>
      layer.read(onBytes).catch((error: unknown) => {
        throw error instanceof ImageError ? foreign(error, this.#blobs.place(descriptor)) : error;
      });
    return { ...layer, read };
  }
}

function foreign(error: ImageError, place: Place): ImageError {
  const problem = `a foreign layer, which only its vendor distributes, cannot be read: ${error.message}`;
  return new ImageError(problem, place, { cause: error });
}

/** `os/arch[/variant]` as a descriptor says; '' where it says nothing. */
function platformOf({ platform }: Root): string {
  return platform === undefined || platform.os === '' || platform.architecture === '' ? '' : formatPlatform(platform);
}

function named(root: Root): string {
  const platform = platformOf(root);
  return platform === '' ? root.digest : `${quote(platform)} (${root.digest})`;
}
