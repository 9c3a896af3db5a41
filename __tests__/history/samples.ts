import type { HistoryEntry, MeasurementRecord } from '../../src/model/record.ts';
import { digestOf } from '../../src/oci/digest.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { digestContents } from '../../src/oci/layer/layer-index.ts';
import { measurement } from '../support/measurements.ts';

/** A full commit id out of a number. */
export const commitOf = (number: number): string => number.toString(16).padStart(40, 'c');

/** A digest out of any text. */
export const digestFor = (text: string): string => digestOf(Buffer.from(text));

/** A time as records have it, so many days (or parts of one) after 1 January 2026. */
export const timeOf = (day: number): string =>
  new Date(Date.UTC(2026, 0, 1) + Math.round(day * 86_400) * 1000).toISOString().replace('.000Z', 'Z');

/** An entry of a history, recorded on a day. */
export function entry(day: number, rest: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    recordedAt: timeOf(day),
    commit: commitOf(day),
    platform: 'linux/amd64',
    download: 100_000_000,
    unpacked: 300_000_000,
    ...rest,
  };
}

/** A record that its own schema accepts: real digests, and sums that agree. */
export function record(rest: Partial<MeasurementRecord> = {}, layers = ['base', 'app']): MeasurementRecord {
  const sample = measurement({
    digest: digestFor('manifest'),
    layers: layers.map((name, at) => [name, 1_000_000 * (at + 1), 3_000_000 * (at + 1), `RUN ${name}`]),
  });
  const real = sample.layers.map((layer) => ({
    ...layer,
    digest: digestFor(layer.digest),
    diffId: digestFor(layer.diffId),
    contents: digestFor(layer.contents),
  }));
  return {
    schemaVersion: 1,
    commit: commitOf(1),
    recordedAt: timeOf(1),
    measurement: { ...sample, layers: real },
    ...rest,
  };
}

/** An index that agrees with its entries. */
export function layerIndex(entries: readonly LayerEntry[], name = 'layer'): LayerIndex {
  return {
    diffId: digestFor(name),
    tarSize: 10_240,
    unpacked: entries.reduce((sum, { size }) => sum + size, 0),
    contents: digestContents(entries),
    entries,
  };
}
