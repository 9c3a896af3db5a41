import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gapsPath, readGaps } from '../../src/history/gap-file.ts';
import { type HistoryRequest, type SearchedHistory, searchHistory } from '../../src/past/history.ts';
import { historyChange } from '../../src/run/record-history.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { historyRequest } from '../support/past.ts';
import { commitFiles, initGit } from '../support/repository.ts';
import { type BranchFiles, snapshotOf, withChanges } from '../support/snapshot.ts';

const DOCKERFILE = 'FROM scratch\nCOPY data /\n';
let work: Folder;
let ids: readonly string[];

/** A commit that builds, one that does not, one that a server fails, and one that builds. */
beforeAll(async () => {
  work = await makeFolder();
  initGit(work.path);
  const first = await commitFiles(work.path, { Dockerfile: DOCKERFILE, '.dockerignore': '*\n!data\n', data: '1000' });
  const broken = await commitFiles(work.path, { Dockerfile: `${DOCKERFILE}# broken\n` });
  const away = await commitFiles(work.path, { Dockerfile: `${DOCKERFILE}# no network\n` });
  ids = [first, broken, away, await commitFiles(work.path, { Dockerfile: DOCKERFILE, data: '9000' })];
});

afterAll(() => work[Symbol.asyncDispose]());

/** The words behind `#` of the Dockerfiles that a search builds; '' where there are none. */
async function search(state: string, more: Partial<HistoryRequest> = {}) {
  const built: string[] = [];
  const all = { metric: 'unpacked', noise: 100, every: 20, all: true } as const;
  const found = await searchHistory(historyRequest(work.path, state, built, { search: all, ...more }));
  return { ...found, built: built.map((text) => text.split('# ')[1]?.trim() ?? '').toSorted() };
}

describe('a later run on the same machine', () => {
  test('builds only what the machine was at fault for, unless all is asked for', async () => {
    await using state = await makeFolder();
    expect((await search(state.path)).built).toEqual(['', '', 'broken', 'no network']);
    const again = await search(state.path);
    expect(again.built).toEqual(['no network']);
    expect(again.history.timelines[0]?.gaps.map(({ reason }) => reason)).toContain('a step failed');
    expect((await search(state.path, { retryGaps: true })).built).toEqual(['broken', 'no network']);
  });
});

/** What a data branch has after a search that records. */
async function recorded({ images }: SearchedHistory, before: BranchFiles = {}): Promise<BranchFiles> {
  const change = historyChange({ images, repository: 'acme/app', branch: 'image-size', now: new Date() });
  return withChanges(before, await change(snapshotOf(before)));
}

/** What the action knows of an earlier run, whose machine is gone. */
async function knownOf(files: BranchFiles): Promise<Pick<HistoryRequest, 'knownGap'>> {
  const gaps = await readGaps(snapshotOf(files), 'app');
  return {
    knownGap: (_image, commit, build) => gaps.find((gap) => gap.commit === commit && gap.build === build)?.reason,
  };
}

describe('a later job', () => {
  test('takes the commits that did not build from the data branch, with their reason', async () => {
    await using one = await makeFolder();
    await using other = await makeFolder();
    const first = await search(one.path);
    const files = await recorded(first);
    const gaps = await readGaps(snapshotOf(files), 'app');
    expect(gaps.map(({ commit, reason }) => [commit, reason])).toEqual([[ids[1], 'a step failed']]);
    const second = await search(other.path, await knownOf(files));
    expect(second.built).toEqual(['', '', 'no network']);
    expect(second.history.timelines[0]?.gaps).toEqual(first.history.timelines[0]?.gaps);
    expect((await recorded(second, files))[gapsPath('app')]).toBe(files[gapsPath('app')]);
  });

  test('builds them again where it is asked to, or builds otherwise', async () => {
    await using one = await makeFolder();
    await using retried = await makeFolder();
    const known = await knownOf(await recorded(await search(one.path)));
    expect((await search(retried.path, { ...known, retryGaps: true })).built).toContain('broken');
    const state = { folder: retried.path, key: 'another version' };
    expect((await search(retried.path, { ...known, state })).built).toContain('broken');
  });

  test('forgets those that build now, and what cannot be read', async () => {
    await using one = await makeFolder();
    const found = await search(one.path);
    const built = { commit: ids[0], build: '0'.repeat(32), reason: 'it did not build then' };
    const text = JSON.stringify({ schemaVersion: 1, image: 'app', gaps: [built] });
    const files = await recorded(found, { [gapsPath('app')]: text });
    expect((await readGaps(snapshotOf(files), 'app')).map(({ commit }) => commit)).toEqual([ids[1]]);
    for (const damaged of ['{', text.replace('"app"', '"other"'), text.replace('0000', '../../')])
      expect(await readGaps(snapshotOf({ [gapsPath('app')]: damaged }), 'app')).toEqual([]);
  });
});
