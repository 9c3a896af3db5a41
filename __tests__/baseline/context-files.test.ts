import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readContextFiles } from '../../src/baseline/context-files.ts';
import type { Untracked } from '../../src/git/changes.ts';
import type { Image } from '../../src/model/image.ts';
import { UserError } from '../../src/text/error.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { type Act, api, type Checkout, FILES, makeCheckout, of, write } from './unaffected-sample.ts';

const IGNORED = { ...FILES, '.gitignore': '*.jar\nout/\nnode_modules/\n' };
const BAKE: Image = { ...api, source: { kind: 'bake', files: ['bake.hcl'], target: 'api' } };
const describeBake = async () => ({
  recipe: {},
  contexts: ['api', 'shared'],
  dockerfiles: ['api/Dockerfile'],
  remote: false,
});

async function readIn({ path, base }: Checkout, image: Image, untracked: Untracked) {
  const found = await readContextFiles({ repository: { cwd: path }, describeBake, untracked }, image, base);
  const rows = found?.contexts.map((files) =>
    Array.from(files, ([name, { size, place }]) => `${name} ${size} ${place}`),
  );
  return { rows: rows?.map((row) => row.toSorted()), changed: found?.changedIgnoreFile };
}

/** `PATH SIZE PLACE` of each file found in each context. */
async function find(acts: readonly Act[], image: Image = api, untracked: Untracked = 'ignored') {
  const checkout = await makeCheckout(IGNORED);
  for (const act of acts) await act(checkout.path);
  return (await readIn(checkout, image, untracked)).rows;
}

/** A submodule at api/lib with one committed file. */
const addSubmodule: Act = async (path) => {
  const other = await makeCheckout({ 'lib.ts': 'lib', '.gitignore': 'out/\n' });
  runGit(path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.path, 'api/lib');
};
const hostile = '$(touch x)\n-rf;"`\u001b[2J';

describe('the files of a build context that no commit has', () => {
  test.each<[string, readonly Act[], readonly string[]]>([
    ['are none where all is committed', [], []],
    [
      'are those that git ignores, by their outermost directory',
      [write('api/node_modules/a/b.js', '12345'), write('api/node_modules/c.js', '1'), write('api/app.jar', '123')],
      ['app.jar 3 app.jar', 'node_modules/a/b.js 5 node_modules/', 'node_modules/c.js 1 node_modules/'],
    ],
    ['are not those of other directories', [write('shared/node_modules/a.js'), write('node_modules/a.js')], []],
    ['are not what .dockerignore leaves out', [write('api/out/a.js'), write('api/node_modules/readme.md')], []],
    ['are not what the next commit may have', [write('api/new.ts')], []],
    ['are not what is staged', [write('api/new.ts'), (path) => runGit(path, 'add', 'api/new.ts')], []],
    ['are not changed', [write('api/main.ts', 'changed')], []],
    ['have any name', [write(`api/node_modules/${hostile}`, '12')], [`node_modules/${hostile} 2 node_modules/`]],
    [
      'are not behind a link',
      [
        (path) => mkdir(join(path, 'api/node_modules')),
        (path) => symlink('../../shared', join(path, 'api/node_modules/shared')),
      ],
      [],
    ],
    ['are looked for in submodules', [addSubmodule, write('api/lib/out/x', '1')], ['lib/out/x 1 lib/out/']],
  ])('%s', async (_name, acts, expected) => {
    const ignoringLess = write('api/.dockerignore', 'out\n**/*.md\n!lib/out\n');
    expect(await find([ignoringLess, ...acts])).toEqual([expected]);
  });

  test('are all untracked ones where nobody works', async () => {
    const acts = [write('api/new.ts', '12'), write('api/gen/a.ts', '1'), write('api/node_modules/x', '1')];
    const expected = ['gen/a.ts 1 gen/', 'new.ts 2 new.ts', 'node_modules/x 1 node_modules/'];
    expect(await find(acts, api, 'all')).toEqual([expected]);
  });

  test.each<[string, Image, readonly (readonly string[])[] | undefined]>([
    ['the repository', of({ file: 'api/Dockerfile', context: '.' }), [['api/a.jar 1 api/a.jar', 'b.jar 2 b.jar']]],
    ['each context of a bake target', BAKE, [['a.jar 1 a.jar'], []]],
    ['no remote context', of({ context: 'https://example.com/a.git' }), undefined],
    ['no context that is not there', of({ context: 'gone' }), undefined],
    ['no image that is not built', { ...api, source: { kind: 'oci', location: 'x' } }, undefined],
  ])('are those of %s', async (_name, image, expected) => {
    expect(await find([write('api/a.jar', '1'), write('b.jar', '12')], image)).toEqual(expected);
  });

  test.each<[string, string, string | undefined]>([
    ['that the build reads', 'api/.dockerignore', 'api/.dockerignore'],
    ["of the build's Dockerfile", 'api/Dockerfile.dockerignore', 'api/Dockerfile.dockerignore'],
    ['of another build', 'docker/Dockerfile.dockerignore', undefined],
    ['that is none', 'api/main.ts', undefined],
  ])('tell of an ignore file %s that changed', async (_name, file, expected) => {
    const checkout = await makeCheckout(IGNORED);
    await commitFiles(checkout.path, { [file]: 'changed\n' });
    expect((await readIn(checkout, api, 'ignored')).changed).toBe(expected);
  });

  test('are not told where git or bake fails', async () => {
    const { path, base } = await makeCheckout(IGNORED);
    const failing = { repository: { cwd: path }, untracked: 'all', describeBake } as const;
    expect(await readContextFiles(failing, api, 'f'.repeat(40))).toBeUndefined();
    const noBake = async () => {
      throw new UserError('bake failed');
    };
    expect(await readContextFiles({ ...failing, describeBake: noBake }, BAKE, base)).toBeUndefined();
  });
});
