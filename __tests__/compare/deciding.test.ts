import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { deciding } from '../../src/compare/deciding.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { createReport } from '../../src/model/report.ts';
import { BUILT_ORIGIN, type MeasurementSpec, measurement } from '../support/measurements.ts';

/** An image of 100 MB unpacked that grew by some bytes. */
function grown(image: string, bytes: number, failIf: string[], head: MeasurementSpec = {}): Comparison {
  const before: MeasurementSpec = { image, layers: [['a', 40_000_000, 100_000_000]] };
  const after: MeasurementSpec = {
    image,
    layers: [
      ['a', 40_000_000, 100_000_000],
      ['b', 0, bytes],
    ],
    ...head,
  };
  return compareImage({
    image,
    baseline: { kind: 'measured', origin: BUILT_ORIGIN, measurement: measurement(before) },
    head: measurement(after),
    conditions: parseGates({ failIf, warnIf: [] }, [image])(image),
  });
}

const decided = (...comparisons: Comparison[]) => {
  const decision = deciding(createReport(comparisons));
  return `${decision?.comparison.image}: ${decision?.condition?.text}`;
};

describe('what a headline names', () => {
  test('the image with the most bytes over its limit', () => {
    expect(decided(grown('a', 2_000_000, ['unpacked > +1 MB']), grown('b', 9_000_000, ['unpacked > +7 MB']))).toBe(
      'b: unpacked > +7 MB',
    );
  });

  test('the condition with the most bytes over its limit', () => {
    expect(decided(grown('a', 9_000_000, ['unpacked > +7 MB', 'unpacked > +1 MB', 'unpacked > +5%']))).toBe(
      'a: unpacked > +1 MB',
    );
  });

  test('of an "and" the clause that is nearest to its limit counts', () => {
    expect(
      decided(grown('a', 9_000_000, ['unpacked > +1 B and > +8 MB']), grown('b', 5_000_000, ['unpacked > +1 MB'])),
    ).toBe('b: unpacked > +1 MB');
  });

  test('bytes before counts, counts by their excess', () => {
    expect(decided(grown('a', 1, ['layers > +0', 'files > +10'], { files: 200 }))).toBe('a: files > +10');
    expect(decided(grown('a', 1, ['files > +10']), grown('b', 1, ['unpacked > +0 B']))).toBe('b: unpacked > +0 B');
  });

  test('growth from nothing before any number, since its percentage is infinite', () => {
    const wasteful = grown('b', 1, ['wasted > +5%'], { wasted: 1 });
    expect(decided(grown('a', 9_000_000, ['unpacked > +1 B']), wasteful)).toBe('b: wasted > +5%');
  });

  test('a share is taken of what it is a share of', () => {
    const gated = grown('b', 0, ['wasted > 5%'], { wasted: 10_000_000 });
    expect(decided(grown('a', 4_000_000, ['unpacked > +0 B']), gated)).toBe('b: wasted > 5%');
    expect(decided(grown('a', 6_000_000, ['unpacked > +0 B']), gated)).toBe('a: unpacked > +0 B');
  });

  test('the first of equals', () => {
    expect(decided(grown('a', 5, ['unpacked > +0 B']), grown('b', 5, ['unpacked > +0 B']))).toBe('a: unpacked > +0 B');
  });

  test('without a broken condition, the image that changed most', () => {
    expect(decided(grown('a', 5, ['none']), grown('b', 700, ['none']), grown('c', 6, ['none']))).toBe('b: undefined');
  });

  test('an error rather than what passes beside it', () => {
    const error = compareImage({
      image: 'e',
      baseline: { kind: 'none', reason: '' },
      head: { error: 'boom' },
      conditions: [],
    });
    expect(decided(grown('a', 5, ['none']), error)).toBe('e: undefined');
  });

  test('nothing where nothing was compared', () => {
    expect(deciding(createReport([]))).toBeNull();
  });
});
