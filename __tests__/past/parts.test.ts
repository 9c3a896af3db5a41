import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../src/model/image.ts';
import { searchHistory } from '../../src/past/history.ts';
import { makeFolder } from '../support/folder.ts';
import { builtImage, historyRequest } from '../support/past.ts';
import { commitFiles, initGit, runGit } from '../support/repository.ts';

const ALLOWED = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };

async function search(cwd: string, ids: readonly string[], image: Image = builtImage()) {
  await using state = await makeFolder();
  const checkout = { cwd, env: ALLOWED };
  const { history } = await searchHistory(historyRequest(cwd, state.path, [], { images: [image], checkout }));
  const [timeline] = history.timelines;
  const steps = timeline?.steps.map(({ at, unpacked }) => [ids.indexOf(at.commit), unpacked]);
  return { notes: history.notes, steps, gaps: timeline?.gaps.map(({ reason }) => reason) };
}

describe('submodules', () => {
  const image = builtImage('Dockerfile', 'vendor');

  /** A submodule that is the context. Commit 1 moves it; commit 2 names a commit that no server has. */
  const makeModules = async (folder: string) => {
    const [module, main] = [join(folder, 'module'), join(folder, 'main')];
    for (const path of [module, main]) initGit(path);
    await commitFiles(module, { data: '1000' });
    runGit(main, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module, 'vendor');
    const ids = [await commitFiles(main, { Dockerfile: 'FROM scratch\nCOPY data /\n' })];
    const moved = await commitFiles(join(main, 'vendor'), { data: '9000' });
    ids.push(await commitFiles(main, { 'notes.md': 'moved' }));
    runGit(main, 'update-index', '--cacheinfo', `160000,${'5'.repeat(40)},vendor`);
    runGit(main, 'commit', '--quiet', '--message=lost');
    ids.push(runGit(main, 'rev-parse', 'HEAD'));
    runGit(main, 'update-index', '--cacheinfo', `160000,${moved},vendor`);
    runGit(main, 'commit', '--quiet', '--message=found');
    ids.push(runGit(main, 'rev-parse', 'HEAD'));
    return { main, ids };
  };

  test('are built as each commit has them, and one that no server has is a gap', async () => {
    await using folder = await makeFolder();
    const { main, ids } = await makeModules(folder.path);
    const { notes, steps, gaps } = await search(main, ids, image);
    expect(steps).toEqual([[1, 8000]]);
    expect(notes).toEqual([]);
    expect(gaps).toEqual([expect.stringMatching(/^the commit [0-9a-f]{40} cannot be checked out: git submodule/)]);
  });

  test('that are not checked out are missing from the builds, which a note says with the cure', async () => {
    await using folder = await makeFolder();
    const { main, ids } = await makeModules(folder.path);
    runGit(main, 'submodule', '--quiet', 'deinit', '--force', 'vendor');
    const { notes, steps } = await search(main, ids, image);
    expect(steps).toBeUndefined();
    expect(notes.join('\n')).toContain(
      'without submodules that are not checked out here: vendor. Cure: `git submodule',
    );
  });
});

describe('Git LFS', () => {
  const pointer = (size: number) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize ${size}\n`;
  /** Stands for Git LFS: it gives a file whose text is its size. */
  const SMUDGE = `sh -c 'if [ -n "$GIT_LFS_SKIP_SMUDGE" ]; then cat; else sed -n "s/^size //p"; fi'`;

  const CLEAN = `sh -c 'text=$(cat); case $text in version*) echo "$text";; *) printf "${pointer(0).replace(/0\n$/, '%s\n').replaceAll('\n', String.raw`\n`)}" "$text";; esac'`;

  const makeFiles = async (path: string) => {
    initGit(path);
    const first = { Dockerfile: 'FROM scratch\nCOPY data /\n', '.dockerignore': '*\n!data\n' };
    const ids = [await commitFiles(path, { ...first, '.gitattributes': 'data filter=lfs\n', data: pointer(1000) })];
    ids.push(await commitFiles(path, { data: pointer(90_000) }), await commitFiles(path, { 'notes.md': 'x' }));
    for (const [key, value] of [
      ['smudge', SMUDGE],
      ['clean', CLEAN],
    ] as const)
      runGit(path, 'config', `filter.lfs.${key}`, value);
    return ids;
  };

  test('gives each commit its files where the checkout has them', async () => {
    await using work = await makeFolder();
    const ids = await makeFiles(work.path);
    await rm(join(work.path, 'data'));
    runGit(work.path, 'checkout', '--quiet', '--', 'data');
    const { notes, steps } = await search(work.path, ids);
    expect(steps).toEqual([[1, 89_000]]);
    expect(notes).toEqual([]);
  });

  test('tells that a file grew, though its pointer did not, and finds growth that was taken back', async () => {
    await using work = await makeFolder();
    const ids = await makeFiles(work.path);
    for (const size of [90_001, 50_000, 90_002, 90_003])
      ids.push(await commitFiles(work.path, { data: pointer(size) }));
    await rm(join(work.path, 'data'));
    runGit(work.path, 'checkout', '--quiet', '--', 'data');
    const { steps } = await search(work.path, ids);
    expect(steps).toEqual([
      [1, 89_000],
      [4, -40_001],
      [5, 40_002],
    ]);
  });

  test('leaves pointers where the checkout has pointers, which a note says with the cure', async () => {
    await using work = await makeFolder();
    const ids = await makeFiles(work.path);
    const { notes, steps } = await search(work.path, ids);
    expect(steps).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining('with Git LFS pointers in place of the files, as they are here. Cure: `git lfs pull`'),
    ]);
  });
});
