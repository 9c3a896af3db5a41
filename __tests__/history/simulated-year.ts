import { appendEntry, formatHistory, historyPath } from '../../src/history/history-file.ts';
import { formatLayerIndex } from '../../src/history/layer-file.ts';
import { prune, type RecordSummary } from '../../src/history/prune.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import {
  type History,
  type HistoryEntry,
  layerPath,
  type MeasurementRecord,
  recordPath,
} from '../../src/model/record.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { measurement } from '../support/measurements.ts';
import { digestFor, layerIndex, timeOf } from './samples.ts';

/** A test's globals are looked up at each use, which takes longer than the multiplication. */
const { imul } = Math;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = 'ab con de er fi gra ho in jo ka li mo net or pro qui re sta tor un ver win xy zo'.split(' ');
const ENDINGS = ['.py', '.so', '.js', '.json', '.d.ts', '.h', '.html', '.txt', '.mo', ''];
const ROOTS = ['usr/lib/python3/dist-packages', 'usr/share/doc', 'usr/share/locale', 'app/node_modules', 'usr/include'];

/** One image of the simulation; its layers and history change from day to day. */
interface SimulatedImage {
  readonly name: string;
  readonly layers: LayerIndex[];
  history: History | undefined;
}

/** What one day writes to the data branch and, as null, deletes from it. */
export type Day = ReadonlyMap<string, string | null>;

export interface YearOptions {
  readonly images: number;
  readonly days: number;
  readonly seed: number;
  /** Other files that a day writes for an image: badge, trend. */
  readonly render: (record: MeasurementRecord, history: History) => ReadonlyMap<string, string>;
}

/** Simulates daily records of images of 8 to 12 layers with 100 to 10,000 files each, of which one or two, any, change a day. */
export function* simulateYear({ images, days, seed, render }: YearOptions): Generator<Day> {
  const random = seeded(seed);
  const simulated = Array.from({ length: images }, (_, at) => makeImage(`image-${at + 1}`, random));
  const sizes = new Map<string, number>();
  const summaries = new Map<string, RecordSummary>();
  for (let day = 0; day < days; day++) {
    const change = new Map<string, string | null>();
    for (const image of simulated) {
      if (day > 0) changeLayers(image, `${image.name} ${day}`, random);
      const record = recordOf(image, day);
      image.history = appendEntry(image.history, entryOf(record), image.name);
      for (const [path, text] of [...filesOf(record, image), ...render(record, image.history)]) {
        if (path.startsWith('layers/') && sizes.has(path)) continue;
        change.set(path, text);
        sizes.set(path, text.length);
      }
      summaries.set(pathOf(record), summaryOf(record));
    }
    for (const path of prune({ files: sizes, records: [...summaries.values()], now: new Date(timeOf(day)) })) {
      change.set(path, null);
      sizes.delete(path);
      summaries.delete(path);
    }
    yield change;
  }
}

function pathOf({ commit, measurement: { image, platform } }: MeasurementRecord): string {
  return recordPath(image, platform, commit);
}

function entryOf({ recordedAt, commit, release, measurement }: MeasurementRecord): HistoryEntry {
  const { platform, download, unpacked } = measurement;
  return { recordedAt, commit, platform, download, unpacked, ...(release !== undefined && { release }) };
}

function summaryOf(record: MeasurementRecord): RecordSummary {
  return { ...record, path: pathOf(record), layers: record.measurement.layers.map(({ diffId }) => diffId) };
}

const formatted = new WeakMap<LayerIndex, string>();

function filesOf(record: MeasurementRecord, { name, layers, history }: SimulatedImage): [string, string][] {
  const indexes = layers.map((index): [string, string] => {
    const text = formatted.get(index) ?? formatLayerIndex(index);
    formatted.set(index, text);
    return [layerPath(index.diffId), text];
  });
  const trend: [string, string][] = history === undefined ? [] : [[historyPath(name), formatHistory(history)]];
  return [[pathOf(record), formatRecord(record)], ...trend, ...indexes];
}

function makeImage(name: string, random: () => number): SimulatedImage {
  const count = 8 + Math.floor(random() * 5);
  const layers = Array.from({ length: count }, (_, at) => {
    // As many layers of 100 to 1,000 files as of 1,000 to 10,000.
    const files = Math.round(100 * 100 ** random());
    return layerIndex(makeEntries(files, random), `${name} ${at}`);
  });
  return { name, layers, history: undefined };
}

function makeEntries(count: number, random: () => number): readonly LayerEntry[] {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const word = () => Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(SYLLABLES)).join('');
  let folder = '';
  const entries = Array.from({ length: count }, (_, at): LayerEntry => {
    if (at % 12 === 0) folder = `${pick(ROOTS)}/${word()}${random() < 0.5 ? `/${word()}` : ''}`;
    // Sizes from 10 B to 1 MB, as many of each length in digits.
    const path = `${folder}/${word()}${pick(ENDINGS)}`;
    return { path, type: 'file', size: Math.round(10 ** (1 + 5 * random())), crc32: Math.floor(random() * 2 ** 32) };
  });
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** One or two layers, any of them, get another size for one file in fifty. */
function changeLayers({ layers }: SimulatedImage, name: string, random: () => number): void {
  for (let changes = random() < 0.5 ? 1 : 2; changes > 0; changes--) {
    const at = Math.floor(random() * layers.length);
    const entries = layers[at]!.entries.map((entry) =>
      random() < 0.02 ? { ...entry, size: Math.round(entry.size * (0.9 + 0.2 * random())) } : entry,
    );
    layers[at] = layerIndex(entries, `${name} ${at}`);
  }
}

function recordOf({ name, layers }: SimulatedImage, day: number): MeasurementRecord {
  const wastedPaths = layers[0]!.entries.slice(0, 20).map(({ path, size }) => ({ path, bytes: size }));
  const measured = measurement({
    image: name,
    digest: digestFor(`${name} ${day}`),
    wastedPaths,
    layers: layers.map((layer, at) => {
      const instruction = `RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends package-${at} # buildkit`;
      return [layer.diffId, Math.round(layer.unpacked / 2.7), layer.unpacked, instruction];
    }),
  });
  const real = measured.layers.map((layer, at) => ({
    ...layer,
    digest: digestFor(`gzip ${layer.diffId}`),
    diffId: layers[at]!.diffId,
    contents: layers[at]!.contents,
  }));
  const recorded = {
    schemaVersion: 1,
    commit: digestFor(`commit ${day}`).slice(7, 47),
    recordedAt: timeOf(day),
  } as const;
  return {
    ...recorded,
    ...(day % 30 === 29 && { release: `v1.${day}.0` }),
    measurement: { ...measured, layers: real },
  };
}
