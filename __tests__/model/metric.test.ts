import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { measureGrowth } from '../../src/compare/growth.ts';
import { matchLayers } from '../../src/compare/layers.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import {
  formatMetric,
  formatMetricChange,
  isCounted,
  METRIC_NAMES,
  type Metric,
  metricGrowth,
  metricValue,
} from '../../src/model/metric.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const image = 'docker.io/library/debian:12';

const baseline = measurement({
  layers: [
    ['debian', 300, 4000],
    ['app', 100, 1000],
  ],
  files: 50,
  wasted: 10,
  base: { image, layers: 1 },
});

const head = measurement({
  layers: [
    ['debian', 300, 4000],
    ['app-2', 130, 1500],
    ['more', 20, 100],
  ],
  files: 53,
  wasted: 5,
  base: { image, layers: 1 },
});

const growth = measureGrowth(baseline, head, matchLayers(baseline, head));
const none = { download: 0, unpacked: 0, newBytes: 0 };
const sides = { baseline, head, growth, split: { inherited: none, own: growth } };

/** Value of the head and growth since the baseline. A metric without a line here is a type error. */
const EXPECTED: Readonly<Record<Metric, readonly [value: number | null, growth: number]>> = {
  download: [1450, 50],
  unpacked: [5600, 600],
  'new-bytes': [null, 150],
  wasted: [5, -5],
  layers: [3, 1],
  'largest-layer': [4000, 0],
  files: [53, 3],
  'own-download': [1150, 50],
  'own-unpacked': [1600, 600],
  'base-download': [300, 0],
  'base-unpacked': [4000, 0],
};

describe.each(METRIC_NAMES)('%s', (metric) => {
  test('is read from an image and compared with the baseline', () => {
    expect([metricValue(metric, head), metricGrowth(metric, sides)]).toEqual(EXPECTED[metric]);
  });

  test('has no growth without a side', () => {
    expect(metricGrowth(metric, { ...sides, baseline: null })).toBeNull();
    expect(metricGrowth(metric, { ...sides, head: null })).toBeNull();
  });

  test('is printed in its unit', () => {
    expect(formatMetric(metric, 1500)).toBe(isCounted(metric) ? '1,500' : '1.50 kB');
    expect(formatMetricChange(metric, 1500)).toBe(isCounted(metric) ? '+1,500' : '+1.50 kB');
  });
});

test('a part of an image is unknown where its base image is', () => {
  const { base: _, ...alone } = head;
  const unknown = METRIC_NAMES.filter((metric) => metricValue(metric, alone) === null);
  expect(unknown).toEqual(['new-bytes', 'own-download', 'own-unpacked', 'base-download', 'base-unpacked']);
  expect(metricGrowth('own-unpacked', { ...sides, split: null })).toBeNull();
});

describe('largest-layer', () => {
  const sized = (...megabytes: readonly number[]) =>
    measurement({ layers: megabytes.map((size, at) => [`${at}-${size}`, 1, size * 1_000_000, `COPY ${at}`]) });
  const conditionsOf = (text: string, before: Measurement, after: Measurement) =>
    compareImage({
      image: 'api',
      baseline: { kind: 'measured', measurement: before, origin: BUILT_ORIGIN },
      head: after,
      conditions: [parseCondition(text, 'fail')],
    }).conditions;

  test.each<[string, Measurement, Measurement, string, number]>([
    ['largest-layer > 200 MB', sized(150), sized(150, 201, 80), 'fail', 201_000_000],
    ['largest-layer > 200 MB', sized(150), sized(150, 200, 80), 'pass', 200_000_000],
    ['largest-layer > 200 MB', sized(201), sized(205), 'inherited', 205_000_000],
    ['largest-layer > +10 MB', sized(150, 20), sized(161, 20), 'fail', 11_000_000],
    ['largest-layer > +10 MB', sized(150, 20), sized(20, 155), 'pass', 5_000_000],
    ['largest-layer > +10 MB', sized(150), sized(), 'pass', -150_000_000],
  ])('%s', (text, before, after, verdict, actual) => {
    expect(conditionsOf(text, before, after)).toMatchObject([{ verdict, actual }]);
  });
});
