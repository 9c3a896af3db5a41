import { expect, test } from '@jest/globals';
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
