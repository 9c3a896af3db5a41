import { expect, test } from '@jest/globals';
import { parseList, parseMinutes } from '../../src/config/entries.ts';
import { UserError } from '../../src/text/error.ts';

test.each([
  ['', []],
  ['a', ['a']],
  ['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
  ['  a b \n\n\t\n# no\n  # no\nc # yes', ['a b', 'c # yes']],
])('the entries of %j', (text, entries) => {
  expect(parseList(text)).toEqual(entries);
});

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
