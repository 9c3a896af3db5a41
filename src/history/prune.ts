import { layerPath } from '../model/record.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Days for which every record is kept. */
const KEPT_DAYS = 90;
/**
 * Bytes that all layer indexes may take together: some 600 indexes of 2,000 files. Without a bound, five images that change completely within
 * a week take 48 MB in a year. The bound has a price: a comparison with an old record may not name files.
 */
export const LAYER_BUDGET = 12_000_000;

/** What pruning needs to know of a record. A record that cannot be read has no layers here. */
export interface RecordSummary {
  readonly path: string;
  readonly recordedAt: string;
  readonly release?: string;
  /** diffIds */
  readonly layers: readonly string[];
}

/** The content of the data branch at a point in time. */
export interface PruneRequest {
  /** Path → bytes of every file on the branch. */
  readonly files: ReadonlyMap<string, number>;
  /** Every record on the branch and those about to be written. */
  readonly records: readonly RecordSummary[];
  readonly now: Date;
}

/**
 * Paths to delete from the data branch, sorted. Each image and platform keeps all records of the last 90 days and the last one of each
 * earlier ISO week. Records of releases are always kept. The index of a layer is deleted once no kept record has that layer. Beyond LAYER_BUDGET, indexes of
 * the oldest records are deleted too, but never those of the last record and the last release. History and badges are never deleted.
 */
export function prune({ files, records, now }: PruneRequest): readonly string[] {
  const weekly = lastOfEach(records, ({ recordedAt }) => isoWeek(recordedAt));
  const from = now.getTime() - KEPT_DAYS * DAY;
  // A time that cannot be parsed is NaN, which is not before any time, so the record is kept.
  const dropped = new Set(
    records.filter((record) => isOrdinary(record) && Date.parse(record.recordedAt) < from && !weekly.has(record)),
  );
  const kept = records.filter((record) => !dropped.has(record));
  const paths = [...dropped].map(({ path }) => path).filter((path) => files.has(path));
  return [...paths, ...surplusIndexes(files, records, kept)].toSorted();
}

function isOrdinary(record: RecordSummary): boolean {
  return record.release === undefined;
}

/** The last record of each image and platform among those with the same key. */
function lastOfEach(
  records: readonly RecordSummary[],
  keyOf: (record: RecordSummary) => unknown,
): ReadonlySet<RecordSummary> {
  const last = new Map<string, RecordSummary>();
  for (const record of records) {
    const key = `${seriesOf(record.path)} ${keyOf(record)}`;
    const other = last.get(key);
    if (other === undefined || newestFirst(record, other) < 0) last.set(key, record);
  }
  return new Set(last.values());
}

function newestFirst(a: RecordSummary, b: RecordSummary): number {
  const [one, two] = a.recordedAt === b.recordedAt ? [a.path, b.path] : [a.recordedAt, b.recordedAt];
  return one > two ? -1 : 1;
}

/** `records/<image>/<platform>` */
function seriesOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** ISO 8601 weeks start on Monday, and so do those counted from Monday, 5 January 1970. */
function isoWeek(time: string): number {
  return Math.floor((Date.parse(time) / DAY - 4) / 7);
}

/** The indexes to delete; none where the branch has a record that the caller does not list, since its layers are unknown. */
function surplusIndexes(
  files: ReadonlyMap<string, number>,
  records: readonly RecordSummary[],
  kept: readonly RecordSummary[],
): readonly string[] {
  const known = new Set(records.map(({ path }) => path));
  const all = [...files.keys()];
  if (all.some((path) => path.startsWith('records/') && !known.has(path))) return [];
  const affordable = indexesWithin(LAYER_BUDGET, files, kept);
  return all.filter((path) => path.startsWith('layers/') && !affordable.has(path));
}

/** Paths of the indexes to keep: those of the last record and release of each image and platform, then those of the newest records. */
function indexesWithin(
  budget: number,
  files: ReadonlyMap<string, number>,
  records: readonly RecordSummary[],
): ReadonlySet<string> {
  const last = lastOfEach(records, isOrdinary);
  const indexes = new Set([...last].flatMap(({ layers }) => layers.map(layerPath)));
  let bytes = [...indexes].reduce((sum, path) => sum + (files.get(path) ?? 0), 0);
  for (const path of records.toSorted(newestFirst).flatMap(({ layers }) => layers.map(layerPath))) {
    if (indexes.has(path)) continue;
    bytes += files.get(path) ?? 0;
    if (bytes > budget) break;
    indexes.add(path);
  }
  return indexes;
}
