import { formatCount } from '../../../text/amount.ts';
import type { Files } from '../data/files.ts';
import { element } from '../element.ts';
import type { Model } from '../model.ts';
import { toneOf } from '../tone.ts';
import { becameWords, isCompared, shown, sizeOrNone } from '../words.ts';
import { heightOf, type PlacedTile, widthOf } from './tile-layout.ts';
import { tileLines, tileTitle } from './tile-words.ts';
import type { Tile } from './tiles.ts';

/** Least size of a tile for its name, in CSS pixels. */
const NAME = { width: 20, height: 17 };
/** Width of a character in CSS pixels. */
const CHARACTER = 6.6;
/** Fewest characters of a name that are still readable. */
const LEAST = 6;
/** Least sizes in CSS pixels for a second line, for the size in a frame, and for a sign alone. `change` is the width for the change too. */
const SECOND = { width: 62, height: 34, change: 150 };
const FRAME_SIZE = { width: 130, height: 0, change: 240 };
const SIGN = { width: 9, height: 12 };

/** One tile as a button, with its place, the colour of its change, the words that fit, and all words as its label. */
export function tileElement(placed: PlacedTile, at: number, model: Model, files: Files): HTMLButtonElement {
  const { tile, box, framed } = placed;
  const { direction, strength, mark } = toneOf(tile.before, tile.after, isCompared(model.comparison));
  const tone = direction === 'same' ? 'tone-same' : `tone-${direction}-${strength}`;
  const made = element('button', {
    type: 'button',
    class: `tile ${framed ? 'frame' : 'leaf'} ${tile.kind} ${tone}`,
    tabindex: '-1',
    'data-at': `${at}`,
  });
  made.style.transform = `translate(${box.left}px,${box.top}px)`;
  made.style.width = `${widthOf(box)}px`;
  made.style.height = `${heightOf(box)}px`;
  made.append(...wordsOn(placed, mark, model, files));
  made.setAttribute('aria-label', labelOf(placed, made, model, files));
  return made;
}

function wordsOn({ tile, box, framed }: PlacedTile, mark: string, model: Model, files: Files): readonly Node[] {
  const [width, height] = [widthOf(box), heightOf(box)];
  const sign = mark === '' ? '' : `${mark} `;
  const words = nameOn(tile, files);
  const readable = framed || isReadable(words, width - sign.length * CHARACTER);
  if (height < NAME.height || width < NAME.width || !readable)
    return mark === '' || width < SIGN.width || height < SIGN.height
      ? []
      : [element('span', { class: 'tile-sign' }, mark)];
  const name = element('span', { class: 'name' }, `${sign}${words}`);
  const room = framed ? FRAME_SIZE : SECOND;
  if (width < room.width || height < room.height) return [name];
  // Without the space, a screen reader would read both as one word.
  return [
    name,
    document.createTextNode(' '),
    element('span', { class: 'size' }, sizeOn(tile, model, width > room.change)),
  ];
}

/** Whether all or enough of the words fit: nobody recognises `pandas` by `p…`. */
function isReadable(words: string, width: number): boolean {
  return (width - 10) / CHARACTER >= Math.min(words.length, LEAST);
}

function nameOn(tile: Tile, files: Files): string {
  if (tile.kind === 'rest') return `${formatCount(tile.gathered)} smaller`;
  if (tile.kind === 'folded') return `${formatCount(files.folded.get(tile.row) ?? 1)} unchanged`;
  return `${shown(tile.name, 80)}${tile.kind === 'directory' ? '/' : ''}`;
}

function sizeOn(tile: Tile, { comparison }: Model, withChange: boolean): string {
  const changed = (tile.before || 0) !== (tile.after || 0);
  const change = changed && withChange && isCompared(comparison) ? `, ${becameWords(tile)}` : '';
  return `${sizeOrNone(tile.size)}${change}`;
}

/** The visible words come first, so that users of speech input can name the tile (WCAG 2.5.3). */
function labelOf({ tile }: PlacedTile, made: HTMLElement, model: Model, files: Files): string {
  const seen = [...made.children].map(({ textContent }) => textContent).join(' ');
  const kind = tile.kind === 'directory' ? ', directory' : '';
  return `${seen}${seen === '' ? '' : ' — '}${tileTitle(tile, files)}${kind}: ${tileLines(tile, model).join(', ')}`;
}
