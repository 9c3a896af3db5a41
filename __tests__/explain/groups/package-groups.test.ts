import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compareImage } from '../../../src/compare/compare.ts';
import { explainComparisons } from '../../../src/explain/explain.ts';
import { accountedFor } from '../../../src/explain/explanation.ts';
import { groupPackages } from '../../../src/explain/groups/package-groups.ts';
import { totalOf } from '../../../src/explain/lines.ts';
import { packageGrowth } from '../../../src/explain/package-changes.ts';
import type { Account, PackageChange, PackageGroup } from '../../../src/model/explanation.ts';
import type { LayerIndex } from '../../../src/oci/image.ts';
import { accountRows } from '../../../src/report/account-rows.ts';
import { indexFiles, indexLayer } from '../../support/layer-index.ts';
import { makeZip } from '../../support/makeZip.ts';
import { BUILT_ORIGIN, measurement } from '../../support/measurements.ts';
import { makeRpmDatabase, makeRpmHeader } from '../../support/rpm-database.ts';
import { randomNumbers } from '../../support/trees.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const directory = mkdtempSync(join(tmpdir(), 'groups-'));
afterAll(() => rmSync(directory, { recursive: true }));

const image = ({ diffId, unpacked }: LayerIndex) =>
  measurement({ layers: [[diffId.slice('sha256:'.length), 1, unpacked, 'RUN install']] });

/** The whole account of the change from one layer to another. */
function explain(was: LayerIndex, now: LayerIndex): Account {
  const baseline = { kind: 'measured', measurement: image(was), origin: BUILT_ORIGIN } as const;
  const comparison = compareImage({ image: 'api', baseline, head: image(now), conditions: [] });
  const find = (digest: string) => [was, now].find(({ diffId }) => digest.startsWith(`${diffId}.`));
  const explanation = explainComparisons([comparison], find)[0]?.explanation;
  if (explanation === undefined) throw new Error('there is no explanation');
  expect(accountedFor(explanation)).toBe(explanation.total);
  return explanation;
}

const between = async (was: Files, now: Files) => explain(await indexFiles('was', was), await indexFiles('now', now));

/** `required imagemagick +92: imagemagick 2, libmagick 90`, without types and namespaces. */
function wordsOf({ by, name, heads, change, packages }: PackageGroup): string {
  const short = (url: string) => url.replace(/^.*\//, '');
  const members = packages.lines.map((line) => `${short(line.name)} ${packageGrowth(line)}`).join(', ');
  const more = packages.more === undefined ? '' : ` and ${packages.more.count} of ${packages.more.change}`;
  return `${by} ${heads?.map(short).join('+') ?? short(name)} ${change}: ${members}${more}`;
}

const groupsOf = (account: Account) => {
  const { groups, packages } = account;
  if (groups !== undefined) expect(totalOf(groups, ({ change }) => change)).toBe(totalOf(packages, packageGrowth));
  return groups?.lines.map(wordsOf);
};

const dpkg = (...packages: readonly (readonly [name: string, bytes: number, fields?: string])[]): Files => ({
  'var/lib/dpkg/status': packages
    .map(
      ([name, , fields = '']) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${fields}\n`,
    )
    .join(''),
  ...Object.fromEntries(
    packages.flatMap(([name, bytes]) => [
      [`var/lib/dpkg/info/${name}.list`, bytes === 0 ? '' : `/opt/${name}\n`],
      ...(bytes === 0 ? [] : [[`opt/${name}`, 'x'.repeat(bytes)]]),
    ]),
  ),
});

const apk = (...packages: readonly (readonly [name: string, bytes: number, fields?: string])[]): Files => ({
  'lib/apk/db/installed': packages
    .map(([name, , fields = '']) => `P:${name}\nV:1\nA:x86_64\n${fields}F:opt\nR:${name}\n\n`)
    .join(''),
  ...Object.fromEntries(packages.map(([name, bytes]) => [`opt/${name}`, 'x'.repeat(bytes)])),
});

const wheel = (name: string, bytes: number, version: string, ...requires: readonly string[]): Files => ({
  [`site/${name}-${version}.dist-info/METADATA`]: [
    `Name: ${name}`,
    `Version: ${version}`,
    ...requires.map((each) => `Requires-Dist: ${each}`),
    '',
  ].join('\n'),
  [`site/${name}-${version}.dist-info/RECORD`]: `${name}/code.py,,\n`,
  [`site/${name}/code.py`]: 'x'.repeat(bytes),
});

const npm = (name: string, version: string, ...dependencies: readonly string[]): Files => ({
  [`srv/node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version,
    dependencies: Object.fromEntries(dependencies.map((each) => [each, '*'])),
  }),
});

/** Names alone: the bytes are those of manifests. */
const membersOf = (account: Account) =>
  account.groups?.lines.map(
    ({ by, packages }) => `${by}: ${packages.lines.map(({ name }) => name.replace(/^.*\//, '')).join(', ')}`,
  );

describe('packages that changed together', () => {
  const libc = ['libc6', 10] as const;
  const magick = [
    ['imagemagick', 2, 'Depends: libmagick (>= 7), libc6\nRecommends: ghostscript\n'],
    ['libmagick', 90, 'Depends: fonts | other-fonts\nPre-Depends: imagemagick-common\n'],
    ['fonts', 30],
    ['imagemagick-common', 1, 'Depends: libmagick\n'],
    ['ghostscript', 40, 'Depends: libgs\n'],
    ['libgs', 5, 'Suggests: vim\n'],
    ['vim', 7, 'Depends: libc6\n'],
  ] as const;

  test('dpkg: one that was added, and all that came because of it, required or recommended, in a cycle or not', async () => {
    const account = await between(dpkg(libc), dpkg(libc, ...magick));
    expect(groupsOf(account)).toEqual([
      'required imagemagick 168: imagemagick 2, libmagick 90, ghostscript 40, fonts 30, libgs 5, imagemagick-common 1',
      'package vim 7: vim 7',
    ]);
    expect(account.groups?.lines[0]).toMatchObject({ brought: 5, dropped: 0 });
  });

  test('dpkg: one that is gone, with all that went with it', async () => {
    const account = await between(dpkg(libc, ...magick), dpkg(libc, ['fonts', 30]));
    expect(groupsOf(account)).toEqual([
      'required imagemagick -138: imagemagick -2, libmagick -90, ghostscript -40, libgs -5, imagemagick-common -1',
      'package vim -7: vim -7',
    ]);
    expect(account.groups?.lines[0]).toMatchObject({ brought: 0, dropped: 4 });
  });

  test('what several brought is apart, so that each byte counts once', async () => {
    const account = await between(
      dpkg(libc),
      dpkg(
        libc,
        ['git', 50, 'Depends: curl, perl\n'],
        ['vim', 20, 'Depends: perl\n'],
        ['perl', 40, 'Depends: db\n'],
        ['db', 4],
        ['curl', 3],
      ),
    );
    expect(groupsOf(account)).toEqual([
      'required git 53: git 50, curl 3',
      'shared git+vim 44: perl 40, db 4',
      'package vim 20: vim 20',
    ]);
  });

  test('a package that owns no files brings others all the same', async () => {
    const account = await between(dpkg(libc), dpkg(libc, ['meta', 0, 'Depends: a, b\n'], ['a', 5], ['b', 6]));
    expect(groupsOf(account)).toEqual(['required meta 11: meta 0, b 6, a 5']);
    expect(account.packages.lines).toHaveLength(2);
  });

  test('those of one source package whose version changed, under other names too', async () => {
    const built = (version: string) => `Source: openssl (${version})\n`;
    const account = await between(
      dpkg(['libssl1.1', 10, built('1.1')], ['openssl', 5], ['libc6', 3]),
      dpkg(
        ['libssl3', 30, built('3.0')],
        ['openssl', 6, 'Version: 3.0\nDepends: libssl3, zlib\n'],
        ['libc6', 3],
        ['zlib', 2],
      ),
    );
    expect(groupsOf(account)).toEqual(['source openssl 23: libssl3 30, libssl1.1 -10, zlib 2, openssl 1']);
    expect(account.groups?.lines[0]).toMatchObject({ name: 'pkg:deb/debian/openssl', brought: 1 });
  });

  test('apk: by what they provide, and by origin', async () => {
    const account = await between(
      apk(['musl', 1], ['openssl', 5, 'o:openssl\n']),
      apk(
        ['musl', 1],
        ['.deps', 0, 'D:curl\n'],
        ['curl', 20, 'D:so:libcurl.so.4 musl\n'],
        ['libcurl', 70, 'o:curl\np:so:libcurl.so.4=4\n'],
      ),
    );
    expect(groupsOf(account)).toEqual([
      'required .deps 90: .deps 0, libcurl 70, curl 20',
      'package openssl -5: openssl -5',
    ]);
  });

  test('rpm: by capabilities, weak ones too, and by source package', async () => {
    const files = (name: string, size: number) => ({ [`opt/${name}`]: 'x'.repeat(size) });
    const database = (headers: readonly Buffer[]) => ({
      'var/lib/rpm/rpmdb.sqlite': makeRpmDatabase(directory, headers),
    });
    const old = makeRpmHeader({ name: 'openssl-libs', source: 'openssl-1-1.el9.src.rpm', files: ['/opt/ssl'] });
    const account = await between(
      { ...files('ssl', 4), ...database([old]) },
      {
        ...files('git', 20),
        ...files('perl', 50),
        ...files('less', 8),
        ...files('ssl3', 9),
        ...database([
          makeRpmHeader({ name: 'git', requires: ['libperl.so()(64bit)'], recommends: ['less'], files: ['/opt/git'] }),
          makeRpmHeader({ name: 'perl-libs', provides: ['libperl.so()(64bit)'], files: ['/opt/perl'] }),
          makeRpmHeader({ name: 'less', files: ['/opt/less'] }),
          makeRpmHeader({ name: 'openssl3-libs', source: 'openssl-3-1.el9.src.rpm', files: ['/opt/ssl3'] }),
        ]),
      },
    );
    expect(groupsOf(account)).toEqual([
      'required git 78: git 20, perl-libs 50, less 8',
      'source openssl 5: openssl3-libs 9, openssl-libs -4',
    ]);
  });

  test('Python: by Requires-Dist; what only one package of another version requires is of that', async () => {
    const account = await between(
      { ...wheel('pandas', 100, '1', 'six'), ...wheel('six', 50, '1') },
      {
        ...wheel('pandas', 500, '2', 'tzdata'),
        ...wheel('tzdata', 300, '1'),
        ...wheel('fastapi', 10, '1', 'starlette'),
        ...wheel('starlette', 70, '1'),
      },
    );
    expect(membersOf(account)).toEqual(['required: pandas, tzdata, six', 'required: fastapi, starlette']);
    expect(account.groups?.lines[0]).toMatchObject({ name: 'pkg:pypi/pandas', brought: 1, dropped: 1 });
  });

  test('Node: by dependencies, of several versions of a name as of one, with itself and what is missing', async () => {
    const account = await between(npm('left-pad', '1'), {
      ...npm('left-pad', '1'),
      ...npm('express', '4', 'express', 'debug', 'gone'),
      ...npm('debug', '2', 'ms'),
      'srv/node_modules/debug/node_modules/ms/package.json': '{"name":"ms","version":"1"}',
      ...npm('ms', '2', 'debug'),
    });
    expect(membersOf(account)).toEqual(['required: express, ms, debug']);
    expect(account.groups?.lines[0]?.packages.lines[1]).toMatchObject({ after: { versions: ['1', '2'] } });
  });

  test('Java: an archive with the archives in it', async () => {
    const pom = (name: string, version: string) => ({
      name: `META-INF/maven/acme/${name}/pom.properties`,
      data: `groupId=acme\nartifactId=${name}\nversion=${version}\n`,
    });
    const library = (name: string, version: string) => ({
      name: `BOOT-INF/lib/${name}-${version}.jar`,
      data: makeZip([pom(name, version), ...(version === '2' ? [{ name: 'x', data: 'x' }] : [])]),
      method: 0,
    });
    const shop = (version: string, ...libraries: readonly ReturnType<typeof library>[]) => ({
      'srv/shop.jar': makeZip([pom('shop', version), ...libraries]),
    });
    const old = shop('1', library('log', '1'), library('gone', '1'));
    expect(membersOf(await between({ x: 'x' }, old))).toEqual(['required: shop, gone, log']);
    const account = await between(old, shop('2', library('log', '2'), library('new', '1')));
    expect(account.groups?.lines).toMatchObject([
      { by: 'required', name: 'pkg:maven/acme/shop', brought: 1, dropped: 1, upgraded: 1 },
    ]);
    // One that two archives hold is of neither. An archive that is the same heads what lies in it.
    const [was, now] = ['1', '2'].map((version) => ({
      ...shop('1', library('log', version), library(`own${version}`, version)),
      'srv/more.jar': makeZip([
        pom('more', '1'),
        library('log', version),
        library('tool', version),
        library('up', version),
      ]),
    }));
    const shared = await between(was ?? {}, now ?? {});
    const counts = shared.groups?.lines.map(({ name, upgraded = 0 }) => `${name.slice(15)} ${upgraded}`);
    expect(counts?.sort()).toEqual(['log 0', 'more 2', 'own1 0', 'own2 0']);
    const row = accountRows(shared, 9).find(({ name }) => name === 'acme/more (maven)');
    expect(row).toMatchObject({ became: '1 and 2 in it with another version', members: { lines: { length: 3 } } });
  });

  test('stand alone where nobody knows what they require', async () => {
    const withoutRelations = async (files: Files) => {
      const { requires, ...index } = await indexFiles(`old${Object.keys(files).length}`, files);
      return index;
    };
    const account = explain(await withoutRelations(dpkg(libc)), await withoutRelations(dpkg(libc, ...magick)));
    expect(account.groups).toBeUndefined();
    expect(account.packages.lines).toHaveLength(7);
  });
});

describe("pnpm's store of shared files", () => {
  const store = 'srv/node_modules/.pnpm';
  const licence = 'MIT '.repeat(100);
  /** Packages by name with a version each; all have the same licence, stored once. */
  const project = (packages: Readonly<Record<string, string>>) => {
    const [first = '', ...others] = Object.entries(packages).map(
      ([name, version]) => `${store}/${name}@${version}/node_modules/${name}`,
    );
    const manifests = Object.entries(packages).map(([name, version]) => ({
      path: `${store}/${name}@${version}/node_modules/${name}/package.json`,
      content: JSON.stringify({ name, version }),
    }));
    const links = others.map((path) => ({ path: `${path}/LICENSE`, flag: '1', linkPath: `${first}/LICENSE` }));
    return indexLayer(`p${JSON.stringify(packages)}`, [
      ...manifests,
      { path: `${first}/LICENSE`, content: licence },
      ...links,
    ]);
  };

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]]>([
    ['came before', { m: '1', z: '1' }, { a: '1', m: '1', z: '1' }, ['added a 26']],
    ['came after', { m: '1', z: '1' }, { m: '1', z: '1', zz: '1' }, ['added zz 27']],
    ['is gone', { a: '1', m: '1', z: '1' }, { m: '1', z: '1' }, ['removed a -26']],
    ['has another version', { a: '1', m: '1' }, { a: '20', m: '1' }, ['upgraded a 1']],
  ])('shows no package as changed where another one %s', async (_what, before, after, expected) => {
    const account = explain(await project(before), await project(after));
    const words = account.packages.lines.map(
      (line) => `${line.kind} ${line.name.slice('pkg:npm/'.length)} ${packageGrowth(line)}`,
    );
    expect(words).toEqual(expected);
  });

  test('counts a file that lost its last but one package to the one that is left', async () => {
    const alone = await indexLayer('alone', [
      { path: `${store}/a@2/node_modules/a/package.json`, content: JSON.stringify({ name: 'a', version: '2' }) },
      { path: `${store}/a@2/node_modules/a/LICENSE`, content: 'other' },
      { path: `${store}/m@1/node_modules/m/package.json`, content: JSON.stringify({ name: 'm', version: '1' }) },
      { path: `${store}/m@1/node_modules/m/LICENSE`, content: licence },
    ]);
    const account = explain(await project({ a: '1', m: '1' }), alone);
    expect(account.packages.lines.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['upgraded pkg:npm/a']);
  });
});

describe('hostile lists of packages', () => {
  const added = (name: string, bytes: number): PackageChange => ({
    kind: 'added',
    name: `pkg:deb/debian/${name}`,
    before: null,
    after: { versions: ['1'], bytes, files: 1 },
  });
  const requirements = (edges: Readonly<Record<string, readonly string[]>>) =>
    new Map(
      Object.entries(edges).map(([name, list]) => [
        `pkg:deb/debian/${name}`,
        new Set(list.map((each) => `pkg:deb/debian/${each}`)),
      ]),
    );
  const chain = (last: readonly string[] = []) =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`n${at}`, at < 9_999 ? [`n${at + 1}`] : last]));
  const group = (changes: readonly PackageChange[], edges: Readonly<Record<string, readonly string[]>>) =>
    groupPackages(changes, { before: new Map(), after: requirements(edges) }, 50);

  test.each([
    ['a chain', chain()],
    ['a cycle', chain(['n0'])],
    [
      'a chain with a loop at each',
      Object.fromEntries(Object.entries(chain()).map(([name, list]) => [name, [name, ...list]])),
    ],
  ])('%s of 10,000 is one group, of which some are listed', (_what, edges) => {
    const groups = group(
      Object.keys(edges).map((name) => added(name, 2)),
      edges,
    );
    expect(groups).toMatchObject([
      {
        name: 'pkg:deb/debian/n0',
        change: 20_000,
        brought: 9_999,
        packages: { lines: { length: 50 }, more: { count: 9_950 } },
      },
    ]);
  });

  test('10,000 that share everything are named in part', () => {
    const heads = Array.from({ length: 10_000 }, (_, at) => `h${at}`);
    const edges = { ...Object.fromEntries(heads.map((name) => [name, ['n0']])), ...chain() };
    const groups = group(
      Object.keys(edges).map((name) => added(name, 1)),
      edges,
    );
    expect(groups).toHaveLength(10_001);
    expect(groups[0]).toMatchObject({ by: 'shared', change: 10_000, heads: { length: 20 } });
  });

  test('each package is in one group, and the sums are exact, whatever the lists', () => {
    const random = randomNumbers(31);
    for (let round = 0; round < 300; round++) {
      const names = Array.from({ length: 1 + random(12) }, (_, at) => `n${at}`);
      const edgesOf = () =>
        requirements(Object.fromEntries(names.map((name) => [name, names.filter(() => random(5) === 0)])));
      const changes = names.flatMap((name): PackageChange[] => {
        const one = added(name, random(100));
        const built = random(3) === 0 ? { source: `pkg:deb/debian/s${random(3)}` } : {};
        const was = { before: one.after, after: random(2) === 0 ? null : one.after };
        const kind = was.after === null ? 'removed' : random(2) === 0 ? 'upgraded' : 'resized';
        const either: PackageChange = random(2) === 0 ? { ...one, ...built } : { ...one, ...built, ...was, kind };
        return random(4) === 0 ? [] : [either];
      });
      const groups = groupPackages(changes, { before: edgesOf(), after: edgesOf() }, 50);
      const members = groups
        .flatMap(({ packages }) => packages.lines)
        .filter(({ name }) => changes.some((each) => each.name === name));
      expect(members.map(({ name }) => name).sort()).toEqual(changes.map(({ name }) => name).sort());
      for (const { change, packages } of groups) expect(totalOf(packages, packageGrowth)).toBe(change);
      const others = groups.map(({ brought, dropped, packages }) => packages.lines.length - brought - dropped);
      expect(Math.min(0, ...others)).toBe(0);
    }
  });
});
