import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCli } from '../support/command-line.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  type FileMap,
  makeBlob,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  makeSaved,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar, octal } from '../support/makeTar.ts';
import { type Fault, LIMIT_MS, type Seen } from './fault.ts';

const layer = makeLayer([{ path: 'data', content: 'x'.repeat(3000) }]);
const image = makeImage([layer]);
const layout = (): FileMap => makeLayout([descriptorOf(image.manifest)], blobsOf(image));
const archive = (): Buffer => makeTar(asEntries(layout()));
const saved = (): Buffer => makeTar(makeSaved([[image, ['app:1']]], 'docker'));
const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

const measure = (source: string, folder: string): Promise<Seen> =>
  runCli(['measure', source], { cwd: folder, timeoutMs: LIMIT_MS });

function file(what: string, kind: string, content: () => Buffer): Fault {
  return {
    area: 'image archive',
    what: `${kind}: ${what}`,
    expected: 'refused',
    run: async (folder) => {
      await writeFile(join(folder, 'a.tar'), content());
      return measure(`${kind}:a.tar`, folder);
    },
  };
}

function folderOf(what: string, change: (files: FileMap) => void): Fault {
  return {
    area: 'image layout',
    what,
    expected: 'refused',
    run: async (folder) => {
      const files = layout();
      change(files);
      await mkdir(join(folder, 'layout'));
      await writeFiles(join(folder, 'layout'), files);
      return measure('oci:layout', folder);
    },
  };
}

function place(what: string, prepare: (folder: string) => Promise<unknown>, source = 'oci-archive:a.tar'): Fault {
  return {
    area: 'file system',
    what,
    expected: 'refused',
    run: async (folder) => {
      await prepare(folder);
      return measure(source, folder);
    },
  };
}

/** The layout with another manifest, whose digest the index names. */
function withManifest(change: (manifest: Record<string, unknown>) => void): (files: FileMap) => void {
  return (files) => {
    const manifest = JSON.parse(image.manifest.bytes.toString('utf8'));
    change(manifest);
    const changed = makeBlob(image.manifest.mediaType, manifest);
    for (const [path, bytes] of makeLayout([descriptorOf(changed)], [...blobsOf(image), changed]))
      files.set(path, bytes);
  };
}

/** The layout with another layer blob in the place of the first. */
function withLayer(bytes: Buffer): (files: FileMap) => void {
  return (files) => {
    const stored = makeBlob(layer.mediaType, bytes);
    withManifest((manifest) => {
      manifest.layers = [descriptorOf(stored)];
    })(files);
    files.set(blob(stored.digest), bytes);
  };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const cut = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));
const tarWith = (spec: object): Buffer => makeTar([{ path: 'a', content: 'x', ...spec }]);

export const ARCHIVES: readonly Fault[] = [
  ...[0, 0.1, 0.5, 0.9].map((share) =>
    file(`the first ${share * 100} % of it`, 'oci-archive', () => cut(archive(), share)),
  ),
  ...[0, 0.1, 0.5, 0.9].map((share) =>
    file(`the first ${share * 100} % of it`, 'docker-archive', () => cut(saved(), share)),
  ),
  file('a text', 'oci-archive', () => Buffer.from('hello')),
  file('a PNG', 'docker-archive', () => Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')),
  file('a docker-archive', 'oci-archive', saved),
  file('an archive without manifest.json', 'docker-archive', () => makeTar([{ path: 'a', content: 'x' }])),
  file('manifest.json is not JSON', 'docker-archive', () => makeTar([{ path: 'manifest.json', content: '{' }])),
  file('manifest.json lists nothing', 'docker-archive', () => makeTar([{ path: 'manifest.json', content: '[]' }])),
  file('a layer is missing', 'docker-archive', () =>
    makeTar(makeSaved([[image, []]], 'docker').filter(({ path }) => !path.includes(layer.diffId.slice(7)))),
  ),
  folderOf('index.json is missing', (files) => files.delete('index.json')),
  folderOf('index.json is not JSON', (files) => files.set('index.json', Buffer.from('<html>'))),
  folderOf('index.json lists nothing', (files) => files.set('index.json', json({ schemaVersion: 2, manifests: [] }))),
  folderOf('index.json lists a text', (files) => files.set('index.json', json({ schemaVersion: 2, manifests: ['x'] }))),
  folderOf('the manifest is missing', (files) => files.delete(blob(image.manifest.digest))),
  folderOf('the manifest has other bytes', (files) => files.set(blob(image.manifest.digest), json({}))),
  folderOf('the config is missing', (files) => files.delete(blob(image.config.digest))),
  folderOf('the config has other bytes', (files) => files.set(blob(image.config.digest), json({}))),
  folderOf('a layer is missing', (files) => files.delete(blob(layer.digest))),
  folderOf('a layer is cut short', (files) => files.set(blob(layer.digest), cut(layer.bytes, 0.5))),
  folderOf('a layer has other bytes of the same size', (files) =>
    files.set(blob(layer.digest), Buffer.alloc(layer.bytes.length)),
  ),
  folderOf('a layer has bytes behind its end', (files) =>
    files.set(blob(layer.digest), Buffer.concat([layer.bytes, Buffer.from('x')])),
  ),
  folderOf(
    'the manifest has another size for a layer',
    withManifest((manifest) => {
      manifest.layers = [{ ...descriptorOf(layer), size: 1 }];
    }),
  ),
  folderOf(
    'a size is negative',
    withManifest((manifest) => {
      manifest.layers = [{ ...descriptorOf(layer), size: -1 }];
    }),
  ),
  folderOf(
    'a size is not a number',
    withManifest((manifest) => {
      manifest.layers = [{ ...descriptorOf(layer), size: '3000' }];
    }),
  ),
  folderOf(
    'a digest leads out of the layout',
    withManifest((manifest) => {
      manifest.layers = [{ ...descriptorOf(layer), digest: 'sha256:../../../etc/passwd' }];
    }),
  ),
  folderOf(
    'a layer of an unknown type',
    withManifest((manifest) => {
      manifest.layers = [{ ...descriptorOf(layer), mediaType: 'application/x-squashfs' }];
    }),
  ),
  folderOf(
    'fewer layers than the config has',
    withManifest((manifest) => {
      manifest.layers = [];
    }),
  ),
  folderOf(
    'layers are not a list',
    withManifest((manifest) => {
      manifest.layers = { 0: descriptorOf(layer) };
    }),
  ),
  folderOf('an index that names itself', (files) => {
    const index = makeIndex([descriptorOf(image.manifest)]);
    const loop = makeIndex([{ ...descriptorOf(index), digest: `sha256:${'0'.repeat(64)}` }]);
    for (const [path, bytes] of makeLayout([descriptorOf(loop)], [loop])) files.set(path, bytes);
  }),
  folderOf('a layer is bzip2 and labelled gzip', withLayer(Buffer.from('BZh91AY&SY'.padEnd(600, '0')))),
  folderOf('a layer is text and labelled gzip', withLayer(Buffer.from('hello'))),
  folderOf(
    'a layer has another diffId than the config says',
    withLayer(gzipSync(makeTar([{ path: 'b', content: 'y' }]))),
  ),
  folderOf('gzip inside a layer is cut', withLayer(cut(layer.bytes, 0.8))),
  folderOf('a tar header has a wrong checksum', withLayer(gzipSync(tarWith({ checksum: 'wrong' })))),
  folderOf('a tar entry is larger than the tar', withLayer(gzipSync(tarWith({ size: Buffer.from(octal(99_999)) })))),
  folderOf('a tar entry has a negative size', withLayer(gzipSync(tarWith({ size: Buffer.alloc(12, 0xff) })))),
  folderOf(
    'a tar has no end',
    withLayer(gzipSync(makeTar([{ path: 'a', content: 'x'.repeat(300) }], { end: false }).subarray(0, 700))),
  ),
  place('no such archive', async () => {}),
  place('the archive is a directory', (folder) => mkdir(join(folder, 'a.tar'))),
  place('the archive is a link to itself', (folder) => symlink('a.tar', join(folder, 'a.tar'))),
  place('the archive is a named pipe', async (folder) => execFileSync('mkfifo', [join(folder, 'a.tar')])),
  place('the layout is a file', (folder) => writeFile(join(folder, 'layout'), 'x'), 'oci:layout'),
  place('the layout is an empty directory', (folder) => mkdir(join(folder, 'layout')), 'oci:layout'),
  place(
    'the blobs of a layout are a link to themselves',
    async (folder) => {
      const files = [...layout()].filter(([path]) => !path.startsWith('blobs'));
      await mkdir(join(folder, 'layout'));
      await writeFiles(join(folder, 'layout'), new Map(files));
      await symlink('blobs', join(folder, 'layout/blobs'));
    },
    'oci:layout',
  ),
];
