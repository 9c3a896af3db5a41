import { cutMiddle, escapeHtml, visibleLine } from '../../text/escape.ts';

/**
 * Advance widths of the printable ASCII characters, from space to tilde, in tenths of a pixel at 11 px. Source: the hmtx table of DejaVu
 * Sans 2.37. It has Verdana's proportions and is a little wider, so that nothing is cut.
 */
const ASCII = [
  35, 44, 51, 92, 70, 105, 86, 30, 43, 43, 55, 92, 35, 40, 35, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 37, 37, 92,
  92, 92, 58, 110, 75, 75, 77, 85, 70, 63, 85, 83, 32, 32, 72, 61, 95, 82, 87, 66, 87, 76, 70, 67, 81, 75, 109, 75, 67,
  75, 43, 37, 43, 92, 55, 55, 67, 70, 60, 70, 68, 39, 70, 70, 31, 31, 64, 31, 107, 70, 67, 70, 70, 45, 57, 43, 70, 65,
  90, 65, 65, 58, 70, 37, 70, 92,
];

/** The other characters that our own words use, from the same table. */
const SYMBOLS: Readonly<Record<string, number>> = {
  '≈': 92,
  '…': 110,
  '−': 92,
  '–': 55,
  '·': 35,
  µ: 70,
  '⟨': 43,
  '⟩': 43,
};

/** Mean widths of all others: letters of Latin, Greek and Cyrillic, symbols, and the square characters of East Asia. */
const [ALPHABETIC, SYMBOL, SQUARE] = [72, 85, 110];
const WIDE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u;

/** Estimated width of a line of text in pixels, in Verdana or DejaVu Sans of `size` pixels. Combining marks have no width. */
export function textWidth(text: string, size = 11): number {
  const tenths = Array.from(text, characterWidth).reduce((sum, width) => sum + width, 0);
  return (tenths / 10) * (size / 11);
}

function characterWidth(character: string): number {
  const known = ASCII[(character.codePointAt(0) ?? 0) - 0x20] ?? SYMBOLS[character];
  if (known !== undefined) return known;
  if (WIDE.test(character)) return SQUARE;
  if (/\p{M}/u.test(character)) return 0;
  return /\p{L}/u.test(character) ? ALPHABETIC : SYMBOL;
}

/** Hostile text as one visible line of at most `max` characters, not escaped yet. XML 1.0, 2.2 does not allow U+FFFE and U+FFFF. */
export function svgLine(text: string, max: number): string {
  return cutMiddle(visibleLine(text.toWellFormed()).replace(/\p{Cn}/gu, '\ufffd'), max);
}

/** Hostile text for the content of an XML element or a double-quoted attribute, of at most `max` characters. */
export function svgText(text: string, max: number): string {
  return escapeHtml(svgLine(text, max));
}
