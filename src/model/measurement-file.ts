import { z } from 'zod';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { type Measurement, measurementSchema } from './measurement.ts';
import { issueWords } from './schema.ts';

/** 64 MiB: some thousand times a usual file; more is not a measurement file. */
export const MAX_MEASUREMENT_FILE = 64 * 1024 * 1024;

/** What `measure --json` prints: a file of measurements, which `baseline` and `compare` read. */
const measurementFileSchema = z.object({
  schemaVersion: z.literal(1),
  measurements: z.array(measurementSchema).min(1).max(10_000),
});

/**
 * Parses the JSON that `measure --json` prints.
 * @param name the file, as errors name it
 * @throws UserError naming the file, the place in it (`measurements[0].layers[2].download`) and what is wrong there
 */
export function parseMeasurements(json: string, name: string): readonly Measurement[] {
  const parsed = measurementFileSchema.safeParse(parseJson(json, name));
  if (parsed.success) return parsed.data.measurements;
  throw new UserError(`${name}: not a measurement file${issueWords(parsed.error)}; write one with \`measure --json\``);
}
