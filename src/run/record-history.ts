import type { WaitingRun } from '../history/waiting-run.ts';
import type { BranchChanges, BranchSnapshot } from '../model/data-branch.ts';
import type { MeasurementRecord } from '../model/record.ts';
import type { SearchedImage } from '../past/history.ts';
import { type RecordRequest, recordChanges } from './record-changes.ts';
import { gapChanges } from './record-gaps.ts';

/** Most records of one write: one commit of the data branch holds them all. */
const MOST_RECORDS = 400;

/** What of a history goes to the data branch, and how its pages link to the repository. */
export interface HistoryRecords extends Pick<RecordRequest, 'repository' | 'branch' | 'serverUrl' | 'isForge' | 'now'> {
  readonly images: readonly SearchedImage[];
}

/**
 * The change that writes what was weighed to the data branch, as records marked `rebuilt`, and the commits that did not build. A record of a commit that was measured when it was new
 * stays as it is. The indexes of layers are left out: these records are no baselines, so nobody needs the files.
 */
export function historyChange(request: HistoryRecords): (snapshot: BranchSnapshot) => Promise<BranchChanges> {
  const { images, ...place } = request;
  const conditions = new Map(images.map(({ image }) => [image.name, image.conditions]));
  const run: WaitingRun = { records: rebuiltRecords(images), layers: new Map(), conditions };
  const change = recordChanges({
    ...place,
    measurements: [],
    commit: '',
    layerIndex: () => undefined,
    conditionsOf: (image) => conditions.get(image) ?? [],
  });
  return async (snapshot) => {
    const records = run.records.length === 0 ? [] : await change(snapshot, [run]);
    return new Map([...records, ...(await gapChanges(images, snapshot))]);
  };
}

/** The records of what was weighed, the newest commits first in line where there are too many. */
export function rebuiltRecords(images: readonly SearchedImage[]): readonly MeasurementRecord[] {
  return images.flatMap(recordsOf).slice(-MOST_RECORDS);
}

/** Times of commits can go back. Records are in the order of the branch, so each has at least the time of the one before. */
function recordsOf({ walked, commitAt }: SearchedImage): readonly MeasurementRecord[] {
  let latest = 0;
  return [...walked.weighed]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([position, weighed]) => {
      const commit = commitAt(position);
      if (commit === undefined || weighed.kind !== 'measured') return [];
      latest = Math.max(latest, commit.time);
      const recordedAt = `${new Date(latest * 1000).toISOString().slice(0, 19)}Z`;
      return weighed.measurements.map(
        (measurement): MeasurementRecord => ({
          schemaVersion: 1,
          commit: commit.commit,
          recordedAt,
          rebuilt: true,
          measurement,
        }),
      );
    });
}

/** The message of the commit on the data branch. Services that build each pushed branch heed its first word. */
export const HISTORY_MESSAGE = '[skip ci] Record image sizes of earlier commits';
