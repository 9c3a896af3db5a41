import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import { buildTree, sizesOf } from '../../../../src/page/browser/data/tree.ts';
import { layOut, type PlacedTile } from '../../../../src/page/browser/map/tile-layout.ts';
import { planTiles } from '../../../../src/page/browser/map/tiles.ts';
import { contentsOf, type FileSpec } from '../../../support/page-files.ts';

const SPACE = { width: 1000, height: 600, most: 3000 };

/** The tiles of a whole image, laid out in 1000 × 600 pixels. */
export function placeTiles(specs: readonly FileSpec[]): readonly PlacedTile[] {
  const tree = buildTree(decodeContents(contentsOf(specs)));
  return layOut(planTiles(tree, sizesOf(tree, { side: 'after', layer: null }), tree.root, SPACE), SPACE);
}
