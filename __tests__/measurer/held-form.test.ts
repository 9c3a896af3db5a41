import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Exported, openInForm } from '../../src/measurer/held-form.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { MeasuringSession } from '../../src/measurer/session.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { createLayerCache } from '../../src/oci/layer/cache.ts';
import { plainLog } from '../../src/process/log.ts';
import { describeEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  blobsOf,
  type Compression,
  descriptorOf,
  type MadeImage,
  makeImage,
  makeLayer,
  makeLayout,
  sha256,
  writeFiles,
} from '../support/makeImage.ts';
import { ballast } from '../support/pull-request.ts';

const content = (name: string) => [{ path: name, content: `${name} `.repeat(500) }];
const imageOf = (...forms: readonly Compression[]) =>
  makeImage(forms.map((form, at) => makeLayer(content(`file ${at}`), form)));

function sessionIn(layout: string): MeasuringSession {
  const options = {
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 1,
    version: '1',
    log: plainLog(() => {}, { verbose: false }),
  };
  const builder = () => Promise.reject(new Error('no builder is asked'));
  return { options, layers: createLayerCache(), layout, cleanUp: [], builder };
}

const exported = ({ manifest }: MadeImage, ownLayers?: number): Exported => ({
  digest: manifest.digest,
  ...(ownLayers === undefined ? {} : { provenance: { ownLayers, baseImage: 'docker.io/library/debian:12' } }),
});

/** What is opened of `first` where a second export gives `second`, and how often it was asked for. */
async function open(folder: Folder, first: MadeImage, ownLayers: number | undefined, form: string, second: MadeImage) {
  const blobs = [first, second].flatMap(blobsOf);
  await writeFiles(folder.path, makeLayout([descriptorOf(first.manifest)], blobs));
  let asked = 0;
  const opened = await openInForm(sessionIn(folder.path), exported(first, ownLayers), form, async () => {
    asked++;
    return exported(second, ownLayers);
  });
  await using source = opened.source;
  const [image] = source.images;
  const forms = image?.layers.map((layer) => layer.form);
  const sizes = await Promise.all((image?.layers ?? []).map(async (layer) => (await layer.read()).download));
  return { asked, forms, sizes, digest: image?.manifestDigest, converted: opened.converted };
}

describe('layers that the builder holds', () => {
  test('as they are asked for are not exported again', async () => {
    await using folder = await makeFolder();
    const image = imageOf('zstd', 'gzip');
    const found = await open(folder, image, 1, 'gzip', image);
    expect(found).toMatchObject({ asked: 0, forms: ['zstd', 'gzip'], digest: image.manifest.digest });
    expect(found.converted).toBeUndefined();
  });

  test('in another form are measured as a new builder makes them', async () => {
    await using folder = await makeFolder();
    const made = imageOf('gzip', 'gzip', 'gzip');
    const found = await open(folder, imageOf('gzip', 'zstd', 'none'), 2, 'gzip', made);
    expect(found).toEqual({
      asked: 1,
      forms: ['gzip', 'gzip', 'gzip'],
      sizes: made.layers.map(({ size }) => size),
      digest: made.manifest.digest,
      converted: { layers: 2, from: 'zstd, uncompressed', to: 'gzip' },
    });
  });

  test('stay as the registry has them where they are the base image’s', async () => {
    await using folder = await makeFolder();
    const held = imageOf('zstd', 'zstd');
    const forced = imageOf('gzip', 'gzip');
    expect(await open(folder, held, 1, 'gzip', forced)).toMatchObject({
      forms: ['zstd', 'gzip'],
      sizes: [held.layers[0]?.size, forced.layers[1]?.size],
      digest: '',
    });
  });

  test('stay as they are where nobody knows which are the build’s own', async () => {
    await using folder = await makeFolder();
    expect(await open(folder, imageOf('zstd'), undefined, 'gzip', imageOf('gzip'))).toMatchObject({
      asked: 0,
      forms: ['zstd'],
    });
  });

  test('stay as they are where the second export is of other layers', async () => {
    await using folder = await makeFolder();
    const other = makeImage([makeLayer(content('another file'))]);
    const found = await open(folder, imageOf('zstd'), 1, 'gzip', other);
    expect(found).toMatchObject({ asked: 1, forms: ['zstd'] });
    expect(found.converted).toBeUndefined();
  });

  test('and that the builder does not convert stay as they are, without a word', async () => {
    await using folder = await makeFolder();
    const image = imageOf('zstd');
    const found = await open(folder, image, 1, 'gzip', image);
    expect(found).toMatchObject({ asked: 1, forms: ['zstd'], digest: image.manifest.digest });
    expect(found.converted).toBeUndefined();
  });

  test('as eStargz are not gzip, although their media type is', async () => {
    await using folder = await makeFolder();
    const plain = imageOf('gzip');
    const annotations = { 'containerd.io/snapshot/stargz/toc.digest': 'sha256:0' };
    const manifest = JSON.parse(plain.manifest.bytes.toString());
    const bytes = Buffer.from(
      JSON.stringify({ ...manifest, layers: manifest.layers.map((layer: object) => ({ ...layer, annotations })) }),
    );
    const stargz = { ...plain, manifest: { ...plain.manifest, bytes, size: bytes.length, digest: sha256(bytes) } };
    // Any other bytes of the same tar stand for the gzip that a second export gives.
    expect((await open(folder, stargz, 1, 'gzip', imageOf('zstd'))).converted).toEqual({
      layers: 1,
      from: 'estargz',
      to: 'gzip',
    });
  });
});

describeEngine('containerd', 'a build that follows one with zstd', ({ env }) => {
  test('is measured as if it were the first, and says so', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nCOPY data /data\n');
    await folder.write('data', ballast(200_000, folder.path));
    const output = `--output=type=oci,dest=${folder.path}/z.tar,compression=zstd,force-compression=true,oci-mediatypes=true`;
    await promisify(execFile)('docker', ['buildx', 'build', '-q', '--provenance=false', output, folder.path], {
      env: { ...process.env, ...env },
    });
    const log = plainLog(() => {}, { verbose: false });
    await using measurer = await openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 100, log, version: '1', env });
    const source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] } as const;
    const measured = await measurer.measure({ name: 'app', source }, { root: folder.path, side: 'head' });
    const [found] = 'measurements' in measured ? (measured.measurements as readonly Measurement[]) : [];
    expect(found?.converted).toEqual({ layers: 1, from: 'zstd', to: 'gzip' });
  });
});
