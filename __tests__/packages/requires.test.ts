import { expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const requires = async (files: Readonly<Record<string, string>>) => (await inspectFiles(files)).requires;

test('dpkg: by name or by what is provided, of alternatives all, of the installed only', async () => {
  const paragraph = (name: string, fields = '') =>
    `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n${fields}\n`;
  const status = [
    paragraph('a', 'Depends: b (>= 1), c:any | d, gone\nPre-Depends: mail-agent\nRecommends: e\n'),
    paragraph('b'),
    paragraph('c'),
    paragraph('d', 'Depends: d\n'),
    paragraph('e', 'Provides: mail-agent (= 2)\n'),
  ].join('');
  const lists = Object.fromEntries('abcde'.split('').map((name) => [`var/lib/dpkg/info/${name}.list`, `/x/${name}\n`]));
  expect(await requires({ 'var/lib/dpkg/status': status, ...lists })).toEqual({
    'pkg:deb/debian/a@1?arch=all': ['b', 'c', 'd', 'e'].map((name) => `pkg:deb/debian/${name}`),
  });
});

test('apk: by name, library and command', async () => {
  const record = (name: string, fields = '') => `P:${name}\nV:1\nA:x86_64\n${fields}F:x\nR:${name}\n\n`;
  const database = [
    record('a', 'D:b>=1.2 so:libc.so.1 !c cmd:sh\n'),
    record('b'),
    record('c'),
    record('musl', 'p:so:libc.so.1=1\n'),
    record('busybox', 'p:cmd:sh=1 /bin/sh\n'),
  ].join('');
  const files = Object.fromEntries(['a', 'b', 'c', 'musl', 'busybox'].map((name) => [`x/${name}`, '']));
  expect(await requires({ 'lib/apk/db/installed': database, ...files })).toEqual({
    'pkg:apk/alpine/a@1?arch=x86_64': ['b', 'musl', 'busybox'].map((name) => `pkg:apk/alpine/${name}`),
  });
});

test('Python: by METADATA, an extra only if another package asks for it', async () => {
  const metadata = (name: string, ...lines: readonly string[]) => ({
    [`site/${name}-1.dist-info/METADATA`]: [
      'Metadata-Version: 2.1',
      `Name: ${name}`,
      'Version: 1',
      ...lines,
      '',
      'Requires-Dist: no',
    ].join('\n'),
  });
  const found = await requires({
    ...metadata(
      'App',
      'Requires-Dist: Uvicorn[Standard] (>=0.1)',
      "Requires-Dist: ruff>=0.2 ; sys_platform != 'emscripten'",
    ),
    ...metadata('uvicorn', 'Requires-Dist: http_tools; extra == "standard"', "Requires-Dist: pytest; extra == 'dev'"),
    ...metadata('http-tools', 'Requires-Dist: <script>'),
  });
  expect(found).toEqual({
    'pkg:pypi/app@1': ['pkg:pypi/uvicorn', 'pkg:pypi/ruff'],
    'pkg:pypi/uvicorn@1': ['pkg:pypi/http-tools'],
  });
});

test('Python: by requires.txt of setuptools', async () => {
  const egg = 'site/a.egg-info';
  expect(
    await requires({
      [`${egg}/PKG-INFO`]: 'Name: a\nVersion: 1\n',
      [`${egg}/requires.txt`]: 'b>=1\n\n[:python_version<"3"]\nc\n\n[test]\nd\n',
    }),
  ).toEqual({ 'pkg:pypi/a@1': ['pkg:pypi/b', 'pkg:pypi/c'] });
});

test('Node: dependencies, peers that are not optional, and what the application requires', async () => {
  const manifest = {
    name: 'a',
    version: '1',
    dependencies: { b: '1', '@s/c': '2' },
    optionalDependencies: { d: '1' },
    peerDependencies: { e: '*', f: '*' },
    peerDependenciesMeta: { f: { optional: true } },
    devDependencies: { g: '1' },
  };
  const application = { name: 'shop', dependencies: { a: '1' } };
  const found = await inspectFiles({
    'srv/package.json': JSON.stringify(application),
    'srv/node_modules/a/package.json': JSON.stringify(manifest),
    'srv/tools/package.json': '{"name":"x","type":"module"}',
    'srv/hostile/package.json': '{"name":"y","dependencies":["a"],"peerDependencies":"b","peerDependenciesMeta":7}',
  });
  expect(found.requires).toEqual({
    'pkg:npm/a@1': ['pkg:npm/b', 'pkg:npm/%40s/c', 'pkg:npm/d', 'pkg:npm/e'],
    'pkg:npm/shop': ['pkg:npm/a'],
  });
  expect(Object.keys(found.owners)).toEqual(['srv/node_modules/a/package.json']);
});
