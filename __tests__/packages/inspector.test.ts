import { describe, expect, test } from '@jest/globals';
import { Budget } from '../../src/packages/allowance.ts';
import { inspectPackages, inspectWithin } from '../../src/packages/inspector.ts';
import { inspectFiles } from '../support/inspect.ts';

const SITE = 'usr/lib/python3/dist-packages';
const STATUS = 'Package: python3-a\nStatus: install ok installed\nArchitecture: all\nVersion: 1-1\n';
const DEB = 'pkg:deb/debian/python3-a@1-1?arch=all';
const wheel = (name: string) => ({ [`${SITE}/${name}-1.dist-info/METADATA`]: `Name: ${name}\nVersion: 1\n` });

describe('a file that several packages claim', () => {
  test('is owned by the package of the operating system, with its bytecode, and the language package is left out', async () => {
    const found = await inspectFiles({
      [`${SITE}/a/a.py`]: 'a',
      [`${SITE}/a/__pycache__/a.cpython-311.opt-1.pyc`]: 'cc',
      ...wheel('a'),
      'var/lib/dpkg/info/python3-a.list': `/${SITE}/a/a.py\n/${SITE}/a-1.dist-info/METADATA\n`,
      'var/lib/dpkg/status': STATUS,
    });
    expect(found.packages).toEqual([DEB]);
    expect(Object.keys(found.owners)).toHaveLength(3);
  });

  test('is owned by the package that lists it, whatever else lies inside', async () => {
    const found = await inspectFiles({
      ...wheel('a'),
      [`${SITE}/a-1.dist-info/RECORD`]:
        'a/node_modules/b/package.json,,\na/node_modules/b/b.js,,\na/c-2.jar,,\na/a.py,,\n',
      [`${SITE}/a/a.py`]: 'a',
      [`${SITE}/a/c-2.jar`]: 'PK\x03\x04',
      [`${SITE}/a/node_modules/b/package.json`]: '{"name":"b","version":"3"}',
      [`${SITE}/a/node_modules/b/b.js`]: 'b',
    });
    expect(found.owners[`${SITE}/a/a.py`]).toBe('pkg:pypi/a@1');
    expect(new Set(Object.values(found.owners))).toEqual(new Set(['pkg:pypi/a@1']));
    expect(found.inner).toEqual({
      [`${SITE}/a/c-2.jar`]: ['pkg:maven/c@2'],
      [`${SITE}/a/node_modules/b/package.json`]: ['pkg:npm/b@3'],
    });
  });

  test('is owned by the outermost package of a chain', async () => {
    const found = await inspectFiles({
      ...wheel('a'),
      [`${SITE}/a-1.dist-info/RECORD`]: 'a/node_modules/b/package.json,,\n',
      [`${SITE}/a/node_modules/b/package.json`]: '{"name":"b","version":"3"}',
      [`${SITE}/a/node_modules/b/c-2.jar`]: 'PK\x03\x04',
    });
    expect(found.owners[`${SITE}/a/node_modules/b/c-2.jar`]).toBe('pkg:pypi/a@1');
    expect(found.inner[`${SITE}/a/node_modules/b/c-2.jar`]).toEqual(['pkg:maven/c@2']);
  });

  test('is owned by the innermost package of one ecosystem', async () => {
    const found = await inspectFiles({
      'node_modules/a/package.json': '{"name":"a","version":"1"}',
      'node_modules/a/node_modules/b/package.json': '{"name":"b","version":"2"}',
      'node_modules/a/node_modules/b/bin/b': 'x',
    });
    expect(found.owners['node_modules/a/node_modules/b/bin/b']).toBe('pkg:npm/b@2');
  });

  test('that a package elsewhere lists belongs to the one that lists it', async () => {
    const found = await inspectFiles({
      ...wheel('a'),
      [`${SITE}/a-1.dist-info/RECORD`]: '../../../../node_modules/b/package.json,,\na/a.py,,\n',
      'node_modules/b/package.json': '{"name":"b","version":"3"}',
    });
    expect(found.owners['node_modules/b/package.json']).toBe('pkg:pypi/a@1');
  });
});

test('a layer without packages has no owners', async () => {
  expect(await inspectFiles({ 'srv/app': 'x' })).toMatchObject({ packages: [], owners: {}, bytes: { '': 1 } });
});

test('an inspector without any file finds nothing', () => {
  expect(inspectPackages().finish([])).toMatchObject({ packages: [], owners: new Map() });
});

test.each([
  [
    'a list of too many lines',
    { 'var/lib/dpkg/info/python3-a.list': '/f\n'.repeat(200_000), 'var/lib/dpkg/status': STATUS },
  ],
  [
    'a status of many packages',
    { 'var/lib/dpkg/info/python3-a.list': '/f\n', 'var/lib/dpkg/status': `${STATUS}\n`.repeat(5_000) },
  ],
  ['an apk database of empty records', { 'lib/apk/db/installed': `P:a\nV:1\nF:\nR:f\n\n${'x\n\n'.repeat(100_000)}` }],
  ['a RECORD of too many lines', { ...wheel('a'), [`${SITE}/a-1.dist-info/RECORD`]: 'f,,\n'.repeat(200_000) }],
])('%s exceeds the budget, and no package is found', async (_, files) => {
  const inspect = inspectWithin(() => new Budget(100_000));
  expect((await inspectFiles({ f: 'f', ...files }, [], { inspect })).packages).toEqual([]);
  expect((await inspectFiles({ f: 'f', ...files })).packages).toHaveLength(1);
});
