/**
 * The entries of a multi-line action input: one a line, trimmed, without empty lines and `#` comment lines.
 * A `#` later in a line belongs to the entry. Any of LF, CRLF and CR ends a line.
 */
export function parseList(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
