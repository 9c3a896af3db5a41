import { expect, test } from '@jest/globals';
import { parseMinutes } from '../../src/config/minutes.ts';
import { UserError } from '../../src/text/error.ts';

test.each([
  ['60', 3600],
  [' 5 ', 300],
  ['0.5', 30],
  ['0.03', 1.8],
  ['1440', 86_400],
])('%j minutes are %f seconds', (text, seconds) => {
  expect(parseMinutes('timeout-minutes', text)).toBe(seconds);
});

test.each(['', ' ', '0', '-1', '1441', 'ten', '5 min', '1,5', 'NaN', 'Infinity'])('%j is refused', (text) => {
  expect(() => parseMinutes('input timeout-minutes', text)).toThrow(UserError);
  expect(() => parseMinutes('input timeout-minutes', text)).toThrow(
    `input timeout-minutes: found "${text}", accepted: a number over 0 and up to 1440`,
  );
});
