import { describe, expect, test } from '@jest/globals';
import { finalTree, takeApart } from '../../src/measure/final-tree.ts';
import { FileTree } from '../../src/measure/tree.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';

const file = (path: string, size: number, more: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  type: 'file',
  size,
  ...more,
});
const link = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'hardlink', size: 0, linkTarget });
const whiteout = (path: string): LayerEntry => ({ path, type: 'whiteout', size: 0 });
const opaque = (path: string): LayerEntry => ({ path, type: 'opaque', size: 0 });
const symlink = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'symlink', size: 0, linkTarget });
const directory = (path: string): LayerEntry => ({ path, type: 'directory', size: 0 });
const device = (path: string): LayerEntry => ({ path, type: 'device', size: 0 });

const index = (entries: readonly LayerEntry[], packages?: readonly string[]): LayerIndex => ({
  diffId: '',
  tarSize: 0,
  unpacked: entries.reduce((sum, { size }) => sum + size, 0),
  contents: '',
  entries,
  ...(packages !== undefined && { packages }),
});
const treeOf = (layers: readonly (readonly LayerEntry[])[]) => finalTree(layers.map((entries) => index(entries)));

describe('the final tree', () => {
  test.each<[string, LayerEntry[][], Record<string, number>]>([
    ['is empty without files', [[directory('a'), symlink('b', 'a'), device('c')]], {}],
    ['is in order of path', [[file('b', 2), file('a/z', 3), file('a/b', 0)]], { 'a/b': 0, 'a/z': 3, b: 2 }],
    ['is without what was overwritten', [[file('a', 5)], [file('a', 9)]], { a: 9 }],
    ['is without what was deleted', [[file('d/a', 5), file('c', 1)], [whiteout('d')]], { c: 1 }],
    ['is without what a directory made opaque', [[file('d/a', 5)], [opaque('d'), file('d/b', 1)]], { 'd/b': 1 }],
    ['has of hard links the first by name', [[file('z', 5), link('a', 'z')]], { a: 5 }],
    ['has of hard links the one that is left', [[file('a', 5), link('z', 'a')], [whiteout('a')]], { z: 5 }],
    ['has a hard link to nothing', [[link('a', 'b')]], { a: 0 }],
    [
      'has a file at the target of links',
      [[directory('usr/bin'), symlink('bin', 'usr/bin')], [file('bin/x', 5)]],
      { 'usr/bin/x': 5 },
    ],
    [
      'has a file at the target of a link that is replaced within a layer',
      [[directory('a'), directory('b'), symlink('l', 'a'), file('l/x', 1), symlink('l', 'b'), file('l/y', 2)]],
      { 'a/x': 1, 'b/y': 2 },
    ],
    [
      'has a file at the target of a link that replaces a directory',
      [[directory('b'), file('l/x', 1), symlink('l', 'b'), file('l/y', 2)]],
      { 'b/y': 2 },
    ],
    [
      'has a file at the target of a link that replaces a directory above it',
      [[directory('b/d'), file('l/d/x', 1), symlink('l', 'b'), file('l/d/y', 2)]],
      { 'b/d/y': 2 },
    ],
    [
      'has a file at the target of a link whose path changes through a later entry',
      [[directory('d/s'), directory('e/f'), symlink('l', 'd/s/..'), symlink('l/s', '/e/f'), file('l/x', 1)]],
      { 'e/x': 1 },
    ],
    ['is in a directory made anew', [[file('d/x', 1), file('d', 2), file('d/y', 3)]], { 'd/y': 3 }],
    [
      'has a file in a directory that a lower layer deleted',
      [[file('d/x', 1)], [whiteout('d'), file('d/y', 3)], [file('d/z', 4)]],
      { 'd/y': 3, 'd/z': 4 },
    ],
  ])('%s', (_what, layers, expected) => {
    const files = treeOf(layers);
    expect(Object.fromEntries(files.map(({ path, size }) => [path, size]))).toEqual(expected);
    expect(files.map(({ path }) => path)).toEqual(Object.keys(expected));
  });

  test('has the layer, the package and the content of each file', () => {
    const base = index(
      [file('a', 5, { crc32: 7, owner: 1 }), file('b', 5, { crc32: 7 }), link('z', 'b')],
      ['pkg:a/b', 'pkg:a/c'],
    );
    const next = index([file('a/x', 0), file('c', 5, { crc32: 7, owner: 0 })], ['pkg:a/d']);
    const last = index([file('e', 6, { crc32: 7, owner: 0 }), whiteout('b')]);
    expect(finalTree([base, next, last])).toEqual([
      { path: 'a/x', size: 0, layer: 1 },
      { path: 'c', size: 5, layer: 1, owner: 'pkg:a/d', content: expect.any(String) },
      { path: 'e', size: 6, layer: 2, content: expect.any(String) },
      { path: 'z', size: 5, layer: 0, content: expect.any(String) },
    ]);
    const [, c, e, z] = finalTree([base, next, last]).map(({ content }) => content);
    expect([c === z, c === e]).toEqual([true, false]);
  });

  test('has the layer and package that wrote the content of several hard links', () => {
    const base = index([file('b', 5, { owner: 0 })], ['pkg:a/b']);
    const next = index([{ ...link('a', 'b'), owner: 0 }], ['pkg:a/c']);
    expect(finalTree([base, next])).toEqual([{ path: 'a', size: 5, layer: 0, owner: 'pkg:a/b' }]);
  });

  test('of ten thousand nested directories is read without recursion', () => {
    const path = `${Array.from({ length: 10_000 }, () => 'd').join('/')}/f`;
    expect(treeOf([[file(path, 5)]])).toEqual([{ path, size: 5, layer: 0 }]);
  });
});

/** Numbers that look random and are the same in every run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** Layers in which few names meet often, so that everything replaces, hides and links everything else. */
function makeLayers(seed: number): readonly (readonly LayerEntry[])[] {
  const random = makeRandom(seed);
  const path = () => Array.from({ length: 1 + random(3) }, () => 'abc'.charAt(random(3))).join('/');
  const makers: readonly (() => LayerEntry)[] = [
    () => file(path(), random(100), { crc32: random(9) }),
    () => file(path(), 1 + random(100)),
    () => link(path(), path()),
    () => symlink(path(), path()),
    () => symlink(path(), `../${path()}`),
    () => directory(path()),
    () => whiteout(path()),
    () => opaque(path()),
    () => device(path()),
  ];
  const entry = () => makers[random(makers.length)]!();
  return Array.from({ length: 1 + random(4) }, () => Array.from({ length: random(25) }, entry));
}

test('the sizes of the final tree add up to unpacked − wasted for any layers', () => {
  let files = 0;
  for (let seed = 1; seed <= 2_000; seed++) {
    const layers = makeLayers(seed);
    const tree = new FileTree();
    for (const entries of layers) tree.apply(entries);
    const written = layers.flat().reduce((sum, { size }) => sum + size, 0);
    const final = treeOf(layers);
    expect([seed, final.reduce((sum, { size }) => sum + size, 0)]).toEqual([seed, written - tree.wasted]);
    expect(new Set(final.map(({ path }) => path)).size).toBe(final.length);
    files += final.length;
  }
  expect(files).toBeGreaterThan(3_000);
});

describe('a tree with the pieces of archives apart', () => {
  const jar = file('app.jar', 100, {
    owner: 0,
    inner: [2],
    parts: [
      { path: 'lib/a.jar', size: 60, crc32: 7, owner: 1 },
      { path: 'lib/b.jar', size: 30 },
    ],
  });
  const tree = finalTree([index([jar, file('z', 5)], ['pkg:maven/app@1', 'pkg:maven/a@2', 'pkg:maven/c@3'])]);

  test('has a file for each piece, and the archive keeps the rest', () => {
    expect(takeApart(tree)).toEqual([
      { path: 'app.jar', size: 10, layer: 0, owner: 'pkg:maven/app@1', inner: ['pkg:maven/c@3'] },
      { path: 'app.jar!/lib/a.jar', size: 60, layer: 0, owner: 'pkg:maven/a@2', content: '60-7' },
      { path: 'app.jar!/lib/b.jar', size: 30, layer: 0 },
      { path: 'z', size: 5, layer: 0 },
    ]);
  });

  test('is the tree itself where there is none', () => {
    const plain = finalTree([index([file('z', 5)])]);
    expect(takeApart(plain)).toBe(plain);
  });
});
