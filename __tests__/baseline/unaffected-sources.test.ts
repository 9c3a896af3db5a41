import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Image, Source } from '../../src/model/image.ts';
import { UserError } from '../../src/text/error.ts';
import { measurement } from '../support/measurements.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import {
  type Act,
  api,
  FILES,
  findOne,
  folder,
  fresh,
  makeCheckout,
  of,
  recipeAt,
  request,
  whyBuilt,
  write,
} from './unaffected-sample.ts';

describe('a named context', () => {
  const image = of({ buildContexts: ['shared=shared'] });
  const files = { ...FILES, 'shared/.dockerignore': '*.md\n' };
  test.each([
    ['shared/lib.ts', 'shared/lib.ts changed since'],
    ['shared/a.md', 'unaffected'],
    ['shared/.dockerignore', 'shared/.dockerignore changed since'],
  ])('counts with its own ignore file: %s changed, %s', async (name, expected) => {
    const checkout = await makeCheckout(files);
    await write(name)(checkout.path);
    checkout.commit();
    expect(await whyBuilt(checkout, { image })).toContain(expected);
  });
});

describe('a bake target', () => {
  const source: Source = { kind: 'bake', files: ['docker-bake.hcl'], target: 'api' };
  const image: Image = { ...api, source };
  const description = { recipe: { target: 'api' }, contexts: ['api'], dockerfiles: ['api/Dockerfile'], remote: false };
  const found = async (changes: Partial<typeof description> & { readonly error?: Error }) => {
    const { path } = await makeCheckout();
    const describeBake = async () => {
      if (changes.error) throw changes.error;
      return { ...description, ...changes };
    };
    return (await findOne({ ...request(path), describeBake }, image))?.recipe;
  };

  test('has a recipe of what it resolves to', async () => {
    const recipe = await found({});
    expect(recipe).toBeDefined();
    expect(await found({ recipe: { target: 'web' } })).not.toBe(recipe);
    expect(await found({})).toBe(recipe);
  });

  test.each<[string, Parameters<typeof found>[0]]>([
    ['a remote context', { remote: true }],
    ['a context outside', { contexts: ['..'] }],
    ['a context that is not there', { contexts: ['gone'] }],
    ['a secret', { recipe: { targets: { api: { secret: [{ id: 'npm' }] } } } as never }],
    ['an error', { error: new UserError('no such target') }],
  ])('has none with %s', async (_name, changes) => {
    expect(await found(changes)).toBeUndefined();
  });
});

describe('a submodule', () => {
  const image = of({ file: 'api/Dockerfile', context: 'api' });
  const withModule = async () => {
    const checkout = await makeCheckout();
    const module = await makeCheckout({ 'lib.ts': 'lib\n', '.gitignore': '*.o\n' });
    runGit(checkout.path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.path, 'api/vendor');
    checkout.commit();
    return { ...checkout, base: runGit(checkout.path, 'rev-parse', 'HEAD') };
  };
  const signed = async (path: string) => {
    return (await findOne(request(path), image))?.recipe;
  };

  test.each<[string, Act, boolean]>([
    ['as it was', () => {}, true],
    ['with a file changed', write('api/vendor/lib.ts'), false],
    ['with a file that it does not track', write('api/vendor/new.ts'), false],
    ['with a file that it ignores', write('api/vendor/lib.o'), false],
    [
      'at another commit',
      (path) => runGit(join(path, 'api/vendor'), 'commit', '--quiet', '--allow-empty', '-m', 'x'),
      false,
    ],
    [
      'that is not checked out',
      (path) => runGit(path, 'submodule', '--quiet', 'deinit', '--force', 'api/vendor'),
      false,
    ],
    [
      'hidden by the configuration and changed',
      async (path) => {
        runGit(path, 'config', 'submodule.api/vendor.ignore', 'all');
        await write('api/vendor/lib.ts')(path);
      },
      false,
    ],
  ])('%s', async (_name, act, expected) => {
    const { path } = await withModule();
    await act(path);
    expect((await signed(path)) !== undefined).toBe(expected);
  });
});

describe('a submodule that was moved since the record', () => {
  test.each<[string, Readonly<Record<string, string>>, Image, string]>([
    [
      'affects an image that reads a part of it',
      { '.dockerignore': '*\n!vendor/src\n' },
      of({ context: '.' }),
      'built',
    ],
    ['affects an image whose Dockerfile is in it', {}, of({ file: 'vendor/Dockerfile', context: 'shared' }), 'built'],
    ['affects no other image', {}, api, 'unaffected'],
  ])('%s', async (_name, files, image, expected) => {
    const module = await makeCheckout({ 'src/lib.ts': 'lib\n', Dockerfile: 'FROM scratch\n' });
    const checkout = await makeCheckout({ ...FILES, ...files });
    runGit(checkout.path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.path, 'vendor');
    checkout.commit();
    const base = runGit(checkout.path, 'rev-parse', 'HEAD');
    // A worktree that is made for the recipe would lack the submodule.
    const recipe = (await findOne(request(checkout.path), image))?.recipe ?? '';
    await commitFiles(join(checkout.path, 'vendor'), { 'src/lib.ts': 'changed\n', Dockerfile: 'FROM scratch AS x\n' });
    checkout.commit();
    expect(await whyBuilt({ ...checkout, base }, { image, changed: { recipe } })).toContain(
      expected === 'built' ? 'vendor/ changed since' : expected,
    );
  });
});

describe('the clone', () => {
  test('is shallow: the base commit is fetched', async () => {
    const checkout = await makeCheckout();
    await write('README.md')(checkout.path);
    checkout.commit();
    runGit(checkout.path, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const shallow = fresh('shallow');
    runGit(folder.path, 'clone', '--quiet', '--depth=1', `file://${checkout.path}`, shallow);
    const recipe = await recipeAt(checkout.path, checkout.base, api);
    const origin = { step: 'record', commit: checkout.base, description: '' } as const;
    const measurements = [measurement(recipe === undefined ? {} : { recipe })];
    const found = await findOne(request(shallow), api, { kind: 'measured', origin, measurements });
    expect(found).toEqual({ recipe, recorded: measurements });
  });

  test('cannot have the base commit: the image is built', async () => {
    const { path, base } = await makeCheckout();
    const recipe = await recipeAt(path, base, api);
    const origin = { step: 'record', commit: '0123456789012345678901234567890123456789', description: '' } as const;
    const measurements = [measurement({ recipe: recipe ?? '' })];
    const log: string[] = [];
    expect(await findOne(request(path, log), api, { kind: 'measured', origin, measurements })).toEqual({ recipe });
    expect(log.join()).toContain('git fetch of commit 0123456789012345678901234567890123456789 from origin failed');
  });

  test('is none: every image is built', async () => {
    const path = fresh('none');
    await write('api/Dockerfile')(path);
    expect(await findOne(request(path), api)).toEqual({});
  });

  test('has programs configured for differences: none of them is run, and nothing is written', async () => {
    const checkout = await makeCheckout({ ...FILES, '.gitattributes': '* diff=evil\n' });
    const witness = fresh('witness');
    const evil = await folder.write('evil', `#!/bin/sh\ntouch ${witness}\n`, 0o755);
    for (const key of ['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'core.fsmonitor', 'core.pager'])
      runGit(checkout.path, 'config', key, evil);
    runGit(checkout.path, 'config', 'diff.relative', 'true');
    runGit(checkout.path, 'config', 'core.fileMode', 'false');
    await rm(witness, { force: true });
    await writeFile(join(checkout.path, 'api/main.ts'), 'other\n');
    const index = await readFile(join(checkout.path, '.git/index'));
    expect(await findOne(request(checkout.path), api)).toEqual({});
    expect(existsSync(witness)).toBe(false);
    expect(await readFile(join(checkout.path, '.git/index'))).toEqual(index);
  });
});
