import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { parseOwnPlatform, parsePlatformLines, readOwnPlatform } from '../../src/docker/platforms.ts';
import { describeEngines } from '../support/engine.ts';

const NODE = 'Name:   default\nDriver: docker\n\nNodes:\nName:      default\nPlatforms: ';

test.each<[string, string, string | undefined]>([
  ['the first', `${NODE}linux/arm64, linux/amd64, linux/386\nLabels:\n`, 'linux/arm64'],
  ['the only one', `${NODE}linux/arm/v7\n`, 'linux/arm/v7'],
  ['a list of the user', `${NODE}linux/arm64*, linux/amd64\n`, undefined],
  ['several nodes', `${NODE}linux/arm64\n\nName: other\nPlatforms: linux/amd64\n`, undefined],
  ['a builder that was not started', 'Name: x\nDriver: docker-container\nStatus: inactive\n', undefined],
  ['an empty list', `${NODE}\n`, undefined],
  ['something else', `${NODE}$(touch x)\n`, undefined],
])('a builder’s own platform with %s', (_name, text, expected) => {
  expect(parseOwnPlatform(text)).toBe(expected);
});

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

describeEngines('the engine', ({ env }) => {
  test('has its own platform, unless a default is set', async () => {
    const format = '{{.Server.Os}}/{{.Server.Arch}}';
    const options = { env: { ...process.env, ...env }, encoding: 'utf8' } as const;
    const server = execFileSync('docker', ['version', '--format', format], options).trim();
    expect(await readOwnPlatform({ env })).toBe(server);
    expect(await readOwnPlatform({ builder: 'default', env })).toBe(server);
    expect(await readOwnPlatform({ builder: 'no-such-builder', env })).toBeUndefined();
    expect(await readOwnPlatform({ env: { ...env, DOCKER_DEFAULT_PLATFORM: 'linux/arm64' } })).toBeUndefined();
  });
});
