import { expect, test } from '@jest/globals';
import { nextTile } from '../../../../src/page/browser/map/arrow-keys.ts';
import type { PlacedTile } from '../../../../src/page/browser/map/tile-layout.ts';
import { manyFiles } from '../../../support/page-files.ts';
import { placeTiles } from './placed.ts';

const box = (left: number, top: number, right: number, bottom: number, framed = false) =>
  ({ box: { left, top, right, bottom }, framed }) as PlacedTile;

// Tile 0 is a frame around 1 and 2. Tile 3 lies to its right, and 4 below 3.
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
] as const)('from tile %i, the key %s leads to tile %s', (from, direction, expected) => {
  expect(nextTile(PLACED, from, direction)).toBe(expected);
});

test('arrow keys reach every tile', () => {
  const placed = placeTiles(manyFiles(3000));
  const reached = new Set([0]);
  for (const at of reached)
    for (const direction of ['left', 'right', 'up', 'down'] as const) {
      const next = nextTile(placed, at, direction);
      if (next !== undefined) reached.add(next);
    }
  expect(placed.length - reached.size).toBe(0);
});
