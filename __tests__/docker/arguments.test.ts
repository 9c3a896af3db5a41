import { describe, expect, test } from '@jest/globals';
import { type BuildArguments, buildArguments } from '../../src/docker/arguments.ts';
import { environment } from '../../src/process/environment.ts';

const build: BuildArguments = {
  name: 'api',
  source: { kind: 'dockerfile', file: 'docker/Dockerfile', context: '.', buildArgs: [] },
  root: '/repo',
  builder: {
    name: 'default',
    driver: 'docker',
    export: 'oci-layout',
    versions: { docker: '28', buildx: '0.29', driver: 'docker' },
  },
};
const layout = { layout: '/run/exports/build-1' };

test('a build into an OCI layout has no attestations and absolute paths', () => {
  expect(buildArguments(build, layout, '/run/metadata.json')).toEqual([
    'buildx',
    'build',
    '--builder=default',
    '--progress=plain',
    '--provenance=false',
    '--sbom=false',
    '--metadata-file=/run/metadata.json',
    '--output=type=oci,tar=false,dest=/run/exports/build-1',
    '--file=/repo/docker/Dockerfile',
    '--',
    '/repo',
  ]);
});

test('a builder of another docker context builds in that context', () => {
  const builder = { ...build.builder, name: 'far', context: 'far' };
  const args = buildArguments({ ...build, builder }, layout, '/run/metadata.json');
  expect(args.slice(0, 4)).toEqual(['--context=far', 'buildx', 'build', '--builder=far']);
});

test('a build into the daemon is loaded under its reference', () => {
  const args = buildArguments(build, { reference: 'image-size-gate/api:head' }, '/m');
  expect(args).toEqual(expect.arrayContaining(['--load', '--tag=image-size-gate/api:head']));
  expect(args.join(' ')).not.toContain('--output');
});

test('a layout is exported with the settings of the build, the daemon without', () => {
  const settings = ['compression=gzip', 'force-compression=true'];
  expect(buildArguments({ ...build, settings }, layout, '/m')).toContain(
    '--output=type=oci,tar=false,dest=/run/exports/build-1,compression=gzip,force-compression=true',
  );
  expect(buildArguments({ ...build, settings }, { reference: 'a:b' }, '/m').join()).not.toContain('compression');
});

describe('hostile and unusual values stay values', () => {
  const optional = (change: Partial<BuildArguments['source']>): readonly string[] =>
    buildArguments({ ...build, source: { ...build.source, ...change } }, layout, '/m');

  test.each([
    [{ file: '-x' }, '--file=/repo/-x'],
    [{ target: '--privileged' }, '--target=--privileged'],
    [{ buildArgs: ['TEXT=two "words"\nand a line'] }, '--build-arg=TEXT=two "words"\nand a line'],
    [{ buildArgs: ['FROM_ENVIRONMENT'] }, '--build-arg=FROM_ENVIRONMENT'],
    [{ context: '--allow=x' }, '/repo/--allow=x'],
    [{ context: '/elsewhere' }, '/elsewhere'],
  ])('%j gives %j', (change, argument) => {
    expect(optional(change)).toContain(argument);
  });

  test('the context is the last argument and stands after --', () => {
    expect(optional({ context: '-' }).slice(-2)).toEqual(['--', '/repo/-']);
  });

  test('a layout whose path has a comma and a quote is one CSV field', () => {
    const args = buildArguments(build, { layout: '/a,b"c' }, '/m');
    expect(args).toContain('--output=type=oci,tar=false,"dest=/a,b""c"');
  });
});

test('caches have the scope of the image, and those that may not be written are left out', () => {
  const cached = { ...build, cacheFrom: ['type=gha', 'r/cache'], cacheTo: ['type=gha'], noCache: true };
  const args = buildArguments({ ...cached, env: { ACTIONS_CACHE_MODE: 'read' } }, layout, '/m');
  expect(args.filter((arg) => arg.includes('cache'))).toEqual([
    '--cache-from=type=gha,scope=image-size-gate-api',
    '--cache-from=r/cache',
    '--no-cache',
  ]);
});

describe('the other inputs of a build', () => {
  const given = (change: Partial<BuildArguments['source']>, more: Partial<BuildArguments> = {}): readonly string[] =>
    buildArguments({ ...build, ...more, source: { ...build.source, ...change } }, layout, '/m');

  test.each<[Partial<BuildArguments['source']>, readonly string[]]>([
    [{ labels: ['a=1', 'b=x, "y"=z'] }, ['--label=a=1', '--label=b=x, "y"=z']],
    [{ buildContexts: ['dep=lib', 'abs=/lib'] }, ['--build-context=dep=/repo/lib', '--build-context=abs=/lib']],
    [
      {
        buildContexts: [
          'a=docker-image://debian:12',
          'b=oci-layout://out',
          'c=target:base',
          'd=https://x.example/a.git#b:c',
        ],
      },
      [
        '--build-context=a=docker-image://debian:12',
        '--build-context=b=oci-layout://out',
        '--build-context=c=target:base',
        '--build-context=d=https://x.example/a.git#b:c',
      ],
    ],
    [{ buildContexts: ['x=-y'] }, ['--build-context=x=/repo/-y']],
    [{ secrets: [{ id: 'npm', env: 'NPM_TOKEN' }] }, ['--secret=id=npm,env=NPM_TOKEN']],
    [{ secrets: [{ id: 'rc', file: '.npmrc' }] }, ['--secret=id=rc,src=/repo/.npmrc']],
    [{ secrets: [{ id: 'rc', file: '/a,b"c' }] }, ['--secret=id=rc,"src=/a,b""c"']],
    [{ ssh: ['default', 'deploy=/run/agent'] }, ['--ssh=default', '--ssh=deploy=/run/agent']],
    [{ network: 'host' }, ['--network=host']],
  ])('%j', (change, expected) => {
    const args = given(change);
    expect(args.slice(-2 - expected.length, -2)).toEqual(expected);
  });

  test('a remote context stays as it is and contains its Dockerfile', () => {
    const context = 'https://example.org/app.git#main:docker';
    expect(given({ context, file: 'prod.Dockerfile' }).slice(-3)).toEqual(['--file=prod.Dockerfile', '--', context]);
    expect(given({ context, file: '-' })).toContain('--file=./-');
  });
});

describe('the creation time of an image', () => {
  const output = (buildArgs: readonly string[], env: BuildArguments['env']): string | undefined =>
    buildArguments({ ...build, env, source: { ...build.source, buildArgs } }, layout, '/m').find((arg) =>
      arg.startsWith('--output='),
    );
  const unset = { SOURCE_DATE_EPOCH: undefined };

  test.each<[string, readonly string[], BuildArguments['env'], boolean]>([
    ['not given', [], unset, false],
    ['in the environment', [], { SOURCE_DATE_EPOCH: '0' }, true],
    ['empty in the environment', [], { SOURCE_DATE_EPOCH: '' }, false],
    ['a build argument', ['SOURCE_DATE_EPOCH=1700000000'], unset, true],
    ['a build argument from an environment without it', ['SOURCE_DATE_EPOCH'], unset, false],
    ['a build argument from the environment', ['SOURCE_DATE_EPOCH'], { SOURCE_DATE_EPOCH: '1' }, true],
    ['taken away by an empty build argument', ['SOURCE_DATE_EPOCH='], { SOURCE_DATE_EPOCH: '1' }, false],
  ])('%s', (_what, buildArgs, env, rewritten) => {
    expect(output(buildArgs, env)).toBe(
      `--output=type=oci,tar=false,dest=/run/exports/build-1${rewritten ? ',rewrite-timestamp=true' : ''}`,
    );
  });
});

test('the GitHub caches of two platforms are apart', () => {
  const cached = { ...build, platform: 'linux/arm64', cacheFrom: ['type=gha'], env: { ACTIONS_CACHE_MODE: '' } };
  expect(buildArguments(cached, layout, '/m')).toContain('--cache-from=type=gha,scope=image-size-gate-api:linux/arm64');
});

test('the variables of a job reach buildx and decide about its cache', () => {
  const outside = process.env;
  process.env = { ...outside, ACTIONS_CACHE_MODE: 'read', ACTIONS_RUNTIME_TOKEN: 'token', INPUT_SECRETS: 'a=b' };
  try {
    expect(environment({ A: '1' })).toMatchObject({ A: '1', ACTIONS_RUNTIME_TOKEN: 'token' });
    expect(environment()).not.toHaveProperty('INPUT_SECRETS');
    const args = buildArguments({ ...build, cacheFrom: ['type=gha'], cacheTo: ['type=gha'] }, layout, '/m');
    expect(args.filter((arg) => arg.includes('cache'))).toEqual(['--cache-from=type=gha,scope=image-size-gate-api']);
  } finally {
    process.env = outside;
  }
});
