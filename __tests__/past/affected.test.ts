import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { DescribeBake } from '../../src/baseline/build-description.ts';
import type { Image } from '../../src/model/image.ts';
import { findPositions } from '../../src/past/affected.ts';
import { describerOf } from '../../src/past/described.ts';
import { readRange } from '../../src/past/range.ts';
import type { Environment } from '../../src/process/environment.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
import { builtImage } from '../support/past.ts';
import { commitFiles, initGit, runGit } from '../support/repository.ts';

const noBake = async (): Promise<never> => {
  throw new Error('no bake file');
};

/** The numbers of the commits that may have changed an image, of a repository with these commits. */
async function affected(commits: readonly Readonly<Record<string, string>>[], image = builtImage()) {
  await using work = await makeFolder();
  initGit(work.path);
  for (const files of commits) await commitFiles(work.path, files);
  return await affectedIn(work.path, image);
}

async function affectedIn(
  cwd: string,
  image = builtImage(),
  describeBake: DescribeBake = noBake,
  env: Environment = {},
) {
  const root = { cwd, env };
  const range = await readRange(root, { since: '', until: '' });
  const describeAt = describerOf({ checkout: { repository: root }, images: [image], describeBake });
  const found = await findPositions({ root, range, describeAt, configuration: ['gate.yml'] }, image);
  return { ...found, numbers: found.positions.map(({ index }) => index) };
}

const START = { Dockerfile: 'FROM scratch\nCOPY data /\n', '.dockerignore': '*\n!data\n!lib\n', data: '1' };

test('a commit counts that touches what the build reads: the Dockerfile, its context, and what says how these are read', async () => {
  const { numbers, positions, notes } = await affected([
    START,
    { 'docs/a.md': 'x' },
    { data: 'x'.repeat(5000) },
    { 'lib/.gitattributes': '* text' },
    { 'notes.md': 'x' },
    { '.dockerignore': '*\n!data\n' },
    { 'lib/ignored.txt': 'now' },
    { 'requirements.txt': 'a' },
    { 'gate.yml': 'images: {}' },
    { Dockerfile: 'FROM scratch\nCOPY data /x\n' },
  ]);
  expect(numbers).toEqual([0, 2, 3, 5, 9]);
  expect(positions.map(({ bytes, isRecipe }) => [bytes, isRecipe])).toEqual([
    [0, false],
    [4999, false],
    [6, false],
    [5, true],
    [1, true],
  ]);
  expect(notes).toEqual([]);
});

test('where a context sends everything, every commit counts', async () => {
  const { numbers } = await affected([{ Dockerfile: 'FROM scratch\nCOPY . /\n' }, { a: '1' }, { b: '2' }]);
  expect(numbers).toEqual([0, 1, 2]);
});

test('before the Dockerfile every commit counts, with the reason', async () => {
  const { numbers, notes } = await affected([{ a: '1' }, { b: '2' }, START, { c: '3' }]);
  expect(numbers).toEqual([0, 1, 2]);
  expect(notes).toEqual([
    expect.stringMatching(/^Every commit up to [0-9a-f]{7} counts as one that may have changed the image: /),
  ]);
});

test('secrets and values of the environment are the same at all commits', async () => {
  const { source } = builtImage();
  const secret = { ...source, buildArgs: ['TOKEN'], secrets: [{ id: 'key', env: 'KEY' }] } as typeof source;
  const { numbers } = await affected([START, { 'notes.md': '1' }], { ...builtImage(), source: secret });
  expect(numbers).toEqual([0]);
});

test.each<[string, Readonly<Record<string, string>>, Image, readonly number[]]>([
  ['it is in the context', { '.dockerignore': '*\n!vendor\n' }, builtImage(), [0, 1, 3]],
  ['the context sends a part of it', { '.dockerignore': '*\n!vendor/src\n' }, builtImage(), [0, 1, 3]],
  ['the Dockerfile is in it', {}, builtImage('vendor/Dockerfile', 'lib'), [0, 1, 3]],
  ['the context does not send it', { '.dockerignore': '*\n!data\n' }, builtImage(), [0]],
])('a commit that moves a submodule counts where %s', async (_name, ignore, image, expected) => {
  await using work = await makeFolder();
  const [module, main] = [join(work.path, 'module'), join(work.path, 'main')];
  for (const path of [module, main]) initGit(path);
  await commitFiles(module, { 'src/a.c': '1', Dockerfile: 'FROM scratch\n' });
  await commitFiles(main, { ...START, 'lib/a': '1', ...ignore });
  runGit(main, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module, 'vendor');
  await commitFiles(main, { 'notes.md': 'added' });
  await commitFiles(main, { 'notes.md': '1' });
  await commitFiles(join(main, 'vendor'), { 'src/a.c': '2' });
  await commitFiles(main, { 'notes.md': 'moved' });
  const allowed = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };
  runGit(join(main, 'vendor'), 'push', '--quiet', 'origin', 'HEAD:moved');
  const { positions } = await affectedIn(main, image, noBake, allowed);
  expect(positions.map(({ index }) => index)).toEqual(expected);
});

test('a commit counts that changes what a bake file says of the target, or what it builds from', async () => {
  const image: Image = { ...builtImage(), source: { kind: 'bake', files: ['gate.yml'], target: 'app' } };
  /** `CONTEXT ARGUMENT` stands for a bake file with the target. */
  const describeBake: DescribeBake = async (_source, root) => {
    const [context = '', argument = ''] = (await readFile(join(root, 'gate.yml'), 'utf8')).split(' ');
    if (argument === '') throw new UserError('no target app');
    return { recipe: { argument }, contexts: [context], dockerfiles: ['Dockerfile'], remote: false };
  };
  await using work = await makeFolder();
  initGit(work.path);
  const commits: readonly Readonly<Record<string, string>>[] = [
    { ...START, 'gate.yml': 'other', 'lib/a': '1', 'src/a': '1' },
    { 'gate.yml': 'lib one' },
    { 'src/a': '2' },
    { 'lib/a': '2' },
    { 'gate.yml': 'lib one more' },
    { 'gate.yml': 'lib two' },
    { 'gate.yml': 'src two' },
    { 'lib/a': '3' },
    { 'src/a': '3' },
    { Dockerfile: 'FROM scratch\nCOPY a /\n' },
  ];
  for (const files of commits) await commitFiles(work.path, files);
  const { positions, notes } = await affectedIn(work.path, image, describeBake);
  expect(positions.map(({ index }) => index)).toEqual([0, 1, 3, 5, 6, 8, 9]);
  expect(notes.join('\n')).toContain('no target app');
});
