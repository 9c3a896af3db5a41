import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { MeasuredBase } from '../../src/baseline/lookup.ts';
import type { Image } from '../../src/model/image.ts';
import { measurement } from '../support/measurements.ts';
import { runGit } from '../support/repository.ts';
import {
  type Act,
  type Asked,
  api,
  FILES,
  findOne,
  makeCheckout,
  OWN,
  of,
  recipeAt,
  request,
  whyBuilt,
  write,
} from './unaffected-sample.ts';

describe('an image whose base commit is recorded', () => {
  test.each<[string, Act]>([
    ['nothing changed', () => {}],
    ['a file outside of the context changed', write('README.md')],
    ['a file that is ignored changed', write('api/docs/index.html')],
    ['a file that is ignored is new, in a directory that was there', write('api/notes.md')],
    ['an ignored file is new in a directory that is sent empty', write('api/cache/a')],
    ['a file left the context of another image', (path) => rm(join(path, 'shared/lib.ts'))],
    ['files elsewhere are checked out otherwise', write('shared/.gitattributes', '*.ts text eol=crlf\n')],
    ['a name outside is hostile', write('$(touch x)\n-rf;"`\u001b[2J')],
  ])('is not affected where %s, committed or not', async (_name, act) => {
    const checkout = await makeCheckout();
    await act(checkout.path);
    checkout.commit();
    expect(await whyBuilt(checkout)).toBe('unaffected');
  });

  test.each<[string, Act, string]>([
    ['a file in it changed', write('api/main.ts'), 'api/main.ts changed since'],
    ['a file in it is new', write('api/new.ts'), 'api/new.ts changed since'],
    ['a file in it is gone', (path) => rm(join(path, 'api/main.ts')), 'api/main.ts changed since'],
    ['its Dockerfile changed', write('api/Dockerfile'), 'api/Dockerfile changed since'],
    ['its ignore file changed', write('api/.dockerignore', 'docs\n'), 'api/.dockerignore changed since'],
    [
      'an ignore file of its Dockerfile is new',
      write('api/Dockerfile.dockerignore'),
      'api/Dockerfile.dockerignore changed',
    ],
    ['a mode changed', (path) => chmod(join(path, 'api/main.ts'), 0o755), 'api/main.ts changed since'],
    [
      'a file was renamed into it',
      (path) => rename(join(path, 'shared/lib.ts'), join(path, 'api/lib.ts')),
      'api/lib.ts changed',
    ],
    [
      'a file became a link',
      async (path) => {
        await rm(join(path, 'api/main.ts'));
        await symlink('../shared/lib.ts', join(path, 'api/main.ts'));
      },
      'api/main.ts changed since',
    ],
    ['an ignored file makes a directory that is sent', write('api/more/notes.md'), 'api/more/ changed since'],
    [
      'its files are checked out otherwise',
      write('.gitattributes', '*.ts text eol=crlf\n'),
      '.gitattributes changed since',
    ],
    ['a hostile name is in it', write('api/$(touch x)\n-rf;"`'), 'api/$(touch x)\uFFFD-rf;"` changed since'],
    [
      'a name that is no UTF-8 is in it',
      (path) => writeFile(Buffer.from(`${path}/api/\xff.ts`, 'latin1'), ''),
      'api/\uFFFD.ts changed since',
    ],
  ])('is built where %s', async (_name, act, reason) => {
    const checkout = await makeCheckout();
    await act(checkout.path);
    checkout.commit();
    expect(await whyBuilt(checkout)).toContain(`api is built, since it may have changed: ${reason}`);
  });

  test.each<[string, Act, string]>([
    ['a change that is not staged', write('api/main.ts'), 'api/main.ts changed since'],
    [
      'a change that is staged, and undone beside it',
      async (path) => {
        await write('api/main.ts')(path);
        runGit(path, 'add', '--all');
        await write('api/main.ts', FILES['api/main.ts'])(path);
      },
      'unaffected',
    ],
    ['an untracked file', write('api/new.ts'), 'git does not track api/new.ts'],
    ['an untracked file that is ignored by .dockerignore', write('api/new.md'), 'unaffected'],
    ['an untracked directory that is ignored by .dockerignore', write('api/out/a/b'), 'unaffected'],
    ['an artifact that git ignores', write('api/app.jar'), 'git does not track api/app.jar'],
    ['an artifact outside of it', write('app.jar'), 'unaffected'],
    ['an empty directory', (path) => mkdir(join(path, 'api/empty')), 'git does not track api/empty/'],
    [
      'a repository within',
      async (path) => {
        await mkdir(join(path, 'api/nested'));
        runGit(join(path, 'api/nested'), 'init', '--quiet');
      },
      'git does not track api/nested/',
    ],
    [
      'a file assumed to be unchanged',
      (path) => runGit(path, 'update-index', '--assume-unchanged', 'api/main.ts'),
      'git does not track api/main.ts',
    ],
    [
      'a file that is not checked out',
      (path) => runGit(path, 'update-index', '--skip-worktree', 'api/main.ts'),
      'git does not track api/main.ts',
    ],
    [
      'a Dockerfile behind a link',
      async (path) => {
        await rename(join(path, 'api'), join(path, 'real'));
        await symlink('real', join(path, 'api'));
      },
      'behind a symbolic link',
    ],
    ['no Dockerfile any more', (path) => rm(join(path, 'api/Dockerfile')), 'not in the repository'],
  ])('with %s in the working tree', async (_name, act, expected) => {
    const checkout = await makeCheckout();
    await act(checkout.path);
    expect(await whyBuilt(checkout)).toContain(expected);
  });
});

describe('the configuration', () => {
  const other = of({ buildArgs: ['MODE=small'] });
  const configured = 'its configuration has changed since it was recorded';
  const uncommitted = 'its record depends on more than a commit';
  const REMOTE = 'github.com/acme/app';
  test.each<[string, Asked, string]>([
    [
      'is the same, written with absolute paths and dots',
      { recordedAs: of({ file: './api/../api/Dockerfile' }) },
      'unaffected',
    ],
    ['has another cache', { recordedAs: of({ cacheFrom: ['type=gha'] }) }, 'unaffected'],
    ['has another build arg', { recordedAs: other }, configured],
    ['has another target', { recordedAs: of({ target: 'runtime' }) }, configured],
    ['has labels', { recordedAs: of({ labels: ['a=b'] }) }, configured],
    ['has another network', { recordedAs: of({ network: 'none' }) }, configured],
    [
      'has checks',
      { image: { ...api, verify: [{ kind: 'user', label: 'user', user: 'non-root' }] }, recordedAs: api },
      configured,
    ],
    [
      'has a build arg of the environment',
      { image: of({ buildArgs: ['MODE'] }), recordedAs: api },
      'build arg MODE is taken from the environment',
    ],
    ['has a secret', { image: of({ secrets: [{ id: 'npm', env: 'NPM' }] }), recordedAs: api }, 'it uses secrets'],
    ['has ssh keys', { image: of({ ssh: ['default'] }), recordedAs: api }, 'it uses ssh keys'],
    [
      'has a remote context',
      { image: of({ context: 'https://example.org/a.git' }), recordedAs: api },
      'its context is remote',
    ],
    ...(['context', 'buildContexts'] as const).map((key): [string, Asked, string] => [
      `has a remote ${key} that a directory is named like`,
      {
        image: of({ file: 'README.md', ...(key === 'context' ? { [key]: REMOTE } : { [key]: [`x=${REMOTE}`] }) }),
        files: { ...FILES, [`${REMOTE}/README.md`]: 'read\n' },
      },
      key === 'context' ? 'its context is remote' : 'one of its named contexts is not in the repository',
    ]),
    ['has a context outside', { image: of({ context: '..' }), recordedAs: api }, 'not in the repository'],
    [
      'has a named context elsewhere',
      { image: of({ buildContexts: ['base=docker-image://alpine'] }), recordedAs: api },
      'not in the repository',
    ],
    ['asks for it', { image: { ...api, always: true }, recordedAs: api }, ''],
    ['had a build arg of the environment', { recordedAs: of({ buildArgs: ['MODE'] }) }, uncommitted],
    ['names the builder’s platform', { image: of({ platforms: [OWN] }) }, 'unaffected'],
    [
      'names two platforms',
      { image: of({ platforms: [OWN, 'linux/arm64'] }), platforms: [OWN, 'linux/arm64/v8'] },
      'unaffected',
    ],
    [
      'names two platforms, one without a record',
      { image: of({ platforms: [OWN, 'linux/arm64'] }) },
      'a platform has no record',
    ],
    ['names no platform, and the builder’s is another', { own: 'linux/arm64' }, 'a platform has no record'],
    ['names no platform, and the builder tells none', { own: '' }, 'a platform has no record'],
    ['was recorded by another version', { changed: { versions: { 'image-size-gate': '0.0.9' } } }, 'another version'],
    ['was recorded with an estimate', { changed: { estimated: true } }, 'estimated size'],
    [
      'was recorded with a check that failed',
      { changed: { checks: [{ check: 'user', outcome: 'fail' }] } },
      'not all of its checks passed',
    ],
  ])('%s', async (_name, asked, expected) => {
    const found = await whyBuilt(await makeCheckout(asked.files), asked);
    if (expected === '') expect(found).toBe('');
    else expect(found).toContain(expected);
  });

  test.each<[string, Partial<MeasuredBase>]>([
    ['an ancestor', { origin: { step: 'ancestor', commit: '1'.repeat(40), description: '' } }],
    ['a build', { origin: { step: 'build', commit: '1'.repeat(40), description: '' } }],
    ['nothing', { kind: 'none', reason: '' }],
  ])('is compared with %s: the image is built', async (_name, base) => {
    const { path } = await makeCheckout();
    const found = await findOne(request(path), api, {
      kind: 'measured',
      measurements: [measurement()],
      ...base,
    } as MeasuredBase);
    expect(found).toEqual({ recipe: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  });

  test('is of an image that is not built: nothing is told of it', async () => {
    const image: Image = { ...api, source: { kind: 'oci', location: 'layout' } };
    expect(await findOne(request((await makeCheckout()).path), image)).toEqual({});
  });
});

describe('the context is the repository', () => {
  const whole = of({ file: 'docker/Dockerfile', context: '.' });
  const without = (name: string) => Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== name));

  test('which holds .git, unless that is ignored', async () => {
    const checkout = await makeCheckout(without('docker/Dockerfile.dockerignore'));
    expect(await whyBuilt(checkout, { image: whole })).toContain('its record depends on more than a commit');
    const ignored = await makeCheckout({ ...without('docker/Dockerfile.dockerignore'), '.dockerignore': '.git\n' });
    expect(await whyBuilt(ignored, { image: whole })).toBe('unaffected');
  });

  test.each([
    ['README.md', 'unaffected'],
    ['shared/lib.ts', 'shared/lib.ts changed since'],
    ['.dockerignore', '.dockerignore changed since'],
    ['docker/Dockerfile.dockerignore', 'docker/Dockerfile.dockerignore changed since'],
  ])('and the ignore file beside the Dockerfile holds: %s changed, %s', async (name, expected) => {
    const checkout = await makeCheckout();
    await write(name, '*\n!shared\n!x\n')(checkout.path);
    checkout.commit();
    expect(await whyBuilt(checkout, { image: whole })).toContain(expected);
  });

  test('from a directory below, with the same recipe', async () => {
    const checkout = await makeCheckout();
    const recipe = await recipeAt(checkout.path, checkout.base, whole);
    const below = of({ file: '../docker/Dockerfile', context: '..' });
    expect(await findOne(request(join(checkout.path, 'api')), below)).toEqual({ recipe });
    const absolute = of({ file: join(checkout.path, 'docker/Dockerfile'), context: checkout.path });
    expect(await findOne(request(checkout.path), absolute)).toEqual({ recipe });
  });
});
