import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const INFO = 'var/lib/dpkg/info';

/** A control paragraph as dpkg keeps it. */
function paragraph(name: string, { version = '1.0', arch = 'amd64', status = 'install ok installed' } = {}): string {
  return `Package: ${name}\nStatus: ${status}\nMaintainer: x\nArchitecture: ${arch}\nVersion: ${version}\nDescription: d\n more\n .\n Version: 9\n\n`;
}

const purl = (name: string, version = '1.0') => `pkg:deb/debian/${name}@${version}?arch=amd64`;

describe('a package of dpkg', () => {
  test('owns the bytes of the files in its list', async () => {
    const found = await inspectFiles({
      'usr/bin/a': 'aaaa',
      'usr/share/b': 'b',
      'etc/other': 'xx',
      [`${INFO}/a.list`]: '/.\n/usr\n/usr/bin\n/usr/bin/a\n/usr/share/b\n/usr/share/doc/missing\n',
      'var/lib/dpkg/status': paragraph('a', { version: '1:2.0+b1' }),
    });
    expect(found.packages).toEqual(['pkg:deb/debian/a@1:2.0%2Bb1?arch=amd64']);
    expect(found.owners).toEqual({ 'usr/bin/a': found.packages[0], 'usr/share/b': found.packages[0] });
    expect(found.bytes[found.packages[0]!]).toBe(5);
  });

  test('has one list for each architecture', async () => {
    const found = await inspectFiles({
      'lib/x/c': 'c',
      [`${INFO}/c:amd64.list`]: '/lib/x/c\n',
      [`${INFO}/c:i386.list`]: '/lib/i386/c\n',
      'var/lib/dpkg/status': paragraph('c') + paragraph('c', { arch: 'i386' }),
    });
    expect(found.packages).toEqual([purl('c'), 'pkg:deb/debian/c@1.0?arch=i386']);
    expect(found.owners).toEqual({ 'lib/x/c': purl('c') });
  });

  test.each([
    ['not there where the layer holds no list of it', {}, paragraph('a'), []],
    ['not there without a status', { [`${INFO}/a.list`]: '/f\n' }, paragraph('b'), []],
    [
      'not there when only its configuration is left',
      { [`${INFO}/a.list`]: '/f\n' },
      paragraph('a', { status: 'deinstall ok config-files' }),
      [],
    ],
    ['there without any file', { [`${INFO}/a.list`]: '/.\n' }, paragraph('a'), [purl('a')]],
    [
      'there when it is not configured yet',
      { [`${INFO}/a.list`]: '' },
      paragraph('a', { status: 'install ok unpacked' }),
      [purl('a')],
    ],
    [
      'there if no empty line ends the last paragraph',
      { [`${INFO}/a.list`]: '' },
      paragraph('a').trimEnd(),
      [purl('a')],
    ],
  ])('is %s', async (_, lists, status, packages) => {
    expect((await inspectFiles({ f: 'f', ...lists, 'var/lib/dpkg/status': status })).packages).toEqual(packages);
  });

  test('owns a file that an earlier package lists too', async () => {
    const lists = { [`${INFO}/b.list`]: '/f\n', [`${INFO}/a.list`]: '/f\n' };
    const found = await inspectFiles({ f: 'f', ...lists, 'var/lib/dpkg/status': paragraph('b') + paragraph('a') });
    expect(found.owners).toEqual({ f: purl('a') });
  });

  test('does not own the files of the database', async () => {
    const found = await inspectFiles({
      [`${INFO}/a.list`]: '/f\n',
      [`${INFO}/a.postinst`]: 'x',
      'var/lib/dpkg/status': paragraph('a'),
    });
    expect(found.owners).toEqual({});
  });
});

describe('the path of a listed file', () => {
  const list = (path: string) => ({ [`${INFO}/a.list`]: `${path}\n`, 'var/lib/dpkg/status': paragraph('a') });

  test.each([
    [
      'in /usr, when the layer holds the link',
      '/bin/x',
      'usr/bin/x',
      [{ path: 'bin', flag: '2', linkPath: 'usr/bin' }],
    ],
    ['in /usr, when the link is in a layer below', '/lib64/x', 'usr/lib64/x', []],
    ['behind an absolute link', '/opt/now/x', 'srv/v2/x', [{ path: 'opt/now', flag: '2', linkPath: '/srv/v2' }]],
    ['behind a relative link', '/opt/now/x', 'srv/v2/x', [{ path: 'opt/now', flag: '2', linkPath: '../srv/v2' }]],
  ])('is %s', async (_, listed, path, links) => {
    expect((await inspectFiles({ [path]: 'x', ...list(listed) }, links)).owners).toEqual({ [path]: purl('a') });
  });

  test.each([
    ['a directory of its own is no link', '/bin/x', { 'bin/': '' }, []],
    [
      'a link in a circle leads nowhere',
      '/a/x',
      {},
      [
        { path: 'a', flag: '2', linkPath: 'b' },
        { path: 'b', flag: '2', linkPath: 'a' },
      ],
    ],
    ['a path out of the root is none', '/../../usr/bin/x', {}, []],
    ['a link out of the root leads nowhere', '/a/x', {}, [{ path: 'a', flag: '2', linkPath: '../../usr/bin' }]],
  ])('%s', async (_, listed, files, links) => {
    expect((await inspectFiles({ 'usr/bin/x': 'x', ...files, ...list(listed) }, links)).owners).toEqual({});
  });

  test('changes if a package diverted it', async () => {
    const found = await inspectFiles({
      'bin/sh': 'dash',
      'bin/sh.distrib': 'bash',
      'var/lib/dpkg/diversions': '/bin/sh\n/bin/sh.distrib\ndash\n',
      [`${INFO}/bash.list`]: '/bin/sh\n',
      [`${INFO}/dash.list`]: '/bin/sh\n',
      'var/lib/dpkg/status': paragraph('dash') + paragraph('bash'),
    });
    expect(found.owners).toEqual({ 'bin/sh': purl('dash'), 'bin/sh.distrib': purl('bash') });
  });

  test('may be that of a hard link', async () => {
    const found = await inspectFiles({ y: 'y', ...list('/x') }, [{ path: 'x', flag: '1', linkPath: 'y' }]);
    expect(found.owners).toEqual({ x: purl('a') });
  });
});

test.each([
  ['os-release', { 'usr/lib/os-release': 'NAME="Kali"\nVERSION_ID=1\nID=kali\n' }, '1', 'pkg:deb/kali/a@1?arch=amd64'],
  ['os-release in quotes', { 'etc/os-release': 'ID="ubuntu"\n' }, '1', 'pkg:deb/ubuntu/a@1?arch=amd64'],
  ['a version of Ubuntu', {}, '1-2ubuntu3', 'pkg:deb/ubuntu/a@1-2ubuntu3?arch=amd64'],
  ['nothing', {}, '1-2', 'pkg:deb/debian/a@1-2?arch=amd64'],
  ['an os-release that is no name', { 'etc/os-release': 'ID=../x y\n' }, '1-2', 'pkg:deb/debian/a@1-2?arch=amd64'],
])('the namespace of a package of dpkg is known by %s', async (_, release, version, expected) => {
  const status = { 'var/lib/dpkg/status': paragraph('a', { version }) };
  expect((await inspectFiles({ ...release, [`${INFO}/a.list`]: '', ...status })).packages).toEqual([expected]);
});

test('packages of distroless images have the files in their md5sums', async () => {
  const found = await inspectFiles({
    'usr/lib/libc.so': 'libc',
    'var/lib/dpkg/status.d/libc6': 'Package: libc6\nVersion: 2.36\nArchitecture: amd64\n',
    'var/lib/dpkg/status.d/libc6.md5sums': `${'0'.repeat(32)}  usr/lib/libc.so\nnonsense\n`,
    'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12\nArchitecture: amd64\n',
  });
  expect(found.packages).toEqual([purl('base-files', '12'), purl('libc6', '2.36')]);
  expect(found.owners).toEqual({ 'usr/lib/libc.so': purl('libc6', '2.36') });
});

test.each([1, 7, 511, 4096])('the packages of dpkg are the same in chunks of %i bytes', async (chunk) => {
  const files = {
    'usr/é': 'x',
    [`${INFO}/a.list`]: '/usr/é\r\n/usr/b',
    'usr/b': 'b',
    'var/lib/dpkg/status': paragraph('a'),
  };
  expect(await inspectFiles(files, [], { chunk })).toEqual(await inspectFiles(files));
});

test('a path in a dpkg list that is not UTF-8 is found', async () => {
  const name = Buffer.from('caf\xe9', 'latin1');
  const list = Buffer.concat([Buffer.from('/'), name, Buffer.from('\n')]);
  const file = { path: 'x', content: 'x', patch: { 0: name } };
  const files = { [`${INFO}/a.list`]: list, 'var/lib/dpkg/status': paragraph('a') };
  expect((await inspectFiles(files, [file])).owners).toEqual({ café: purl('a') });
});

test('a line of a dpkg list that is too long is left out, and later lines are read', async () => {
  const list = `/${'x'.repeat(100_000)}\n/f\n`;
  const files = { f: 'f', [`${INFO}/a.list`]: list, 'var/lib/dpkg/status': paragraph('a') };
  expect((await inspectFiles(files, [], { chunk: 1000 })).owners).toEqual({ f: purl('a') });
});
