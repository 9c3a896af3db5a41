// What the options of the bench ask for. Pure.

/** Runs of each program. */
const RUNS = { short: 5, long: 3 };

/**
 * @param {string} text of `--scale`
 * @returns {number}
 * @throws {Error} for what is no number above 0 and up to 10
 */
export function readScale(text) {
  const scale = Number(text);
  if (!(scale > 0 && scale <= 10)) throw new Error(`--scale ${text}: a number above 0, up to 10, is needed`);
  return scale;
}

/**
 * @param {string | undefined} text of `--runs`
 * @param {'short' | 'long'} kind of the row
 * @returns {number}
 * @throws {Error} for what is no whole number from 1 to 100
 */
export function runsOf(text, kind) {
  if (text === undefined) return RUNS[kind];
  const runs = Number(text);
  if (!(Number.isInteger(runs) && runs >= 1 && runs <= 100))
    throw new Error(`--runs ${text}: a whole number from 1 to 100 is needed`);
  return runs;
}

/**
 * The rows of these names; without a name, all that need not be named.
 * @template {{ id: string, onlyNamed?: boolean }} Row
 * @param {readonly Row[]} rows
 * @param {readonly string[]} names a row's own, or its beginning up to a dash
 * @returns {Row[]}
 * @throws {Error} for a name that no row has
 */
export function chooseRows(rows, names) {
  const matches = (/** @type {Row} */ { id }, /** @type {string} */ name) => id === name || id.startsWith(`${name}-`);
  const unknown = names.filter((name) => !rows.some((row) => matches(row, name)));
  if (unknown.length > 0)
    throw new Error(`no row ${unknown.join(', ')}: the rows are ${rows.map(({ id }) => id).join(', ')}`);
  if (names.length === 0) return rows.filter(({ onlyNamed = false }) => !onlyNamed);
  return rows.filter((row) => names.some((name) => matches(row, name)));
}
