import { describe, expect, test } from '@jest/globals';
import {
  checkBuildContext,
  checkLabel,
  checkNetwork,
  checkSsh,
  parsePlatforms,
} from '../../src/config/build-inputs.ts';
import { UserError } from '../../src/text/error.ts';

test('platforms stand one an entry or several with commas', () => {
  const entries = ['linux/amd64, linux/arm/v7', 'windows/amd64', 'linux/arm64'];
  expect(parsePlatforms(entries, 'platforms')).toEqual(['linux/amd64', 'linux/arm/v7', 'windows/amd64', 'linux/arm64']);
  expect(parsePlatforms([], 'platforms')).toEqual([]);
});

describe('what is no platform', () => {
  test.each([
    'arm64',
    'linux/',
    '/amd64',
    'linux/arm/v7/x',
    'Linux/AMD64',
    '-linux/arm64',
    'linux/arm 64',
    'linux/amd64,',
    '',
  ])('%j', (entry) => {
    expect(() => parsePlatforms([entry], 'input platforms')).toThrow(UserError);
    expect(() => parsePlatforms([entry], 'input platforms')).toThrow(
      /^input platforms: found ".*", accepted: os\/arch\[\/variant\], as in linux\/arm64$/,
    );
  });

  test('one that is named twice', () => {
    expect(() => parsePlatforms(['linux/arm64', 'linux/amd64,linux/arm64'], '--platform')).toThrow(
      '--platform: linux/arm64 is named twice',
    );
  });
});

const RULES: Readonly<Record<string, (text: string, what: string) => string>> = {
  label: checkLabel,
  context: checkBuildContext,
  ssh: checkSsh,
  network: checkNetwork,
};

test.each([
  ['label', 'org.example.a=b=c, "d"'],
  ['label', 'empty='],
  ['context', 'base=docker-image://debian:12'],
  ['context', 'registry.example/base:1=../lib'],
  ['ssh', 'default'],
  ['ssh', 'deploy=/run/agent.sock'],
  ['ssh', 'deploy=a,b'],
  ['network', 'none'],
  ['network', 'host'],
])('the %s %j is taken as it is', (rule, text) => {
  expect(RULES[rule]?.(text, 'here')).toBe(text);
});

test.each([
  ['label', 'none', 'here: found "none", accepted: KEY=value'],
  ['label', '=value', 'accepted: KEY=value'],
  ['label', '-a=b', 'accepted: KEY=value'],
  ['label', 'a\0b=c', 'accepted: KEY=value'],
  ['context', 'lib', 'accepted: NAME=VALUE'],
  ['context', '=lib', 'accepted: NAME=VALUE'],
  ['context', '--x=lib', 'accepted: NAME=VALUE'],
  ['context', 'x=', 'here: the value of x "" is empty'],
  ['context', 'x=-lib', 'starts with "-"'],
  ['ssh', 'a b', 'accepted: default, ID, ID=SOCKET or ID=KEY[,KEY…]'],
  ['ssh', '-default', 'accepted: default'],
  ['ssh', 'a=-b', 'starts with "-"'],
  ['ssh', 'a=', 'is empty'],
  ['network', 'bridge', 'found "bridge", accepted: default, none, host'],
  ['network', 'hots', 'host'],
  ['network', '--host', 'accepted: default, none, host'],
])('the %s %j is refused', (rule, text, message) => {
  expect(() => RULES[rule]?.(text, 'here')).toThrow(UserError);
  expect(() => RULES[rule]?.(text, 'here')).toThrow(message);
});
