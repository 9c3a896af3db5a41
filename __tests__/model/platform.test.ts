import { expect, test } from '@jest/globals';
import { samePlatform } from '../../src/model/platform.ts';

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/amd64', 'linux/amd64/v1', true],
  ['linux/amd64', 'linux/amd64/v3', false],
  ['linux/arm64', 'linux/arm64/v8', true],
  ['linux/arm', 'linux/arm/v7', true],
  ['linux/arm', 'linux/arm/v6', false],
  ['linux/amd64', 'linux/arm64', false],
  ['linux/amd64', 'windows/amd64', false],
])('%s and %s are one platform: %s', (a, b, expected) => {
  expect(samePlatform(a, b)).toBe(expected);
});
