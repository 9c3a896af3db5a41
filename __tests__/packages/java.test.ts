import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';
import { type ZipSpec, zip } from '../support/jar.ts';
import { makeZip } from '../support/makeZip.ts';

const manifest = (text: string) => ({
  name: 'META-INF/MANIFEST.MF',
  content: `Manifest-Version: 1.0\r\n${text}\r\n\r\nName: x\r\n`,
});
const pom = (name: string, version = '3.1') => ({
  name: `META-INF/maven/org.acme/${name}/pom.properties`,
  content: `#made\ngroupId=org.acme\nartifactId=${name}\nversion=${version}\n`,
});

describe('a Java archive is named by', () => {
  test.each<readonly [string, string, readonly ZipSpec[], string]>([
    ['its pom.properties', 'app.jar', [manifest(''), pom('thing')], 'pkg:maven/org.acme/thing@3.1'],
    ['the one it is named after of several', 'two-9.jar', [pom('one'), pom('two')], 'pkg:maven/org.acme/two@3.1'],
    ['its file where none of several fits', 'app-2.0.jar', [pom('one'), pom('two')], 'pkg:maven/app@2.0'],
    [
      'its manifest',
      'x.war',
      [manifest('Implementation-Title: demo\r\nImplementation-Ver\r\n sion: 1.5')],
      'pkg:maven/demo@1.5',
    ],
    [
      'its file name if the title is free text',
      'lang-3.jar',
      [manifest('Implementation-Title: Apache Lang')],
      'pkg:maven/lang@3',
    ],
    [
      'its file, not by the one library of an assembly',
      'report-2.0.1-jar-with-dependencies.jar',
      [manifest(''), pom('geo-core', '1.18.1'), pom('report', '2.0.1')],
      'pkg:maven/org.acme/report@2.0.1?classifier=jar-with-dependencies',
    ],
    [
      'its file, not by the one library that it shades',
      'client-3.4.jar',
      [manifest(''), pom('geo-core')],
      'pkg:maven/client@3.4',
    ],
    [
      'its file where the manifest has the version of something else',
      'client-runtime-3.4.0.jar',
      [manifest('Implementation-Version: 1.2.0\r\nImplementation-Vendor-Id: org.third.party')],
      'pkg:maven/client-runtime@3.4.0',
    ],
    [
      'its file where the manifest has the number of a build',
      'stdlib-2.0.20.jar',
      [manifest('Implementation-Version: 2.0.20-release-360\r\nImplementation-Vendor-Id: org.std')],
      'pkg:maven/org.std/stdlib@2.0.20',
    ],
    [
      'its file with an ending that is part of the version',
      'guava-33.0.0-jre.jar',
      [manifest('')],
      'pkg:maven/guava@33.0.0-jre',
    ],
    [
      'its pom.properties where the file adds a classifier',
      'epoll-3.1-linux-x86_64.jar',
      [pom('epoll')],
      'pkg:maven/org.acme/epoll@3.1?classifier=linux-x86_64',
    ],
    [
      'its file with a group that is inferred',
      'spring-core-6.1.0.jar',
      [manifest('Implementation-Title: spring-core\r\nImplementation-Version: 6.1.0')],
      'pkg:maven/org.springframework/spring-core@6.1.0?group=inferred',
    ],
    [
      'its manifest with the vendor as group',
      'a.jar',
      [manifest('Implementation-Vendor-Id: org.a')],
      'pkg:maven/org.a/a',
    ],
    [
      'its file name if the manifest has no name',
      'log4j-core-2.17.1.jar',
      [{ name: 'a', content: '' }],
      'pkg:maven/log4j-core@2.17.1',
    ],
  ])('%s', async (_, file, specs, purl) => {
    const variants = [
      specs,
      specs.map((spec) => ({ ...spec, follow: true })),
      specs.map((spec) => ({ ...spec, stored: true })),
    ];
    for (const variant of variants)
      expect((await inspectFiles({ [`opt/${file}`]: zip(variant) })).owners).toEqual({ [`opt/${file}`]: purl });
  });
});

test.each<readonly [string, Uint8Array, readonly string[]]>([
  ['that is not an archive', Buffer.from('hello world'), []],
  ['that is empty', Buffer.alloc(0), []],
  ['with a truncated header', zip([pom('one')]).subarray(0, 40), ['pkg:maven/a@1']],
  ['with truncated content', zip([{ ...pom('a'), follow: true }]).subarray(0, 90), ['pkg:maven/a@1']],
  ['cut off before its directory', zip([manifest(''), pom('a')]).subarray(0, -30), ['pkg:maven/a@1']],
  [
    'that inflates beyond the limit',
    zip([{ ...manifest('x'.repeat(5_000_000)), follow: true }, pom('a')]),
    ['pkg:maven/org.acme/a@3.1'],
  ],
  [
    'with its name after 64 KiB',
    zip([{ name: 'b', content: Buffer.alloc(70_000), stored: true }, pom('a')]),
    ['pkg:maven/org.acme/a@3.1'],
  ],
  ['after a script', zip([pom('a')], '#!/bin/sh\n'), ['pkg:maven/org.acme/a@3.1']],
])('the package of a Java archive %s', async (_, bytes, packages) => {
  expect((await inspectFiles({ 'a-1.jar': bytes })).packages).toEqual(packages);
});

describe('archives in an archive', () => {
  const library = zip([manifest(''), pom('library'), { name: 'A.class', content: 'a'.repeat(40) }]);
  const stored = (name: string, content: Uint8Array) => ({ name, content, stored: true });

  test('count by themselves, with the bytes that they are stored in', async () => {
    const app = zip([
      manifest(''),
      pom('app'),
      stored('BOOT-INF/lib/library-3.1.jar', library),
      { name: 'x', content: 'x' },
    ]);
    const found = await inspectFiles({ 'srv/app.jar': app });
    expect(found.owners).toEqual({ 'srv/app.jar': 'pkg:maven/org.acme/app@3.1' });
    expect(found.parts).toEqual({
      'srv/app.jar!/BOOT-INF/lib/library-3.1.jar': [library.length, 'pkg:maven/org.acme/library@3.1'],
    });
    expect(found.inner).toEqual({});
  });

  test('are named by their file where they are compressed', async () => {
    const found = await inspectFiles({ 'a.war': zip([{ name: 'WEB-INF/lib/spring-core-6.jar', content: library }]) });
    const size = deflateRawSync(library).length;
    expect(found.parts).toEqual({
      'a.war!/WEB-INF/lib/spring-core-6.jar': [size, 'pkg:maven/org.springframework/spring-core@6?group=inferred'],
    });
  });

  test('are read from a stream in pieces of any length', async () => {
    const app = zip([
      stored('lib/library-3.1.jar', library),
      pom('app'),
      stored('lib/other-1.jar', zip([pom('other')])),
    ]);
    const whole = await inspectFiles({ 'app.jar': app });
    for (const chunk of [1, 7, 64, 1000]) expect(await inspectFiles({ 'app.jar': app }, [], { chunk })).toEqual(whole);
    expect(Object.keys(whole.parts)).toHaveLength(2);
  });

  test('that the archive merged lie in it, without bytes of their own', async () => {
    const found = await inspectFiles({ 'app-1.jar': zip([pom('app', '1'), pom('one'), pom('two')]) });
    expect(found.parts).toEqual({});
    expect(found.inner).toEqual({ 'app-1.jar': ['pkg:maven/org.acme/one@3.1', 'pkg:maven/org.acme/two@3.1'] });
  });

  test('of a package of another ecosystem are bytes of that one', async () => {
    const found = await inspectFiles({
      'node_modules/a/package.json': '{"name":"a","version":"1"}',
      'node_modules/a/app.jar': zip([pom('app'), stored('lib/library-3.1.jar', library)]),
    });
    expect([found.owners['node_modules/a/app.jar'], found.parts]).toEqual(['pkg:npm/a@1', {}]);
  });

  test.each([
    ['leave the archive', [{ name: '../../etc/a.jar', data: 'x' }]],
    [
      'have one name',
      [
        { name: 'a.jar', data: 'x' },
        { name: 'a.jar', data: 'y' },
      ],
    ],
    ['are larger than it', [{ name: 'a.jar', data: 'x', compressedSize: 100_000 }]],
    ['have no name', [{ name: '/a.jar', data: 'x' }]],
  ])('that %s are not told', async (_, entries) => {
    const found = await inspectFiles({ 'app-1.jar': makeZip(entries) });
    expect([found.packages, found.parts]).toEqual([['pkg:maven/app@1'], {}]);
  });

  test('of a directory with a false count are not told', async () => {
    const bytes = makeZip([{ name: 'a.jar', data: 'x' }], { entryCount: 60_000 });
    expect((await inspectFiles({ 'app-1.jar': bytes })).parts).toEqual({});
  });
});
