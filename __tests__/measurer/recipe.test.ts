import { expect, test } from '@jest/globals';
import { bakePlatforms, hashRecipe, hiddenBakeInput } from '../../src/measurer/recipe.ts';

test('a recipe is the same for the same configuration in any order of keys, and contains no value', () => {
  const recipe = hashRecipe({ file: 'Dockerfile', buildArgs: ['TOKEN=abc'], nested: { a: 1, b: 2 } });
  expect(hashRecipe({ nested: { b: 2, a: 1 }, buildArgs: ['TOKEN=abc'], file: 'Dockerfile' })).toBe(recipe);
  expect(recipe).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('a recipe differs for another value, another order of a list, and other checks', () => {
  const recipes = [
    hashRecipe({ buildArgs: ['A=1', 'B=2'] }),
    hashRecipe({ buildArgs: ['B=2', 'A=1'] }),
    hashRecipe({ buildArgs: ['A=1', 'B=3'] }),
    hashRecipe({ buildArgs: ['A=1', 'B=2'] }, [{ kind: 'user', label: 'user', user: 'non-root' }]),
  ];
  expect(new Set(recipes).size).toBe(recipes.length);
});

test.each<[string, unknown, string | undefined]>([
  ['nothing', { context: '.', args: { A: '1' }, contexts: { base: 'target:base', lib: 'lib' } }, undefined],
  ['no value at all', null, undefined],
  ['secrets', { secret: [{ id: 'npm', env: 'NPM' }] }, 'it uses secrets'],
  ['no secrets', { secret: [] }, undefined],
  ['ssh keys', { ssh: ['default'] }, 'it uses ssh keys'],
  ['a build arg of the environment', { args: { A: null } }, 'build arg A is taken from the environment'],
  [
    'an image as context',
    { contexts: { base: 'docker-image://alpine' } },
    'named context base is not in the repository',
  ],
])('a bake definition hides %s', (_name, target, expected) => {
  expect(hiddenBakeInput({ targets: { api: target } })).toBe(expected);
});

test('bakePlatforms gives the platforms of all targets of a bake definition', () => {
  expect(bakePlatforms({ targets: { api: { platforms: ['linux/amd64', 'linux/arm64'] } } })).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
  expect(bakePlatforms({ targets: { api: {} } })).toEqual([]);
});
