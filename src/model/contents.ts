import { z } from 'zod';
import type { Infer } from './schema.ts';

/** Rows and package URLs of one comparison: ten times the files of a large image. */
const MOST_ROWS = 1_000_000;
const LONGEST_TEXT = 100_000;

/** A column is checked as a whole: one mistake is reported, not one for each of a million rows. */
function column<Value>(isValue: (value: unknown) => value is Value, of: string) {
  return z.custom<readonly Value[]>(
    (value) => Array.isArray(value) && value.length <= MOST_ROWS && value.every(isValue),
    `is not a list of at most ${MOST_ROWS} ${of}`,
  );
}

/** Row → value, for few rows of many. The keys are numbers, so no key can be one of JavaScript's own. */
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

/**
 * The files of both sides of a comparison, in columns: row n of every column is of one file, in order of path. A hundred thousand files take a
 * few megabytes; as objects they would take many times that. Plain JSON, part of the report file; the page draws it. exchange/contents-columns.ts
 * checks that the columns agree with each other and with what was measured.
 */
export const contentsSchema = z.object({
  /** Package URLs, which `owner` names by position. */
  owners: column(isText, 'texts'),
  /** How many UTF-16 units of its path a file has in common with the row before; 0 for the first. */
  shared: column(isCount, 'counts'),
  /** The rest of the path, without leading '/'. */
  rest: column(isText, 'texts'),
  /** Bytes at the baseline and at the head; null where it is not there. */
  before: column(isCountOrNull, 'sizes or null'),
  after: column(isCountOrNull, 'sizes or null'),
  /** Position of the layer that wrote it, at the baseline and at the head. */
  was: column(isCountOrNull, 'positions or null'),
  layer: column(isCountOrNull, 'positions or null'),
  /** The package that it is of, at the head (at the baseline for a file that is gone). */
  owner: column(isCountOrNull, 'positions or null'),
  /** Row → where the file was at the baseline, if elsewhere. */
  from: byRow(isText, 'paths'),
  /**
   * Row → how many files the row stands for, where there were too many for a row each. They are of one directory, layer and package, and all of
   * them stayed, came, went, grew or shrank. Unchanged files are folded first, the smallest of them before all others. The path of the row is
   * the directory's with a name that no file has (`…`), and its sizes are the sums.
   */
  folded: byRow(isCount, 'counts'),
});
export interface Contents extends Infer<typeof contentsSchema> {}
