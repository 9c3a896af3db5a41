import { expect, test } from '@jest/globals';
import { firstRows } from '../../../../src/page/browser/tables/first-rows.ts';

test.each([
  [1, true],
  [3, false],
  [100, true],
  [5000, false],
])('the first %i rows are those of a complete sort (descending: %s)', (most, descending) => {
  const key = (row: number) => (row % 11 === 0 ? Number.NaN : (row * 7919) % 97);
  const rows = Int32Array.from({ length: 3000 }, (_, row) => row);
  const value = (row: number) => (Number.isNaN(key(row)) ? Number.POSITIVE_INFINITY : key(row) * (descending ? -1 : 1));
  const whole = [...rows].sort((a, b) => (value(a) === value(b) ? a - b : value(a) - value(b)));
  expect(firstRows(rows, key, { most, descending })).toEqual(whole.slice(0, most));
});
