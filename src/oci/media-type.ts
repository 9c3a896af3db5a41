import type { Descriptor } from './image.ts';
import { BLOCK, isHeader, isZeroBlock } from './tar/header.ts';

/** The compressions of a layer blob. */
export type Compression = 'none' | 'gzip' | 'zstd';

const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** The compression of each layer media type (image-spec, layer.md; Docker's image manifest v2.2). */
const LAYERS: ReadonlyMap<string, Compression> = new Map([
  ...['application/vnd.oci.image.layer.v1.tar', 'application/vnd.oci.image.layer.nondistributable.v1.tar'].flatMap(
    (type): [string, Compression][] => [
      [type, 'none'],
      [`${type}+gzip`, 'gzip'],
      [`${type}+zstd`, 'zstd'],
    ],
  ),
  ['application/vnd.docker.image.rootfs.diff.tar', 'none'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'gzip'],
  ['application/vnd.docker.image.rootfs.diff.tar.zstd', 'zstd'],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar', 'none'],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'gzip'],
]);

const LAYER_FAMILY = /^application\/vnd\.(?:oci\.image\.layer\.|docker\.image\.rootfs\.)/;
const FOREIGN = /^application\/vnd\.(?:oci\.image\.layer\.nondistributable\.|docker\.image\.rootfs\.foreign\.)/;

const CONFIGS = new Set(['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']);

const MANIFESTS: ReadonlyMap<string, 'image' | 'index'> = new Map([
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.v2+json', 'image'],
  ['application/vnd.oci.image.index.v1+json', 'index'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
]);

/** Media types of the manifests and indexes that are supported, for an Accept header. */
export const MANIFEST_TYPES: readonly string[] = [...MANIFESTS.keys()];

/** The compression that a layer's media type states; undefined if it is not a layer of files. */
export function compressionOf(mediaType: string): Compression | undefined {
  return LAYERS.get(mediaType);
}

/** Annotation of an eStargz layer (stargz-snapshotter, docs/estargz.md). Its media type is that of gzip. */
const STARGZ = 'containerd.io/snapshot/stargz/toc.digest';

/**
 * How a layer is stored, in the words of BuildKit's option `compression`: uncompressed, gzip, estargz or zstd. Undefined if the media type is not
 * one of a layer of files.
 */
export function formOf({ mediaType, annotations }: Pick<Descriptor, 'mediaType' | 'annotations'>): string | undefined {
  const compression = compressionOf(mediaType);
  if (compression === 'gzip' && annotations?.[STARGZ] !== undefined) return 'estargz';
  return compression === 'none' ? 'uncompressed' : compression;
}

/**
 * Whether a manifest with the config of an image is one. Then a layer is of files, if only in a form that is not supported, such as an encrypted
 * one. The only layer of a signature or of a WebAssembly component is neither.
 */
export function isImageOfFiles(layers: readonly { readonly mediaType: string }[]): boolean {
  return layers.length === 0 || layers.some(({ mediaType }) => LAYER_FAMILY.test(mediaType));
}

/** Whether a layer may not be distributed: its image's registry need not hold it (image-spec, layer.md, "Non-Distributable Layers"). */
export function isForeign(mediaType: string): boolean {
  return FOREIGN.test(mediaType);
}

/** True for the media type of an image configuration; false for that of an artifact. */
export function isConfigType(mediaType: string): boolean {
  return CONFIGS.has(mediaType);
}

/** The kind of document that a media type states; undefined if it is not a supported manifest or index. */
export function manifestKind(mediaType: string): 'image' | 'index' | undefined {
  return MANIFESTS.get(mediaType);
}

/** The format of a blob by its first bytes. A tar needs 512 bytes: a valid header, or the zeros of an empty archive. */
export function detectFormat(first: Buffer): 'gzip' | 'zstd' | 'tar' | 'unknown' {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  if (first.length >= 4 && isZstdMagic(first.readUInt32LE(0))) return 'zstd';
  if (first.length >= BLOCK && (isZeroBlock(first, 0) || isHeader(first))) return 'tar';
  return 'unknown';
}

/** The media type of a layer by its first bytes, as Docker itself detects it; undefined if the bytes are not a layer. */
export function mediaTypeOf(first: Buffer): string | undefined {
  const format = detectFormat(first);
  if (format === 'unknown') return undefined;
  return format === 'tar' ? OCI_LAYER : `${OCI_LAYER}+${format}`;
}

/** A zstd frame, or a skippable one (RFC 8878, 3.1). */
export function isZstdMagic(magic: number): boolean {
  return magic === 0xfd2fb528 || isSkippableMagic(magic);
}

/** Whether 4 bytes (little-endian) start a skippable frame of zstd (RFC 8878, 3.1.2). */
export function isSkippableMagic(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}
