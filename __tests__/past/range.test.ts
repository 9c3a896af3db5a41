import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRange } from '../../src/past/range.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { commitFiles, initGit, runGit } from '../support/repository.ts';

let work: Folder;
let path: string;
let ids: string[];
let merge: string;

/** Four commits of main, of which the last merges a branch that has a tag, and a path whose name looks like the line of a commit. */
beforeAll(async () => {
  work = await makeFolder();
  path = join(work.path, 'clone');
  initGit(path);
  ids = [];
  for (const name of ['one', 'two', 'three']) ids.push(await commitFiles(path, { [name]: name }));
  runGit(path, 'checkout', '--quiet', '-b', 'topic', ids[1] ?? '');
  await commitFiles(path, { [`\u0001${'a'.repeat(40)}`]: 'strange', 'two words': 'x' });
  runGit(path, 'tag', 'side');
  runGit(path, 'checkout', '--quiet', 'main');
  runGit(path, 'merge', '--quiet', '--no-ff', '--message=Merge pull request #7\n\nAdd words', 'topic');
  merge = runGit(path, 'rev-parse', 'HEAD');
  runGit(path, 'tag', 'v1', ids[0] ?? '');
});

afterAll(() => work[Symbol.asyncDispose]());

const read = (since: string, until = '', cwd = path) => readRange({ cwd }, { since, until });
const found = async (since: string, until = '') => (await read(since, until)).commits.map(({ commit }) => commit);

describe('a range of commits', () => {
  test('has the first parents of the default branch, and what each changed', async () => {
    const { commits, changes, branch } = await read('');
    expect(commits.map(({ commit }) => commit)).toEqual([...ids, merge]);
    expect(branch).toBe('main');
    expect(commits.at(-1)).toMatchObject({ subject: 'Merge pull request #7: Add words', author: 'A' });
    expect(changes.get(ids[1] ?? '')).toMatchObject([{ path: 'two', kind: 'added' }]);
    expect(changes.get(merge)?.map((each) => each.path)).toEqual([`\u0001${'a'.repeat(40)}`, 'two words']);
    expect(changes.size).toBe(3);
  });

  test.each([
    ['v1', '', 0, 4],
    ['2', '', 2, 4],
    ['1', '', 3, 4],
    ['', 'main~1', 0, 3],
  ])('since %j until %j', async (since, until, from, to) => {
    expect(await found(since, until)).toEqual([...ids, merge].slice(from, to));
  });

  test('since a day begins with the last commit before it', async () => {
    expect(await found('2001-01-01')).toEqual([...ids, merge]);
    expect(await found('2999-01-01')).toEqual([merge]);
  });

  test('since a tag beside the branch begins where the two parted', async () => {
    const { commits, notes } = await read('side', 'main');
    expect(commits.map(({ commit }) => commit)).toEqual([ids[1], ids[2], merge]);
    expect(notes).toEqual(['side is not a first parent of the branch, so the search starts where the two parted.']);
  });

  test.each([
    ['v9', '', '--since: there is no branch, tag or commit v9 in this clone'],
    ['', 'nowhere', '--until: there is no branch, tag or commit nowhere in this clone'],
    ['main', 'v1', '--since: main is no earlier commit than the end of the search'],
    ['0', '', '--since: found 0, accepted are 1 to 20000 commits'],
    ['2026-13-41', '', '--since: 2026-13-41 is no day of the calendar'],
    ['--output=x', '', 'is not a git ref'],
  ])('since %j until %j is refused', async (since, until, message) => {
    await expect(read(since, until)).rejects.toThrow(message);
  });

  test('is told what to fetch where the clone is too shallow', async () => {
    const shallow = join(work.path, 'shallow');
    runGit(work.path, 'clone', '--quiet', '--depth=2', pathToFileURL(path).href, shallow);
    await expect(read('3', '', shallow)).rejects.toThrow(
      'the clone is shallow and ends 2 commits back: fetch the rest',
    );
    await expect(read('2001-01-01', '', shallow)).rejects.toThrow('fetch-depth: 0');
    await expect(read('v1', '', shallow)).rejects.toThrow('git fetch --unshallow');
    expect((await read('', '', shallow)).notes[0]).toMatch('only its 2 commits are looked at');
  });

  test('needs a repository with a commit', async () => {
    await using folder = await makeFolder();
    await expect(read('', '', folder.path)).rejects.toThrow('is in no git repository');
    runGit(folder.path, 'init', '--quiet');
    await expect(read('', '', folder.path)).rejects.toThrow('the repository has no commit yet');
  });
});
