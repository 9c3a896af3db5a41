import { expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const DATABASE = `C:Q1x=\nP:busybox\nV:1.36.1-r5\nA:x86_64\nS:1\nF:bin\nR:busybox\na:0:0:755\nF:etc\nR:x\nF:\nR:root\n\nP:virtual\nV:1\nA:noarch\n\nP:musl\nV:1.2_git\nA:x86_64\nF:lib\nR:ld.so\nR:../../etc/x\n`;

test.each(['lib/apk/db/installed', 'usr/lib/apk/db/installed'])(
  'packages of apk have the files that %s lists',
  async (path) => {
    const files = { 'usr/bin/busybox': 'bb', 'etc/x': 'x', 'lib/ld.so': 'l', root: 'r', [path]: DATABASE };
    const found = await inspectFiles(files, [], { chunk: 5 });
    const [busybox, musl] = ['pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64', 'pkg:apk/alpine/musl@1.2_git?arch=x86_64'];
    expect(found.packages).toEqual([busybox, musl, 'pkg:apk/alpine/virtual@1?arch=noarch']);
    expect(found.owners).toEqual({ 'usr/bin/busybox': busybox, 'etc/x': busybox, root: busybox, 'lib/ld.so': musl });
  },
);

test('the namespace of a package of apk is the ID of os-release', async () => {
  const found = await inspectFiles({ 'etc/os-release': 'ID=wolfi\n', 'etc/x': 'x', 'lib/apk/db/installed': DATABASE });
  expect(found.packages).toEqual([
    'pkg:apk/wolfi/busybox@1.36.1-r5?arch=x86_64',
    'pkg:apk/wolfi/virtual@1?arch=noarch',
  ]);
});

test('a package of links alone is named where its links are, and one that only requires others tells nothing of them', async () => {
  const database =
    'P:links\nV:1\nA:x86_64\nF:bin\nR:sh\n\nP:meta\nV:2\nA:x86_64\nD:links\n\nP:below\nV:3\nA:x86_64\nF:bin\nR:ash\n\n';
  const link = { path: 'bin/sh', flag: '2', linkPath: '/bin/busybox' };
  const found = await inspectFiles({ 'lib/apk/db/installed': database }, [link]);
  expect(found.packages).toEqual(['pkg:apk/alpine/links@1?arch=x86_64', 'pkg:apk/alpine/meta@2?arch=x86_64']);
  expect(found.requires).toEqual({});
});

test.each([
  ['nothing', ''],
  ['no names', 'F:etc\nR:x\n'],
  ['no records', '\0\n'.repeat(1000)],
])('an apk database with %s has no packages', async (_, database) => {
  expect((await inspectFiles({ 'etc/x': 'x', 'lib/apk/db/installed': database })).packages).toEqual([]);
});
