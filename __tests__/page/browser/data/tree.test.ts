import { expect, test } from '@jest/globals';
import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import type { Scope } from '../../../../src/page/browser/data/tree.ts';
import { buildTree, childrenOf, directoryAt, sizesOf } from '../../../../src/page/browser/data/tree.ts';
import { contentsOf, type FileSpec, manyFiles } from '../../../support/page-files.ts';

const SPECS: readonly FileSpec[] = [
  { path: 'a', before: 1, after: 1, was: 0, layer: 0 },
  { path: 'usr/bin/bash', before: 100, after: 140, was: 0, layer: 1 },
  { path: 'usr/bin/new', before: null, after: 60, layer: 1 },
  { path: 'usr/lib/gone', before: 30, after: null, was: 2 },
  { path: 'usr/lib/empty', before: 0, after: 0 },
  { path: 'usr/lib/…', before: 500, after: 500, folded: 9 },
];

const AFTER: Scope = { side: 'after', layer: null };

const look = (specs: readonly FileSpec[], scope: Scope) => {
  const tree = buildTree(decodeContents(contentsOf(specs)));
  const sizes = sizesOf(tree, scope);
  const at = (path: string) => {
    const directory = directoryAt(tree, path);
    if (directory === undefined) return undefined;
    const { index } = directory;
    return [sizes.before[index], sizes.after[index], sizes.files[index]];
  };
  const children = (path: string) => childrenOf(tree, sizes, directoryAt(tree, path)!).map(({ path: name }) => name);
  return { at, children, tree, sizes };
};

test.each<[string, Scope, string, readonly number[]]>([
  ['the whole image, after', AFTER, '', [631, 701, 13]],
  ['the whole image, before', { side: 'before', layer: null }, '', [631, 701, 13]],
  ['a directory', AFTER, 'usr/bin', [100, 200, 2]],
  ['a layer of the head', { side: 'after', layer: 1 }, '', [100, 200, 2]],
  ['a layer of the baseline', { side: 'before', layer: 2 }, 'usr', [30, 0, 1]],
  ['a layer that wrote nothing', { side: 'after', layer: 7 }, '', [0, 0, 0]],
])('counts bytes before, bytes after and files of %s', (_, scope, path, expected) => {
  expect(look(SPECS, scope).at(path)).toEqual(expected);
});

test.each<[string, Scope, string, readonly string[]]>([
  ['none that are gone, on the side after', AFTER, 'usr/lib', ['usr/lib/…']],
  [
    'those that are gone, on the side before',
    { side: 'before', layer: null },
    'usr/lib',
    ['usr/lib/…', 'usr/lib/gone'],
  ],
  ['largest first, directories among files', AFTER, '', ['usr', 'a']],
  ['only those of one layer', { side: 'after', layer: 1 }, 'usr', ['usr/bin']],
])('lists children: %s', (_, scope, path, expected) => {
  expect(look(SPECS, scope).children(path)).toEqual(expected);
});

test('a path finds no directory when it is unknown or names a file', () => {
  const { at } = look(SPECS, AFTER);
  expect([at('opt'), at('a'), at('usr/bin/bash'), at('constructor'), at('__proto__')]).toEqual(
    Array(5).fill(undefined),
  );
});

test.each([
  ['empty names', 'a//b/c'],
  ['the names of objects', '__proto__/constructor/x'],
  ['dots', '../../etc/passwd'],
  ['markup', '<img src=x>/"onload=1'],
])('a hostile path is a directory like any other: %s', (_, path) => {
  const { at } = look([{ path, before: 2, after: 3 }], AFTER);
  expect(at(path.slice(0, path.lastIndexOf('/')))).toEqual([2, 3, 1]);
});

test('a new directory has no size before', () => {
  const { tree, sizes } = look([{ path: 'opt/a', after: 5 }], AFTER);
  expect(childrenOf(tree, sizes, tree.root)[0]).toMatchObject({ path: 'opt', before: Number.NaN, after: 5 });
});

test('a path that was a file and is a directory now is listed as both', () => {
  const { children } = look(
    [
      { path: 'x', before: 5, after: 5 },
      { path: 'x/y', before: null, after: 9 },
    ],
    AFTER,
  );
  expect(children('')).toEqual(['x', 'x']);
});

test('2,000 nested directories do not overflow the stack', () => {
  const path = `${'d/'.repeat(2000)}file`;
  const { at, tree } = look([{ path, before: 1, after: 2 }], AFTER);
  expect(tree.directories).toHaveLength(2001);
  expect(at('')).toEqual([1, 2, 1]);
});

test('of 100,000 files, the root sums all and a directory sums its children', () => {
  const { tree, sizes, at } = look(manyFiles(100_000), AFTER);
  const sum = (column: Float64Array) => column.reduce((total, bytes) => total + (bytes || 0), 0);
  expect(at('')?.slice(0, 2)).toEqual([sum(tree.files.before), sum(tree.files.after)]);
  const lib = directoryAt(tree, 'usr/lib/node_modules')!;
  const below = [...lib.directories.values()].reduce((total, { index }) => total + sizes.after[index]!, 0);
  expect(sizes.after[lib.index]).toBe(below);
});
