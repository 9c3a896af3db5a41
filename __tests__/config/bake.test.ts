import { describe, expect, test } from '@jest/globals';
import { isTargetName, parseBakeReference } from '../../src/config/bake.ts';

describe('a bake reference', () => {
  test.each([
    ['docker-bake.hcl', { file: 'docker-bake.hcl' }],
    ['docker-bake.hcl#web', { file: 'docker-bake.hcl', target: 'web' }],
    ['deploy/compose.yaml#web.site', { file: 'deploy/compose.yaml', target: 'web_site' }],
    ['a#b.hcl#web-1_0', { file: 'a#b.hcl', target: 'web-1_0' }],
  ])('%s', (text, reference) => {
    expect(parseBakeReference(text)).toEqual(reference);
  });

  test.each([
    ['https://example.com/docker-bake.hcl#web', 'https://example.com/docker-bake.hcl is not a local file'],
    ['git@example.com:a/b.git', 'git@example.com:a/b.git is not a local file'],
    ['cwd://docker-bake.hcl', 'cwd://docker-bake.hcl is not a local file'],
    ['-', 'bake: the file "-" starts with "-"'],
    ['#web', 'bake: the file "" is empty'],
    ['docker-bake.hcl#', 'found "" after docker-bake.hcl#, expected a target or group'],
    ['docker-bake.hcl#*', 'found "*" after docker-bake.hcl#'],
    ['docker-bake.hcl#--print', 'found "--print" after docker-bake.hcl#'],
    ['docker-bake.hcl#a=b', 'found "a=b"'],
    [`docker-bake.hcl#${'a'.repeat(129)}`, 'expected a target or group'],
    ['docker\nbake.hcl#web', 'has a control character'],
  ])('%s is refused', (text, message) => {
    expect(() => parseBakeReference(text)).toThrow(message);
  });
});

test.each(['', 'a b', 'a.b', 'a*', 'a[b]', 'a?', 'a=b', '-a', 'ä'])('%j can be no target', (name) => {
  expect(isTargetName(name)).toBe(false);
});
