import { expect, test } from '@jest/globals';
import { type Checkout, sourceInRepository } from '../../src/baseline/checkout.ts';
import type { DockerfileSource } from '../../src/model/image.ts';

const checkout: Checkout = { top: '/repo', cwd: '/repo/app', named: '/repo/app' };
const source: DockerfileSource = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] };

test('at the base, what no commit holds is the head’s, and a directory of the repository the base commit’s', () => {
  const inputs = {
    buildContexts: [
      'a=lib',
      'b=/repo/lib',
      'c=/srv/lib',
      'd=../../x',
      'e=docker-image://debian',
      'f=oci-layout://out',
      'g=target:x',
      'h=git@host.example:a.git',
    ],
    secrets: [
      { id: 'a', env: 'A' },
      { id: 'b', file: '.npmrc' },
      { id: 'c', file: '/run/key' },
    ],
    ssh: ['default', 'a=keys/one,/run/two'],
    cacheFrom: ['type=local,src=.cache', 'type=gha'],
    cacheTo: ['type=local,dest=.cache'],
  };
  expect(sourceInRepository({ ...source, ...inputs }, checkout)).toEqual({
    ...source,
    buildContexts: [
      'a=lib',
      'b=../lib',
      'c=/srv/lib',
      'd=/x',
      'e=docker-image://debian',
      'f=oci-layout:///repo/app/out',
      'g=target:x',
      'h=git@host.example:a.git',
    ],
    secrets: [
      { id: 'a', env: 'A' },
      { id: 'b', file: '/repo/app/.npmrc' },
      { id: 'c', file: '/run/key' },
    ],
    ssh: ['default', 'a=/repo/app/keys/one,/run/two'],
    cacheFrom: ['type=local,src=/repo/app/.cache', 'type=gha'],
    cacheTo: ['type=local,dest=/repo/app/.cache'],
  });
});

test('a remote context and the Dockerfile in it are the same at the base', () => {
  const remote = { ...source, context: 'https://example.org/app.git', file: '../odd/Dockerfile' };
  expect(sourceInRepository(remote, checkout)).toEqual(remote);
});

test('a source without inputs gets none', () => {
  expect(sourceInRepository(source, checkout)).toStrictEqual(source);
});
