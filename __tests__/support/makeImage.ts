import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { makeTar, type TarSpec } from './makeTar.ts';

/** Builds images, layouts and archives in code. Files are maps of path to bytes, both for a directory and for a tar. */
export type FileMap = Map<string, Buffer>;

export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly bytes: Buffer;
}

export interface MadeLayer extends Blob {
  readonly tar: Buffer;
  readonly diffId: string;
}

export interface MadeImage {
  readonly manifest: Blob;
  readonly config: Blob;
  readonly layers: readonly MadeLayer[];
}

export type Compression = 'none' | 'gzip' | 'zstd';

const OCI = 'application/vnd.oci.image';
const COMPRESS = { none: (tar: Buffer) => tar, gzip: (tar: Buffer) => gzipSync(tar), zstd: zstdCompressSync };

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function makeBlob(mediaType: string, content: unknown): Blob {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return { mediaType, digest: sha256(bytes), size: bytes.length, bytes };
}

/** A layer of the entries, or of a given tar. */
export function makeLayer(specs: readonly TarSpec[] | Buffer, compression: Compression = 'gzip'): MadeLayer {
  const tar = Buffer.isBuffer(specs) ? specs : makeTar(specs as readonly TarSpec[]);
  const suffix = compression === 'none' ? '' : `+${compression}`;
  const blob = makeBlob(`${OCI}.layer.v1.tar${suffix}`, COMPRESS[compression](tar));
  return { ...blob, tar, diffId: sha256(tar) };
}

/** An image of the layers, for `os/arch[/variant]`; `more` is merged into the config, `docker` uses Docker's media types. */
export function makeImage(
  layers: readonly MadeLayer[],
  { platform = 'linux/amd64', more = {}, docker = false }: { platform?: string; more?: object; docker?: boolean } = {},
): MadeImage {
  const [os, architecture, variant] = platform.split('/');
  const rootfs = { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) };
  const history = layers.map((_, at) => ({ created_by: `RUN step ${at + 1}` }));
  const document = { os, architecture, variant, rootfs, history, config: {}, ...more };
  const config = makeBlob(
    docker ? 'application/vnd.docker.container.image.v1+json' : `${OCI}.config.v1+json`,
    document,
  );
  const mediaType = docker ? 'application/vnd.docker.distribution.manifest.v2+json' : `${OCI}.manifest.v1+json`;
  const manifest = { schemaVersion: 2, mediaType, config: descriptorOf(config), layers: layers.map(descriptorOf) };
  return { manifest: makeBlob(mediaType, manifest), config, layers };
}

/** The descriptor of a blob in an index or manifest. */
export function descriptorOf({ mediaType, digest, size }: Blob) {
  return { mediaType, digest, size };
}

export function makeIndex(manifests: readonly object[], mediaType = `${OCI}.index.v1+json`): Blob {
  return makeBlob(mediaType, { schemaVersion: 2, mediaType, manifests });
}

/** An image layout with these blobs, whose index.json lists `manifests`. */
export function makeLayout(manifests: readonly object[], blobs: readonly Blob[]): FileMap {
  const files: FileMap = new Map([['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')]]);
  for (const blob of blobs) files.set(`blobs/${blob.digest.replace(':', '/')}`, blob.bytes);
  return files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
}

/** The files of `skopeo copy … dir:DIR`: `root` is an image, or with `--all` an index, of which `manifests` are the instances. */
export function makeBlobDirectory(root: Blob, blobs: readonly Blob[], manifests: readonly Blob[] = []): FileMap {
  const files: FileMap = new Map([['version', Buffer.from('Directory Transport Version: 1.1\n')]]);
  for (const blob of blobs) files.set(hexOf(blob), blob.bytes);
  for (const manifest of manifests) files.set(`${hexOf(manifest)}.manifest.json`, manifest.bytes);
  return files.set('manifest.json', root.bytes);
}

export function blobsOf(image: MadeImage): readonly Blob[] {
  return [image.manifest, image.config, ...image.layers];
}

/** The forms of docker-archives, by the programs that write or wrote them. */
export type SaveForm = 'docker' | 'docker-legacy' | 'podman' | 'kaniko';

/** A docker-archive of images with their RepoTags, as a list of tar entries in the writer's order. */
export function makeSaved(images: readonly (readonly [MadeImage, readonly string[]])[], form: SaveForm): TarSpec[] {
  const specs: TarSpec[] = [];
  const list = images.map(([image, tags]) => {
    const config = { docker: `blobs/sha256/${hexOf(image.config)}`, kaniko: image.config.digest }[form as string];
    const name = config ?? `${hexOf(image.config)}.json`;
    const paths = image.layers.map((layer, at) => saveLayer(specs, layer, form, `${hexOf(image.config)}${at}`));
    specs.push({ path: name, content: image.config.bytes });
    return { Config: name, RepoTags: tags.length === 0 ? null : tags, Layers: paths };
  });
  return [...specs, { path: 'manifest.json', content: JSON.stringify(list) }];
}

/** Writes the files below a directory. */
export async function writeFiles(directory: string, files: FileMap): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), bytes);
  }
}

/** The files as entries of a tar. */
export function asEntries(files: FileMap): readonly TarSpec[] {
  return [...files].map(([path, content]) => ({ path, content }));
}

function hexOf({ digest }: { readonly digest: string }): string {
  return digest.slice('sha256:'.length);
}

function saveLayer(specs: TarSpec[], layer: MadeLayer, form: SaveForm, id: string): string {
  const hex = hexOf({ digest: layer.diffId });
  if (form === 'docker') return addFile(specs, `blobs/sha256/${hex}`, layer.tar);
  if (form === 'kaniko') return addFile(specs, `${layer.digest}.tar.gz`, layer.bytes);
  if (form === 'podman') {
    addFile(specs, `${hex}.tar`, layer.tar);
    specs.push({ path: `${id}/layer.tar`, flag: '2', linkPath: `../${hex}.tar` });
    return `${hex}.tar`;
  }
  const owner = specs.find((spec) => spec.content === layer.tar)?.path;
  if (owner === undefined) return addFile(specs, `${id}/layer.tar`, layer.tar);
  specs.push({ path: `${id}/layer.tar`, flag: '2', linkPath: `../${owner}` });
  return `${id}/layer.tar`;
}

function addFile(specs: TarSpec[], path: string, content: Buffer): string {
  if (!specs.some((spec) => spec.path === path)) specs.push({ path, content });
  return path;
}
