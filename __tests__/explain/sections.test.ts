import { describe, expect, test } from '@jest/globals';
import { groupPackages } from '../../src/explain/groups/package-groups.ts';
import { changePackages } from '../../src/explain/package-changes.ts';
import { Sections } from '../../src/explain/sections.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import { stackLayers, takeApart } from '../../src/measure/final-tree.ts';
import type { LayerEntry } from '../../src/oci/image.ts';
import { accountRows } from '../../src/report/account-rows.ts';
import { layerIndex } from '../history/samples.ts';

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
    before.add({ sections: Array.from({ length: 40 }, (_, at) => ({ name: `l${at}`, bytes: 1 })) });
    after.add({ sections: [{ name: 'l0', bytes: 2 }] });
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
