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

/** What a tile is called: a path, or what is gathered in it. */
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

/** What the words on a file rest on. */
export interface Told {
  readonly comparison: Comparison;
  readonly files: Files | null;
}

/** What there is to say of a tile besides its title, a line each; the first is the sizes. */
export function tileLines(tile: Tile, { files, comparison }: Told): readonly string[] {
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
