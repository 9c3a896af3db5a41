import { formatPlatform, parseConfig } from './config.ts';
import { ImageError, type Place, quote } from './error.ts';
import type { Descriptor, StoredImage, StoredLayer } from './image.ts';
import type { Limits } from './limits.ts';
import { parseManifest } from './manifest.ts';
import { isConfigType, manifestKind } from './media-type.ts';

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
 * Follows descriptors to their images, one for each platform of an index. Attestations and artifacts are ignored. Throws ImageError
 * if no image is left (with the reasons), for cycles, and for indexes that are nested too deep.
 */
export async function resolveImages(roots: readonly Root[], blobs: Blobs): Promise<readonly StoredImage[]> {
  const resolver = new Resolver(blobs);
  for (const root of roots) await resolver.follow(root, referenceOf(root), []);
  if (resolver.images.length > 0) return resolver.images;
  const reasons = resolver.ignored.slice(0, 5).join('; ');
  throw new ImageError(`holds no image${reasons === '' ? '' : ` (${reasons})`}`, { archive: blobs.archive });
}

/** The descriptors that a reference selects, by name or by `@DIGEST`; all without a reference. Throws ImageError with the names found. */
export function pickRoots(
  roots: readonly Descriptor[],
  reference: string | undefined,
  place: Place,
): readonly Descriptor[] {
  if (reference === undefined) return roots;
  const picked = reference.startsWith('@')
    ? roots.filter((root) => `@${root.digest}` === reference)
    : roots.filter((root) => NAMES.some((name) => root.annotations?.[name] === reference));
  if (picked.length > 0) return picked;
  const names = roots.map((root) => referenceOf(root) ?? `@${root.digest}`);
  throw new ImageError(`no image is named ${quote(reference)}; there are ${listNames(names)}`, place);
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
  readonly images: StoredImage[] = [];
  readonly ignored: string[] = [];

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  async follow(root: Root, reference: string | undefined, above: readonly string[]): Promise<void> {
    const reason = await this.#reasonToIgnore(root, above);
    if (reason !== undefined) return void this.ignored.push(`${root.digest} ${reason}`);
    this.#checkPath(root, above);
    if (this.#seen.has(root.digest)) return;
    this.#seen.add(root.digest);
    await this.#read(root, reference, above);
  }

  async #read(root: Root, reference: string | undefined, above: readonly string[]): Promise<void> {
    const place = this.#blobs.place(root);
    const manifest = parseManifest(await this.#blobs.json(root, this.#blobs.limits.manifest), place, root.mediaType);
    if (manifest.kind === 'index') {
      for (const child of manifest.manifests) await this.follow(child, reference, [...above, root.digest]);
    } else if (isConfigType(manifest.config.mediaType)) {
      this.images.push(await this.#open(root, reference, manifest.config, manifest.layers));
    } else {
      this.ignored.push(`${root.digest} is an artifact with a config of type ${quote(manifest.config.mediaType)}`);
    }
  }

  /** An index may list images that are absent: engines export the one platform that they hold with the index of all platforms. */
  async #reasonToIgnore(root: Root, above: readonly string[]): Promise<string | undefined> {
    if (isAttestation(root)) return 'is an attestation';
    if (root.mediaType !== undefined && manifestKind(root.mediaType) === undefined)
      return `is ${quote(root.mediaType)}`;
    return above.length > 0 && !(await this.#blobs.has(root)) ? 'is not there' : undefined;
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
      layers: layers.map((layer, at) => this.#blobs.layer(layer, config.diffIds[at] ?? '')),
    };
  }
}
