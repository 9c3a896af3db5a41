import type { Comparison } from '../../../model/comparison.ts';
import { formatCount } from '../../../text/amount.ts';
import type { Files } from '../data/files.ts';
import {
  becameWords,
  fileLayerWords,
  foldedWords,
  fromToWords,
  isCompared,
  ownerWords,
  pathWords,
  sizeOrNone,
} from '../words.ts';
import type { Tile } from './tiles.ts';

/** The title of a tile: its path, or what it gathers. */
export function tileTitle(tile: Tile, files: Files): string {
  switch (tile.kind) {
    case 'rest':
      return `${formatCount(tile.gathered)} smaller in ${pathWords(tile.path)}`;
    case 'folded':
      return foldedWords(files, tile.row, 300);
    default:
      return tile.path === '' ? 'whole image' : pathWords(tile.path);
  }
}

/** The data behind the words of a tile. */
export interface TileSource {
  readonly comparison: Comparison;
  readonly files: Files | null;
}

/** The facts on a tile besides its title, one a line. The first has the sizes. */
export function tileLines(tile: Tile, { files, comparison }: TileSource): readonly string[] {
  const compared = isCompared(comparison);
  const sizes = compared ? [`${fromToWords(tile)}, ${becameWords(tile)}`] : [sizeOrNone(tile.size)];
  if (files === null || tile.row < 0) return [...sizes, filesWords(tile)];
  const from = files.from.get(tile.row);
  const layer = fileLayerWords(comparison, files, tile.row);
  const owner = ownerWords(files, tile.row);
  return [
    ...sizes,
    ...(from === undefined ? [] : [`was ${pathWords(from, 200)}`]),
    ...(layer === '' ? [] : [`written by ${layer}`]),
    ...(owner === '' ? [] : [`package ${owner}`]),
  ];
}

function filesWords({ files }: Tile): string {
  return files === 1 ? '1 file' : `${formatCount(files)} files`;
}
