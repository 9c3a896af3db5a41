import { describe, expect, test } from '@jest/globals';
import { Efficiency } from '../../src/measure/efficiency.ts';
import { FileTree } from '../../src/measure/tree.ts';
import type { LayerEntry } from '../../src/oci/image.ts';

const file = (path: string, size: number): LayerEntry => ({ path, type: 'file', size });
const directory = (path: string): LayerEntry => ({ path, type: 'directory', size: 0 });
const whiteout = (path: string): LayerEntry => ({ path, type: 'whiteout', size: 0 });
const opaque = (path: string): LayerEntry => ({ path, type: 'opaque', size: 0 });
const hardlink = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'hardlink', size: 0, linkTarget });
const symlink = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'symlink', size: 0, linkTarget });

function stack(layers: readonly (readonly LayerEntry[])[]) {
  const tree = new FileTree();
  const efficiency = new Efficiency();
  for (const layer of layers) efficiency.add(layer, tree.apply(layer));
  return {
    files: tree.files,
    wasted: tree.wasted,
    hidden: Object.fromEntries(tree.hidden),
    efficiency: efficiency.score,
  };
}

describe('the file tree of a stack of layers', () => {
  test.each<[string, LayerEntry[][], { files: number; wasted: number; hidden: Record<string, number> }]>([
    ['no layer', [], { files: 0, wasted: 0, hidden: {} }],
    ['one layer', [[directory('a'), file('a/b', 5), file('c', 7)]], { files: 2, wasted: 0, hidden: {} }],
    ['a file overwritten', [[file('a', 5)], [file('a', 9)]], { files: 1, wasted: 5, hidden: { a: 5 } }],
    [
      'a file overwritten twice',
      [[file('a', 5)], [file('a', 9)], [file('a', 1)]],
      { files: 1, wasted: 14, hidden: { a: 14 } },
    ],
    ['a file deleted', [[file('d/a', 5)], [whiteout('d/a')]], { files: 0, wasted: 5, hidden: { 'd/a': 5 } }],
    [
      'a directory deleted',
      [[file('d/a', 5), file('d/e/b', 6)], [whiteout('d')]],
      { files: 0, wasted: 11, hidden: { 'd/a': 5, 'd/e/b': 6 } },
    ],
    [
      'a directory made opaque',
      [[file('d/a', 5)], [directory('d'), opaque('d'), file('d/b', 2)]],
      { files: 1, wasted: 5, hidden: { 'd/a': 5 } },
    ],
    [
      'an opaque marker after the new file',
      [[file('d/a', 5)], [file('d/b', 2), opaque('d')]],
      { files: 1, wasted: 5, hidden: { 'd/a': 5 } },
    ],
    [
      'a whiteout and a new file of the same name in one layer',
      [[file('a', 5)], [file('a', 2), whiteout('a')]],
      { files: 1, wasted: 5, hidden: { a: 5 } },
    ],
    ['a whiteout of nothing', [[file('a', 5)], [whiteout('x/y')]], { files: 1, wasted: 0, hidden: {} }],
    [
      'a file replaced by a directory',
      [[file('a', 5)], [directory('a'), file('a/b', 1)]],
      { files: 1, wasted: 5, hidden: { a: 5 } },
    ],
    [
      'a directory replaced by a file',
      [[file('a/b', 5)], [file('a', 1)]],
      { files: 1, wasted: 5, hidden: { 'a/b': 5 } },
    ],
    [
      'a directory written again keeps its files',
      [[file('a/b', 5)], [directory('a')]],
      { files: 1, wasted: 0, hidden: {} },
    ],
    [
      'hard links count once in bytes and each in files',
      [[file('a', 5), hardlink('b', 'a')]],
      { files: 2, wasted: 0, hidden: {} },
    ],
    [
      'one of two hard links deleted',
      [[file('a', 5), hardlink('b', 'a')], [whiteout('a')]],
      { files: 1, wasted: 0, hidden: {} },
    ],
    [
      'both hard links deleted',
      [
        [file('a', 5), hardlink('b', 'a')],
        [whiteout('a'), whiteout('b')],
      ],
      { files: 0, wasted: 5, hidden: { a: 5 } },
    ],
    [
      'a hard link that replaces its own path',
      [[file('a', 5)], [hardlink('a', 'a')]],
      { files: 1, wasted: 0, hidden: {} },
    ],
    ['a hard link to nothing', [[hardlink('a', 'gone')]], { files: 1, wasted: 0, hidden: {} }],
    ['the same path twice in one layer', [[file('a', 5), file('a', 6)]], { files: 1, wasted: 5, hidden: { a: 5 } }],
    ['symbolic links are no files', [[symlink('a', 'b'), file('b', 1)]], { files: 1, wasted: 0, hidden: {} }],
    [
      'a file written through a linked directory',
      [[directory('usr/bin'), file('usr/bin/x', 5), symlink('bin', 'usr/bin')], [file('bin/x', 6)]],
      { files: 1, wasted: 5, hidden: { 'usr/bin/x': 5 } },
    ],
    [
      'a relative link deep down',
      [[file('a/real/x', 5), symlink('a/alias', 'real')], [whiteout('a/alias/x')]],
      { files: 0, wasted: 5, hidden: { 'a/real/x': 5 } },
    ],
    [
      'links that point to each other',
      [[symlink('a', 'b'), symlink('b', 'a')], [file('a/x', 3)]],
      { files: 1, wasted: 0, hidden: {} },
    ],
    [
      'a link out of the root stays inside',
      [[symlink('a', '../../b'), directory('b')], [file('a/x', 3)], [file('b/x', 4)]],
      { files: 1, wasted: 3, hidden: { 'a/x': 3 } },
    ],
    ['the root itself as an entry', [[directory(''), file('a', 1)]], { files: 1, wasted: 0, hidden: {} }],
  ])('%s', (_name, layers, expected) => {
    const { files, wasted, hidden } = stack(layers);
    expect({ files, wasted, hidden }).toEqual(expected);
  });

  test('reads a path of ten thousand nested directories without recursion', () => {
    const path = Array.from({ length: 10_000 }, () => 'd').join('/');
    expect(stack([[file(`${path}/f`, 5)], [whiteout('d')]])).toMatchObject({ files: 0, wasted: 5 });
  });
});

describe('the file tree of hostile layers', () => {
  test('follows links that multiply each other at most forty times', () => {
    const links = Array.from({ length: 30 }, (_, level) =>
      symlink(`l${level + 1}`, Array(8).fill(`l${level}`).join('/')),
    );
    expect(stack([[directory('l0'), ...links], [file('l30/x', 5)]])).toMatchObject({ files: 1 });
  });

  test('hides a directory of 200,000 files in short time', () => {
    const files = Array.from({ length: 200_000 }, (_, index) => file(`d/${index}`, 1));
    expect(stack([[directory('d'), ...files], [whiteout('d')]])).toMatchObject({ files: 0, wasted: 200_000 });
  });

  test('does not follow a link that is longer than any path', () => {
    expect(stack([[directory('a'), symlink('b', `${'./'.repeat(3_000)}a`)], [file('b/x', 5)]])).toMatchObject({
      files: 1,
    });
  });
});

describe("dive's efficiency", () => {
  test.each<[string, LayerEntry[][], number]>([
    ['an empty image', [], 1],
    ['nothing touched twice', [[file('a', 5)], [file('b', 7)]], 1],
    ['a file written twice', [[file('a', 6)], [file('a', 4)]], 4 / 10],
    ['a file deleted', [[file('a', 6), file('b', 4)], [whiteout('a')]], 4 / 10],
    ['a directory deleted counts its bytes once more, as dive has it', [[file('d/a', 6)], [whiteout('d')]], 1],
    ['opaque markers count nothing', [[file('d/a', 6)], [opaque('d')]], 1],
  ])('%s', (_name, layers, expected) => {
    expect(stack(layers).efficiency).toBeCloseTo(expected, 12);
  });
});
