import { describe, expect, test } from '@jest/globals';
import type { Build } from '../../../src/command/init/builds.ts';
import { type Entries, toEntries } from '../../../src/command/init/entries.ts';
import type { Found } from '../../../src/command/init/find.ts';
import { parseImages } from '../../../src/config/images.ts';

const NOTHING: Found = { dockerfiles: [], bakeFiles: [], services: [], skipped: [] };
const service = (file: string, name: string, dockerfile?: string) => ({
  file,
  name,
  target: name,
  same: [],
  ...(dockerfile === undefined ? {} : { dockerfile }),
});
const namesOf = ({ images }: Entries) => images.map(({ name }) => name);

describe('the name of an image', () => {
  test.each<[string[], string[]]>([
    [['Dockerfile'], ['shop']],
    [
      ['Dockerfile.prod', 'api/Dockerfile', 'docker/web.Dockerfile'],
      ['prod', 'api', 'web'],
    ],
    [
      ['a/api/Dockerfile', 'b/api/Dockerfile'],
      ['a/api', 'b/api'],
    ],
    [
      ['a/Dockerfile.dev', 'b/Dockerfile.dev', 'b/Dockerfile'],
      ['a/dev', 'b/dev', 'b'],
    ],
    [
      ['Dockerfile', 'shop/Dockerfile'],
      ['shop', 'shop-2'],
    ],
    [
      ['a b/Dockerfile', 'a=b/Dockerfile'],
      ['a-b', 'a-b-2'],
    ],
    [['oci:x/Dockerfile'], ['oci-x']],
    [
      ['ü/Dockerfile', '../Dockerfile'],
      ['image', 'image-2'],
    ],
    [['x/Dockerfile.a..b'], ['x/Dockerfile.a.b']],
    [
      ['Dockerfile-alpine', 'x/Dockerfile_slim', 'debian-Dockerfile', '.docker/Dockerfile', 'build/Dockerfile.prod'],
      ['alpine', 'slim', 'debian', 'docker', 'prod'],
    ],
    [['"; rm -rf $HOME `id`/Dockerfile'], ['rm-rf-HOME-id']],
    [['<!-- a --> | b/Dockerfile'], ['a-b']],
    [[`${'d'.repeat(300)}/Dockerfile`], ['d'.repeat(128)]],
  ])('of %j is %j', (dockerfiles, names) => {
    const entries = toEntries({ ...NOTHING, dockerfiles }, 'shop');
    expect(namesOf(entries)).toEqual(names);
    const lines = names.map((name) => `${name}=x`);
    expect(parseImages(lines, { buildArgs: [] }, 'shop').map(({ name }) => name)).toEqual(names);
  });

  test('at the root of a repository that cannot name one is made of what can', () => {
    expect(namesOf(toEntries({ ...NOTHING, dockerfiles: ['Dockerfile'] }, 'My App!'))).toEqual(['My-App']);
  });

  test('of a service is the service’s, with its folder where there are two', () => {
    const services = [
      service('a/compose.yaml', 'web'),
      service('b/compose.yaml', 'web'),
      service('c/compose.yaml', 'db'),
    ];
    expect(namesOf(toEntries({ ...NOTHING, services }, 'shop'))).toEqual(['a/web', 'b/web', 'db']);
  });
});

test('a Dockerfile that a compose file builds is listed once, as its service', () => {
  const dockerfiles = ['api/Dockerfile', 'web/Dockerfile'];
  const services = [service('compose.yaml', 'web', 'web/Dockerfile'), service('compose.yaml', 'who-knows')];
  expect(namesOf(toEntries({ ...NOTHING, dockerfiles, services }, 'shop'))).toEqual(['api', 'web', 'who-knows']);
});

test('the others of a folder know the first', () => {
  const dockerfiles = ['api/Dockerfile', 'api/Dockerfile.slim', 'web/Dockerfile'];
  const { images } = toEntries({ ...NOTHING, dockerfiles }, 'shop');
  expect(images.map(({ sibling }) => sibling)).toEqual([undefined, 'api', undefined]);
});

test('what lies beside or below a bake file is kept apart, what lies elsewhere is listed', () => {
  const dockerfiles = ['deploy/Dockerfile', 'deploy/api/Dockerfile', 'deployment/Dockerfile'];
  const bakeFiles = ['deploy/docker-bake.hcl', 'deploy/docker-bake.json'];
  const services = [service('deploy/compose.yaml', 'web')];
  const entries = toEntries({ ...NOTHING, dockerfiles, bakeFiles, services }, 'shop');
  expect(namesOf(entries)).toEqual(['deployment']);
  expect(entries.bake).toEqual([['deploy/docker-bake.json', 'deploy/docker-bake.hcl']]);
  expect(entries.covered.map(({ name }) => name)).toEqual(['deploy', 'api', 'web']);
});

describe('a Dockerfile that is built in several ways', () => {
  const build = (more: Partial<Build>): Build => ({
    context: '.',
    buildArgs: [],
    buildContexts: [],
    isShipped: true,
    missing: [],
    unset: [],
    from: '.github/workflows/ci.yml',
    ...more,
  });

  test('is an image for each, named by its target or its arguments', () => {
    const builds = new Map([
      ['Dockerfile', [build({}), build({ target: 'worker' }), build({ buildArgs: ['PY=3.12', 'OS=a b'] })]],
    ]);
    const { images } = toEntries({ ...NOTHING, dockerfiles: ['Dockerfile'], builds }, 'shop');
    expect(images.map(({ name, source }) => [name, source])).toEqual([
      ['shop', { kind: 'dockerfile', file: 'Dockerfile', context: '.' }],
      ['shop-worker', { kind: 'dockerfile', file: 'Dockerfile', context: '.', target: 'worker' }],
      ['shop-3.12-a-b', { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: ['PY=3.12', 'OS=a b'] }],
    ]);
  });

  test('is named by what is not common to all, and by a number where that is too long', () => {
    const images = [['V=1'], ['V=1', 'OS=ubi'], ['V=1', `BASE=example.com/base@sha256:${'0'.repeat(64)}`]];
    const builds = new Map([['Dockerfile', images.map((buildArgs) => build({ buildArgs }))]]);
    expect(namesOf(toEntries({ ...NOTHING, dockerfiles: ['Dockerfile'], builds }, 'shop'))).toEqual([
      'shop',
      'shop-ubi',
      'shop-2',
    ]);
  });

  test('by a workflow is listed as that builds it, not as a compose file does', () => {
    const services = [service('compose.yaml', 'web', 'Dockerfile'), service('compose.yaml', 'db', 'db/Dockerfile')];
    const found = (isShipped: boolean) => ({
      ...NOTHING,
      dockerfiles: ['Dockerfile', 'db/Dockerfile'],
      services,
      builds: new Map([['Dockerfile', [build({ isShipped })]]]),
    });
    expect(toEntries(found(true), 'shop').images.map(({ name, also }) => [name, also])).toEqual([
      ['shop', ['compose.yaml#web']],
      ['db', undefined],
    ]);
    expect(namesOf(toEntries(found(false), 'shop'))).toEqual(['web', 'db']);
  });
});

test('the bake files of a folder are merged as bake merges them, with those that override them last', () => {
  const names = ['docker-bake.hcl', 'docker-bake.json', 'docker-bake.override.hcl', 'docker-bake.override.json'];
  const bakeFiles = names.flatMap((name) => [name, `a/${name}`]);
  const merged = ['docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'];
  expect(toEntries({ ...NOTHING, bakeFiles }, 'shop').bake).toEqual([merged, merged.map((name) => `a/${name}`)]);
});
