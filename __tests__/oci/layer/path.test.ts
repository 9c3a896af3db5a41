import { describe, expect, test } from '@jest/globals';
import { classifyPath, normalisePath } from '../../../src/oci/layer/path.ts';

describe('a path of a layer is normalised', () => {
  test.each([
    ['a/b', 'a/b'],
    ['./a/b', 'a/b'],
    ['/a/b', 'a/b'],
    ['a//b/', 'a/b'],
    ['a/./b/.', 'a/b'],
    ['a/../b', 'b'],
    ['./', ''],
    ['', ''],
    ['..a/b..', '..a/b..'],
    ['...', '...'],
    ['a/...b/.c', 'a/...b/.c'],
  ])('%j to %j', (path, normal) => {
    expect(normalisePath(path)).toBe(normal);
  });

  test.each(['..', '../a', 'a/../../b', '/..', './../a'])('%j leaves the root', (path) => {
    expect(normalisePath(path)).toBeUndefined();
  });
});

describe('the path of a layer entry is classified:', () => {
  test.each([
    ['a/b', { kind: 'entry', path: 'a/b' }],
    ['a/x.wh.y', { kind: 'entry', path: 'a/x.wh.y' }],
    ['.wh.', { kind: 'entry', path: '.wh.' }],
    ['a/.wh.b', { kind: 'whiteout', path: 'a/b' }],
    ['.wh.b', { kind: 'whiteout', path: 'b' }],
    ['a/.wh..b', { kind: 'whiteout', path: 'a/.b' }],
    ['a/.wh..wh..opq', { kind: 'opaque', path: 'a' }],
    ['.wh..wh..opq', { kind: 'opaque', path: '' }],
    ['.wh..wh.aufs', { kind: 'metadata' }],
    ['.wh..wh.plnk/123.456', { kind: 'metadata' }],
    ['a/.wh..', { kind: 'invalid' }],
    ['a/.wh...', { kind: 'invalid' }],
  ])('%j is %j', (path, expected) => {
    expect(classifyPath(path)).toEqual(expected);
  });
});
