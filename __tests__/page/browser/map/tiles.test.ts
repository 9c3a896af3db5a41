import { expect, test } from '@jest/globals';
import type { Side } from '../../../../src/page/browser/data/files.ts';
import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import { buildTree, directoryAt, sizesOf } from '../../../../src/page/browser/data/tree.ts';
import { planTiles, type Tile } from '../../../../src/page/browser/map/tiles.ts';
import { contentsOf, type FileSpec, manyFiles } from '../../../support/page-files.ts';

const SPACE = { width: 1000, height: 600, most: 3000 };

const plan = (specs: readonly FileSpec[], { path = '', side = 'after' as Side, space = SPACE } = {}) => {
  const tree = buildTree(decodeContents(contentsOf(specs)));
  return planTiles(tree, sizesOf(tree, { side, layer: null }), directoryAt(tree, path)!, space);
};

const flat = (tile: Tile): readonly Tile[] => [tile, ...(tile.children ?? []).flatMap(flat)];
const named = (tile: Tile) => (tile.children ?? []).map(({ kind, name, gathered }) => `${kind} ${name || gathered}`);

const files = (count: number, size: number): FileSpec[] =>
  Array.from({ length: count }, (_, at) => ({ path: `lib/f${at}`, before: size, after: size }));

test('the tiles in the frame of a large directory sum to its bytes', () => {
  const root = plan(manyFiles(20_000));
  for (const tile of flat(root).filter(({ children }) => children !== undefined))
    expect(tile.children!.reduce((sum, { size }) => sum + size, 0)).toBe(tile.size);
});

test('children too small for a tile share one tile, and no byte is lost', () => {
  const [, rest] = plan([{ path: 'lib/big', before: 1, after: 1_000_000 }, ...files(50, 5)], { path: 'lib' }).children!;
  expect(rest).toMatchObject({
    kind: 'rest',
    gathered: 50,
    size: 250,
    files: 50,
    before: 250,
    after: 250,
    path: 'lib',
  });
});

test('a single child that is too small keeps its own tile', () => {
  const root = plan([
    { path: 'big', after: 1_000_000 },
    { path: 'tiny', after: 1 },
  ]);
  expect(named(root)).toEqual(['file big', 'file tiny']);
});

test.each([10, 300, 3000])('a map has at most %i tiles', (most) => {
  const space = { width: 20_000, height: 20_000, most };
  const root = plan(manyFiles(30_000), { space });
  expect(flat(root).length - 1).toBeLessThanOrEqual(most);
  expect(flat(root).length - 1).toBeGreaterThan(most / 2);
});

test('a directory that holds only one directory is drawn as that directory, under both names', () => {
  const root = plan([
    { path: 'opt/app/dist/a', after: 10 },
    { path: 'opt/app/dist/b', after: 20 },
    { path: 'c', after: 9 },
  ]);
  expect(root.children![0]).toMatchObject({ kind: 'directory', name: 'opt/app/dist', path: 'opt/app/dist', size: 30 });
});

test.each<[Side, readonly string[]]>([
  ['after', ['file same', 'file new']],
  ['before', ['file same', 'file gone']],
])('the side "%s" shows only the files that exist there', (side, expected) => {
  const specs = [
    { path: 'same', before: 9, after: 9 },
    { path: 'new', after: 4 },
    { path: 'gone', before: 5 },
  ];
  expect(named(plan(specs, { side }))).toEqual(expected);
});
