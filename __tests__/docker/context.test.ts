import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type BuildFiles, openBuildFiles } from '../../src/docker/context.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

type Files = Readonly<Record<string, string>>;

const open = (root: string, named: readonly string[] = []) =>
  openBuildFiles(root, {
    dockerfiles: ['docker/Dockerfile'],
    contexts: [
      { directory: 'context', dockerfiles: ['docker/Dockerfile'], own: 'otherwise' },
      ...named.map((directory) => ({ directory, dockerfiles: [], own: 'always' as const })),
    ],
  });

async function fill(folder: Folder, files: Files): Promise<BuildFiles> {
  const all = {
    'docker/Dockerfile': 'FROM scratch\nCOPY . /\n',
    'context/a': 'a',
    'context/b': 'b',
    'lib/a': 'a',
    'lib/b': 'b',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) await folder.write(name, text);
  const found = await open(folder.path, ['lib']);
  if (found === undefined) throw new Error('the files are there');
  return found;
}

describe('a build reads', () => {
  test.each<[string, boolean]>([
    ['docker/Dockerfile', true],
    ['docker/Dockerfile.dockerignore', true],
    ['docker/other', false],
    ['docker', true],
    ['context', true],
    ['context/', true],
    ['context/.dockerignore', true],
    ['context/a', false],
    ['context/b', true],
    ['context/a/deep/', false],
    ['context2/b', false],
    ['contex', false],
    ['lib/a', true],
    ['a', false],
  ])('%s: %s', async (path, expected) => {
    await using folder = await makeFolder();
    const files = await fill(folder, { 'context/.dockerignore': 'a\n' });
    expect(files.reads(path)).toBe(expected);
  });

  test('an unknown set of files where a path is a link or missing', async () => {
    await using folder = await makeFolder();
    await fill(folder, {});
    await symlink('nowhere', join(folder.path, 'context/.dockerignore'));
    expect(await open(folder.path)).toBeUndefined();
    expect(await open(folder.path, ['gone'])).toBeUndefined();
  });
});

describeAnyEngine('the engine uses the ignore file', ({ env }) => {
  test.each<[string, Files]>([
    ['of the context', { 'context/.dockerignore': 'a\n' }],
    [
      'beside the Dockerfile, in its place',
      { 'context/.dockerignore': 'a\n', 'docker/Dockerfile.dockerignore': 'b\n' },
    ],
    ['of a named context for itself', { 'lib/.dockerignore': 'a\n', 'context/.dockerignore': 'b\n' }],
    ['beside the Dockerfile not for a named context', { 'docker/Dockerfile.dockerignore': 'a\n' }],
  ])('%s', async (_name, given) => {
    await using folder = await makeFolder();
    const files = await fill(folder, {
      ...given,
      'docker/Dockerfile': 'FROM scratch\nCOPY . /context/\nCOPY --from=lib . /lib/\n',
    });
    const paths = ['context/a', 'context/b', 'lib/a', 'lib/b'];
    const output = join(folder.path, 'out.tar');
    const args = [
      'buildx',
      'build',
      '--quiet',
      `--output=type=tar,dest=${output}`,
      '--build-context=lib=lib',
      '--file=docker/Dockerfile',
      'context',
    ];
    execFileSync('docker', args, { cwd: folder.path, env: { ...process.env, ...env }, stdio: 'pipe' });
    const arrived = execFileSync('tar', ['--list', '--file', output], { encoding: 'utf8' }).split('\n');
    expect(paths.filter(files.reads)).toEqual(paths.filter((path) => arrived.includes(path)));
  });
});
