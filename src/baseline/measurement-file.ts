import { readFile } from 'node:fs/promises';
import {
  MAX_MEASUREMENT_FILE,
  type Measurement,
  type MeasuringError,
  parseMeasurementFile,
} from '../model/measurement.ts';
import { regularFileAt } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** Reads what `measure --json` wrote. @throws UserError naming the file, and what is wrong with it or could not be measured in it */
export async function readMeasurements(path: string, name: string): Promise<readonly Measurement[]> {
  return measurementsOf(await readMeasurementFile(path, name), name);
}

/** The measurements of a file. @throws UserError naming the first that could not be measured */
export function measurementsOf({ measurements, errors = [] }: MeasurementFile, name: string): readonly Measurement[] {
  const [failed] = errors;
  if (failed === undefined) return measurements;
  const image = printable(failed.platform === undefined ? failed.image : `${failed.image} (${failed.platform})`);
  throw new UserError(`${name}: ${image} could not be measured: ${failed.reason}`);
}

interface MeasurementFile {
  readonly measurements: readonly Measurement[];
  /** What could not be measured; absent for nothing. */
  readonly errors?: readonly MeasuringError[];
}

/** Reads what `measure --json` wrote, with what it could not measure. @throws UserError naming the file, and what is wrong with it */
export async function readMeasurementFile(path: string, name: string): Promise<MeasurementFile> {
  const found = await regularFileAt(path, name);
  if (found === undefined) throw new UserError(`${name}: no such measurement file`);
  if (found.size > MAX_MEASUREMENT_FILE) {
    throw new UserError(
      `${name}: ${found.size} bytes are too many for a measurement file (at most ${MAX_MEASUREMENT_FILE})`,
    );
  }
  const { measurements, errors = [] } = parseMeasurementFile(await readFile(path, 'utf8'), name);
  return { measurements, ...(errors.length === 0 ? {} : { errors }) };
}
