import { expect, test } from '@jest/globals';
import { TrustedBaselines } from '../../src/forks/trusted-baselines.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import type { Records } from '../../src/history/records.ts';
import type { Report } from '../../src/model/document.ts';
import { recordPath } from '../../src/model/record.ts';
import { createReport } from '../../src/model/report.ts';
import { snapshotOf } from '../support/snapshot.ts';
import { BASE, claimed, measuring } from '../support/strange-report.ts';

const MERGE_BASE = 'b'.repeat(40);
const commit = (at: number) => String(at).padStart(40, '0');
const pull = { base: commit(0), head: 'a'.repeat(40) };

/** A data branch with an image of one size at the merge base, and of another at every commit that is claimed. */
function recordsOf(images: readonly string[]): Records {
  const recorded = (id: string, measurement: typeof BASE) => [
    recordPath(measurement.image, measurement.platform, id),
    formatRecord({ schemaVersion: 1, commit: id, recordedAt: '2026-11-01T10:00:00Z', measurement }),
  ];
  const files = images.flatMap((image, at) => [
    recorded(MERGE_BASE, { ...BASE, image }),
    recorded(commit(at), measuring(9_000_000, { image })),
  ]);
  return {
    branch: 'image-size',
    reader: { snapshot: async () => snapshotOf(), contains: async () => true },
    snapshot: snapshotOf(Object.fromEntries(files)),
    lineage: async (id) => [id],
    [Symbol.asyncDispose]: async () => {},
  };
}

test('of commits that a report claims to be compared with, the first few are looked at, and no more', async () => {
  const images = Array.from({ length: 200 }, (_, at) => `app${at}`);
  const report: Report = createReport(
    images.map((image, at) => claimed(pull, { head: { ...BASE, image }, commit: commit(at) })),
  );
  const checked: string[] = [];
  const baselines = new TrustedBaselines({
    report,
    records: recordsOf(images),
    check: async (id) => {
      checked.push(id);
      return { trusted: true, behindTip: 0 };
    },
    mergeBase: async () => MERGE_BASE,
  });
  const found: unknown[] = [];
  for (const image of images) {
    const baseline = await baselines.baselineOf({ image, platform: BASE.platform });
    found.push(baseline?.kind === 'measured' && baseline.origin.commit);
  }
  expect(checked).toEqual([0, 1, 2, 3, 4].map(commit));
  expect(found).toEqual(images.map((_, at) => (at < 5 ? commit(at) : MERGE_BASE)));
});

test('the images that must be there are those of the nearest recorded commit', async () => {
  const records = recordsOf(['app', 'shop/web']);
  const facts = { report: createReport([]), check: async () => ({ trusted: true, behindTip: 0 }) as const };
  const lineage = async () => ['e'.repeat(40), MERGE_BASE, commit(0)];
  const baselines = new TrustedBaselines({
    ...facts,
    records: { ...records, lineage },
    mergeBase: async () => 'e'.repeat(40),
  });
  expect(await baselines.recordedImages()).toEqual(['app', 'shop/web']);
  const nowhere = new TrustedBaselines({ ...facts, records, mergeBase: async () => undefined });
  // A report without an image would hide it where nobody knows which images there must be.
  await expect(nowhere.recordedImages()).rejects.toThrow('GitHub does not say what the pull request is built on');
  const unrecorded = new TrustedBaselines({
    ...facts,
    records: { ...records, snapshot: snapshotOf() },
    mergeBase: async () => undefined,
  });
  expect(await unrecorded.recordedImages()).toEqual([]);
});
