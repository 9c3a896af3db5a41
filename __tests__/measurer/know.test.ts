import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Measurer, openMeasurer } from '../../src/measurer/measurer.ts';
import type { MeasureOutcome, MeasurerOptions } from '../../src/measurer/session.ts';
import type { MeasuredLayer, Measurement } from '../../src/model/measurement.ts';
import type { LayerIndex } from '../../src/oci/image.ts';
import { plainLog } from '../../src/process/log.ts';
import { describeEngines } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { ballast } from '../support/pull-request.ts';

const DOCKERFILE = 'FROM scratch\nCOPY first /first\nCOPY second /second\n';
const SOURCE = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] } as const;

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await folder.write('Dockerfile', DOCKERFILE);
  await folder.write('first', ballast(3_000_000, `first ${folder.path}`));
  await folder.write('second', ballast(1_000_000, `second ${folder.path}`));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** A measurer with its own temporary directory, and the number of layer bytes that it read. */
async function openCounting(name: string, env: NonNullable<MeasurerOptions['env']>) {
  const read = { bytes: 0 };
  await folder.write(`${name}/.keep`, '');
  const temporary = join(folder.path, name);
  const measurer = await openMeasurer({
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 100,
    log: plainLog(() => {}, { verbose: false }),
    version: '1.2.3',
    env: { ...env, RUNNER_TEMP: temporary },
    onBytes: (_image, bytes) => {
      read.bytes += bytes;
    },
  });
  return { measurer, read, temporary, [Symbol.asyncDispose]: () => measurer[Symbol.asyncDispose]() };
}

async function measure(measurer: Measurer): Promise<Measurement> {
  const measured: MeasureOutcome = await measurer.measure(
    { name: 'app', source: SOURCE },
    { root: folder.path, side: 'head' },
  );
  if (measured.kind !== 'measured' || measured.measurements[0] === undefined) throw new Error(JSON.stringify(measured));
  // The build time differs each time.
  const { build: _, ...measurement } = measured.measurements[0];
  return measurement;
}

/** The file that stands for a known layer in the directory that buildx exports to. */
async function blobOf(temporary: string, { digest }: MeasuredLayer): Promise<string> {
  const [layout = ''] = (await readdir(temporary)).filter((name) => name.includes('layout'));
  return join(temporary, layout, 'content/blobs', ...digest.split(':'));
}

const isZeros = (bytes: Buffer) => bytes.equals(Buffer.alloc(bytes.length));

describeEngines('a layer that is known', ({ store, env }) => {
  let whole: Measurement;
  let first: MeasuredLayer | undefined;
  let index: LayerIndex | undefined;
  let wholeBytes: number;

  beforeAll(async () => {
    await using counting = await openCounting(`${store}-whole`, env);
    whole = await measure(counting.measurer);
    [first] = whole.layers;
    index = counting.measurer.layerIndex(first?.digest ?? '');
    wholeBytes = counting.read.bytes;
  });

  function known(): readonly [MeasuredLayer, LayerIndex] {
    if (first === undefined || index === undefined) throw new Error('the first layer was not measured');
    return [first, index];
  }

  test('is not read again, and the measurement is the same', async () => {
    await using counting = await openCounting(`${store}-known`, env);
    await counting.measurer.know(...known());
    expect(await measure(counting.measurer)).toEqual(whole);
    expect(wholeBytes - counting.read.bytes).toBe(first?.download);
    const blob = await blobOf(counting.temporary, known()[0]);
    expect({ size: (await stat(blob)).size, zeros: isZeros(await readFile(blob)) }).toEqual({
      size: first?.download,
      zeros: true,
    });
  });

  test('does not replace a layer that was read already', async () => {
    await using counting = await openCounting(`${store}-late`, env);
    await measure(counting.measurer);
    const [layer, its] = known();
    await counting.measurer.know({ ...layer, download: 1 }, { ...its, unpacked: 1 });
    expect(counting.measurer.layerIndex(layer.digest)).toEqual(its);
    expect(await measure(counting.measurer)).toEqual(whole);
  });
});

describe('without an engine', () => {
  test('a layer that was neither read nor registered has no index', async () => {
    await using counting = await openCounting('nothing', {});
    expect(counting.measurer.layerIndex(`sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });
});
