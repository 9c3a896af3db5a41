import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commitHistorySchema } from '../../src/model/timeline/timeline.ts';
import { blame } from '../../src/past/blame.ts';
import { type HistoryRequest, searchHistory } from '../../src/past/history.ts';
import { parseWanted } from '../../src/past/wanted.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { builtImage, historyRequest } from '../support/past.ts';
import { commitFiles, initGit, runGit } from '../support/repository.ts';

const IGNORE = '*\n!data\n';
let work: Folder;
let ids: string[];
const built: string[] = [];
/** What the first search weighed, for tests that need no build. */
let weighed: Folder;

/** Commits 0 to 15: most touch only notes; three change the size, and two of these cancel each other. */
beforeAll(async () => {
  [work, weighed] = [await makeFolder(), await makeFolder()];
  initGit(work.path);
  const sizes: Record<number, string> = { 0: '1000', 3: '1010', 5: '6000', 8: '6010', 11: '1010', 13: '9000' };
  ids = [];
  for (let at = 0; at < 16; at += 1) {
    const data = sizes[at];
    const first = at === 0 ? { Dockerfile: 'FROM scratch\nCOPY data /\n', '.dockerignore': IGNORE } : {};
    ids.push(await commitFiles(work.path, { ...first, 'notes.md': `${at}`, ...(data === undefined ? {} : { data }) }));
  }
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
  await weighed[Symbol.asyncDispose]();
});

async function search(state: string, more: Partial<HistoryRequest> = {}) {
  built.length = 0;
  const { history } = await searchHistory(historyRequest(work.path, state, built, more));
  expect(commitHistorySchema.parse(history)).toEqual(history);
  const [timeline] = history.timelines;
  if (timeline === undefined) throw new Error('no timeline');
  return { history, timeline, steps: timeline.steps.map(({ at, unpacked }) => [ids.indexOf(at.commit), unpacked]) };
}

describe('history', () => {
  test('finds each step, and builds only commits that touch what the image is made of', async () => {
    const { history, timeline, steps } = await search(weighed.path);
    expect(steps).toEqual([
      [5, 4990],
      [11, -5000],
      [13, 7990],
    ]);
    expect(history).toMatchObject({ branch: 'main', commits: 16, from: { commit: ids[0] }, to: { commit: ids[15] } });
    expect(timeline).toMatchObject({ affected: 6, left: 0, gaps: [] });
    expect(timeline.weighed).toBe(built.length);
  });

  test('explains a step by the files that changed', async () => {
    const { timeline } = await search(weighed.path);
    expect(built).toEqual([]);
    const { comparison } = timeline.steps.at(-1) ?? {};
    expect(comparison?.explanation?.files.lines).toEqual([{ path: 'data', before: 1010, after: 9000 }]);
    expect(comparison?.baseline?.origin).toMatchObject({ step: 'build', commit: ids[11] });
  });

  test('takes what an earlier run weighed, and goes on where it stopped', async () => {
    await using state = await makeFolder();
    let left = 2;
    const { timeline } = await search(state.path, { isOver: () => left-- <= 0 });
    expect(timeline.weighed).toBe(2);
    expect(timeline.left).toBeGreaterThan(0);
    const { timeline: whole, steps } = await search(state.path);
    expect(steps).toHaveLength(3);
    expect(built.length).toBe(whole.weighed - 2);
  });

  test('weighs anew what is damaged, and what another configuration weighed', async () => {
    const [key = ''] = readdirSync(weighed.path).filter((name) => name !== 'layers');
    await writeFile(join(weighed.path, key, `${ids[13]}.json`), '{"schemaVersion":1,');
    await search(weighed.path);
    expect(built).toHaveLength(1);
    const isOver = () => built.length > 0;
    await search(weighed.path, { state: { folder: weighed.path, key: 'another builder' }, isOver });
    expect(built).toHaveLength(1);
  });

  test('leaves out what is not committed, and says so', async () => {
    await writeFile(join(work.path, 'data'), '777777');
    const { history, steps } = await search(weighed.path);
    runGit(work.path, 'checkout', '--quiet', '--', 'data');
    expect(steps).toHaveLength(3);
    expect(history.notes).toEqual(['Changes that are not committed are left out: only commits were built.']);
  });

  test('begins and ends where it is told', async () => {
    const range = { since: ids[6] ?? '', until: ids[12] ?? '' };
    const { steps, history } = await search(weighed.path, { range });
    expect(steps).toEqual([[11, -5000]]);
    expect(history.commits).toBe(7);
  });

  test('ends at a fault of the machine, and keeps what it weighed', async () => {
    await using state = await makeFolder();
    await using other = await makeFolder();
    initGit(other.path);
    await commitFiles(other.path, { Dockerfile: 'no builder\n', data: '1' });
    await expect(searchHistory(historyRequest(other.path, state.path, []))).rejects.toThrow(
      'the search ends here, and goes on when it is run again: the builder went away',
    );
  });

  test('is of images that commits change', async () => {
    const source = { kind: 'oci', location: 'layout' } as const;
    const images = [{ ...builtImage(), source }];
    await expect(search('unused', { images })).rejects.toThrow('app is read from oci, not built from commits');
    const remote = { ...builtImage(), source: { ...builtImage().source, context: 'https://example.org/app.git' } };
    await expect(search('unused', { images: [remote as never] })).rejects.toThrow('built from a remote context');
  });

  test('tells each commit its time with a snapshot', async () => {
    await using state = await makeFolder();
    const times = new Set<string>();
    const own = historyRequest(work.path, state.path, []);
    const openMeasurer: HistoryRequest['openMeasurer'] = async (env) => {
      times.add(`${env.SOURCE_DATE_EPOCH} ${env.MIRROR}`);
      return own.openMeasurer({});
    };
    const snapshot = { epoch: true, arguments: new Map([['MIRROR', 'https://mirror/{epoch}/{day}']]) };
    const { history } = await search(state.path, { openMeasurer, snapshot, isOver: () => times.size > 0 });
    const seconds = runGit(work.path, 'show', '--no-patch', '--format=%ct', ids[13] ?? '');
    const day = new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
    expect(times).toContain(`${seconds} https://mirror/${seconds}/${day}`);
    expect(history).toMatchObject({ snapshot: true, datedArguments: ['MIRROR'] });
  });
});

describe('commits without an image', () => {
  test('before the Dockerfile, and those that do not build, are gaps with their reason; renames are followed', async () => {
    await using state = await makeFolder();
    await using other = await makeFolder();
    const { path } = other;
    const dockerfile = `FROM scratch\n${'# a long comment that stays the same\n'.repeat(5)}COPY data /\n`;
    initGit(path);
    await commitFiles(path, { 'README.md': 'first' });
    await commitFiles(path, { 'README.md': 'second' });
    const first = await commitFiles(path, { 'build/Dockerfile': dockerfile, '.dockerignore': IGNORE, data: '1000' });
    await commitFiles(path, { 'build/Dockerfile': `${dockerfile}broken\n`, data: '2000' });
    await commitFiles(path, { data: '3000' });
    const mended = await commitFiles(path, { 'build/Dockerfile': dockerfile });
    runGit(path, 'mv', 'build/Dockerfile', 'Dockerfile');
    await commitFiles(path, { 'NEWS.md': 'the Dockerfile is at the root now' });
    const last = await commitFiles(path, { data: '8000' });
    const { history } = await searchHistory(historyRequest(path, state.path, []));
    const [timeline] = history.timelines;
    expect(timeline?.steps.map(({ at, before, commits, unpacked }) => [at.commit, before, commits, unpacked])).toEqual([
      [mended, first, 3, 2000],
      [last, expect.any(String), 1, 5000],
    ]);
    expect(timeline?.gaps.map(({ commits, reason }) => [commits, reason])).toEqual([
      [expect.any(Number), expect.stringContaining('does not exist')],
      [2, 'a step failed'],
    ]);
  });

  test('everywhere leave no timeline', async () => {
    await using state = await makeFolder();
    await using other = await makeFolder();
    initGit(other.path);
    await commitFiles(other.path, { 'README.md': 'no Dockerfile' });
    const { history } = await searchHistory(historyRequest(other.path, state.path, []));
    expect(history.timelines).toEqual([]);
  });
});

describe('blame', () => {
  const ask = async (state: string, text: string, range = { since: '', until: '' }) => {
    const request = historyRequest(work.path, state, built, { range });
    const found = await blame({ ...request, image: builtImage(), wanted: parseWanted(text), text });
    return found.found.map(({ outcome, at, commits, bytes }) => [
      outcome,
      at && ids.indexOf(at.commit),
      commits,
      bytes,
    ]);
  };

  test('names what was there before, and what no commit has', async () => {
    expect(await ask(weighed.path, '/data')).toEqual([['before', 0, 1, 9000]]);
    expect(await ask(weighed.path, 'numpy')).toEqual([['never', null, 1, null]]);
  });

  test('does not answer from layers that were not kept', async () => {
    await rm(join(weighed.path, 'layers'), { recursive: true });
    await expect(ask(weighed.path, '/data')).rejects.toThrow('the files of a layer were not kept');
  });
});

test.each([
  ['/usr/lib/', { kind: 'path', path: 'usr/lib' }],
  ['./data', { kind: 'path', path: 'data' }],
  ['app/main.py', { kind: 'path', path: 'app/main.py' }],
  ['curl', { kind: 'package', name: 'curl', version: '' }],
  ['curl@8.5.0-2', { kind: 'package', name: 'curl', version: '8.5.0-2' }],
  ['@angular/core@17', { kind: 'package', name: '@angular/core', version: '17' }],
  ['@angular/core', { kind: 'package', name: '@angular/core', version: '' }],
  ['pkg:deb/debian/curl@8?arch=amd64', { kind: 'package', name: 'pkg:deb/debian/curl', version: '8' }],
])('blame reads %s', (text, wanted) => {
  expect(parseWanted(text)).toEqual(wanted);
});

test('blame does not look for the root', () => {
  expect(() => parseWanted('/')).toThrow('name a file, a directory or a package');
});
