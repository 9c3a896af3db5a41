import { execFileSync } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { checkPatch, writePatch } from '../../src/command/files/patch-file.ts';
import type { Session } from '../../src/command/session.ts';
import type { Advice } from '../../src/model/advice.ts';
import type { Image } from '../../src/model/image.ts';
import { createReport } from '../../src/model/report.ts';
import { comparison } from '../report/sample.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

interface Case {
  /** Of the files of the repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly advice: readonly Advice[];
  readonly file?: string;
  readonly context?: string;
}

const git = (folder: Folder, ...args: readonly string[]) =>
  execFileSync('git', ['-c', 'core.autocrlf=false', ...args], { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
const read = (folder: Folder, path: string) => readFile(join(folder.path, path), 'utf8');

function pip(file: string, line: number, instruction: string, end = line): Advice {
  const source = { file, instruction, lines: { start: line, end } };
  const paths = [{ path: 'root/.cache/pip', bytes: 1 }];
  return {
    rule: 'cache',
    title: 'The pip cache is left.',
    bytes: 1,
    source,
    where: `${file}:${line}`,
    change: '',
    paths,
  };
}
const context: Advice = {
  rule: 'context',
  title: 'All.',
  bytes: 1,
  change: 'Lines for .dockerignore.\ntests',
  paths: [],
};

/** Writes the patch of a repository with these files. */
async function patch({ files, advice, file = 'Dockerfile', context: directory = '.' }: Case) {
  const folder = await makeFolder();
  git(folder, 'init', '-q');
  for (const [path, text] of Object.entries(files)) await folder.write(path, text);
  git(folder, 'add', '-A');
  const err: string[] = [];
  const session = {
    args: parseArguments(['check', '--patch=advice.patch']),
    cwd: folder.path,
    signal: AbortSignal.timeout(60_000),
    terminal: { out: () => undefined, err: (text: string) => err.push(text), colour: false, width: 80 },
  } as unknown as Session;
  const image: Image = {
    name: 'api',
    source: { kind: 'dockerfile', file, context: directory, buildArgs: [] },
    conditions: [],
  };
  const report = createReport([{ ...comparison({ image: 'api' }), advice }]);
  await checkPatch(session);
  await writePatch(session, report, [image], folder.path);
  return { folder, err: err.join('') };
}

const CASES: readonly (readonly [string, Case, Readonly<Record<string, string>>])[] = [
  [
    'two instructions far apart, and a new ignore file',
    {
      files: { Dockerfile: `FROM a\nRUN pip install a\n${'# x\n'.repeat(20)}RUN pip install b\n` },
      advice: [pip('Dockerfile', 2, 'RUN pip install a'), pip('Dockerfile', 23, 'RUN pip install b'), context],
    },
    {
      Dockerfile: `FROM a\nRUN pip install --no-cache-dir a\n${'# x\n'.repeat(20)}RUN pip install --no-cache-dir b\n`,
      '.dockerignore': 'tests\n',
    },
  ],
  [
    'CRLF and no line end at the end',
    { files: { Dockerfile: 'FROM a\r\nRUN pip install a' }, advice: [pip('Dockerfile', 2, 'RUN pip install a')] },
    { Dockerfile: 'FROM a\r\nRUN pip install --no-cache-dir a' },
  ],
  [
    'a Dockerfile outside of its context, beside an ignore file of its own',
    {
      files: {
        'build files/api.Dockerfile': 'FROM a\nRUN pip install \\\n a\n',
        'build files/api.Dockerfile.dockerignore': 'dist',
        'src/x': '',
      },
      advice: [pip('build files/api.Dockerfile', 2, 'RUN pip install  a', 3), context],
      file: 'build files/api.Dockerfile',
      context: 'src',
    },
    {
      'build files/api.Dockerfile': 'FROM a\nRUN pip install --no-cache-dir \\\n a\n',
      'build files/api.Dockerfile.dockerignore': 'dist\ntests\n',
    },
  ],
  [
    'a folder with a strange name',
    {
      files: { 'a"\tb\u0085é/Dockerfile': 'FROM a\nRUN pip install a\n' },
      advice: [pip('a"\tb\u0085é/Dockerfile', 2, 'RUN pip install a')],
    },
    { 'a"\tb\u0085é/Dockerfile': 'FROM a\nRUN pip install --no-cache-dir a\n' },
  ],
];

test.each(CASES)('git apply takes the patch of %s', async (_, given, expected) => {
  const { folder, err } = await patch(given);
  await using _folder = folder;
  git(folder, 'apply', '--check', 'advice.patch');
  git(folder, 'apply', 'advice.patch');
  for (const [path, text] of Object.entries(expected)) expect(await read(folder, path)).toBe(text);
  expect(err).toMatch(/^Wrote advice\.patch: (\d) of \1 pieces of advice/);
});

test('what is not certain is told and not written', async () => {
  const elsewhere = pip('../Dockerfile', 2, 'RUN pip install a');
  const { folder, err } = await patch({ files: { 'src/x': '' }, advice: [elsewhere] });
  await using _folder = folder;
  expect(err).toBe('Wrote advice.patch: 0 of 1 pieces of advice, the others are no certain change of lines\n');
  expect(await read(folder, 'advice.patch')).toBe(
    'Changes that image-size-gate advises, for git apply\nNone of them is certain.\n',
  );
});

test('a linked Dockerfile and one that is not UTF-8 are not changed', async () => {
  const advice = [pip('Dockerfile', 2, 'RUN pip install a')];
  const { folder } = await patch({ files: { real: 'FROM a\nRUN pip install a\n' }, advice });
  await using _folder = folder;
  await symlink('real', join(folder.path, 'Dockerfile'));
  const session = {
    args: parseArguments(['check', '--patch=advice.patch', '--quiet']),
    cwd: folder.path,
  } as unknown as Session;
  const report = createReport([{ ...comparison({ image: 'api' }), advice }]);
  await writePatch(session, report, [], folder.path);
  expect(await read(folder, 'advice.patch')).toContain('None of them is certain.');
});

test('a file of another program is never replaced', async () => {
  await using folder = await makeFolder();
  await folder.write('mine.patch', '--- a\n');
  const session = { args: parseArguments(['check', '--patch=mine.patch']), cwd: folder.path } as unknown as Session;
  await expect(checkPatch(session)).rejects.toThrow('--patch: ');
});
