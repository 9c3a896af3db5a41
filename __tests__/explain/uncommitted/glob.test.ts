import { expect, test } from '@jest/globals';
import { matchesName, matchesNames } from '../../../src/explain/uncommitted/glob.ts';

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['*', '', true],
  ['*', '.hidden', true],
  ['*.js', 'app.js', true],
  ['*.js', 'app.ts', false],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbXbX', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['?', '🐳', true],
  ['[a-c]x', 'bx', true],
  ['[a-c]x', 'dx', false],
  ['[^a-c]x', 'dx', true],
  ['[^a-c]x', 'ax', false],
  ['[ace]', 'c', true],
  ['[ac-e]', 'd', true],
  ['[a-', 'a', false],
  ['[]', 'a', false],
  ['[-a]', 'a', false],
  ['**', 'abc', true],
  [`${'a*'.repeat(300)}b`, 'a'.repeat(3000), false],
])('%s against %s', (pattern, name, expected) => {
  expect(matchesName(pattern, name)).toBe(expected);
});

test.each([
  ['a/*/c', 'a/b/c', true],
  ['a/*/c', 'a/c', false],
  ['a/**', 'a', true],
  ['a/**', 'a/b/c', true],
  ['**/c', 'c', true],
  ['**/*.js', 'a/b/c.js', true],
  ['a/**/c/**/e', 'a/c/b/c/d/e', true],
  ['a/**/c/**/e', 'a/b/e', false],
])('%s against the path %s', (pattern, path, expected) => {
  expect(matchesNames(pattern.split('/'), path.split('/'))).toBe(expected);
});
