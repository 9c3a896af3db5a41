import { expect, test } from '@jest/globals';
import { advise } from '../../../src/explain/advice/advise.ts';
import { adviceOf, type LayerSpec, MB, type SubjectSpec, subjectOf } from '../../support/advice.ts';

const JEST = 'pkg:npm/jest@29.0.0';
const TYPES = 'pkg:npm/%40types/node@22.0.0';
const SEMVER = 'pkg:npm/semver@6.0.0';
const EXPRESS = 'pkg:npm/express@4.0.0';
const marked = (...purls: readonly string[]) =>
  Object.fromEntries(purls.map((purl) => [purl, [`${purl.slice(0, purl.lastIndexOf('@'))}?relation=development`]]));

const install: LayerSpec = {
  by: 'RUN npm ci',
  files: {
    'app/node_modules/jest/a.js': { size: 3 * MB, owner: JEST },
    'app/node_modules/@types/node/a.d.ts': { size: 2 * MB, owner: TYPES },
    'app/node_modules/jest/node_modules/semver/a.js': { size: 4 * MB, owner: SEMVER },
    'app/node_modules/express/a.js': { size: MB, owner: EXPRESS },
  },
};
const requires = marked(JEST, TYPES, SEMVER);
const advised = (spec: Partial<SubjectSpec> = {}) =>
  adviceOf('development-packages', { own: [install], requires, ...spec });

test('advice on Node takes all that npm records as for development, even if it is most of the image', () => {
  expect(advised()).toMatchObject([
    {
      title: 'Packages that npm records as for development alone are in the final image: semver, jest, @types/node.',
      bytes: 9 * MB,
      change: 'Leave development dependencies out of the final stage.\nRUN npm ci --omit=dev',
      where: 'Dockerfile:2',
    },
  ]);
});

test('advice counts what the base image has for its own npm, and what another version of a package requires', () => {
  const base: LayerSpec = { by: 'base', files: { 'lib/semver/a.js': { size: MB, owner: 'pkg:npm/semver@7.0.0' } } };
  const more = { ...requires, [EXPRESS]: ['pkg:npm/semver', 'pkg:npm/jest'] };
  expect(advised({ base: [base], requires: more })).toMatchObject([{ bytes: 9 * MB }]);
});

test('advice takes no file of another layer, where npm records nothing', () => {
  const other: LayerSpec = { by: 'RUN x', files: { 'srv/semver/a.js': { size: 5 * MB, owner: SEMVER } } };
  expect(advised({ own: [install, other], requires: marked(JEST) })[0]?.bytes).toBe(3 * MB);
});

test('advice says that a script may need them', () => {
  expect(advised({ config: { entrypoint: ['npm', 'start'] } })[0]?.change).toContain(
    'stage, unless the script that the image starts needs one of them.\n',
  );
});

test.each([
  ['a package', ['npx', 'semver', '1.2.3']],
  ['a file of a package', ['node', '/app/node_modules/@types/node/a.js']],
  ['an image of tests', ['npx', 'jest']],
])('there is no such advice if the image starts %s', (_, entrypoint) => {
  expect(advised({ config: { entrypoint } })).toEqual([]);
});

test('there is no such advice if the image starts a program of a package by its link', () => {
  const told = (target: string) => {
    const subject = subjectOf({ own: [install], requires, config: { entrypoint: ['npx', 'run-types'] } });
    const link = { path: 'app/node_modules/.bin/run-types', type: 'symlink', size: 0, linkTarget: target } as const;
    const layers = subject.layers.map((entries) => [...entries, link]);
    return advise({ ...subject, layers }).some(({ rule }) => rule === 'development-packages');
  };
  expect(told('../@types/node/bin/run.js')).toBe(false);
  expect(told('../express/bin/run.js')).toBe(true);
});
