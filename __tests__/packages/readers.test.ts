import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const json = (value: unknown) => JSON.stringify(value);
const owners = async (files: Readonly<Record<string, string | Uint8Array>>) => (await inspectFiles(files)).owners;

describe('.NET', () => {
  const document = {
    runtimeTarget: { name: '.NETCoreApp,Version=v8.0', signature: '' },
    targets: {
      '.NETCoreApp,Version=v8.0': {
        'Shop/1.2.0': { dependencies: { 'Acme.Json': '13.0.3' }, runtime: { 'Shop.dll': {} } },
        'Acme.Json/13.0.3': {
          runtime: { 'lib/net6.0/Acme.Json.dll': { assemblyVersion: '13.0.0.0' } },
          resources: { 'lib/net6.0/de/Acme.Json.resources.dll': { locale: 'de' } },
          runtimeTargets: { 'runtimes/linux-x64/native/libacme.so': { rid: 'linux-x64', assetType: 'native' } },
        },
        'Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { native: { 'libcoreclr.so': {} } },
      },
    },
    libraries: { 'Shop/1.2.0': { type: 'project' }, 'Acme.Json/13.0.3': { type: 'package' } },
  };
  const files = {
    'app/Shop': 'x',
    'app/Shop.dll': 'x',
    'app/Acme.Json.dll': 'x',
    'app/de/Acme.Json.resources.dll': 'x',
    'app/runtimes/linux-x64/native/libacme.so': 'x',
    'app/libcoreclr.so': 'x',
    'app/other.dll': 'x',
  };

  test('packages own their assets beside the deps.json, and the application what starts it', async () => {
    const found = await inspectFiles({ ...files, 'app/Shop.deps.json': json(document) });
    expect(found.owners).toEqual({
      'app/Shop': 'pkg:nuget/Shop@1.2.0',
      'app/Shop.dll': 'pkg:nuget/Shop@1.2.0',
      'app/Shop.deps.json': 'pkg:nuget/Shop@1.2.0',
      'app/Acme.Json.dll': 'pkg:nuget/Acme.Json@13.0.3',
      'app/de/Acme.Json.resources.dll': 'pkg:nuget/Acme.Json@13.0.3',
      'app/runtimes/linux-x64/native/libacme.so': 'pkg:nuget/Acme.Json@13.0.3',
      'app/libcoreclr.so': 'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1',
    });
    expect(found.requires).toEqual({ 'pkg:nuget/Shop@1.2.0': ['pkg:nuget/Acme.Json'] });
  });

  test.each<[string, string]>([
    ['of another shape', '{"targets":[1,2],"libraries":"x","runtimeTarget":7}'],
    ['that is not JSON', '{"targets":'],
    [
      'whose assets leave its directory',
      json({
        ...document,
        targets: { x: { 'A/1': { runtimeTargets: { '../../etc/passwd': {} } } } },
        runtimeTarget: 'x',
      }),
    ],
  ])('a deps.json %s owns nothing', async (_, text) => {
    expect(await owners({ ...files, 'app/Shop.deps.json': text, 'other/passwd': 'x' })).toEqual({});
  });
});

describe('chisel', () => {
  const wall = (lines: readonly unknown[]) => zstdCompressSync(Buffer.from(lines.map(json).join('\n')));
  const MANIFEST = 'var/lib/chisel/manifest.wall';
  const content = (slice: string, path: string) => ({ kind: 'content', slice, path });
  const libc = { kind: 'package', name: 'libc6', version: '2.39-0ubuntu8', sha256: 'x', arch: 'amd64' };

  test('packages own the paths of their slices', async () => {
    const lines = [
      { jsonwall: '1.0', schema: '1.0', count: 5 },
      content('libc6_libs', '/usr/lib/libc.so.6'),
      content('libc6_config', '/etc/'),
      content('other_libs', '/usr/lib/other.so'),
      libc,
      { kind: 'slice', name: 'libc6_libs' },
      { kind: 'path', path: '/usr/lib/libc.so.6', mode: '0644', slices: ['libc6_libs'], size: 1 },
    ];
    const files = { [MANIFEST]: wall(lines), 'usr/lib/libc.so.6': 'x', 'usr/lib/other.so': 'x', 'etc/x': 'x' };
    expect(await owners(files)).toEqual({ 'usr/lib/libc.so.6': 'pkg:deb/ubuntu/libc6@2.39-0ubuntu8?arch=amd64' });
  });

  test.each<[string, Uint8Array]>([
    ['that is not compressed', Buffer.from(json(libc))],
    ['cut off', wall([libc]).subarray(0, 20)],
    ['with a line that is not JSON', zstdCompressSync(Buffer.from(`${json(libc)}\nx`))],
    ['that inflates beyond the limit', zstdCompressSync(Buffer.alloc(65 * 1024 * 1024))],
    ['of other values', wall([1, null, [], { kind: 'package' }, { kind: 'content', slice: 7 }])],
  ])('a manifest %s names nothing', async (_, bytes) => {
    expect((await inspectFiles({ [MANIFEST]: bytes, 'usr/lib/libc.so.6': 'x' })).packages).toEqual([]);
  });
});

describe('Azure Linux', () => {
  const place = (kind: number) => `var/lib/rpmmanifest/container-manifest-${kind}`;
  const columns = 'bash\t5.2.15-3.azl3\t1700000000\t1690000000\tMicrosoft\t1\t100\tx86_64\t1\tbash.src.rpm\n';

  test('packages are those of the manifest with columns, else of the one with names', async () => {
    const names = 'bash-5.2.15-3.azl3.x86_64\nfilesystem-1.1-20.azl3.x86_64\nno name\n';
    const release = { 'etc/os-release': 'ID=azurelinux\n' };
    expect((await inspectFiles({ ...release, [place(1)]: names, [place(2)]: `${columns}x\ty\n` })).packages).toEqual([
      'pkg:rpm/azurelinux/bash@5.2.15-3.azl3?arch=x86_64&epoch=1',
    ]);
    expect((await inspectFiles({ ...release, [place(1)]: names })).packages).toEqual([
      'pkg:rpm/azurelinux/bash@5.2.15-3.azl3?arch=x86_64',
      'pkg:rpm/azurelinux/filesystem@1.1-20.azl3?arch=x86_64',
    ]);
  });
});

describe('Bitnami', () => {
  const purl = 'pkg:bitnami/nginx@1.27.1-0?arch=amd64&distro=debian-12';

  test('a component owns its directory, by either kind of file', async () => {
    const components = {
      nginx: { arch: 'amd64', distro: 'debian-12', type: 'NAMI', version: '1.27.1-0' },
      '..': { version: '1' },
    };
    const files = { 'opt/bitnami/nginx/sbin/nginx': 'x', 'opt/bitnami/scripts/run.sh': 'x' };
    const byList = await owners({ ...files, 'opt/bitnami/.bitnami_components.json': json(components) });
    expect(byList).toEqual({ 'opt/bitnami/nginx/sbin/nginx': purl });
    const reference = (referenceLocator: string) => ({ externalRefs: [{ referenceType: 'purl', referenceLocator }] });
    const document = {
      packages: [reference('pkg:generic/pcre@8'), reference(purl), reference('<script>'), { name: 'x' }],
    };
    const place = 'opt/bitnami/nginx/.spdx-nginx.spdx';
    const found = await inspectFiles({ ...files, [place]: json(document) });
    expect(found.owners).toEqual({ 'opt/bitnami/nginx/sbin/nginx': purl, [place]: purl });
    expect(found.inner).toEqual({ [place]: ['pkg:generic/pcre@8'] });
  });
});

test('Homebrew: a formula owns its directory in the Cellar', async () => {
  const keg = 'home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1';
  const receipt = json({ runtime_dependencies: [{ full_name: 'homebrew/core/oniguruma', version: '6.9.9' }] });
  const found = await inspectFiles({ [`${keg}/INSTALL_RECEIPT.json`]: receipt, [`${keg}/bin/jq`]: 'x' });
  expect(found.owners[`${keg}/bin/jq`]).toBe('pkg:brew/jq@1.7.1');
  expect(found.requires).toEqual({ 'pkg:brew/jq@1.7.1': ['pkg:brew/oniguruma'] });
});

test('Composer 1: packages are a bare list, at their names', async () => {
  const list = [
    { name: 'acme/clock', version: '1.0' },
    { name: '../../x', version: '1' },
    { name: 'acme/bad', 'install-path': '../../../../..' },
  ];
  const files = { 'srv/vendor/acme/clock/a.php': 'x', 'srv/vendor/x/y': 'x', 'etc/passwd': 'x' };
  expect(await owners({ ...files, 'srv/vendor/composer/installed.json': json(list) })).toEqual({
    'srv/vendor/acme/clock/a.php': 'pkg:composer/acme/clock@1.0',
  });
});

test('Conda: a package that conda lists belongs to conda, one that pip added does not', async () => {
  const wheel = (name: string) => ({
    [`opt/conda/lib/python3.12/site-packages/${name}-1.dist-info/METADATA`]: `Name: ${name}\nVersion: 1\n`,
  });
  const files = ['lib/python3.12/site-packages/numpy-1.dist-info/METADATA', '../../etc/passwd'];
  const record = json({ name: 'numpy', version: '2.1', build: 'py312_0', subdir: 'linux-64', files });
  const found = await owners({
    ...wheel('numpy'),
    ...wheel('six'),
    'opt/conda/conda-meta/numpy-2.1-py312_0.json': record,
  });
  expect(Object.values(found).sort()).toEqual([
    'pkg:conda/numpy@2.1?build=py312_0&subdir=linux-64',
    'pkg:conda/numpy@2.1?build=py312_0&subdir=linux-64',
    'pkg:pypi/six@1',
  ]);
});

test.each<[string, string]>([
  ['R', 'usr/lib/R/site-library/x/DESCRIPTION'],
  ['Erlang', 'opt/lib/x-1/ebin/x.app'],
  ['Composer', 'vendor/composer/installed.json'],
  ['Conda', 'conda-meta/x-1-0.json'],
  ['.NET', 'app/x.deps.json'],
  ['Homebrew', 'Cellar/x/1/INSTALL_RECEIPT.json'],
  ['Bitnami', 'opt/bitnami/.bitnami_components.json'],
  ['SPDX', 'opt/bitnami/x/.spdx-x.spdx'],
  ['Perl', 'usr/lib/perl5/auto/X/.packlist'],
  ['Yarn', '.yarn/cache/x-npm-1.0.0-0123456789-0123456789.zip'],
  ['Nix', 'nix/store/0123456789012345678901234567890-short/x'],
  ['release of Erlang', 'releases/start_erl.data'],
])('%s: files of any other content own nothing but themselves', async (_, path) => {
  const hostile = [
    '',
    '\0',
    '{',
    '[]',
    'null',
    '{"packages":{"length":1e9},"files":{"0":1},"targets":null}',
    '\xff'.repeat(100_000),
    '['.repeat(100_000),
  ];
  for (const content of hostile) {
    const found = await inspectFiles({ [path]: content, 'etc/passwd': 'x' });
    expect(Object.keys(found.owners).filter((owned) => owned !== path)).toEqual([]);
  }
});

test('a file that is larger than its limit is not read', async () => {
  const record = json({ name: 'x', version: '1', runtime_dependencies: [], padding: 'x'.repeat(1024 * 1024) });
  expect(await owners({ 'Cellar/x/1/INSTALL_RECEIPT.json': record })).toEqual({});
});
