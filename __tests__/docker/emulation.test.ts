import { expect, test } from '@jest/globals';
import { parsePlatformLines } from '../../src/docker/emulation.ts';

test.each([
  [
    'Name: default\nPlatforms:        linux/amd64, linux/amd64/v2, linux/386\nLabels:\n',
    ['linux/amd64', 'linux/amd64/v2', 'linux/386'],
  ],
  ['Platforms: linux/arm64*, linux/arm/v7\nPlatforms: linux/arm64/v8', ['linux/arm64', 'linux/arm', 'linux/arm64']],
  ['Name: default\n', []],
  ['', []],
])('the platforms of a builder: %j', (text, platforms) => {
  expect(parsePlatformLines(text)).toEqual(platforms);
});
