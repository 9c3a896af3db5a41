import { describe, expect, test } from '@jest/globals';
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatPercent,
  formatShare,
  formatSignedBytes,
  parseBytes,
} from '../../src/text/amount.ts';
import { UserError } from '../../src/text/error.ts';

describe('parseBytes', () => {
  test.each([
    ['0 B', 0],
    ['5MB', 5_000_000],
    [' 1.5 MiB ', 1_572_864],
    ['20 gib', 21_474_836_480],
    ['0.1 B', 0],
  ])('%s is %i bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  test.each([
    ['5', 'a size needs a unit'],
    ['5 M', 'ambiguous'],
    ['5 parsecs', 'unknown unit "parsecs"'],
    ['-5 MB', 'is not a size'],
    ['MB', 'is not a size'],
    ['', 'is not a size'],
    ['1,5 MB', 'digits with a point'],
    ['99999999 TB', 'too large: at most 9,007,199,254,740,991 B'],
    [`${'9'.repeat(400)} MB`, 'too large'],
  ])('%s is refused', (text, message) => {
    expect(() => parseBytes(text)).toThrow(UserError);
    expect(() => parseBytes(text)).toThrow(message);
  });
});

describe('formatBytes keeps three significant digits and never prints 1000 of a unit', () => {
  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [12_345, '12.3 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [999_999, '1.00 MB'],
    [343_000_000, '343 MB'],
    [999_999_999, '1.00 GB'],
    [1_440_123_456, '1.44 GB'],
    [2_500_000_000_000, '2.50 TB'],
    [9_007_199_254_740_991, '9.01 PB'],
    [-343_000, '\u2212343 kB'],
  ])('%i', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatSignedBytes', () => {
  test.each([
    [1_200_000, '+1.20 MB'],
    [-343_000, '\u2212343 kB'],
    [0, '0 B'],
    [-0, '0 B'],
    [1, '+1 B'],
  ])('%i', (bytes, text) => {
    expect(formatSignedBytes(bytes)).toBe(text);
  });
});

test('exact bytes and counts have thousands separators', () => {
  expect(formatExactBytes(1_440_123)).toBe('1,440,123 B');
  expect(formatExactBytes(12)).toBe('12 B');
  expect(formatExactBytes(-1234)).toBe('\u22121,234 B');
  expect(formatCount(36_000)).toBe('36,000');
});

describe('formatPercent', () => {
  test.each([
    [2.1, '+2.1 %'],
    [2, '+2.0 %'],
    [0.05, '+0.1 %'],
    [0.049, '<0.1 %'],
    [-0.0001, '>\u22120.1 %'],
    [0, '0 %'],
    [-0, '0 %'],
    [9.94, '+9.9 %'],
    [9.96, '+10 %'],
    [76.4, '+76 %'],
    [-76, '\u221276 %'],
    [-99.4, '\u221299 %'],
    [-99.97, '\u221299.9 %'],
    [-100, '\u2212100 %'],
    [1234.5, '+1,235 %'],
  ])('%d', (percent, text) => {
    expect(formatPercent(percent)).toBe(text);
  });

  test('a share has no sign', () => {
    expect([5.21, 0.01, 0, 100].map(formatShare)).toEqual(['5.2 %', '<0.1 %', '0 %', '100 %']);
  });
});
