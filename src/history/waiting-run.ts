import { z } from 'zod';
import { type Condition, parseCondition } from '../model/condition.ts';
import { layerPath, type MeasurementRecord, recordPath } from '../model/record.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { formatRecord, parseRecord } from './record-file.ts';

/** What a run would have recorded. It waits at a ref of its own for the next run that writes to the data branch. */
export interface WaitingRun {
  readonly records: readonly MeasurementRecord[];
  /** Path on the data branch → text of the indexes of its layers, which are checked where they are used. */
  readonly layers: ReadonlyMap<string, string>;
  /** The conditions of its images, for the colours of their badges. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
}

/** Bytes of one waiting run: many times the usual, and little enough for one commit of several. */
export const MAX_WAITING_RUN = 12_000_000;

const CONDITIONS = 'conditions.json';
const conditionsSchema = z.record(
  z.string(),
  z.array(z.object({ level: z.enum(['fail', 'warn']), text: z.string() })).max(1000),
);

/** Path → text of the files at the ref. Records and indexes have the paths that they have on the branch. */
export function formatWaitingRun({ records, layers, conditions }: WaitingRun): ReadonlyMap<string, string> {
  const texts = [...conditions].map(([image, all]) => [image, all.map(({ level, text }) => ({ level, text }))]);
  return new Map([
    ...records.map((record) => [pathOfRecord(record), formatRecord(record)] as const),
    ...layers,
    [CONDITIONS, `${JSON.stringify(Object.fromEntries(texts))}\n`] as const,
  ]);
}

/**
 * Parses the files of a ref. Files that belong to none of its records are left out, and so are conditions that cannot be parsed.
 * @throws UserError for a record that is damaged, or of a later version, and where there is none
 */
export function parseWaitingRun(files: ReadonlyMap<string, Buffer>): WaitingRun {
  const records = [...files.keys()]
    .filter((path) => path.startsWith('records/'))
    .map((path) => parseRecord(textOf(files, path), path));
  if (records.length === 0) throw new UserError('the run that waits has no record');
  const known = new Set(
    records.flatMap(({ measurement }) => measurement.layers.map(({ diffId }) => layerPath(diffId))),
  );
  const layers = [...known].filter((path) => files.has(path)).map((path) => [path, textOf(files, path)] as const);
  return { records, layers: new Map(layers), conditions: conditionsIn(files) };
}

/** Path of a record on the data branch. */
export function pathOfRecord({ measurement, commit }: MeasurementRecord): string {
  return recordPath(measurement.image, measurement.platform, commit);
}

function textOf(files: ReadonlyMap<string, Buffer>, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(files.get(path));
  } catch {
    throw new UserError(`${path}: this is not text in UTF-8`);
  }
}

function conditionsIn(files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, readonly Condition[]> {
  try {
    const parsed = conditionsSchema.safeParse(parseJson(textOf(files, CONDITIONS), CONDITIONS));
    const all = Object.entries(parsed.data ?? {});
    return new Map(all.map(([image, lines]) => [image, lines.map(({ text, level }) => parseCondition(text, level))]));
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}
