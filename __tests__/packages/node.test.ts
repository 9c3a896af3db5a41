import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const manifest = (name: string, version = '1.0.0') => JSON.stringify({ name, version });

test('a Node package owns everything in its directory except for packages inside it', async () => {
  const found = await inspectFiles({
    'app/package.json': manifest('app'),
    'app/index.js': 'i',
    'app/node_modules/a/package.json': manifest('a'),
    'app/node_modules/a/lib/esm/package.json': '{"type":"module"}',
    'app/node_modules/a/node_modules/@s/b/package.json': manifest('@s/b', '2.0.0-rc.1+x'),
    'app/node_modules/a/node_modules/@s/b/b.js': 'b',
    'app/node_modules/.bin/a': 'x',
  });
  expect(found.packages).toEqual(['pkg:npm/a@1.0.0', 'pkg:npm/%40s/b@2.0.0-rc.1%2Bx']);
  expect(found.owners).toEqual({
    'app/node_modules/a/package.json': 'pkg:npm/a@1.0.0',
    'app/node_modules/a/lib/esm/package.json': 'pkg:npm/a@1.0.0',
    'app/node_modules/a/node_modules/@s/b/package.json': 'pkg:npm/%40s/b@2.0.0-rc.1%2Bx',
    'app/node_modules/a/node_modules/@s/b/b.js': 'pkg:npm/%40s/b@2.0.0-rc.1%2Bx',
  });
});

test('the same version of a Node package in two directories is one package with the bytes of both', async () => {
  const text = manifest('a');
  const found = await inspectFiles({
    'node_modules/a/package.json': text,
    'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': text,
  });
  expect(found.packages).toEqual(['pkg:npm/a@1.0.0']);
  expect(found.bytes['pkg:npm/a@1.0.0']).toBe(2 * text.length);
});

test.each([
  ['is named after its directory where it has no name', '{}', ['pkg:npm/a']],
  ['may begin with a byte order mark', `\uFEFF${manifest('a')}`, ['pkg:npm/a@1.0.0']],
  ['that is truncated gives no package', '{"name":"a"', []],
  ['that is null gives no package', 'null', []],
  ['beyond a megabyte gives no package', manifest('a').padEnd(1_048_577), []],
  ['with a name of the wrong type is named after its directory', '{"name":{},"version":[]}', ['pkg:npm/a']],
])('a package.json %s', async (_, text, packages) => {
  expect((await inspectFiles({ 'node_modules/a/package.json': text })).packages).toEqual(packages);
});

describe('npm records what only development needs', () => {
  const lock = (packages: unknown) => JSON.stringify({ lockfileVersion: 3, packages });
  const MARK = '?relation=development';
  const files = {
    'app/node_modules/jest/package.json': manifest('jest'),
    'app/node_modules/jest/fixtures/node_modules/x/package.json': manifest('x'),
    'app/node_modules/ms/package.json': manifest('ms'),
    'app/node_modules/jest/node_modules/ms/package.json': manifest('ms', '0.7.0'),
  };
  const packages = {
    'node_modules/jest': { version: '1.0.0', dev: true },
    'node_modules/ms': { version: '1.0.0', devOptional: true },
    'node_modules/jest/node_modules/ms': { version: '0.7.0', dev: true },
  };
  const marks = async (record: string, more: Readonly<Record<string, string>> = {}) => {
    const found = await inspectFiles({ ...files, ...more, 'app/node_modules/.package-lock.json': record });
    return Object.keys(found.requires).filter((purl) => found.requires[purl]?.some((name) => name.endsWith(MARK)));
  };

  test('of each directory, and so of what lies in it', async () => {
    const found = await inspectFiles({ ...files, 'app/node_modules/.package-lock.json': lock(packages) });
    expect(found.requires).toEqual({
      'pkg:npm/jest@1.0.0': [`pkg:npm/jest${MARK}`],
      'pkg:npm/x@1.0.0': [`pkg:npm/x${MARK}`],
      'pkg:npm/ms@0.7.0': [`pkg:npm/ms${MARK}`],
    });
  });

  test('but not of a package that is elsewhere too', async () => {
    const more = { 'srv/node_modules/jest/package.json': manifest('jest') };
    expect(await marks(lock(packages), more)).toEqual(['pkg:npm/x@1.0.0', 'pkg:npm/ms@0.7.0']);
  });

  test.each([
    ['says nothing', lock({})],
    ['is another text', '['],
    ['is a list', '[{"packages":{"node_modules/jest":{"dev":true}}}]'],
    ['has packages of another type', lock([{ dev: true }])],
    ['has no word for it but true', lock({ 'node_modules/jest': { dev: 'true' }, 'node_modules/ms': true })],
    ['is beyond eight megabytes', lock(packages).padEnd(8 * 1024 * 1024 + 1)],
  ])('unless the record %s', async (_, record) => {
    expect(await marks(lock(packages))).toHaveLength(3);
    expect(await marks(record)).toEqual([]);
  });
});
