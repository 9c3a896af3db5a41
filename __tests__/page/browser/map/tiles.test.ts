import { expect, test } from '@jest/globals';
import { decodeContents } from '../../../../src/page/browser/decode.ts';
import { nextTile } from '../../../../src/page/browser/map/spatial.ts';
import { heightOf, layOut, type PlacedTile, widthOf } from '../../../../src/page/browser/map/tile-layout.ts';
import { planTiles, type Tile } from '../../../../src/page/browser/map/tiles.ts';
import type { Side } from '../../../../src/page/browser/side.ts';
import { toneOf } from '../../../../src/page/browser/tone.ts';
import { directoryAt, growTree, sizesOf } from '../../../../src/page/browser/tree.ts';
import { contentsOf, type FileSpec, manyFiles } from '../../../support/page-files.ts';

const SPACE = { width: 1000, height: 600, most: 3000 };

const plan = (specs: readonly FileSpec[], { path = '', side = 'after' as Side, space = SPACE } = {}) => {
  const tree = growTree(decodeContents(contentsOf(specs)));
  return planTiles(tree, sizesOf(tree, { side, layer: null }), directoryAt(tree, path)!, space);
};

const flat = (tile: Tile): readonly Tile[] => [tile, ...(tile.children ?? []).flatMap(flat)];
const named = (tile: Tile) => (tile.children ?? []).map(({ kind, name, gathered }) => `${kind} ${name || gathered}`);

const files = (count: number, size: number): FileSpec[] =>
  Array.from({ length: count }, (_, at) => ({ path: `lib/f${at}`, before: size, after: size }));

test('a large directory is a frame around its own tiles, which come to its bytes', () => {
  const root = plan(manyFiles(20_000));
  for (const tile of flat(root).filter(({ children }) => children !== undefined))
    expect(tile.children!.reduce((sum, { size }) => sum + size, 0)).toBe(tile.size);
});

test('what is too small for a tile is gathered into one, with nothing lost', () => {
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

test('one alone that is too small stays what it is', () => {
  const root = plan([
    { path: 'big', after: 1_000_000 },
    { path: 'tiny', after: 1 },
  ]);
  expect(named(root)).toEqual(['file big', 'file tiny']);
});

test.each([10, 300, 3000])('there are at most %i tiles', (most) => {
  const space = { width: 20_000, height: 20_000, most };
  const root = plan(manyFiles(30_000), { space });
  expect(flat(root).length - 1).toBeLessThanOrEqual(most);
  expect(flat(root).length - 1).toBeGreaterThan(most / 2);
});

test('a directory that holds one directory alone is drawn as that one, under both names', () => {
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
])('%s shows what is there then', (side, expected) => {
  const specs = [
    { path: 'same', before: 9, after: 9 },
    { path: 'new', after: 4 },
    { path: 'gone', before: 5 },
  ];
  expect(named(plan(specs, { side }))).toEqual(expected);
});

test('an image of nothing has no tiles', () => {
  const root = plan([{ path: 'empty', before: 0, after: 0 }]);
  expect(layOut(root, SPACE)).toEqual([]);
});

test('the area of a leaf is its share of the bytes', () => {
  const placed = layOut(
    plan([
      { path: 'a', after: 300 },
      { path: 'b', after: 100 },
    ]),
    SPACE,
  );
  const [a = 0, b = 0] = placed.map(({ box }) => widthOf(box) * heightOf(box));
  expect(a / b).toBeCloseTo(3, 1);
});

test('tiles lie within their frames, and no two leaves overlap', () => {
  const placed = layOut(plan(manyFiles(5000)), SPACE);
  const leaves = placed.filter(({ framed }) => !framed);
  const overlap = (a: PlacedTile, b: PlacedTile) =>
    a.box.left < b.box.right && b.box.left < a.box.right && a.box.top < b.box.bottom && b.box.top < a.box.bottom;
  expect(leaves.length).toBeGreaterThan(100);
  expect(leaves.flatMap((a, at) => leaves.slice(at + 1).filter((b) => overlap(a, b)))).toEqual([]);
  expect(placed.every(({ box }) => box.left >= 0 && box.top >= 0 && box.right <= 1000 && box.bottom <= 600)).toBe(true);
});

const box = (left: number, top: number, right: number, bottom: number, framed = false) =>
  ({ box: { left, top, right, bottom }, framed }) as PlacedTile;

// 0 is a frame around 1 and 2; 3 lies right of it, 4 below 3.
const PLACED = [
  box(0, 0, 200, 200, true),
  box(2, 20, 100, 198),
  box(101, 20, 198, 198),
  box(201, 0, 300, 100),
  box(201, 101, 300, 200),
];

test.each([
  [1, 'right', 2],
  [2, 'left', 1],
  [1, 'up', 0],
  [0, 'down', 1],
  [2, 'right', 4],
  [4, 'left', 2],
  [4, 'up', 3],
  [0, 'right', 3],
  [3, 'left', 0],
  [1, 'left', undefined],
  [4, 'down', undefined],
] as const)('from tile %i %s lies tile %s', (from, direction, expected) => {
  expect(nextTile(PLACED, from, direction)).toBe(expected);
});

test('every tile is reached by arrow keys', () => {
  const placed = layOut(plan(manyFiles(3000)), SPACE);
  const reached = new Set([0]);
  for (const at of reached)
    for (const direction of ['left', 'right', 'up', 'down'] as const) {
      const next = nextTile(placed, at, direction);
      if (next !== undefined) reached.add(next);
    }
  expect(placed.length - reached.size).toBe(0);
});

test.each([
  [100, 100, 'same', 0, ''],
  [Number.NaN, 10, 'grew', 4, '+'],
  [10, Number.NaN, 'shrank', 4, '−'],
  [100, 102, 'grew', 1, '+'],
  [100, 80, 'shrank', 2, '−'],
  [100, 200, 'grew', 3, '+'],
  [0, 0, 'same', 0, ''],
] as const)('from %d to %d bytes is %s by %i, marked %j', (before, after, direction, strength, mark) => {
  expect(toneOf(before, after, true)).toEqual({ direction, strength, mark });
});

test('without a baseline nothing has grown', () => {
  expect(toneOf(Number.NaN, 10, false).direction).toBe('same');
});
