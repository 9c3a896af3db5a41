import { describe, expect, test } from '@jest/globals';
import { linkedTargets, parseBakeDefinition } from '../../../src/docker/bake/definition.ts';

const parse = (definition: unknown) => parseBakeDefinition(JSON.stringify(definition), 'docker-bake.hcl');
const parseOne = (target: unknown) => parse({ target: { web: target } }).targets.get('web');

describe('a printed definition', () => {
  test('has entries as buildx 0.13 prints them', () => {
    expect(
      parseOne({
        'cache-from': ['user/app:cache'],
        'cache-to': ['type=gha,mode=max'],
      }),
    ).toMatchObject({ cacheFrom: ['user/app:cache'], cacheTo: ['type=gha,mode=max'] });
  });

  test('has entries as later ones print them', () => {
    expect(
      parseOne({
        'cache-from': [{ ref: 'user/app:cache', type: 'registry' }],
        'cache-to': [{ dest: 'a,b', type: 'local' }],
      }),
    ).toMatchObject({
      cacheFrom: ['type=registry,ref=user/app:cache'],
      cacheTo: ['type=local,"dest=a,b"'],
    });
  });

  test('has bake’s default values', () => {
    expect(parseOne({})).toMatchObject({ context: '.', dockerfile: 'Dockerfile', contexts: {}, platforms: [] });
    expect(parseOne({ context: 'cwd://' })).toMatchObject({ context: '.' });
  });

  test('has an inline Dockerfile as built, without the escapes of `--print`', () => {
    const printed = `# $$\{TO} $TO $$A %%{x} $$$$\{Y}\n`;
    expect(parseOne({ 'dockerfile-inline': printed })?.inline).toBe(`# $\{TO} $TO $$A %{x} $$$\{Y}\n`);
  });

  test.each([
    ['no JSON', 'not json', 'docker-bake.hcl: docker buildx bake --print printed no JSON'],
    ['cut JSON', '{"target": {"web": {', 'printed no JSON'],
    ['a list', '[]', 'docker-bake.hcl is not an object'],
    ['targets in a list', '{"target": []}', 'docker-bake.hcl: target is not an object'],
    ['a target that is a number', '{"target": {"web": 5}}', 'target web is not an object'],
    ['a context that is an object', '{"target": {"web": {"context": {}}}}', 'target web: context is not a text'],
    ['contexts in a list', '{"target": {"web": {"contexts": ["a"]}}}', 'contexts is not an object'],
    ['platforms that are one text', '{"target": {"web": {"platforms": "linux/amd64"}}}', 'platforms is not a list'],
    ['a cache of numbers', '{"target": {"web": {"cache-to": [{"type": 1}]}}}', 'cache-to: type is not a text'],
    ['a name with a wildcard', '{"target": {"w*": {}}}', '"w*" is not a valid name of a bake target'],
    [
      'a name with a setting',
      '{"target": {"a.output=type": {}}}',
      '"a.output=type" is not a valid name of a bake target',
    ],
    ['a name that is an option', '{"target": {"--push": {}}}', '"--push" is not a valid name of a bake target'],
  ])('is refused when it is or has %s', (_what, text, message) => {
    expect(() => parseBakeDefinition(text, 'docker-bake.hcl')).toThrow(message);
  });

  test('is refused with more targets than anybody could build', () => {
    const target = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`t${at}`, {}]));
    expect(() => parse({ target })).toThrow('docker-bake.hcl has 1001 targets; at most 1000 are accepted');
  });
});

describe('linked targets', () => {
  const linked = (to: string) => ({ contexts: { it: `target:${to}` } });
  const definition = parse({ target: { web: linked('lib'), lib: linked('base'), base: linked('web'), api: {} } });

  test('are found through others and through a circle, without the targets themselves', () => {
    expect(linkedTargets(definition, ['web']).map(({ name }) => name)).toEqual(['lib', 'base']);
    expect(linkedTargets(definition, ['web', 'base']).map(({ name }) => name)).toEqual(['lib']);
    expect(linkedTargets(definition, ['api'])).toEqual([]);
  });
});
