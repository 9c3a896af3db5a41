import { expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const SITE = 'usr/lib/python3/site-packages';
const metadata = (name: string, version = '1.0') =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nName: not-this\n`;

test('a wheel owns the files in its RECORD, with scripts and quoted names', async () => {
  const info = `${SITE}/Zope.Inter_face-1.0.dist-info`;
  const found = await inspectFiles({
    'usr/bin/demo': 'x',
    [`${SITE}/zope/a.py`]: 'a',
    [`${SITE}/zope/a,"b.py`]: 'b',
    [`${SITE}/zope/__pycache__/a.cpython-311.pyc`]: 'cc',
    [`${SITE}/other.py`]: 'o',
    [`${info}/METADATA`]: metadata('Zope.Inter_face', '1.0+l'),
    [`${info}/RECORD`]:
      'zope/a.py,sha256=x,1\n"zope/a,""b.py",,\n../../../bin/demo,,\n../../../../../etc/passwd,,\n/abs/none,,\n',
    'etc/passwd': 'p',
  });
  expect(found.packages).toEqual(['pkg:pypi/zope-inter-face@1.0%2Bl']);
  expect(Object.keys(found.owners).sort()).toEqual([
    'usr/bin/demo',
    `${info}/METADATA`,
    `${info}/RECORD`,
    `${SITE}/zope/__pycache__/a.cpython-311.pyc`,
    `${SITE}/zope/a,"b.py`,
    `${SITE}/zope/a.py`,
  ]);
});

test.each([
  ['installed-files.txt', { 'installed-files.txt': '../mod/a.py\nPKG-INFO\n', 'PKG-INFO': metadata('eggs') }],
  ['top_level.txt', { 'top_level.txt': 'mod\n', 'PKG-INFO': metadata('eggs') }],
  ['its own name', { 'PKG-INFO': metadata('mod') }],
])('an egg owns the files that %s lists', async (_, files) => {
  const info = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${SITE}/x-1.0.egg-info/${name}`, text]),
  );
  const found = await inspectFiles({ ...info, [`${SITE}/mod/a.py`]: 'a', [`${SITE}/module/b.py`]: 'b' });
  expect(found.packages).toHaveLength(1);
  expect(found.owners[`${SITE}/mod/a.py`]).toBe(found.packages[0]);
  expect(found.owners[`${SITE}/module/b.py`]).toBeUndefined();
});

test('an egg-info that is a file is its own metadata', async () => {
  const found = await inspectFiles({ [`${SITE}/six-1.egg-info`]: metadata('six'), [`${SITE}/six.py`]: 's' });
  expect(found.owners).toEqual({
    [`${SITE}/six-1.egg-info`]: 'pkg:pypi/six@1.0',
    [`${SITE}/six.py`]: 'pkg:pypi/six@1.0',
  });
});

test('a file that one wheel lists is not owned by a package that only contains its path', async () => {
  const found = await inspectFiles({
    [`${SITE}/google-1.dist-info/METADATA`]: metadata('google'),
    [`${SITE}/api-1.dist-info/METADATA`]: metadata('api'),
    [`${SITE}/api-1.dist-info/RECORD`]: 'google/api.py,,\n',
    [`${SITE}/google/api.py`]: 'a',
    [`${SITE}/google/rest.py`]: 'r',
  });
  expect(found.owners[`${SITE}/google/api.py`]).toBe('pkg:pypi/api@1.0');
  expect(found.owners[`${SITE}/google/rest.py`]).toBe('pkg:pypi/google@1.0');
});

test.each([
  ['without a name', 'Version: 1\n'],
  ['empty', ''],
  ['without a line end', '\0'.repeat(50_000)],
])('Python metadata %s give no package', async (_, text) => {
  expect((await inspectFiles({ [`${SITE}/a-1.dist-info/METADATA`]: text })).packages).toEqual([]);
});
