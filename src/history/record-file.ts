import { MAX_MEASUREMENT_FILE } from '../model/measurement.ts';
import { type MeasurementRecord, recordPath, recordSchema } from '../model/record.ts';
import { issueWords } from '../model/schema.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';

/**
 * Parses `records/<image>/<platform>/<commit>.json`. A record that is damaged or was edited by hand is refused: wrong sums, missing fields,
 * and a record at the path of another.
 * @throws UserError with the path, the place and what is wrong there
 */
export function parseRecord(text: string, path: string): MeasurementRecord {
  if (text.length > MAX_MEASUREMENT_FILE) {
    throw new UserError(
      `${path}: ${text.length} characters are too many for a record (at most ${MAX_MEASUREMENT_FILE})`,
    );
  }
  const value = parseJson(text, path);
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a record${issueWords(parsed.error, value)}`);
  const { commit, measurement } = parsed.data;
  const own = recordPath(measurement.image, measurement.platform, commit);
  if (own === path) return parsed.data;
  const found = `image "${measurement.image}", platform ${measurement.platform}, commit ${commit}`;
  throw new UserError(`${path}: the record is of ${found}, which belongs at ${own}`);
}

/** The file's text: one line of JSON. */
export function formatRecord(record: MeasurementRecord): string {
  return `${JSON.stringify(record)}\n`;
}
