import { appendEntry, formatHistory, historyPath, parseHistory } from '../history/history-file.ts';
import { formatLayerIndex } from '../history/layer-file.ts';
import { prune, type RecordSummary } from '../history/prune.ts';
import { formatRecord, parseRecord } from '../history/record-file.ts';
import { readBelievable } from '../history/records.ts';
import { pathOfRecord, type WaitingRun } from '../history/waiting-run.ts';
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
  /** Whether the server is a Gitea or Forgejo. */
  readonly isForge?: boolean;
}

/** Computes what a run changes on the data branch as a snapshot has it, together with runs that wait. */
export type RecordChange = (snapshot: BranchSnapshot, waiting?: readonly WaitingRun[]) => Promise<BranchChanges>;

/** The run itself, as it waits where the branch is too busy. Indexes that the branch has already are left out. */
export function waitingRunOf(request: RecordRequest, present: ReadonlySet<string>): WaitingRun {
  const layers = [...newLayers(request)].filter(([path]) => !present.has(path));
  const images = new Set(request.measurements.map(({ image }) => image));
  return {
    records: request.measurements.map((measurement) => recordOf(measurement, request)),
    layers: new Map(layers.map(([path, format]) => [path, format()])),
    conditions: new Map([...images].map((image) => [image, request.conditionsOf(image)])),
  };
}

/** Whether the snapshot holds these records, or later ones of the same commit. */
export async function holdsRecords(snapshot: BranchSnapshot, records: readonly MeasurementRecord[]): Promise<boolean> {
  for (const record of records) if (!(await isRecorded(snapshot, record))) return false;
  return true;
}

async function isRecorded(snapshot: BranchSnapshot, record: MeasurementRecord): Promise<boolean> {
  const present = await readBelievable(snapshot, pathOfRecord(record), parseRecord);
  return present !== undefined && present.recordedAt >= record.recordedAt;
}

/**
 * The changes that recording a run makes on the data branch. They are records, new layer indexes, histories, badges, trends, the page, and
 * the files that pruning deletes. They are computed from a snapshot, and again when the branch has moved on.
 * @throws UserError for a history that cannot be read: it cannot be made again, so it is never overwritten
 */
export function recordChanges(request: RecordRequest): RecordChange {
  const measured = request.measurements.map((measurement) => recordOf(measurement, request));
  const own = newLayers(request);
  return async (snapshot, waiting = []) => {
    const pages = await readPages(snapshot);
    const others = await newRecords(snapshot, measured, waiting);
    const records = [...measured, ...others.filter((each) => !isMeasuredThen(each, pages))].map((record) =>
      keepRelease(record, pages),
    );
    const changes = new Map<string, string | null>(
      records.map((record) => [pathOfRecord(record), formatRecord(record)]),
    );
    const indexes = waiting.flatMap(({ layers }) => [...layers].map(([path, text]) => [path, () => text] as const));
    for (const [path, format] of [...indexes, ...own]) if (!snapshot.files.has(path)) changes.set(path, format());
    updateImages(pages, records, conditionsOf(request, waiting), changes);
    const { repository, branch, serverUrl, isForge = false } = request;
    const page = { repository, branch, images: [...pages.values()], isForge, ...(serverUrl ? { serverUrl } : {}) };
    changes.set('README.md', renderHistoryPage(page));
    for (const path of await surplus(snapshot, records, changes, request.now)) changes.set(path, null);
    return changes;
  };
}

function recordOf(measurement: Measurement, { commit, now, release }: RecordRequest): MeasurementRecord {
  const recordedAt = `${now.toISOString().slice(0, 19)}Z`;
  return { schemaVersion: 1, commit, recordedAt, ...(release === undefined ? {} : { release }), measurement };
}

/** The records of runs that wait which neither the branch nor this run has. Of two with one path, the later one counts. */
async function newRecords(
  snapshot: BranchSnapshot,
  measured: readonly MeasurementRecord[],
  waiting: readonly WaitingRun[],
): Promise<readonly MeasurementRecord[]> {
  const found = new Map<string, MeasurementRecord>();
  const own = new Set(measured.map(pathOfRecord));
  for (const record of waiting.flatMap(({ records }) => records).toSorted(byTime)) {
    const path = pathOfRecord(record);
    if (!own.has(path) && !(await isRecorded(snapshot, record))) found.set(path, record);
  }
  return [...found.values()];
}

/** Whether a rebuilt record is of a commit that was measured when it was new. Its sizes are the true ones, so they stay. */
function isMeasuredThen({ rebuilt, commit, measurement }: MeasurementRecord, pages: ReadonlyMap<string, PageImage>) {
  if (rebuilt === undefined) return false;
  const { image, platform } = measurement;
  const entries = pages.get(image)?.history.entries ?? [];
  return entries.some((entry) => entry.commit === commit && entry.platform === platform && entry.rebuilt === undefined);
}

/** In the order of the history. */
function byTime(a: MeasurementRecord, b: MeasurementRecord): number {
  const [one, two] = a.recordedAt === b.recordedAt ? [a.commit, b.commit] : [a.recordedAt, b.recordedAt];
  return Number(one > two) - Number(one < two);
}

/** This run's own conditions count first: it cannot be told which of the others is the latest word. */
function conditionsOf(request: RecordRequest, waiting: readonly WaitingRun[]): RecordRequest['conditionsOf'] {
  const own = new Set(request.measurements.map(({ image }) => image));
  const others = new Map(waiting.flatMap(({ conditions }) => [...conditions]));
  return (image) => (own.has(image) ? request.conditionsOf(image) : (others.get(image) ?? []));
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
  conditionsOf: RecordRequest['conditionsOf'],
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
    const latest = latestOfEach([...own, ...(before?.latest ?? [])]);
    changes.set(historyPath(name), formatHistory(history));
    for (const [path, text] of renderImageFiles({ history, latest, conditions: conditionsOf(name) }))
      changes.set(path, text);
    pages.set(name, { name, history, latest });
  }
}

function entryOf({ recordedAt, commit, release, rebuilt, measurement }: MeasurementRecord) {
  const { platform, download, unpacked } = measurement;
  const marks = { ...(release === undefined ? {} : { release }), ...(rebuilt === undefined ? {} : { rebuilt }) };
  return { recordedAt, commit, platform, download, unpacked, ...marks };
}

/** The last record of each platform, as the history has it. A run that had to wait may be recorded after later ones. */
function latestOfEach(records: readonly MeasurementRecord[]): readonly MeasurementRecord[] {
  const latest = new Map<string, MeasurementRecord>();
  for (const record of records) {
    const other = latest.get(record.measurement.platform);
    if (other === undefined || byTime(record, other) > 0) latest.set(record.measurement.platform, record);
  }
  return [...latest.values()];
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
  for (const record of records) summaries.set(pathOfRecord(record), summaryOf(pathOfRecord(record), record));
  const written = [...changes].map(([path, text]) => [path, Buffer.byteLength(text ?? '')] as const);
  return prune({ files: new Map([...snapshot.files, ...written]), records: [...summaries.values()], now });
}

function summaryOf(path: string, { recordedAt, release, measurement }: MeasurementRecord): RecordSummary {
  const layers = measurement.layers.map(({ diffId }) => diffId);
  return { path, recordedAt, layers, ...(release === undefined ? {} : { release }) };
}
