import { describe, expect, test } from '@jest/globals';
import { evaluateEpoch, type LayerFile, measureVariation, proposeNoise } from '../../src/compare/variation.ts';
import type { MeasuredLayer, Measurement } from '../../src/model/measurement.ts';
import { measurement } from '../support/measurements.ts';

const plain: MeasuredLayer = {
  digest: 'sha256:a',
  diffId: 'sha256:A',
  contents: 'sha256:α',
  download: 1000,
  unpacked: 5000,
  createdBy: 'RUN make',
};
const base: MeasuredLayer = {
  ...plain,
  digest: 'sha256:0',
  diffId: 'sha256:O',
  contents: 'sha256:ω',
  createdBy: 'ADD /',
};

function build(layer: Partial<MeasuredLayer> = {}, more: Partial<Measurement> = {}): Measurement {
  const layers = [base, { ...plain, ...layer }];
  const sum = (metric: 'download' | 'unpacked') => layers.reduce((total, each) => total + each[metric], 0);
  return {
    ...measurement(),
    configSize: 500,
    layers,
    download: sum('download') + 500,
    unpacked: sum('unpacked'),
    ...more,
  };
}

const unknown = () => undefined;

describe('what builds of one image differ by', () => {
  test.each<[string, Partial<MeasuredLayer>, string | null]>([
    ['nothing', {}, null],
    ['the content of a layer', { digest: 'b', diffId: 'B', contents: 'β', unpacked: 5100, download: 1010 }, 'content'],
    ['its times', { digest: 'b', diffId: 'B', download: 1003 }, 'metadata'],
    ['its compression', { digest: 'b', download: 1004 }, 'compression'],
  ])('%s', (_name, change, differs) => {
    const { layers } = measureVariation([build(), build(change), build()], unknown);
    expect(layers.map(({ position, differs }) => [position, differs])).toEqual(differs === null ? [] : [[2, differs]]);
  });

  test('is told by the least, the most and what a check would take for growth, in any order of the builds', () => {
    const builds = [
      build({ digest: 'b', diffId: 'B', contents: 'β', unpacked: 5300, download: 1010 }),
      build(),
      build({ digest: 'c', diffId: 'C', contents: 'γ', unpacked: 4900, download: 1070 }),
    ];
    expect(measureVariation(builds, unknown)).toMatchObject({
      builds: 3,
      layerCount: 2,
      unpacked: { min: 9900, max: 10_300, spread: 400 },
      download: { min: 2500, max: 2570, spread: 70 },
      growth: { unpacked: 400, download: 70, newBytes: 1070 },
      noise: 1000,
    });
  });

  test('counts compression alone as no growth, since a check does so', () => {
    const { growth, download, noise } = measureVariation([build(), build({ digest: 'b', download: 1600 })], unknown);
    expect(download.spread).toBe(600);
    expect(growth).toEqual({ download: 0, unpacked: 0, newBytes: 0 });
    expect(noise).toBeNull();
  });

  test('needs no tolerance for the timestamps of the config alone', () => {
    const variation = measureVariation([build(), build({}, { configSize: 503, download: 2503 })], unknown);
    expect(variation).toMatchObject({ layers: [], config: { spread: 3 }, growth: { download: 3 }, noise: null });
  });

  test('is a layer more, where one build has it and the other does not', () => {
    const more = { ...build(), layers: [base, plain, { ...plain, digest: 'x', diffId: 'X', contents: 'ξ' }] };
    const [layer, ...others] = measureVariation([build(), more], unknown).layers;
    expect(others).toEqual([]);
    expect(layer).toMatchObject({ position: 3, differs: 'content', unpacked: { min: 0, max: 5000 } });
  });

  test('cannot be told without a build', () => {
    expect(() => measureVariation([], unknown)).toThrow(RangeError);
  });
});

describe('the files that differ', () => {
  const file = (path: string, size: number, crc32 = 1): LayerFile => ({ path, type: 'file', size, crc32 });
  const many = Array.from({ length: 4 }, (_, at) => file(`many/${at}`, 1, 1));
  const indexes: Record<string, readonly LayerFile[]> = {
    'sha256:a': [file('same', 9), file('grows', 10), file('swaps', 40), file('gone', 3), ...many],
    b: [file('same', 9), file('grows', 30), file('swaps', 40, 2), ...many.map((each) => ({ ...each, crc32: 2 }))],
  };
  const other = build({ digest: 'b', diffId: 'B', contents: 'β' });

  test('are named by the layers’ indexes, those that differ most in size first, a few of them', () => {
    const [layer] = measureVariation([build(), other], (digest) => indexes[digest]).layers;
    expect(layer?.paths).toEqual([
      { path: 'grows', min: 10, max: 30, spread: 20 },
      { path: 'gone', min: 0, max: 3, spread: 3 },
      { path: 'swaps', min: 40, max: 40, spread: 0 },
      { path: 'many/0', min: 1, max: 1, spread: 0 },
      { path: 'many/1', min: 1, max: 1, spread: 0 },
    ]);
    expect(layer?.morePaths).toBe(2);
  });

  test('are not guessed where the index of one build is not known', () => {
    const [layer] = measureVariation([build(), other], (digest) =>
      digest === 'b' ? indexes[digest] : undefined,
    ).layers;
    expect(layer).toMatchObject({ paths: [], morePaths: 0 });
  });
});

test.each([
  [0, null],
  [1, 1000],
  [666, 1000],
  [667, 2000],
  [1333, 2000],
  [1334, 5000],
  [3334, 10_000],
  [120_000, 200_000],
  [134_000, 500_000],
  [6_666_666, 10_000_000],
  [6_666_667, 20_000_000],
])('a spread of %i B asks for a tolerance of %p', (spread, noise) => {
  expect(proposeNoise(spread)).toBe(noise);
});

describe('SOURCE_DATE_EPOCH', () => {
  const stamped = { digest: 'b', diffId: 'B', download: 1003 };
  const differing = measureVariation([build(), build(stamped)], unknown);
  const equal = measureVariation([build(), build()], unknown);
  const repacked = measureVariation([build(), build({ digest: 'b', download: 1003 })], unknown);
  /** Two layers that differ, of which the one below holds nearly all bytes to pull, and the one above all that varies in size. */
  const mixed = (above: Partial<MeasuredLayer>, below: string) => {
    const { layers, ...rest } = build(above);
    return { ...rest, layers: [{ ...base, download: 9000, digest: below, diffId: below, contents: below }, ...layers] };
  };
  const both = measureVariation([mixed({}, 'x'), mixed({ ...stamped, contents: 'β', unpacked: 5700 }, 'y')], unknown);
  const belowOnly = measureVariation([mixed({}, 'x'), mixed({}, 'y')], unknown);
  const timesToo = measureVariation([mixed({}, 'x'), mixed(stamped, 'y')], unknown);

  test.each([
    ['helps where every layer is the same with it', differing, equal, { settled: 1, remaining: 0, helps: true }],
    ['does not where all differ still', differing, differing, { settled: 0, remaining: 1, helps: false }],
    [
      'has no merit in compression, which may agree by chance',
      repacked,
      equal,
      { settled: 0, remaining: 0, helps: false },
    ],
    ['helps where what varied in size is settled', both, belowOnly, { settled: 1, remaining: 1, helps: true }],
    ['does not where little is settled', timesToo, belowOnly, { settled: 1, remaining: 1, helps: false }],
  ])('%s', (_name, without, withEpoch, expected) => {
    expect(evaluateEpoch(without, withEpoch, 1_700_000_000)).toEqual({
      value: 1_700_000_000,
      builds: 2,
      growth: withEpoch.growth,
      ...expected,
    });
  });
});
