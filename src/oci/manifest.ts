import { isDigest } from './digest.ts';
import { type ImageError, type Place, quote } from './error.ts';
import type { Descriptor, DescriptorPlatform } from './image.ts';
import { JsonObject, parseJson } from './json.ts';
import { manifestKind } from './media-type.ts';

/** The manifest of one image. */
export interface ImageManifest {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** A parsed manifest: of one image, or an index of several. */
export type Manifest = ImageManifest | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] };

/** More layers than any engine mounts, and more platforms than exist: a longer list is an attack. */
const LONGEST_LIST = 4_096;

/**
 * Parses an image manifest or index (image-spec, manifest.md and image-index.md; Docker's v2.2). `claimed` is the descriptor's media
 * type. Throws ImageError for any other document, and for one that is both a manifest and an index.
 */
export function parseManifest(bytes: Uint8Array, place: Place, claimed?: string): Manifest {
  const document = new JsonObject(parseJson(bytes, place), place);
  const kind = readKind(document, claimed);
  if (kind === 'index') return { kind, manifests: readDescriptors(document, 'manifests') };
  return { kind, config: readDescriptor(document.object('config')), layers: readDescriptors(document, 'layers') };
}

/** Reads `index.json` of an image layout (image-spec, image-layout.md). */
export function parseIndex(bytes: Uint8Array, place: Place): readonly Descriptor[] {
  const manifest = parseManifest(bytes, place, 'application/vnd.oci.image.index.v1+json');
  return manifest.kind === 'index' ? manifest.manifests : [];
}

function readKind(document: JsonObject, claimed?: string): 'image' | 'index' {
  const isImage = document.has('layers') || document.has('config') || document.has('fsLayers');
  const isIndex = document.has('manifests');
  if (document.has('schemaVersion') && document.size('schemaVersion') === 1) {
    throw document.error('Docker manifest schema 1 is no longer supported');
  }
  if (isImage && isIndex)
    throw document.error('both a manifest and an index: holds "manifests" and "layers" or "config"');
  const found = isIndex ? 'index' : 'image';
  for (const mediaType of [document.optionalText('mediaType'), claimed]) {
    if (mediaType !== undefined && mediaType !== '' && manifestKind(mediaType) !== found) {
      throw mislabelled(document, mediaType, found);
    }
  }
  return found;
}

function mislabelled(document: JsonObject, mediaType: string, found: string): ImageError {
  if (manifestKind(mediaType) === undefined)
    return document.error(`unsupported manifest media type ${quote(mediaType)}`);
  const fields = document.keys().slice(0, 10).join(', ');
  return document.error(`mislabelled: the media type says ${mediaType}, the fields (${quote(fields)}) say ${found}`);
}

function readDescriptors(document: JsonObject, key: string): readonly Descriptor[] {
  const found = document.objects(key);
  if (found.length > LONGEST_LIST) throw document.error(`${found.length} ${key}, over the limit of ${LONGEST_LIST}`);
  return found.map(readDescriptor);
}

function readDescriptor(found: JsonObject): Descriptor {
  const digest = found.text('digest');
  if (!isDigest(digest)) throw found.error(`not a sha256 or sha512 digest: ${quote(digest)}`);
  const platform = found.optionalObject('platform');
  const annotations = found.optionalObject('annotations')?.strings();
  return {
    mediaType: found.text('mediaType'),
    digest,
    size: found.size('size'),
    ...(platform !== undefined && { platform: readPlatform(platform) }),
    ...(annotations !== undefined && { annotations }),
  };
}

function readPlatform(found: JsonObject): DescriptorPlatform {
  const variant = found.optionalText('variant');
  const osVersion = found.optionalText('os.version');
  return {
    os: found.optionalText('os') ?? '',
    architecture: found.optionalText('architecture') ?? '',
    ...(variant !== undefined && { variant }),
    ...(osVersion !== undefined && { osVersion }),
    ...(found.has('os.features') && { osFeatures: found.texts('os.features') }),
  };
}
