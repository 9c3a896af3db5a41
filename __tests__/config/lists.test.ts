import { expect, test } from '@jest/globals';
import { parseList } from '../../src/config/lists.ts';

test.each([
  ['', []],
  ['a', ['a']],
  ['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
  ['  a b \n\n\t\n# no\n  # no\nc # yes', ['a b', 'c # yes']],
])('the entries of %j', (text, entries) => {
  expect(parseList(text)).toEqual(entries);
});
