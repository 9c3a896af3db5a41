import { describe, expect, test } from '@jest/globals';
import { weighDirectories } from '../../src/measure/directories.ts';
import { FileTree } from '../../src/measure/tree.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { measurement } from '../support/measurements.ts';

const file = (path: string, size: number): LayerEntry => ({ path, type: 'file', size });
const link = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'hardlink', size: 0, linkTarget });
const whiteout = (path: string): LayerEntry => ({ path, type: 'whiteout', size: 0 });
const symlink = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'symlink', size: 0, linkTarget });
const directory = (path: string): LayerEntry => ({ path, type: 'directory', size: 0 });

function stack(layers: readonly LayerEntry[][]) {
  const tree = new FileTree();
  for (const layer of layers) tree.apply(layer);
  return tree;
}

describe('the files of the final tree', () => {
  test.each<[string, LayerEntry[][], Record<string, number>]>([
    ['none', [], {}],
    ['in order of path', [[file('b', 2), file('a/z', 3), file('a/b', 0)]], { 'a/b': 0, 'a/z': 3, b: 2 }],
    ['without what was overwritten', [[file('a', 5)], [file('a', 9)]], { a: 9 }],
    ['without what was deleted', [[file('d/a', 5), file('c', 1)], [whiteout('d')]], { c: 1 }],
    ['of hard links the first by name', [[file('z', 5), link('a', 'z')]], { a: 5 }],
    ['of hard links the one that is left', [[file('a', 5), link('z', 'a')], [whiteout('a')]], { z: 5 }],
    ['where links lead', [[directory('usr/bin'), symlink('bin', 'usr/bin')], [file('bin/x', 5)]], { 'usr/bin/x': 5 }],
  ])('%s', (_what, layers, expected) => {
    const files = [...stack(layers).finalFiles()];
    expect(Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]))).toEqual(expected);
    expect(files.map(({ path }) => path)).toEqual(Object.keys(expected));
  });

  test('hold what was written and is not wasted', () => {
    const layers = [
      [file('a/b', 5), link('a/c', 'a/b'), file('d', 7)],
      [whiteout('a/b'), file('d', 1)],
    ];
    const tree = stack(layers);
    const written = layers.flat().reduce((sum, { size }) => sum + size, 0);
    expect([...tree.finalFiles()].reduce((sum, { bytes }) => sum + bytes, 0)).toBe(written - tree.wasted);
  });

  test('ten thousand directories deep are walked without recursion', () => {
    const path = `${Array.from({ length: 10_000 }, () => 'd').join('/')}/f`;
    expect([...stack([[file(path, 5)]]).finalFiles()]).toEqual([{ path, bytes: 5 }]);
  });
});

describe('the directories of an image', () => {
  const index = (entries: readonly LayerEntry[]): LayerIndex => ({
    diffId: '',
    tarSize: 0,
    unpacked: 0,
    contents: '',
    entries,
  });
  const image = measurement({
    layers: [
      ['a', 1, 1],
      ['b', 1, 1],
    ],
  });
  const [first = '', second = ''] = image.layers.map(({ digest }) => digest);
  const known = new Map([
    [first, index([file('usr/a', 5), file('usr/b', 6), file('c', 1)])],
    [second, index([whiteout('usr/b'), file('usr/lib/d', 2)])],
  ]);

  test('hold the bytes of the files directly in them', () => {
    const directories = weighDirectories(image, (digest) => known.get(digest));
    expect(Object.fromEntries(directories ?? [])).toEqual({ '': 1, usr: 5, 'usr/lib': 2 });
  });

  test('are not known where the index of a layer is not', () => {
    expect(weighDirectories(image, (digest) => (digest === second ? undefined : known.get(digest)))).toBeUndefined();
  });
});
