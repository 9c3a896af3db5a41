import { BLOCK, isHeader, isZeroBlock } from './tar/header.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** Layer media types (image-spec, layer.md; Docker's image manifest v2.2) by the compression they promise. */
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

const CONFIGS = new Set(['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']);

const MANIFESTS: ReadonlyMap<string, 'image' | 'index'> = new Map([
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.v2+json', 'image'],
  ['application/vnd.oci.image.index.v1+json', 'index'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
]);

/** The manifests and indexes that are read here, as an Accept header lists them. */
export const MANIFEST_TYPES: readonly string[] = [...MANIFESTS.keys()];

/** The compression a layer's media type promises; undefined when it is no layer of files. */
export function compressionOf(mediaType: string): Compression | undefined {
  return LAYERS.get(mediaType);
}

/** True for the media type of an image configuration, and not of an artifact's. */
export function isConfigType(mediaType: string): boolean {
  return CONFIGS.has(mediaType);
}

/** What a manifest's media type promises; undefined when it is no manifest that is read here. */
export function manifestKind(mediaType: string): 'image' | 'index' | undefined {
  return MANIFESTS.get(mediaType);
}

/** What the first bytes of a blob say it is. 'tar' needs 512 bytes: a valid header, or the zeros of an empty archive. */
export function detectFormat(first: Buffer): 'gzip' | 'zstd' | 'tar' | 'unknown' {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  if (first.length >= 4 && isZstdMagic(first.readUInt32LE(0))) return 'zstd';
  if (first.length >= BLOCK && (isZeroBlock(first, 0) || isHeader(first))) return 'tar';
  return 'unknown';
}

/** The media type of an unlabelled layer by its first bytes, which is how Docker itself reads them; undefined for no layer. */
export function mediaTypeOf(first: Buffer): string | undefined {
  const format = detectFormat(first);
  if (format === 'unknown') return undefined;
  return format === 'tar' ? OCI_LAYER : `${OCI_LAYER}+${format}`;
}

/** A zstd frame, or a skippable one (RFC 8878, 3.1). */
export function isZstdMagic(magic: number): boolean {
  return magic === 0xfd2fb528 || isSkippableMagic(magic);
}

export function isSkippableMagic(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}
