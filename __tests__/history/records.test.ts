import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyPath } from '../../src/history/history-file.ts';
import { formatLayerIndex } from '../../src/history/layer-file.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import { findRecord, openRecords, type Records, readHistory, readLayerIndex } from '../../src/history/records.ts';
import { imagePath, layerPath, type MeasurementRecord, recordPath } from '../../src/model/record.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';
import { type BranchFiles, snapshotOf } from '../support/snapshot.ts';
import { commitOf, digestFor, entry, layerIndex, record } from './samples.ts';

const BASE_FIRST = [9, 8, 7].map(commitOf);

function recordsOf(files: BranchFiles): Records {
  const snapshot = snapshotOf(files);
  return {
    branch: 'image-size',
    reader: { snapshot: async () => snapshot, contains: async () => false },
    snapshot,
    lineage: async (commit) => [commit],
    [Symbol.asyncDispose]: async () => {},
  };
}

function recordOf(commit: number, image = 'app', platform = 'linux/amd64'): MeasurementRecord {
  const sample = record({ commit: commitOf(commit) });
  return { ...sample, measurement: { ...sample.measurement, image, platform } };
}

const pathOf = ({ measurement, commit }: MeasurementRecord) =>
  recordPath(measurement.image, measurement.platform, commit);
const filesOf = (...stored: readonly MeasurementRecord[]): BranchFiles =>
  Object.fromEntries(stored.map((each) => [pathOf(each), formatRecord(each)]));
const find = (files: BranchFiles, image = 'app') => findRecord(recordsOf(files), image, BASE_FIRST);

describe('a record', () => {
  test.each([
    [[9, 8, 7], { step: 'record', commit: commitOf(9), description: 'record of the base commit' }],
    [
      [8, 7],
      { step: 'ancestor', commit: commitOf(8), description: 'record of an ancestor, 1 commit behind the base commit' },
    ],
    [
      [7],
      { step: 'ancestor', commit: commitOf(7), description: 'record of an ancestor, 2 commits behind the base commit' },
    ],
  ])('where commits %j have one is the nearest, with its distance', async (commits, origin) => {
    const stored = commits.map((commit) => recordOf(commit));
    expect(await find(filesOf(...stored))).toEqual({
      origin,
      measurements: [stored[0]?.measurement],
      refused: [],
    });
  });

  test.each<[string, BranchFiles]>([
    ['on a branch that does not exist', {}],
    ['of a commit that is no ancestor', filesOf(recordOf(1))],
    ['of another image', filesOf(recordOf(9, 'web'))],
  ])('%s is none', async (_name, files) => {
    expect(await find(files)).toEqual({ measurements: [], refused: [] });
  });

  test('is found for every platform that the commit was measured on', async () => {
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
    const stored = platforms.map((platform) => recordOf(9, 'app', platform));
    const { measurements } = await find(filesOf(...stored, recordOf(8)));
    expect(measurements.map(({ platform }) => platform)).toEqual(platforms);
  });

  test.each(['app', 'app/web', 'web', 'app/web/api'])(
    'of %s is not mistaken for one of its namesakes',
    async (name) => {
      const files = filesOf(...['app', 'app/web', 'web', 'app/web/api'].map((image) => recordOf(9, image)));
      const { measurements } = await find(files, name);
      expect(measurements.map(({ image }) => image)).toEqual([name]);
    },
  );

  const [exact, behind] = [recordOf(9), recordOf(8)];
  test.each<[string, string, string]>([
    ['is no JSON', '{', 'JSON'],
    ['is empty', '', 'JSON'],
    ['has sums that disagree', formatRecord(exact).replace(/"unpacked":9000000/, '"unpacked":9000001'), 'sum'],
    ['belongs to another commit', formatRecord(behind), pathOf(behind)],
  ])('that %s is refused by its path, and an ancestor’s stands in', async (_name, text, reason) => {
    const found = await find({ ...filesOf(behind), [pathOf(exact)]: text });
    expect(found.origin?.commit).toBe(commitOf(8));
    expect(found.measurements).toEqual([behind.measurement]);
    expect(found.refused).toEqual([expect.stringContaining(`Record refused: ${pathOf(exact)}: `)]);
    expect(found.refused.join()).toContain(reason);
  });

  test('that is refused on one platform leaves those of other platforms', async () => {
    const arm = recordOf(9, 'app', 'linux/arm64');
    const found = await find({ ...filesOf(arm), [pathOf(exact)]: '{}' });
    expect(found).toMatchObject({ origin: { step: 'record' }, measurements: [arm.measurement] });
    expect(found.refused).toHaveLength(1);
  });

  test('whose file cannot be read, for another reason than its content, stops the run', async () => {
    const records = recordsOf(filesOf(exact));
    const read = () => Promise.reject(new TypeError('a mistake of ours'));
    const broken = { ...records, snapshot: { ...records.snapshot, read } };
    await expect(findRecord(broken, 'app', BASE_FIRST)).rejects.toThrow(TypeError);
  });
});

describe('the stored index of a layer', () => {
  const index = layerIndex([
    { path: 'etc/motd', type: 'file', size: 12, crc32: 1 },
    { path: 'opt', type: 'directory', size: 0 },
  ]);
  const { diffId, unpacked, contents } = index;
  const layer = { digest: digestFor('blob'), diffId, download: 99, unpacked, contents, createdBy: '' };
  const path = layerPath(diffId);
  const stored = { [path]: formatLayerIndex(index) };

  test('is what was stored', async () => {
    expect(await readLayerIndex(recordsOf(stored), layer)).toEqual(index);
  });

  test.each<[string, BranchFiles, Partial<typeof layer>]>([
    ['was pruned', {}, {}],
    ['is not base64', { [path]: '*' }, {}],
    ['does not inflate', { [path]: 'AAAA\n' }, {}],
    ['is another layer’s', { [path]: formatLayerIndex(layerIndex([], 'other')) }, {}],
    ['has other contents than the record says', stored, { contents: digestFor('other') }],
    ['has other sizes than the record says', stored, { unpacked: unpacked + 1 }],
    ['has contents where the record says none', stored, { contents: '' }],
  ])('that %s is none', async (_name, files, other) => {
    expect(await readLayerIndex(recordsOf(files), { ...layer, ...other })).toBeUndefined();
  });
});

describe('the history of an image', () => {
  const path = historyPath('app/web');
  const whole = { schemaVersion: 1, image: 'app/web', entries: [entry(1), entry(2)] };

  test('is what is on the branch', async () => {
    expect(path).toBe(`history/${imagePath('app/web')}.json`);
    expect(await readHistory(recordsOf({ [path]: JSON.stringify(whole) }), 'app/web')).toEqual(whole);
  });

  test.each<[string, BranchFiles]>([
    ['was never written', {}],
    ['is cut off', { [path]: JSON.stringify(whole).slice(0, -2) }],
    ['is of another image', { [path]: JSON.stringify({ ...whole, image: 'app' }) }],
  ])('that %s is none', async (_name, files) => {
    expect(await readHistory(recordsOf(files), 'app/web')).toBeUndefined();
  });
});

describe('records at origin', () => {
  let origin: GitRepository;
  let commits: readonly string[];
  beforeAll(async () => {
    origin = await makeRepository({ commits: ['1', '2', '3', '4'].map((text) => ({ files: { file: text } })) });
    commits = (await origin.git('rev-list', 'refs/heads/main')).split('\n');
  });
  afterAll(async () => origin[Symbol.asyncDispose]());

  async function open(maxBehind: number, branch = 'image-size'): Promise<Records> {
    return openRecords({ repository: { cwd: await origin.checkout({ ref: 'refs/heads/main' }) }, branch, maxBehind });
  }

  test('are none where the branch does not exist', async () => {
    await using records = await open(3);
    expect(records.snapshot).toMatchObject({ commit: undefined, tree: undefined, files: new Map() });
    expect(await findRecord(records, 'app', commits)).toEqual({ measurements: [], refused: [] });
  });

  test.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [500, 4],
  ])('with at most %d commits behind are looked for at %d', async (maxBehind, candidates) => {
    await using records = await open(maxBehind);
    expect(await records.lineage(commits[0] ?? '')).toEqual(commits.slice(0, candidates));
  });

  test('of a commit that origin does not have any more are looked for at that commit only', async () => {
    await using records = await open(3);
    expect(await records.lineage(commitOf(1))).toEqual([commitOf(1)]);
  });

  test('are read by git from the branch', async () => {
    const checkout = await origin.checkout({ ref: 'refs/heads/main' });
    const stored = recordOf(9);
    const commit = await commitFiles(checkout, filesOf(stored));
    runGit(checkout, 'push', '--quiet', 'origin', 'HEAD:refs/heads/kept');
    await using records = await open(0, 'kept');
    expect(records.snapshot.commit).toBe(commit);
    expect(await findRecord(records, 'app', [stored.commit])).toMatchObject({ measurements: [stored.measurement] });
  });

  test('are read by the address of origin where there is no checkout', async () => {
    const checkout = await origin.checkout({ ref: 'refs/heads/main' });
    const stored = recordOf(9);
    await commitFiles(checkout, filesOf(stored));
    runGit(checkout, 'push', '--quiet', 'origin', 'HEAD:refs/heads/by-address');
    await using records = await openRecords({ repository: { url: origin.url }, branch: 'by-address', maxBehind: 2 });
    expect(await findRecord(records, 'app', [stored.commit])).toMatchObject({ measurements: [stored.measurement] });
    expect(await records.lineage(commits[0] ?? '')).toEqual(commits.slice(0, 3));
  });

  test('on a name that no branch can have are a user error', async () => {
    await expect(open(0, 'a..b')).rejects.toThrow('"a..b" is not a name that a branch can have');
  });
});
