import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { TestEngine } from './engine.ts';

/** Saves an image of the engine below the directory. Returns the tars of its layers, base first. */
export function saveLayers(engine: TestEngine, image: string, directory: string): (() => AsyncIterable<Uint8Array>)[] {
  const archive = join(directory, 'image.tar');
  const env = { ...process.env, ...engine.env };
  execFileSync('docker', ['image', 'save', '-o', archive, image], { env });
  execFileSync('tar', ['-xf', archive, '-C', directory]);
  const [{ Layers: layers }] = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as [
    { readonly Layers: readonly string[] },
  ];
  return layers.map((layer) => () => openTar(join(directory, layer)));
}

/** Docker's containerd store saves layers compressed, the classic store uncompressed. */
function openTar(path: string): AsyncIterable<Uint8Array> {
  const isGzip = readFileSync(path).readUInt16BE(0) === 0x1f8b;
  return isGzip ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
}
