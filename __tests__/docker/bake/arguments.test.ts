import { describe, expect, test } from '@jest/globals';
import { type BakeArguments, bakeArguments } from '../../../src/docker/bake/arguments.ts';
import { parseBakeDefinition } from '../../../src/docker/bake/definition.ts';
import type { Builder } from '../../../src/docker/builder.ts';

const builder = (buildx: string): Builder => ({
  name: 'default',
  driver: 'docker',
  export: 'oci-layout',
  versions: { docker: '28', buildx, driver: 'docker' },
});

const definition = parseBakeDefinition(
  JSON.stringify({
    target: {
      web: {
        contexts: { lib: 'target:lib' },
        output: ['type=registry'],
        call: 'check',
        'cache-from': ['type=gha', 'type=local,src=/home/me'],
        'cache-to': ['type=registry,ref=acme/web:cache', 'type=local,dest=/home/me'],
      },
      lib: { output: ['type=registry'], platforms: ['linux/amd64', 'linux/arm64'], 'cache-to': ['type=inline'] },
    },
  }),
  'docker-bake.hcl',
);

/** Arguments for the target web, into a layout directory unless told otherwise. */
function argumentsOf(change: Partial<BakeArguments> = {}, destination = { layout: '/l,1' } as const) {
  const bake = { files: ['docker-bake.hcl'], definition, builder: builder('0.29.1'), cacheFrom: [], cacheTo: [] };
  const target = (change.definition ?? definition).targets.get('web')!;
  return bakeArguments({ ...bake, ...change }, [{ target, image: 'acme-web', destination }], '/m.json');
}

/** What is set of one key of a target. */
const setOf = (args: readonly string[], name: string) =>
  args.filter((arg) => arg.startsWith(`--set=${name}=`)).map((arg) => arg.slice(`--set=${name}=`.length));

describe('the command line of a bake', () => {
  test('overrides where images go, also for linked targets, and has only targets after --', () => {
    const args = argumentsOf();
    expect(setOf(args, 'web.output')).toEqual(['type=oci,tar=false,"dest=/l,1"']);
    expect(setOf(args, 'web.tags')).toEqual(['']);
    expect(setOf(args, 'web.call')).toEqual(['build']);
    expect(setOf(args, 'lib.output')).toEqual(['type=cacheonly']);
    expect(setOf(args, 'lib.tags')).toEqual(['']);
    expect(args).toEqual(expect.arrayContaining(['--provenance=false', '--sbom=false', '--file=docker-bake.hcl']));
    expect(args.slice(args.indexOf('--'))).toEqual(['--', 'web']);
  });

  test('rewrites the times of files where SOURCE_DATE_EPOCH is set', () => {
    const args = argumentsOf({ env: { SOURCE_DATE_EPOCH: '1700000000' } });
    expect(setOf(args, 'web.output')).toEqual(['type=oci,tar=false,"dest=/l,1",rewrite-timestamp=true']);
  });

  test('keeps the compression of the target’s own output, but nothing of where it goes', () => {
    const output = new Map(Object.entries({ type: 'registry', name: 'acme/web', push: 'true', compression: 'zstd' }));
    const { targets, groups } = definition;
    const web = { ...targets.get('web')!, outputs: [output] };
    const args = argumentsOf({ definition: { groups, targets: new Map([...targets, ['web', web]]) } });
    expect(setOf(args, 'web.output')).toEqual(['type=oci,tar=false,"dest=/l,1",compression=zstd']);
  });

  test('forces the form of a task that repeats an export', () => {
    const task = {
      target: definition.targets.get('web')!,
      image: 'web',
      destination: { layout: '/l' },
      isForced: true,
    };
    const bake = { files: [], definition, builder: builder('0.29.1'), cacheFrom: [], cacheTo: [] };
    const args = bakeArguments(bake, [task], '/m');
    expect(setOf(args, 'web.output')).toEqual(['type=oci,tar=false,dest=/l,compression=gzip,force-compression=true']);
  });

  test.each([
    ['0.29.1', ['--allow=fs.write=/l,1']],
    ['0.19.0', ['--allow=fs.write=/l,1']],
    ['0.18.0', []],
    ['0.13.1+ds1', []],
    ['1.0.0', ['--allow=fs.write=/l,1']],
  ])('of buildx %s grants %j', (buildx, granted) => {
    expect(argumentsOf({ builder: builder(buildx) }).filter((arg) => arg.startsWith('--allow'))).toEqual(granted);
  });

  test('limits a linked target with several platforms to the one', () => {
    const args = argumentsOf({ platform: 'linux/arm64' });
    expect(setOf(args, 'web.platform')).toEqual(['linux/arm64']);
    expect(setOf(args, 'lib.platform')).toEqual(['linux/arm64']);
    expect(setOf(argumentsOf({ platform: 'linux/s390x' }), 'lib.platform')).toEqual([]);
  });

  test('keeps the target’s own caches where the run has none', () => {
    const args = argumentsOf();
    expect([...setOf(args, 'web.cache-from'), ...setOf(args, 'web.cache-to'), ...setOf(args, 'lib.cache-to')]).toEqual(
      [],
    );
  });

  test('adds the run’s caches for the image, but repeats no path of the file, which would grant it', () => {
    const args = argumentsOf({ cacheFrom: ['type=gha'], cacheTo: ['type=gha,mode=max'] });
    expect(setOf(args, 'web.cache-from')).toEqual(['type=gha', 'type=gha,scope=image-size-gate-acme-web']);
    expect(setOf(args, 'web.cache-to')).toEqual([
      'type=registry,ref=acme/web:cache',
      'type=gha,mode=max,scope=image-size-gate-acme-web,ignore-error=true',
    ]);
    expect(setOf(args, 'lib.cache-to')).toEqual(['type=inline']);
  });

  test('keeps the caches of platforms apart', () => {
    const args = argumentsOf({ cacheFrom: ['type=gha'], cacheTo: ['type=gha'], platform: 'linux/arm64' });
    expect(setOf(args, 'web.cache-from')).toContain('type=gha,scope=image-size-gate-acme-web:linux/arm64');
    expect(setOf(args, 'web.cache-to')).toContain(
      'type=gha,scope=image-size-gate-acme-web:linux/arm64,ignore-error=true',
    );
  });

  test('writes no GitHub cache where the job may only read it', () => {
    process.env.ACTIONS_CACHE_MODE = 'read';
    try {
      const args = argumentsOf({ cacheFrom: ['type=gha'], cacheTo: ['type=gha'], env: { TOKEN: 'x' } });
      expect(setOf(args, 'web.cache-from')).toContain('type=gha,scope=image-size-gate-acme-web');
      expect(setOf(args, 'web.cache-to')).toEqual(['type=registry,ref=acme/web:cache']);
    } finally {
      delete process.env.ACTIONS_CACHE_MODE;
    }
  });

  test('writes no cache where writing is forbidden', () => {
    const args = argumentsOf({ cacheTo: undefined });
    expect([setOf(args, 'web.cache-to'), setOf(args, 'lib.cache-to')]).toEqual([[''], ['']]);
  });

  test('writes no cache of the file to a builder that cannot', () => {
    const args = argumentsOf({ builder: { ...builder('0.29.1'), export: 'daemon' } });
    expect([setOf(args, 'web.cache-to'), setOf(args, 'lib.cache-to')]).toEqual([[''], ['']]);
  });

  test('refuses a file that is not local', () => {
    expect(() => argumentsOf({ files: ['https://example.com/docker-bake.hcl'] })).toThrow('is not a local file');
  });
});
