import { describe, expect, test } from '@jest/globals';
import { type BuildArguments, buildArguments } from '../../src/build/arguments.ts';

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

test('a build into the daemon is loaded under its reference', () => {
  const args = buildArguments(build, { reference: 'image-size-gate/api:head' }, '/m');
  expect(args).toEqual(expect.arrayContaining(['--load', '--tag=image-size-gate/api:head']));
  expect(args.join(' ')).not.toContain('--output');
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

test('caches are scoped to the image, and those that may not be written are left out', () => {
  const cached = { ...build, cacheFrom: ['type=gha', 'r/cache'], cacheTo: ['type=gha'], noCache: true };
  const args = buildArguments({ ...cached, env: { ACTIONS_CACHE_MODE: 'read' } }, layout, '/m');
  expect(args.filter((arg) => arg.includes('cache'))).toEqual([
    '--cache-from=type=gha,scope=image-size-gate-api',
    '--cache-from=r/cache',
    '--no-cache',
  ]);
});
