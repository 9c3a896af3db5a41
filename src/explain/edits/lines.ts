/** New text for lines of a file, from 1. `end` before `start` puts the text before the line `start`. */
export interface LineEdit {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** With their line ends. */
  readonly lines: readonly string[];
  /** Titles of the advice that asks for it. */
  readonly titles: readonly string[];
}

/** The lines of a text with their line ends. The last one has none where the text has none. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The text after its edits, which must not overlap. */
export function editedText(text: string, edits: readonly LineEdit[]): string {
  const lines = [...linesOf(text)];
  for (const { start, end, lines: others } of edits.toSorted((a, b) => b.start - a.start))
    lines.splice(start - 1, Math.max(0, end - start + 1), ...others);
  return lines.join('');
}

/** A line without its line end. */
export function withoutEnd(line: string): string {
  return line.replace(/\r?\n$/, '');
}

/** The line end that a text uses: that of its first line. */
export function endOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
