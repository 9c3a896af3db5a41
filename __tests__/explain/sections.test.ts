import { describe, expect, test } from '@jest/globals';
import { groupPackages } from '../../src/explain/groups/package-groups.ts';
import { changePackages } from '../../src/explain/package-changes.ts';
import { Sections } from '../../src/explain/sections.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import { stackLayers, takeApart } from '../../src/measure/final-tree.ts';
import type { LayerEntry } from '../../src/oci/image.ts';
import { accountRows } from '../../src/report/account-rows.ts';
import { layerIndex } from '../history/samples.ts';
import { inspectFiles } from '../support/inspect.ts';
import { file } from '../support/trees.ts';

const APP = 'pkg:maven/org.acme/app';

/** The tree of an image with an archive in which are other ones. */
const treeOf = (sections: LayerEntry['sections'], size: number, libraries: readonly string[]) => {
  const entry: LayerEntry = {
    path: 'app.jar',
    type: 'file',
    size,
    crc32: size,
    owner: 0,
    parts: libraries.map((name, at) => ({ path: `${name}.jar`, size: 10, crc32: 1, owner: at + 1 })),
    ...(sections !== undefined && { sections }),
  };
  const packages = [`${APP}@1`, ...libraries.map((name) => `pkg:maven/${name}@1`)];
  return takeApart(stackLayers([{ ...layerIndex([entry]), packages }]).tree);
};
const layers = (dependencies: number, application: number) => [
  { name: 'dependencies', bytes: dependencies },
  { name: 'spring-boot-loader', bytes: 5 },
  { name: 'application', bytes: application },
];

const was = treeOf(layers(10, 60), 100, ['a']);
const now = treeOf([...layers(20, 57), { name: 'more', bytes: 1 }], 112, ['a', 'b']);
const changes = changePackages(diffTrees(was, now));
const app = changes.find(({ name }) => name === APP);

describe('the sections of the files of a package', () => {
  test('are told where their bytes changed, largest change first', () => {
    expect(app?.sections).toEqual({
      lines: [
        { kind: 'layer', name: 'dependencies', before: 10, after: 20 },
        { kind: 'layer', name: 'application', before: 60, after: 57 },
        { kind: 'layer', name: 'more', before: null, after: 1 },
      ],
    });
  });

  test('are not told where a side has none, as of older records', () => {
    const older = treeOf(undefined, 100, ['a']);
    for (const [before, after] of [
      [older, now],
      [was, treeOf(undefined, 112, ['a', 'b'])],
      [[], now],
    ] as const)
      for (const change of changePackages(diffTrees(before, after))) expect(change).not.toHaveProperty('sections');
  });

  test('are fifteen lines at most', () => {
    const [before, after] = [new Sections(), new Sections()];
    before.add(file('a', 1, { sections: Array.from({ length: 40 }, (_, at) => ({ name: `l${at}`, bytes: 1 })) }));
    after.add(file('a', 1, { sections: [{ name: 'l0', bytes: 2 }] }));
    expect(before.changesTo(after)).toMatchObject({ lines: { length: 15 }, more: { count: 25, change: -25 } });
  });

  test('are rows below that of the package', () => {
    const account = {
      total: 2,
      packages: { lines: app === undefined ? [] : [app] },
      unowned: { lines: [] },
      wasted: 0,
    };
    const [row] = accountRows(account, 5);
    expect(row?.members?.lines.map(({ change, about, name, became }) => [change, about, name, became])).toEqual([
      [10, 'in its layer', 'dependencies', '10 B → 20 B'],
      [-3, 'in its layer', 'application', '60 B → 57 B'],
      [1, 'in its layer', 'more', 'new'],
    ]);
  });

  test('make it the head of what came into it, and stay the first rows of the group', () => {
    const after = new Map([[APP, new Set(['pkg:maven/a', 'pkg:maven/b'])]]);
    const groups = groupPackages(changes, { before: new Map(), after }, 50);
    expect(groups).toMatchObject([{ by: 'required', name: APP, change: 12, brought: 1 }]);
    const rows = accountRows(
      { total: 12, packages: { lines: changes }, groups: { lines: groups }, unowned: { lines: [] }, wasted: 0 },
      5,
    );
    expect(rows[0]?.members?.lines.map(({ name }) => name)).toEqual([
      'dependencies',
      'application',
      'more',
      'org.acme/app (maven)',
      'b (maven)',
    ]);
  });
});

describe('native libraries that a Python wheel ships', () => {
  const numpy = (version: string, libraries: Readonly<Record<string, number>>) => {
    const owner = `pkg:pypi/numpy@${version}`;
    const shipped = Object.entries(libraries).map(([path, size]) => file(`site/${path}`, size, { owner }));
    return [file('site/numpy/core.so', 100, { owner }), ...shipped];
  };
  const sectionsOf = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) =>
    changePackages(diffTrees(numpy('1', before), numpy('2', after)))[0]?.sections?.lines.map((line) =>
      [line.kind, line.name, line.before, line.after].join(' '),
    );

  test('are told by their name without hash and version, in exact bytes', () => {
    expect(
      sectionsOf(
        {
          'numpy.libs/libopenblas64_p-r0-0cf96a72.3.23.dev.so': 30,
          'numpy.libs/libgfortran-040039e1.so.5.0.0': 20,
          'numpy.libs/libquadmath-96973f99.so.0.0.0': 2,
          'numpy.libs/libold.so.1': 1,
        },
        {
          'numpy.libs/libopenblas64_p-r0-aaaaaaaa.3.24.so': 33,
          'numpy.libs/libgfortran-12345678.so.5.0.0': 20,
          'numpy/.libs/libquadmath-87654321.so.1': 7,
        },
      ),
    ).toEqual(['library libquadmath 2 7', 'library libopenblas64_p-r0 30 33', 'library libold 1 ']);
  });

  test('are rows below that of the package', () => {
    const before = numpy('1', { 'numpy.libs/liba-12345678.so': 1 });
    const packages = { lines: changePackages(diffTrees(before, numpy('2', { 'numpy.libs/liba-12345678.so': 6 }))) };
    const [row] = accountRows({ total: 5, packages, unowned: { lines: [] }, wasted: 0 }, 5);
    expect(row?.members?.lines).toEqual([
      { change: 5, about: 'its native library', name: 'liba', became: '1 B → 6 B' },
    ]);
  });

  test('are not other files, nor files of other packages', () => {
    expect(sectionsOf({ 'numpy.libs/a.txt': 1, 'libs/b.so': 1 }, { 'numpy.libs/a.txt': 3, 'libs/b.so': 3 })).toBe(
      undefined,
    );
    const gem = (size: number) => [file('a.libs/b.so', size, { owner: 'pkg:gem/a@1' })];
    expect(changePackages(diffTrees(gem(1), gem(2)))[0]).not.toHaveProperty('sections');
  });

  test('are of the package whose RECORD lists them', async () => {
    const { owners } = await inspectFiles({
      'site/numpy-2.0.dist-info/METADATA': 'Name: numpy\nVersion: 2.0\n\n',
      'site/numpy-2.0.dist-info/RECORD': 'numpy/core.so,,\nnumpy.libs/liba-12345678.so,sha256=x,3\n',
      'site/numpy/core.so': 'x',
      'site/numpy.libs/liba-12345678.so': 'abc',
      'site/numpy.libs/unlisted.so': 'abc',
    });
    expect(owners['site/numpy.libs/liba-12345678.so']).toBe('pkg:pypi/numpy@2.0');
    expect(owners).not.toHaveProperty(['site/numpy.libs/unlisted.so']);
  });
});
