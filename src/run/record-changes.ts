import { appendEntry, formatHistory, historyPath, parseHistory } from '../history/history-file.ts';
import { formatLayerIndex } from '../history/layer-file.ts';
import { prune, type RecordSummary } from '../history/prune.ts';
import { formatRecord, parseRecord } from '../history/record-file.ts';
import { readBelievable } from '../history/records.ts';
import type { Condition } from '../model/condition.ts';
import type { BranchChanges, BranchSnapshot } from '../model/data-branch.ts';
import type { Measurement } from '../model/measurement.ts';
import { type History, layerPath, type MeasurementRecord, recordPath } from '../model/record.ts';
import type { LayerIndex } from '../oci/image.ts';
import { renderImageFiles } from '../report/branch-files.ts';
import { type PageImage, renderHistoryPage } from '../report/history-page.ts';

/** The measurements to record, and the commit they belong to. */
export interface RecordRequest {
  readonly measurements: readonly Measurement[];
  /** Full id of the measured commit. */
  readonly commit: string;
  readonly now: Date;
  /** Tag of the release, where the commit is one. */
  readonly release?: string | undefined;
  /** The index of a layer by its digest, where this run has it. */
  readonly layerIndex: (digest: string) => LayerIndex | undefined;
  readonly conditionsOf: (image: string) => readonly Condition[];
  /** `owner/name`, for the links of the page. */
  readonly repository: string;
  readonly branch: string;
  readonly serverUrl?: string | undefined;
}

/**
 * The changes that recording a run makes on the data branch. They are records, new layer indexes, histories, badges, trends, the page, and
 * the files that pruning deletes. They are computed from a snapshot, and again when the branch has moved on.
 * @throws UserError for a history that cannot be read: it cannot be made again, so it is never overwritten
 */
export function recordChanges(request: RecordRequest): (snapshot: BranchSnapshot) => Promise<BranchChanges> {
  const measured = request.measurements.map((measurement) => recordOf(measurement, request));
  const layers = newLayers(request);
  return async (snapshot) => {
    const pages = await readPages(snapshot);
    const records = measured.map((record) => keepRelease(record, pages));
    const changes = new Map<string, string | null>(records.map((record) => [pathOf(record), formatRecord(record)]));
    for (const [path, format] of layers) if (!snapshot.files.has(path)) changes.set(path, format());
    updateImages(pages, records, request, changes);
    const { repository, branch, serverUrl } = request;
    const page = { repository, branch, images: [...pages.values()], ...(serverUrl ? { serverUrl } : {}) };
    changes.set('README.md', renderHistoryPage(page));
    for (const path of await surplus(snapshot, records, changes, request.now)) changes.set(path, null);
    return changes;
  };
}

function recordOf(measurement: Measurement, { commit, now, release }: RecordRequest): MeasurementRecord {
  const recordedAt = `${now.toISOString().slice(0, 19)}Z`;
  return { schemaVersion: 1, commit, recordedAt, ...(release === undefined ? {} : { release }), measurement };
}

function pathOf({ measurement, commit }: MeasurementRecord): string {
  return recordPath(measurement.image, measurement.platform, commit);
}

/** Path → a function that makes its text on demand: most runs find all layers but one on the branch already. */
function newLayers({ measurements, layerIndex }: RecordRequest): ReadonlyMap<string, () => string> {
  // No later run uses the indexes of an estimated measurement, so they would only take room.
  const layers = measurements.filter(({ estimated }) => !estimated).flatMap((measurement) => measurement.layers);
  const texts = new Map<string, () => string>();
  for (const { digest, diffId } of layers) {
    const index = layerIndex(digest);
    let text: string | undefined;
    if (index !== undefined) texts.set(layerPath(diffId), () => (text ??= formatLayerIndex(index)));
  }
  return texts;
}

/** A commit that was recorded as a release stays one when it is recorded again, for example by its push to the default branch. */
function keepRelease(record: MeasurementRecord, pages: ReadonlyMap<string, PageImage>): MeasurementRecord {
  const { image, platform } = record.measurement;
  const entries = pages.get(image)?.history.entries ?? [];
  const before = entries.find((entry) => entry.commit === record.commit && entry.platform === platform);
  const release = record.release ?? before?.release;
  return release === undefined ? record : { ...record, release };
}

/** Adds the histories and pictures of the recorded images to `changes`, and their rows of the page to `pages`. */
function updateImages(
  pages: Map<string, PageImage>,
  records: readonly MeasurementRecord[],
  { conditionsOf }: RecordRequest,
  changes: Map<string, string | null>,
): void {
  for (const name of new Set(records.map(({ measurement }) => measurement.image))) {
    const own = records.filter(({ measurement }) => measurement.image === name);
    const before = pages.get(name);
    const history = own.reduce<History | undefined>(
      (sum, record) => appendEntry(sum, entryOf(record), name),
      before?.history,
    );
    if (history === undefined) continue;
    const others = (before?.latest ?? []).filter((record) => !own.some((each) => samePlace(each, record)));
    const latest = [...own, ...others];
    changes.set(historyPath(name), formatHistory(history));
    for (const [path, text] of renderImageFiles({ history, latest, conditions: conditionsOf(name) }))
      changes.set(path, text);
    pages.set(name, { name, history, latest });
  }
}

function entryOf({ recordedAt, commit, release, measurement }: MeasurementRecord) {
  const { platform, download, unpacked } = measurement;
  return { recordedAt, commit, platform, download, unpacked, ...(release === undefined ? {} : { release }) };
}

function samePlace(a: MeasurementRecord, b: MeasurementRecord): boolean {
  return a.measurement.platform === b.measurement.platform;
}

async function readPages(snapshot: BranchSnapshot): Promise<Map<string, PageImage>> {
  const pages = new Map<string, PageImage>();
  for (const path of [...snapshot.files.keys()].filter((name) => /^history\/[^/]+\.json$/.test(name)).sort()) {
    const history = parseHistory((await snapshot.read(path)) ?? '', path);
    pages.set(history.image, { name: history.image, history, latest: await latestRecords(snapshot, history) });
  }
  return pages;
}

/** The last record of each platform. One that cannot be read is left out of the page until the next record replaces it. */
async function latestRecords(snapshot: BranchSnapshot, history: History): Promise<readonly MeasurementRecord[]> {
  const last = new Map(history.entries.map((entry) => [entry.platform, entry]));
  const found: MeasurementRecord[] = [];
  for (const { platform, commit } of last.values()) {
    const record = await readBelievable(snapshot, recordPath(history.image, platform, commit), parseRecord);
    if (record !== undefined) found.push(record);
  }
  return found;
}

async function surplus(
  snapshot: BranchSnapshot,
  records: readonly MeasurementRecord[],
  changes: ReadonlyMap<string, string | null>,
  now: Date,
): Promise<readonly string[]> {
  const summaries = new Map<string, RecordSummary>();
  for (const path of snapshot.files.keys()) {
    if (!path.startsWith('records/')) continue;
    const record = await readBelievable(snapshot, path, parseRecord);
    summaries.set(path, record === undefined ? { path, recordedAt: '', layers: [] } : summaryOf(path, record));
  }
  for (const record of records) summaries.set(pathOf(record), summaryOf(pathOf(record), record));
  const written = [...changes].map(([path, text]) => [path, Buffer.byteLength(text ?? '')] as const);
  return prune({ files: new Map([...snapshot.files, ...written]), records: [...summaries.values()], now });
}

function summaryOf(path: string, { recordedAt, release, measurement }: MeasurementRecord): RecordSummary {
  const layers = measurement.layers.map(({ diffId }) => diffId);
  return { path, recordedAt, layers, ...(release === undefined ? {} : { release }) };
}
