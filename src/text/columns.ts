import { cutMiddle, visibleLine } from './escape.ts';

export interface Cell {
  readonly text: string;
  /** SGR colour code. */
  readonly colour?: number;
}

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

export interface TerminalOptions {
  /** Whether to write SGR colour codes. */
  readonly colour: boolean;
  /** Columns of the terminal; the last column of a table is cut to it. */
  readonly width: number;
}

const GAP = '  ';
/** Wide characters of UAX #11 that names and messages are likely to have: CJK, Hangul, fullwidth forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;

/** Cells as aligned plain columns, two spaces apart, no box. The text of a cell is made one visible line. */
export function renderColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TerminalOptions,
): string {
  const head = columns.map((column) => ({ text: column.head.toUpperCase(), colour: 2 }));
  const cells = [head, ...rows].map((row) => row.map((cell) => ({ ...cell, text: visibleLine(cell.text) })));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => displayWidth(row[index]?.text ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const last = Math.max(12, options.width - before);
  return cells.map((row) => renderLine(row, columns, widths, last, options.colour)).join('\n');
}

/** `text` in an SGR colour; unchanged where `colours` is false. */
export function paint(text: string, colour: number | undefined, colours: boolean): string {
  return colours && colour !== undefined && text !== '' ? `\u001b[${colour}m${text}\u001b[0m` : text;
}

/** Columns that a text takes on a terminal (UAX #11): two for a wide character, none for a combining mark. */
export function displayWidth(text: string): number {
  return [...text].reduce((width, char) => width + (MARK.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0);
}

function renderLine(
  row: readonly Cell[],
  columns: readonly Column[],
  widths: readonly number[],
  last: number,
  colours: boolean,
): string {
  const texts = row.map(({ text, colour }, index) => {
    const isLast = index === columns.length - 1;
    const shown = isLast ? cutToWidth(text, last) : text;
    const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(shown)));
    const painted = paint(shown, colour, colours);
    if (columns[index]?.align === 'right') return `${space}${painted}`;
    return isLast ? painted : `${painted}${space}`;
  });
  return texts.join(GAP).trimEnd();
}

/** `text` with its middle cut out so that it takes at most `width` columns (at least 1). */
export function cutToWidth(text: string, width: number): string {
  let length = Math.min(width, [...text].length);
  while (length > 1 && displayWidth(cutMiddle(text, length)) > width) length -= 1;
  return cutMiddle(text, length);
}
