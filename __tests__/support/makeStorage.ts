import { gzipSync } from 'node:zlib';
import type { FileMap, MadeImage, MadeLayer } from './makeImage.ts';

/** The store of containers/storage that holds these images, in the files of its overlay or vfs driver. Layers are named by their diffIds. */
export function makeStorage(
  images: readonly (readonly [MadeImage, readonly string[]])[],
  driver: 'overlay' | 'vfs' = 'overlay',
): FileMap {
  const files: FileMap = new Map();
  const layers = new Map(images.flatMap(([image]) => image.layers.map((layer) => [layer.diffId, layer])));
  for (const layer of layers.values()) addLayer(files, driver, layer);
  const records = images.map(([image, names]) => addImage(files, driver, image, names));
  const list = Array.from(layers.keys(), (diffId) => ({ id: hex(diffId), 'diff-digest': diffId }));
  files.set(`${driver}-layers/layers.json`, Buffer.from(JSON.stringify(list)));
  return files.set(`${driver}-images/images.json`, Buffer.from(JSON.stringify(records)));
}

/** The lines of a tar-split, compressed. */
export function makeTarSplit(lines: readonly object[]): Buffer {
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Path of a layer's tar-split, and of a file of it, in a store of the overlay driver. */
export const tarSplitOf = ({ diffId }: MadeLayer): string => `overlay-layers/${hex(diffId)}.tar-split.gz`;
export const fileOf = ({ diffId }: MadeLayer, path: string): string => `overlay/${hex(diffId)}/diff/${path}`;

function addImage(files: FileMap, driver: string, { manifest, config }: MadeImage, names: readonly string[]) {
  const id = hex(config.digest);
  const keys = ['manifest', `manifest-${manifest.digest}`, config.digest];
  for (const key of keys) {
    const name = key === 'manifest' ? key : `=${Buffer.from(key).toString('base64')}`;
    files.set(`${driver}-images/${id}/${name}`, key === config.digest ? config.bytes : manifest.bytes);
  }
  return {
    id,
    digest: manifest.digest,
    names,
    'big-data-names': keys,
    'big-data-digests': { manifest: manifest.digest },
  };
}

function addLayer(files: FileMap, driver: string, { diffId, tar }: MadeLayer): void {
  const root = driver === 'vfs' ? `vfs/dir/${hex(diffId)}` : `overlay/${hex(diffId)}/diff`;
  const lines: object[] = [];
  let end = 0;
  for (const { path, start, size } of contentsOf(tar)) {
    lines.push({ type: 2, payload: tar.toString('base64', end, start) }, { type: 1, name: path, size, payload: 'x' });
    files.set(`${root}/${path}`, tar.subarray(start, start + size));
    end = start + size;
  }
  lines.push({ type: 2, payload: tar.toString('base64', end) });
  files.set(`${driver}-layers/${hex(diffId)}.tar-split.gz`, makeTarSplit(lines));
}

const BLOCK = 512;

/** The regular files of a tar of makeTar with short names, and where their content is. */
function contentsOf(tar: Buffer) {
  const found: { readonly path: string; readonly start: number; readonly size: number }[] = [];
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const path = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (size > 0) found.push({ path, start: at + BLOCK, size });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

function hex(digest: string): string {
  return digest.slice('sha256:'.length);
}
