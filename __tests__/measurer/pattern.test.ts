import { expect, test } from '@jest/globals';
import { compilePattern } from '../../src/measurer/pattern.ts';
import { UserError } from '../../src/text/error.ts';

test.each([
  ['^ok$', 'not yet\nok\n', 'match'],
  ['^ok$', 'not ok\n', 'no match'],
  ['listening on .*:8000', 'INFO listening on 0.0.0.0:8000', 'match'],
  ['^(a+)+$', `${'a'.repeat(50)}!`, 'too long'],
  ['(x+x+)+y', 'x'.repeat(5000), 'too long'],
])('/%s/ on %j: %s', (source, text, expected) => {
  expect(compilePattern(source)(text)).toBe(expected);
});

test('a pattern is compiled once and tested on several texts', () => {
  const pattern = compilePattern('b$');
  expect(['a', 'ab', 'abc'].map(pattern)).toEqual(['no match', 'match', 'no match']);
});

test('an invalid pattern is a UserError', () => {
  expect(() => compilePattern('(')).toThrow(UserError);
});
