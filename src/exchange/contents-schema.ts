import { z } from 'zod';

/** Rows and package URLs of one comparison: ten times the files of a large image. */
const MOST_ROWS = 1_000_000;
const LONGEST_TEXT = 100_000;

/** A column is checked as a whole: one mistake, not one for each of a million rows. */
function column<Value>(isValue: (value: unknown) => value is Value, of: string) {
  return z.custom<readonly Value[]>(
    (value) => Array.isArray(value) && value.length <= MOST_ROWS && value.every(isValue),
    `is not a list of at most ${MOST_ROWS} ${of}`,
  );
}

/** Row → value, for few rows of many; as a Map would be, for rows are numbers and no key can be one of JavaScript's own. */
function byRow<Value>(isValue: (value: unknown) => value is Value, of: string) {
  return z
    .custom<Readonly<Record<string, Value>>>(
      (value) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.entries(value).every(([row, each]) => /^(?:0|[1-9]\d{0,6})$/.test(row) && isValue(each)),
      `is not a map from rows to ${of}`,
    )
    .exactOptional();
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isCountOrNull = (value: unknown): value is number | null => value === null || isCount(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_TEXT;

/** The columns as far as a schema can tell; whether they agree with each other and with what was measured, `contentsProblem` says. */
export const contentsSchema = z.object({
  owners: column(isText, 'texts'),
  shared: column(isCount, 'counts'),
  rest: column(isText, 'texts'),
  before: column(isCountOrNull, 'sizes or null'),
  after: column(isCountOrNull, 'sizes or null'),
  was: column(isCountOrNull, 'positions or null'),
  layer: column(isCountOrNull, 'positions or null'),
  owner: column(isCountOrNull, 'positions or null'),
  from: byRow(isText, 'paths'),
  folded: byRow(isCount, 'counts'),
});
