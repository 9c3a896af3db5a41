import { cutMiddle } from './escape.ts';

/** What a terminal can show. */
export interface TerminalOptions {
  /** Whether to write SGR colour codes. */
  readonly colour: boolean;
  /** Columns of the terminal; the last column of a table is cut to it. */
  readonly width: number;
  /** Whether the packages of a group are listed below it. */
  readonly members?: boolean;
}

/** Wide characters of UAX #11 that names and messages are likely to have: CJK, Hangul, fullwidth forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;

/** `text` in an SGR colour (ECMA-48, 8.3.117); unchanged without a colour, or where colours are off. */
export function paint(text: string, colour: number | undefined, colours: boolean): string {
  return colours && colour !== undefined && text !== '' ? `\u001b[${colour}m${text}\u001b[0m` : text;
}

/** Columns that a text takes on a terminal (UAX #11): wide characters take two, combining marks none. */
export function displayWidth(text: string): number {
  return [...text].reduce((width, char) => width + (MARK.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0);
}

/** `text` with its middle cut out so that it takes at most `width` columns. `width` is at least one. */
export function cutToWidth(text: string, width: number): string {
  let length = Math.min(width, [...text].length);
  while (length > 1 && displayWidth(cutMiddle(text, length)) > width) length -= 1;
  return cutMiddle(text, length);
}
