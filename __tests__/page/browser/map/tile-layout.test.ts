import { expect, test } from '@jest/globals';
import { heightOf, type PlacedTile, widthOf } from '../../../../src/page/browser/map/tile-layout.ts';
import { manyFiles } from '../../../support/page-files.ts';
import { placeTiles } from './placed.ts';

test('an image without bytes has no tiles', () => {
  expect(placeTiles([{ path: 'empty', before: 0, after: 0 }])).toEqual([]);
});

test('the area of a tile is proportional to its bytes', () => {
  const placed = placeTiles([
    { path: 'a', after: 300 },
    { path: 'b', after: 100 },
  ]);
  const [a = 0, b = 0] = placed.map(({ box }) => widthOf(box) * heightOf(box));
  expect(a / b).toBeCloseTo(3, 1);
});

test('all tiles lie within the map, and no two files overlap', () => {
  const placed = placeTiles(manyFiles(5000));
  const leaves = placed.filter(({ framed }) => !framed);
  const overlap = (a: PlacedTile, b: PlacedTile) =>
    a.box.left < b.box.right && b.box.left < a.box.right && a.box.top < b.box.bottom && b.box.top < a.box.bottom;
  expect(leaves.length).toBeGreaterThan(100);
  expect(leaves.flatMap((a, at) => leaves.slice(at + 1).filter((b) => overlap(a, b)))).toEqual([]);
  expect(placed.every(({ box }) => box.left >= 0 && box.top >= 0 && box.right <= 1000 && box.bottom <= 600)).toBe(true);
});
