import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { isNoiseOnly } from '../../src/compare/noise.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, type LayerRow, type MeasurementSpec, measurement } from '../support/measurements.ts';

const image = (download: number, unpacked: number, more: MeasurementSpec = {}) =>
  measurement({ layers: [[`${download} ${unpacked}`, download, unpacked, 'RUN make']], configSize: 0, ...more });
const layers = (...rows: readonly LayerRow[]) => measurement({ layers: rows, configSize: 0 });

const base = image(10_000, 100_000, { wasted: 500 });

function compare(condition: string, head: Measurement, noise?: number, before: Measurement = base): Comparison {
  const baseline: Baseline = { kind: 'measured', origin: BUILT_ORIGIN, measurement: before };
  const conditions = parseGates({ failIf: [condition], warnIf: [] }, ['api'])('api');
  return compareImage({ image: 'api', baseline, head, conditions, noise });
}

describe('growth within the noise of 200 B exceeds nothing, more does', () => {
  test.each<[string, Measurement, string]>([
    ['unpacked > +0 B', image(10_000, 100_200), 'pass'],
    ['unpacked > +0 B', image(10_000, 100_201), 'fail'],
    ['unpacked > +0.1%', image(10_000, 100_200), 'pass'],
    ['unpacked > +0.1%', image(10_000, 100_201), 'fail'],
    ['download > +100 B', image(10_200, 100_000), 'pass'],
    ['download > +100 B', image(10_201, 100_000), 'fail'],
    ['wasted > +10%', image(10_000, 100_000, { wasted: 700 }), 'pass'],
    ['wasted > +10%', image(10_000, 100_000, { wasted: 701 }), 'fail'],
    ['new-bytes > 100 B', image(150, 100_000), 'pass'],
    ['new-bytes > 100 B', image(201, 100_000), 'fail'],
    ['unpacked > +0 B and download > +0 B', image(10_300, 100_200), 'pass'],
    ['files > +0', image(10_000, 100_000, { files: 101 }), 'fail'],
    ['layers > +0', layers(['a', 5000, 50_000], ['b', 5000, 50_000]), 'fail'],
    ['unpacked > 100 kB', image(10_000, 100_001), 'fail'],
    ['wasted > 0.5%', image(10_000, 100_000, { wasted: 501 }), 'fail'],
  ])('%s', (condition, head, verdict) => {
    expect(compare(condition, head, 200).conditions[0]?.verdict).toBe(verdict);
    expect(compare(condition, head).conditions[0]?.verdict).toBe('fail');
  });
});

test('the number stays, and the condition and its clause say why they hold', () => {
  const { conditions, growth, noise } = compare('unpacked > +0.1% and > +1 B', image(10_000, 100_150), 200_000);
  expect(noise).toBe(200_000);
  expect(growth.unpacked).toBe(150);
  expect(conditions[0]).toMatchObject({ verdict: 'pass', reason: 'within the noise of 200 kB', actual: 0.15 });
  expect(conditions[0]?.clauses).toMatchObject([
    { actual: 0.15, exceeded: false, reason: 'within the noise of 200 kB' },
    { actual: 150, exceeded: false, reason: 'within the noise of 200 kB' },
  ]);
});

test('growth from nothing has no percentage, and still holds within the noise', () => {
  const empty = image(10_000, 100_000, { wasted: 0 });
  const [condition] = compare('wasted > +5%', image(10_000, 100_000, { wasted: 9 }), 10, empty).conditions;
  expect(condition).toMatchObject({ verdict: 'pass', reason: 'within the noise of 10 B', actual: null });
});

test('what holds anyway does not speak of noise', () => {
  const [condition] = compare('unpacked > +1 kB', image(10_000, 100_100), 200).conditions;
  expect(condition).not.toHaveProperty('reason');
  expect(condition?.clauses[0]).not.toHaveProperty('reason');
});

test('an image that could not be measured keeps its tolerance; one without has none', () => {
  const broken = { image: 'api', baseline: { kind: 'none', reason: '' }, head: { error: 'boom' } } as const;
  expect(compareImage({ ...broken, conditions: [], noise: 5 }).noise).toBe(5);
  expect(compareImage({ ...broken, conditions: [] })).not.toHaveProperty('noise');
});

describe('all that changed is noise', () => {
  const same: LayerRow = ['same', 1000, 10_000, 'ADD rootfs.tar /'];
  const before = layers(same, ['b', 500, 5000, 'RUN make']);
  test.each<[string, Measurement, number | undefined, boolean]>([
    ['nothing', before, undefined, true],
    ['one layer by the tolerance', layers(same, ['c', 501, 5100, 'RUN make']), 100, true],
    ['one layer by less', layers(same, ['c', 499, 4950, 'RUN make']), 100, true],
    ['one layer by more', layers(same, ['c', 501, 5101, 'RUN make']), 100, false],
    ['without a tolerance', layers(same, ['c', 500, 5000, 'RUN make']), undefined, false],
    ['a small layer that came', layers(same, ['b', 500, 5000, 'RUN make'], ['d', 1, 1, 'COPY x /']), 100, false],
    ['a layer that went', layers(same), 10_000, false],
    [
      'two layers that swap much',
      layers(['s', 900, 9000, 'ADD rootfs.tar /'], ['c', 600, 6000, 'RUN make']),
      100,
      false,
    ],
    ['download estimated on one side', { ...before, estimated: true }, 100, false],
  ])('%s', (_name, head, noise, expected) => {
    expect(isNoiseOnly(compare('none', head, noise, before))).toBe(expected);
  });
});
