/**
 * The first `most` of some rows by a key, ties in order of row. NaN comes last. Of 100,000 rows only some hundred are shown. So it selects
 * the key of the last shown row, and sorts only the rows up to that key.
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

/** The key of the last shown row, the `most`th of all keys, by quickselect (Hoare 1961). */
function boundOf(keys: Float64Array, most: number): number {
  if (most >= keys.length) return Number.POSITIVE_INFINITY;
  const left = keys.slice();
  const at = most - 1;
  let [low, high] = [0, left.length - 1];
  while (low < high) {
    // A random pivot, so that no order of keys in a report makes this slow.
    const pivot = left[low + Math.floor(Math.random() * (high - low + 1))] ?? 0;
    const [end, start] = partition(left, low, high, pivot);
    if (at <= end) high = end;
    else if (at >= start) low = start;
    else return pivot;
  }
  return left[at] ?? Number.POSITIVE_INFINITY;
}

/** Moves keys up to the pivot before keys from the pivot on. Returns the end of the first part and the start of the second. */
function partition(keys: Float64Array, low: number, high: number, pivot: number): readonly [number, number] {
  let [from, to] = [low, high];
  while (from <= to) {
    while ((keys[from] ?? 0) < pivot) from++;
    while ((keys[to] ?? 0) > pivot) to--;
    if (from > to) break;
    const swapped = keys[from] ?? 0;
    keys[from++] = keys[to] ?? 0;
    keys[to--] = swapped;
  }
  return [to, from];
}
