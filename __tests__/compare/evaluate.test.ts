import { describe, expect, test } from '@jest/globals';
import { evaluateCondition } from '../../src/compare/evaluate.ts';
import { NO_GROWTH } from '../../src/compare/growth.ts';
import { matchSides } from '../../src/compare/sides.ts';
import { type Level, parseCondition } from '../../src/model/condition.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { type MeasurementSpec, measurement } from '../support/measurements.ts';

/** Download and unpacked without a config in the way. */
const image = (download: number, unpacked: number, more: MeasurementSpec = {}) =>
  measurement({
    layers: [
      ['base', 0, 0],
      [`${download} ${unpacked}`, download, unpacked, 'COPY . .'],
    ],
    configSize: 0,
    ...more,
  });

function evaluate(text: string, head: Measurement, baseline: Measurement | null, level: Level = 'fail') {
  const { growth, split } = baseline === null ? { growth: NO_GROWTH, split: null } : matchSides(baseline, head);
  return evaluateCondition(parseCondition(text, level), { head, baseline, growth, split, noBaseline: 'first run' });
}

describe('growth against the baseline', () => {
  const base = image(1000, 10_000, { files: 50, wasted: 200 });

  test.each<[string, Measurement, string, number | null]>([
    ['unpacked > +2%', image(1000, 10_200), 'pass', 2],
    ['unpacked > +2%', image(1000, 10_201), 'fail', 2.01],
    ['unpacked > +1 kB', image(1000, 11_000), 'pass', 1000],
    ['unpacked > +1 kB', image(1000, 11_001), 'fail', 1001],
    ['unpacked > +0 B', image(1000, 10_000), 'pass', 0],
    ['unpacked > +0 B', image(1000, 10_001), 'fail', 1],
    ['unpacked > +0%', image(1000, 10_001), 'fail', 0.01],
    ['unpacked > +0%', image(1000, 9_000), 'pass', -10],
    ['download > +100 B', image(1101, 10_000), 'fail', 101],
    ['download > +100 B', image(900, 99_000), 'pass', -100],
    ['new-bytes > 1.1 kB', image(1101, 10_000), 'fail', 1101],
    ['new-bytes > 1.2 kB', image(1101, 10_000), 'pass', 1101],
    ['files > +5', image(1000, 10_000, { files: 56 }), 'fail', 6],
    ['files > +10%', image(1000, 10_000, { files: 55 }), 'pass', 10],
    ['wasted > +50 B', image(1000, 10_000, { wasted: 251 }), 'fail', 51],
    ['wasted > +25%', image(1000, 10_000, { wasted: 250 }), 'pass', 25],
    ['layers > +0', image(1000, 10_000), 'pass', 0],
    [
      'layers > +1',
      measurement({
        layers: [
          ['1', 1, 1],
          ['2', 1, 1],
          ['3', 1, 1],
          ['4', 1, 1],
        ],
      }),
      'fail',
      2,
    ],
    ['unpacked > +2% and > +1 kB', image(1000, 10_900), 'pass', 9],
    ['unpacked > +2% and > +1 kB', image(1000, 11_100), 'fail', 11],
    ['unpacked > +2% and download > +1 B', image(1001, 11_100), 'pass', 11],
    ['unpacked > +2% and download > +1 B', image(1002, 11_100), 'fail', 11],
  ])('%s', (text, head, verdict, actual) => {
    const result = evaluate(text, head, base);
    expect(result.verdict).toBe(verdict);
    expect(result.actual).toBeCloseTo(actual as number, 9);
  });

  test('a met warning is a warning', () => {
    expect(evaluate('unpacked > +0 B', image(1000, 10_001), base, 'warn')).toMatchObject({
      verdict: 'warn',
      level: 'warn',
    });
  });

  test('the result holds the first clause in short and every clause in full', () => {
    expect(evaluate('unpacked > +2% and > +1 kB', image(1000, 12_000), base)).toEqual({
      text: 'unpacked > +2% and > +1 kB',
      level: 'fail',
      verdict: 'fail',
      metric: 'unpacked',
      actual: 20,
      limit: 2,
      clauses: [
        { metric: 'unpacked', growth: true, unit: 'percent', limit: 2, actual: 20, exceeded: true },
        { metric: 'unpacked', growth: true, unit: 'bytes', limit: 1000, actual: 2000, exceeded: true },
      ],
    });
  });

  test.each([
    ['4.35', 10_000, 435],
    ['1.1', 100_000_000_000, 1_100_000_000],
    ['0.000001', 100_000_000, 1],
    ['33.333333', 300_000_000, 99_999_999],
  ])('exactly +%s % of %i bytes is not over it, one byte more is', (percent, before, growth) => {
    const condition = `unpacked > +${percent}%`;
    expect(evaluate(condition, image(0, before + growth), image(0, before)).verdict).toBe('pass');
    expect(evaluate(condition, image(0, before + growth + 1), image(0, before)).verdict).toBe('fail');
  });

  test('growth from nothing exceeds every percentage, without a number that JSON cannot hold', () => {
    const result = evaluate('unpacked > +1000000%', image(0, 1), image(0, 0));
    expect(result).toMatchObject({ verdict: 'fail', actual: null });
    expect(result.clauses[0]).toMatchObject({ exceeded: true, reason: 'any growth from 0 exceeds every percentage' });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('no growth from nothing is no growth', () => {
    expect(evaluate('unpacked > +0%', image(0, 0), image(0, 0))).toMatchObject({ verdict: 'pass', actual: 0 });
  });
});

describe('absolute limits', () => {
  test.each<[string, Measurement, string]>([
    ['download > 1 kB', image(1000, 5), 'pass'],
    ['download > 1 kB', image(1001, 5), 'fail'],
    ['unpacked > 1 kB', image(5, 1001), 'fail'],
    ['files > 99', image(1, 1), 'fail'],
    ['layers > 2', image(1, 1), 'pass'],
    ['layers > 1', image(1, 1), 'fail'],
    ['wasted > 5%', image(1, 1000, { wasted: 50 }), 'pass'],
    ['wasted > 5%', image(1, 1000, { wasted: 51 }), 'fail'],
    ['wasted > 0%', image(0, 0), 'pass'],
    ['wasted > 50 B', image(1, 1000, { wasted: 51 }), 'fail'],
  ])('%s needs no baseline', (text, head, verdict) => {
    expect(evaluate(text, head, null).verdict).toBe(verdict);
  });

  test.each<[string, Measurement, Measurement, string]>([
    [
      'download > 1 kB',
      image(1500, 1),
      image(1200, 1),
      'already over before this change: 1.20 kB at the baseline, +300 B since',
    ],
    [
      'download > 1 kB',
      image(1100, 1),
      image(1200, 1),
      'already over before this change: 1.20 kB at the baseline, \u2212100 B since',
    ],
    [
      'files > 10',
      image(1, 1, { files: 1200 }),
      image(1, 1, { files: 1100 }),
      'already over before this change: 1,100 at the baseline, +100 since',
    ],
    [
      'download > 1 kB',
      image(1500, 1),
      image(1200, 1, { estimated: true }),
      'already over before this change: about 1.20 kB at the baseline',
    ],
  ])('%s broken before is inherited, with the numbers', (text, head, base, reason) => {
    expect(evaluate(text, head, base)).toMatchObject({ verdict: 'inherited', reason });
  });

  test.each([
    ['download > 1 kB', image(1001, 1), image(1000, 1), 'fail'],
    ['download > 1 kB', image(900, 1), image(1200, 1), 'pass'],
    ['download > 1 kB and unpacked > 1 kB', image(2000, 2000), image(2000, 500), 'fail'],
    ['download > 1 kB and > +0 B', image(2000, 1), image(1500, 1), 'fail'],
  ])('%s broken by this change is not', (text, head, base, verdict) => {
    expect(evaluate(text, head, base).verdict).toBe(verdict);
  });
});

describe('what cannot be had', () => {
  test.each(['unpacked > +2%', 'new-bytes > 1 B', 'files > +1', 'unpacked > +2% and > 1 B'])(
    '%s is skipped without baseline',
    (text) => {
      expect(evaluate(text, image(100, 100), null)).toMatchObject({
        verdict: 'skipped',
        reason: 'no baseline: first run',
      });
    },
  );

  test('a clause that is not exceeded passes whatever the other would say', () => {
    expect(evaluate('unpacked > +2% and > 1 GB', image(100, 100), null)).toMatchObject({
      verdict: 'pass',
      actual: null,
    });
  });

  test.each(['download > +1 B', 'new-bytes > 1 B'])('%s is skipped where one side is estimated', (text) => {
    const result = evaluate(text, image(900, 1), image(1, 1, { estimated: true }));
    expect(result).toMatchObject({ verdict: 'skipped', actual: null });
    expect(result.reason).toContain('does not compare: it is estimated on one side only');
  });
});
