import { describe, expect, test } from '@jest/globals';
import { formatHistory, historyPath, parseHistory } from '../../src/history/history-file.ts';
import { parseLayerIndex } from '../../src/history/layer-file.ts';
import { parseRecord } from '../../src/history/record-file.ts';
import { formatWaitingRun, parseWaitingRun, type WaitingRun } from '../../src/history/waiting-run.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { layerPath, type MeasurementRecord, recordPath } from '../../src/model/record.ts';
import { type RecordRequest, recordChanges, waitingRunOf } from '../../src/run/record-changes.ts';
import { UserError } from '../../src/text/error.ts';
import { commitOf, digestFor, entry, layerIndex, record, timeOf } from '../history/samples.ts';
import { type BranchFiles, snapshotOf, withChanges } from '../support/snapshot.ts';

const INDEXES = new Map(
  ['base', 'app', 'app2'].map((name) => [
    digestFor(`blob of ${name}`),
    layerIndex([{ path: name, type: 'file', size: 3_000_000, crc32: 7 }], name),
  ]),
);

/** A measurement of which every layer has an index of that name. */
function measured(image: string, names: readonly string[] = ['base', 'app'], platform = 'linux/amd64'): Measurement {
  const sample = record().measurement;
  const layers = names.map((name, at) => ({
    digest: digestFor(`blob of ${name}`),
    diffId: digestFor(name),
    download: 1_000_000 * (at + 1),
    unpacked: 3_000_000,
    createdBy: `RUN ${name}`,
    contents: INDEXES.get(digestFor(`blob of ${name}`))?.contents ?? '',
  }));
  const [download, unpacked] = [layers.reduce((sum, layer) => sum + layer.download, 0), 3_000_000 * layers.length];
  return { ...sample, image, platform, layers, unpacked, download: sample.configSize + download };
}

/** What recording on a day changes on a branch with these files. */
function changesOn(
  day: number,
  files: BranchFiles,
  measurements: readonly Measurement[],
  rest: Partial<RecordRequest> = {},
) {
  const change = recordChanges({
    measurements,
    commit: commitOf(day),
    now: new Date(timeOf(day)),
    layerIndex: (digest) => INDEXES.get(digest),
    conditionsOf: () => [],
    repository: 'acme/app',
    branch: 'image-size',
    ...rest,
  });
  return change(snapshotOf(files));
}

/** The branch after that. */
async function recordOn(
  day: number,
  files: BranchFiles,
  ...rest: readonly [readonly Measurement[], Partial<RecordRequest>?]
) {
  return withChanges(files, await changesOn(day, files, ...rest));
}

const historyIn = (files: BranchFiles, image: string) =>
  parseHistory(files[historyPath(image)] ?? '', historyPath(image));
const commitsIn = (files: BranchFiles, image: string) => historyIn(files, image).entries.map(({ commit }) => commit);
function recordIn(files: BranchFiles, image: string, day: number, platform = 'linux/amd64'): MeasurementRecord {
  const path = recordPath(image, platform, commitOf(day));
  return parseRecord(files[path] ?? '', path);
}
const under = (files: BranchFiles, folder: string) =>
  Object.keys(files)
    .filter((path) => path.startsWith(folder))
    .sort();

describe('the first record', () => {
  test('makes the whole branch: record, layers, history, pictures and page', async () => {
    const files = await recordOn(1, {}, [measured('app')]);
    expect(Object.keys(files).sort()).toEqual(
      [
        'README.md',
        'badges/app.json',
        'badges/app.svg',
        'badges/app@unpacked.json',
        'badges/app@unpacked.svg',
        'history/app.json',
        'history/app.svg',
        layerPath(digestFor('app')),
        layerPath(digestFor('base')),
        recordPath('app', 'linux/amd64', commitOf(1)),
      ].sort(),
    );
    expect(recordIn(files, 'app', 1)).toEqual({
      schemaVersion: 1,
      commit: commitOf(1),
      recordedAt: timeOf(1),
      measurement: measured('app'),
    });
  });

  test('is of whole seconds', async () => {
    const files = await recordOn(1, {}, [measured('app')], { now: new Date('2026-01-02T03:04:05.678Z') });
    expect(recordIn(files, 'app', 1).recordedAt).toBe('2026-01-02T03:04:05Z');
  });

  test('of several platforms is a record, an entry and badges for each', async () => {
    const files = await recordOn(1, {}, [measured('app'), measured('app', ['base', 'app2'], 'linux/arm64')]);
    expect(under(files, 'records/')).toHaveLength(2);
    expect(historyIn(files, 'app').entries.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(under(files, 'badges/')).toEqual(expect.arrayContaining(['badges/app.svg', 'badges/app@linux-arm64.svg']));
  });
});

describe('a later record', () => {
  test('keeps the history and records of those before', async () => {
    const first = await recordOn(1, {}, [measured('app')]);
    const second = await recordOn(2, first, [measured('app', ['base', 'app2'])]);
    expect(commitsIn(second, 'app')).toEqual([1, 2].map(commitOf));
    expect(recordIn(second, 'app', 1)).toEqual(recordIn(first, 'app', 1));
  });

  test('writes only indexes of layers that the branch does not have', async () => {
    const first = await recordOn(1, {}, [measured('app')]);
    const changes = await changesOn(2, first, [measured('app', ['base', 'app2'])]);
    const path = layerPath(digestFor('app2'));
    expect([...changes.keys()].filter((each) => each.startsWith('layers/'))).toEqual([path]);
    expect(parseLayerIndex(changes.get(path) ?? '', path)).toEqual(INDEXES.get(digestFor('blob of app2')));
  });

  test('writes none of a layer that this run did not read', async () => {
    expect(under(await recordOn(1, {}, [measured('app')], { layerIndex: () => undefined }), 'layers/')).toEqual([]);
  });

  test('writes none of an image whose download is estimated, for no run takes it from there', async () => {
    const files = await recordOn(1, {}, [{ ...measured('app'), estimated: true }]);
    expect(under(files, 'layers/')).toEqual([]);
    expect(under(files, 'records/')).toHaveLength(1);
  });

  test('of the same commit replaces its entry and record, for the run was repeated', async () => {
    const first = await recordOn(1, await recordOn(0, {}, [measured('app')]), [measured('app')]);
    const again = await recordOn(2, first, [measured('app', ['base'])], { commit: commitOf(1) });
    expect(commitsIn(again, 'app')).toEqual([0, 1].map(commitOf));
    expect(historyIn(again, 'app').entries.at(-1)).toMatchObject({ recordedAt: timeOf(2), unpacked: 3_000_000 });
    expect(recordIn(again, 'app', 1)).toMatchObject({ recordedAt: timeOf(2), measurement: { unpacked: 3_000_000 } });
  });

  test('leaves what another workflow recorded, and the page has both', async () => {
    const web = await recordOn(1, {}, [measured('web', ['base'])]);
    const both = await recordOn(2, web, [measured('app')]);
    const ofWeb = Object.keys(web).filter((path) => path.includes('web'));
    expect(ofWeb.map((path) => [path, both[path]])).toEqual(ofWeb.map((path) => [path, web[path]]));
    const titles = (both['README.md'] ?? '').split('\n').filter((line) => /^## (app|web)$/.test(line));
    expect(titles).toEqual(['## app', '## web']);
    expect(both['README.md']).toContain('badges/web.svg');
  });

  test('computed from two snapshots of two writers has what either wrote', async () => {
    const start = await recordOn(1, {}, [measured('app')]);
    const request = {
      measurements: [measured('app')],
      commit: commitOf(3),
      now: new Date(timeOf(3)),
      layerIndex: (digest: string) => INDEXES.get(digest),
      conditionsOf: () => [],
      repository: 'acme/app',
      branch: 'image-size',
    };
    const change = recordChanges(request);
    expect([...(await change(snapshotOf(start))).keys()]).toContain(recordPath('app', 'linux/amd64', commitOf(3)));
    const moved = await recordOn(2, start, [measured('app'), measured('web')]);
    const written = withChanges(moved, await change(snapshotOf(moved)));
    expect(commitsIn(written, 'app')).toEqual([1, 2, 3].map(commitOf));
    expect(commitsIn(written, 'web')).toEqual([commitOf(2)]);
    expect(written['README.md']).toContain('## web');
  });
});

describe('a release', () => {
  test('is recorded with its tag, in record and history', async () => {
    const files = await recordOn(1, {}, [measured('app')], { release: 'v1.0.0' });
    expect(recordIn(files, 'app', 1).release).toBe('v1.0.0');
    expect(historyIn(files, 'app').entries).toMatchObject([{ commit: commitOf(1), release: 'v1.0.0' }]);
  });

  test('stays one when its commit is recorded again from the default branch', async () => {
    const first = await recordOn(1, {}, [measured('app')], { release: 'v1.0.0' });
    const again = await recordOn(2, first, [measured('app')], { commit: commitOf(1) });
    expect(recordIn(again, 'app', 1)).toMatchObject({ recordedAt: timeOf(2), release: 'v1.0.0' });
    expect(historyIn(again, 'app').entries).toMatchObject([{ recordedAt: timeOf(2), release: 'v1.0.0' }]);
  });
});

describe('a history that cannot be read', () => {
  const path = historyPath('app');
  test.each<[string, string, string]>([
    ['of the image', path, '{'],
    ['of another image', historyPath('web'), '[]'],
    ['at another image’s path', path, formatHistory({ schemaVersion: 1, image: 'web', entries: [entry(1)] })],
  ])('%s is told by its path and never overwritten', async (_name, at, text) => {
    const outcome = await changesOn(2, { [at]: text }, [measured('app')]).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(UserError);
    expect((outcome as Error).message).toContain(at);
  });
});

describe('pruning', () => {
  test('takes away old records but the last of each week, and layers that only they had', async () => {
    const old = await recordOn(4, await recordOn(5, {}, [measured('app')]), [measured('app', ['base', 'app2'])]);
    const files = await recordOn(200, old, [measured('app')]);
    expect(under(files, 'records/')).toEqual(
      [5, 200].map((day) => recordPath('app', 'linux/amd64', commitOf(day))).sort(),
    );
    expect(under(files, 'layers/')).toEqual(['app', 'base'].map((name) => layerPath(digestFor(name))).sort());
    expect(commitsIn(files, 'app')).toEqual([4, 5, 200].map(commitOf));
  });

  test('leaves the record of a release', async () => {
    const release = await recordOn(4, {}, [measured('app')], { release: 'v1' });
    const old = await recordOn(5, release, [measured('app')]);
    expect(recordIn(await recordOn(200, old, [measured('app')]), 'app', 4).release).toBe('v1');
  });

  test('leaves a record that cannot be read, and writes beside it', async () => {
    const path = recordPath('app', 'linux/amd64', commitOf(4));
    const files = await recordOn(200, { [path]: 'edited by hand' }, [measured('app')]);
    expect(files[path]).toBe('edited by hand');
    expect(recordIn(files, 'app', 200).recordedAt).toBe(timeOf(200));
  });

  test('replaces a record that cannot be read by one of the same commit', async () => {
    const first = await recordOn(1, {}, [measured('app')], { release: 'v1' });
    const path = recordPath('app', 'linux/amd64', commitOf(1));
    const again = await recordOn(2, { ...first, [path]: '{}' }, [measured('app')], { commit: commitOf(1) });
    expect(recordIn(again, 'app', 1)).toMatchObject({ recordedAt: timeOf(2), release: 'v1' });
  });
});

describe('a run that waited', () => {
  const requestOf = (day: number, measurements: readonly Measurement[], rest: Partial<RecordRequest> = {}) => ({
    measurements,
    commit: commitOf(day),
    now: new Date(timeOf(day)),
    layerIndex: (digest: string) => INDEXES.get(digest),
    conditionsOf: () => [],
    repository: 'acme/app',
    branch: 'image-size',
    ...rest,
  });
  const waitingOn = (...args: Parameters<typeof requestOf>) => waitingRunOf(requestOf(...args), new Set());
  const takeAlong = async (day: number, files: BranchFiles, waiting: readonly WaitingRun[], image = 'app') =>
    withChanges(files, await recordChanges(requestOf(day, [measured(image)]))(snapshotOf(files), waiting));

  test('is recorded by its own commit, time and release, as if it had written itself', async () => {
    const apart = await recordOn(2, await recordOn(1, {}, [measured('app', ['base', 'app2'])], { release: 'v1' }), [
      measured('app'),
    ]);
    const waiting = [waitingOn(1, [measured('app', ['base', 'app2'])], { release: 'v1' })];
    expect(await takeAlong(2, {}, waiting)).toEqual(apart);
  });

  test('gives way to a later record in badge and page, whoever writes', async () => {
    const inOrder = await recordOn(3, await recordOn(2, {}, [measured('app', ['base'])]), [measured('app')]);
    const late = await recordOn(2, await recordOn(3, {}, [measured('app')]), [measured('app', ['base'])]);
    const badges = under(inOrder, 'badges/');
    expect(badges.map((path) => late[path])).toEqual(badges.map((path) => inOrder[path]));
    expect(late['README.md']).toEqual(inOrder['README.md']);
  });

  test.each([
    ['later than', 1, 3, 3],
    ['earlier than', 3, 1, 3],
  ])('of a commit that was recorded again %s it leaves the later record', async (_, waited, recorded, kept) => {
    const commit = commitOf(7);
    const branch = await recordOn(recorded, {}, [measured('app')], { commit });
    const written = await takeAlong(4, branch, [waitingOn(waited, [measured('app', ['base'])], { commit })]);
    expect(recordIn(written, 'app', 7).recordedAt).toBe(timeOf(kept));
    expect(commitsIn(written, 'app')).toEqual([7, 4].map(commitOf));
  });

  test('has the colours of its own conditions', async () => {
    const conditions = [parseCondition('download > 1 MB', 'fail')];
    const apart = await recordOn(1, {}, [measured('web')], { conditionsOf: () => conditions });
    const waiting = parseWaitingRun(
      new Map(
        [...formatWaitingRun(waitingOn(1, [measured('web')], { conditionsOf: () => conditions }))].map(
          ([path, text]) => [path, Buffer.from(text)] as const,
        ),
      ),
    );
    const written = await takeAlong(2, {}, [waiting]);
    expect(written['badges/web.svg']).toBe(apart['badges/web.svg']);
    expect(written['badges/web.svg']).not.toBe(
      (await takeAlong(2, {}, [waitingOn(1, [measured('web')])]))['badges/web.svg'],
    );
  });
});
