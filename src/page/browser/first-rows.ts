/**
 * The first `most` of some rows by a key, ties in order of row. A hundred thousand rows are sorted for the sake of a hundred that are shown, so only
 * the key that bounds them is found by sorting numbers, and only those within it are put in order. A key of NaN comes last.
 */
export function firstRows(
  rows: Int32Array,
  keyOf: (row: number) => number,
  { most, descending }: { readonly most: number; readonly descending: boolean },
): readonly number[] {
  const sign = descending ? -1 : 1;
  const keys = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const key = keyOf(rows[at] ?? 0);
    keys[at] = Number.isNaN(key) ? Number.POSITIVE_INFINITY : key * sign;
  }
  const bound = boundOf(keys, most);
  const found: { readonly row: number; readonly key: number }[] = [];
  const onBound: { readonly row: number; readonly key: number }[] = [];
  for (let at = 0; at < rows.length; at++) {
    const [row, key] = [rows[at] ?? 0, keys[at] ?? 0];
    if (key < bound) found.push({ row, key });
    else if (key === bound && onBound.length < most) onBound.push({ row, key });
  }
  found.push(...onBound);
  return found
    .sort((a, b) => (a.key === b.key ? a.row - b.row : a.key - b.key))
    .slice(0, most)
    .map(({ row }) => row);
}

/** The key of the last row that is shown. */
function boundOf(keys: Float64Array, most: number): number {
  return most >= keys.length ? Number.POSITIVE_INFINITY : (keys.slice().sort()[most - 1] ?? Number.POSITIVE_INFINITY);
}
