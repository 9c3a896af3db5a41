const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number as ECMA-426 writes it. */
export function vlq(value: number): string {
  let left = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const digit = left % 32;
    left = Math.floor(left / 32);
    text += ALPHABET[left > 0 ? digit + 32 : digit] ?? '';
  } while (left > 0);
  return text;
}

/** A segment: the column at which it begins, and the position of its source; no source for a part that has none. */
export type Segment = readonly [column: number, source?: number];

/** The mappings of some lines of segments. */
export function mappingsOf(lines: readonly (readonly Segment[])[]): string {
  let source = 0;
  return lines
    .map((segments) => {
      let column = 0;
      return segments
        .map(([at, of]) => {
          const fields = of === undefined ? [at - column] : [at - column, of - source, 0, 0];
          column = at;
          source = of ?? source;
          return fields.map(vlq).join('');
        })
        .join(',');
    })
    .join(';');
}

/** A source map as a file. `more` may be anything. */
export function sourceMap(
  sources: readonly (string | null)[],
  lines: readonly (readonly Segment[])[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ version: 3, sources, names: [], mappings: mappingsOf(lines), ...more });
}
