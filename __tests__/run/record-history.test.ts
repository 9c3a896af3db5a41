import { describe, expect, test } from '@jest/globals';
import type { BranchCommit } from '../../src/git/first-parents.ts';
import { formatHistory, historyPath, parseHistory } from '../../src/history/history-file.ts';
import { formatRecord, parseRecord } from '../../src/history/record-file.ts';
import { findRecord, type Records } from '../../src/history/records.ts';
import { recordPath } from '../../src/model/record.ts';
import type { SearchedImage } from '../../src/past/history.ts';
import type { Weighed } from '../../src/past/state.ts';
import { historyChange } from '../../src/run/record-history.ts';
import { commitOf, entry, record, timeOf } from '../history/samples.ts';
import { builtImage } from '../support/past.ts';
import { type BranchFiles, snapshotOf, withChanges } from '../support/snapshot.ts';

const PLATFORM = 'linux/amd64';
const NOW = new Date(timeOf(200));

function measuredAt(): Weighed {
  const { measurement } = record();
  return { kind: 'measured', measurements: [{ ...measurement, image: 'app' }] };
}

/** An image that was weighed at commits of these days. A commit of day 3 was made by a clock that was wrong. */
function searched(days: readonly number[]): SearchedImage {
  const commits = days.map((day): BranchCommit => {
    const time = Date.parse(timeOf(day === 3 ? 1 : day)) / 1000;
    return { commit: commitOf(day), parents: [], time, author: 'Ada', subject: 'x' };
  });
  const weighed = new Map(days.map((_, at) => [at, measuredAt()] as const));
  return {
    image: builtImage(),
    commits,
    walked: { search: { count: days.length, known: new Map(), noise: 0, every: 1 }, weighed },
    state: { folder: '', build: '', read: async () => undefined, write: async () => {}, layer: async () => undefined },
    commitAt: (position) => commits[position],
  };
}

async function recorded(files: BranchFiles, days: readonly number[]) {
  const images = [searched(days)];
  const change = historyChange({ images, repository: 'acme/app', branch: 'image-size', now: NOW });
  return withChanges(files, await change(snapshotOf(files)));
}

const entriesIn = (files: BranchFiles) => parseHistory(files[historyPath('app')] ?? '', historyPath('app')).entries;

describe('the records of earlier commits', () => {
  test('are marked, in the order of the branch, and fill the history', async () => {
    const files = await recorded({}, [2, 3, 190]);
    expect(entriesIn(files).map(({ commit, recordedAt, rebuilt }) => [commit, recordedAt, rebuilt])).toEqual([
      [commitOf(2), timeOf(2), true],
      [commitOf(3), timeOf(2), true],
      [commitOf(190), timeOf(190), true],
    ]);
    const path = recordPath('app', PLATFORM, commitOf(190));
    expect(parseRecord(files[path] ?? '', path)).toMatchObject({ rebuilt: true, recordedAt: timeOf(190) });
    expect(Object.keys(files).filter((name) => name.startsWith('layers/'))).toEqual([]);
    expect(files['README.md']).toContain('app');
  });

  test('change nothing the second time', async () => {
    const files = await recorded({}, [2, 190]);
    expect(await recorded(files, [2, 190])).toEqual(files);
  });

  test('leave commits as they are that were measured when they were new', async () => {
    const then = { ...entry(2), unpacked: 5 };
    const history = formatHistory({ schemaVersion: 1, image: 'app', entries: [then] });
    const files = await recorded({ [historyPath('app')]: history }, [2, 190]);
    expect(entriesIn(files)).toEqual([then, expect.objectContaining({ commit: commitOf(190), rebuilt: true })]);
    expect(files[recordPath('app', PLATFORM, commitOf(2))]).toBeUndefined();
  });

  test('are no baseline unless asked for', async () => {
    const sample = record({ commit: commitOf(9), rebuilt: true });
    const stored = { ...sample, measurement: { ...sample.measurement, image: 'app' } };
    const snapshot = snapshotOf({ [recordPath('app', PLATFORM, commitOf(9))]: formatRecord(stored) });
    const records: Records = {
      branch: 'image-size',
      reader: { snapshot: async () => snapshot, contains: async () => false },
      snapshot,
      lineage: async (commit) => [commit],
      [Symbol.asyncDispose]: async () => {},
    };
    expect(await findRecord(records, 'app', [commitOf(9)])).toEqual({ measurements: [], refused: [] });
    const asked = await findRecord({ ...records, rebuilt: true }, 'app', [commitOf(9)]);
    expect(asked.measurements).toEqual([stored.measurement]);
  });
});
