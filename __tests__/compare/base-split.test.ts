import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { matchSides } from '../../src/compare/sides.ts';
import { type Level, parseCondition } from '../../src/model/condition.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, type LayerRow, type MeasurementSpec, measurement } from '../support/measurements.ts';

const DEBIAN = { image: 'docker.io/library/debian:12', layers: 1 };
const ALPINE = { image: 'docker.io/library/alpine:3', layers: 1 };
const OLD: LayerRow = ['debian', 1000, 10_000, 'ADD debian'];
const NEW: LayerRow = ['alpine', 300, 4000, 'ADD alpine'];

const image = (layers: readonly LayerRow[], more: MeasurementSpec = {}) =>
  measurement({ layers, base: DEBIAN, ...more });
const before = image([OLD, ['app', 100, 1000, 'COPY']]);
const after = image([NEW, ['app-2', 130, 1600, 'COPY']], { base: ALPINE, configSize: 1007 });
const { base: _, ...unknown } = after;

describe('growth in two parts', () => {
  test('is known though the Dockerfile chose another base image', () => {
    expect(matchSides(before, after).split).toEqual({
      before: DEBIAN,
      after: ALPINE,
      inherited: { download: -700, unpacked: -6000, newBytes: 300 },
      own: { download: 37, unpacked: 600, newBytes: 130 },
    });
  });

  test('is all one’s own on the same base image', () => {
    const grown = image([OLD, ['app-2', 130, 1600, 'COPY']]);
    expect(matchSides(before, grown).split).toMatchObject({
      inherited: { download: 0, unpacked: 0, newBytes: 0 },
      own: { download: 30, unpacked: 600, newBytes: 130 },
    });
  });

  test.each<[string, Measurement, Measurement]>([
    ['the head’s base image is not known', before, unknown],
    ['the baseline’s is not known', unknown, after],
    [
      'layers of another store have no contents',
      { ...before, method: 'daemon-push', layers: before.layers.map((layer) => ({ ...layer, contents: '' })) },
      after,
    ],
  ])('is not known where %s', (_what, base, head) => {
    expect(matchSides(base, head)).toMatchObject({ split: null, baseLayers: [] });
  });

  test('is told of a comparison', () => {
    expect(compared('layers > 9', before, after)).toMatchObject({ split: { own: { unpacked: 600 } } });
    expect(compared('layers > 9', before, unknown)).not.toHaveProperty('split');
  });
});

const compared = (text: string, base: Measurement, head: Measurement, level: Level = 'fail') =>
  compareImage({
    image: 'api',
    baseline: { kind: 'measured', measurement: base, origin: BUILT_ORIGIN },
    head,
    conditions: [parseCondition(text, level)],
  });

describe('conditions on a part', () => {
  test.each<[string, 'pass' | 'fail' | 'inherited', number]>([
    ['own-download > 1136 B', 'fail', 1137],
    ['own-download > 1137 B', 'pass', 1137],
    ['own-unpacked > 1599 B', 'fail', 1600],
    ['base-download > 299 B', 'inherited', 300],
    ['base-unpacked > 4 kB', 'pass', 4000],
    ['own-download > +36 B', 'fail', 37],
    ['own-unpacked > +600 B', 'pass', 600],
    ['own-unpacked > +59%', 'fail', 60],
    ['base-download > +0 B', 'pass', -700],
    ['base-unpacked > +0%', 'pass', -60],
  ])('%s: %s', (text, verdict, actual) => {
    expect(compared(text, before, after).conditions).toMatchObject([{ verdict, actual }]);
  });

  test.each<[string, Measurement, Measurement, string]>([
    ['own-download > 1 B', before, unknown, 'own-download: what this image is built on is not known'],
    ['own-unpacked > +1 B', before, unknown, 'own-unpacked: what this image is built on is not known'],
    ['base-unpacked > +1 B', unknown, after, 'base-unpacked: what the baseline is built on is not known'],
    ['own-download > +1 B', { ...before, estimated: true }, after, 'own-download does not compare: it is estimated'],
  ])('%s is skipped with its reason', (text, base, head, reason) => {
    expect(compared(text, base, head).conditions).toMatchObject([
      { verdict: 'skipped', reason: expect.stringContaining(reason) },
    ]);
  });

  test('does not blame a cap that the baseline broke already', () => {
    expect(compared('own-unpacked > 500 B', before, after).conditions).toMatchObject([
      { verdict: 'inherited', reason: expect.stringContaining('1.00 kB at the baseline, +600 B since') },
    ]);
  });

  test('fails where the base image grew by itself and its growth is what was gated', () => {
    const dockerfile = `sha256:${'d'.repeat(64)}`;
    const drifted = image(
      [
        ['debian-2', 1500, 14_000, 'ADD debian'],
        ['app', 100, 1000, 'COPY'],
      ],
      { dockerfile },
    );
    const result = (text: string) => compared(text, { ...before, dockerfile }, drifted).verdict;
    expect(result('unpacked > +1 kB')).toBe('inherited');
    expect(result('base-unpacked > +1 kB')).toBe('fail');
    expect(result('own-unpacked > +0 B')).toBe('pass');
  });

  test('needs percentages to be of growth', () => {
    expect(() => parseCondition('own-download > 5%', 'fail')).toThrow('write "own-download > +5%"');
  });
});
