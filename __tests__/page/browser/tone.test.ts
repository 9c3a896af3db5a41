import { expect, test } from '@jest/globals';
import { toneOf } from '../../../src/page/browser/tone.ts';

test.each([
  [100, 100, 'same', 0, ''],
  [Number.NaN, 10, 'grew', 4, '+'],
  [10, Number.NaN, 'shrank', 4, '−'],
  [100, 102, 'grew', 1, '+'],
  [100, 80, 'shrank', 2, '−'],
  [100, 200, 'grew', 3, '+'],
  [0, 0, 'same', 0, ''],
] as const)(
  'a change from %d to %d bytes has direction %s, strength %i and sign %j',
  (before, after, direction, strength, mark) => {
    expect(toneOf(before, after, true)).toEqual({ direction, strength, mark });
  },
);

test('without a baseline, new bytes are no growth', () => {
  expect(toneOf(Number.NaN, 10, false).direction).toBe('same');
});
