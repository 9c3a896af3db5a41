import { describe, expect, test } from '@jest/globals';
import { LAYER_BUDGET, prune, type RecordSummary } from '../../src/history/prune.ts';
import { layerPath } from '../../src/model/record.ts';
import { digestFor, timeOf } from './samples.ts';

/** Day 0 is Thursday, 1 January 2026; weeks turn on days 4, 11, 18, 25, … */
const summary = (day: number, rest: Partial<RecordSummary> = {}): RecordSummary => ({
  path: `records/api/linux-amd64/${day}.json`,
  recordedAt: timeOf(day),
  layers: [],
  ...rest,
});

const pruned = (records: readonly RecordSummary[], now: number, others: readonly string[] = []) =>
  prune({
    files: new Map([...records.map(({ path }) => path), ...others].map((path) => [path, 1000])),
    records,
    now: new Date(timeOf(now)),
  });
const daysOf = (paths: readonly string[]) => paths.map((path) => Number(/([\d.]+)\.json$/.exec(path)?.[1]));

describe('records', () => {
  test('of the last 90 days are all kept', () => {
    const records = Array.from({ length: 91 }, (_, day) => summary(day));
    expect(pruned(records, 90)).toEqual([]);
  });

  test('older than that are kept one a week: the last, with Sunday as the last day', () => {
    const records = Array.from({ length: 15 }, (_, day) => summary(day));
    expect(daysOf(pruned(records, 200)).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 13]);
  });

  test('of the week in which the 90 days end count as one whole week', () => {
    const records = [summary(11), summary(13), summary(16)];
    expect(daysOf(pruned(records, 105))).toEqual([11, 13]);
  });

  test('of releases are always kept, and do not replace the last of their week', () => {
    const records = [summary(5, { release: 'v1.0.0' }), summary(6), summary(7)];
    expect(daysOf(pruned(records, 200))).toEqual([6]);
  });

  test('are counted separately for each image and platform', () => {
    const path = (day: number, series: string) => ({ path: `records/${series}/${day}.json` });
    const records = [summary(5), summary(6, path(6, 'api/linux-arm64')), summary(6, path(6, 'web/linux-amd64'))];
    expect(pruned(records, 200)).toEqual([]);
  });

  test('of the same second: one is kept', () => {
    const records = [summary(5), summary(6, { recordedAt: timeOf(5) })];
    expect(daysOf(pruned(records, 200))).toEqual([5]);
  });

  test('whose time cannot be read are kept', () => {
    expect(pruned([summary(5, { recordedAt: 'never' }), summary(6, { recordedAt: 'never' })], 200)).toEqual([]);
  });

  test('that are not on the branch yet are never named for deletion', () => {
    const request = { records: [summary(5), summary(6)], now: new Date(timeOf(200)) };
    expect(prune({ ...request, files: new Map([[summary(6).path, 1]]) })).toEqual([]);
  });
});

describe('layer indexes', () => {
  const [old, shared, fresh] = ['old', 'shared', 'fresh'].map(digestFor) as [string, string, string];
  const layers = [old, shared, fresh].map(layerPath);

  test('are deleted with the last record that has them', () => {
    const records = [summary(5, { layers: [old, shared] }), summary(6, { layers: [shared] })];
    expect(pruned(records, 200, layers)).toEqual([layerPath(old), layerPath(fresh), summary(5).path].toSorted());
  });

  test('of a record about to be written are kept', () => {
    const records = [summary(199, { layers: [fresh] })];
    const files = new Map(layers.map((path) => [path, 1]));
    const gone = prune({ files, records, now: new Date(timeOf(200)) });
    expect(gone).toEqual([layerPath(old), layerPath(shared)].toSorted());
  });

  test('beyond the budget are deleted with the oldest records, but each image and release keeps its last', () => {
    const names = ['release', 'web', 'early', 'late', 'last'];
    const paths = new Map(names.map((name) => [name, layerPath(digestFor(name))]));
    const records = [
      summary(100, { release: 'v1.0.0', layers: [digestFor('release')] }),
      summary(101, { path: 'records/web/linux-amd64/101.json', layers: [digestFor('web')] }),
      summary(197, { layers: [digestFor('early')] }),
      summary(198, { layers: [digestFor('late')] }),
      summary(199, { layers: [digestFor('last')] }),
    ];
    const files = new Map([...paths.values()].map((path) => [path, LAYER_BUDGET / 4]));
    expect(prune({ files, records, now: new Date(timeOf(200)) })).toEqual([paths.get('early')]);
  });

  test('are all kept where the branch has an unlisted record', () => {
    expect(pruned([summary(199)], 200, [...layers, 'records/web/linux-amd64/x.json'])).toEqual([]);
  });
});

test('history, badges and other files on the branch are never deleted', () => {
  expect(pruned([], 200, ['history/api.json', 'badges/api.svg', 'README.md', 'notes.txt'])).toEqual([]);
});
