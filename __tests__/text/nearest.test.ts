import { expect, test } from '@jest/globals';
import { nearest, suggestion } from '../../src/text/nearest.ts';

const METRICS = ['download', 'unpacked', 'layers', 'files'];

test.each([
  ['dowload', 'download'],
  ['DOWNLOAD', 'download'],
  ['donwload', 'download'],
  ['unpaked', 'unpacked'],
  ['layres', 'layers'],
  ['file', 'files'],
  ['weight', undefined],
  ['x', undefined],
  ['', undefined],
  ['download'.repeat(100), undefined],
])('the nearest to %s is %s', (word, expected) => {
  expect(nearest(word, METRICS)).toBe(expected);
});

test('a suggestion is a sentence to end a message with, or nothing', () => {
  expect(suggestion('fils', METRICS)).toBe(' Did you mean "files"?');
  expect(suggestion('weight', METRICS)).toBe('');
});
