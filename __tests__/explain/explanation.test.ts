import { describe, expect, test } from '@jest/globals';
import { matchSides } from '../../src/compare/sides.ts';
import { accountedFor, explainGrowth, type Side } from '../../src/explain/explanation.ts';
import { packageGrowth } from '../../src/explain/package-changes.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Account, Explanation } from '../../src/model/explanation.ts';
import type { BaseImage } from '../../src/model/measurement.ts';
import { measurement } from '../support/measurements.ts';
import { file, randomNumbers, randomTree, sizeOf } from '../support/trees.ts';

const BASE: BaseImage = { image: 'docker.io/library/debian:12', layers: 1 };

/** Layers as ids with their hidden bytes; what they show is in the tree. */
function side(
  layers: readonly (readonly [id: string, hidden?: number])[],
  tree: readonly TreeFile[],
  base?: BaseImage,
) {
  const rows = layers.map(([id, hidden = 0], at) => {
    const shown = sizeOf(tree.filter(({ layer }) => layer === at));
    return [id, 1, shown + hidden, `RUN ${id.replace(/\d+$/, '')}`] as const;
  });
  const wasted = layers.reduce((sum, [, hidden = 0]) => sum + hidden, 0);
  return { measurement: measurement({ layers: rows, wasted, ...(base === undefined ? {} : { base }) }), tree };
}

const explain = (before: Side, after: Side) =>
  explainGrowth(before, after, matchSides(before.measurement, after.measurement));

const accounts = ({ layers, inherited, own, ...whole }: Explanation): readonly Account[] =>
  [whole, ...layers, inherited, own].filter((account) => account !== undefined);

const numpy = (version: number) => ({ owner: `pkg:deb/debian/python3-numpy@${version}` });

describe('the explanation of growth', () => {
  const before = side(
    [['os1'], ['install1', 4]],
    [
      file('bin/sh', 100, { owner: 'pkg:deb/debian/dash@1' }),
      file('usr/lib/numpy', 50, { layer: 1, ...numpy(1) }),
      file('opt/app/main', 10, { layer: 1 }),
    ],
  );
  const after = side(
    [['os1'], ['install2', 9]],
    [
      file('bin/sh', 100, { owner: 'pkg:deb/debian/dash@1' }),
      file('usr/lib/numpy', 90, { layer: 1, ...numpy(2) }),
      file('opt/app/main', 15, { layer: 1 }),
      file('opt/app/new', 1, { layer: 1 }),
    ],
  );

  test('is packages, directories in no package and waste, with nothing unaccounted for', () => {
    const explanation = explain(before, after);
    expect(explanation).toMatchObject({
      total: 51,
      packages: { lines: [{ kind: 'upgraded', name: 'pkg:deb/debian/python3-numpy' }] },
      unowned: { lines: [{ path: 'opt/app', change: 6 }] },
      wasted: 5,
      files: {
        lines: [{ path: 'usr/lib/numpy', before: 50, after: 90 }, { path: 'opt/app/main' }, { path: 'opt/app/new' }],
      },
    });
    expect(accountedFor(explanation)).toBe(51);
  });

  test('is of each changed layer too', () => {
    const { layers } = explain(before, after);
    expect(layers).toMatchObject([
      {
        kind: 'changed',
        createdBy: 'RUN install',
        total: 51,
        wasted: 5,
        files: { lines: [{ path: 'usr/lib/numpy' }, {}, {}] },
      },
    ]);
  });

  test('names the instruction of a layer where it is known, of a removed one as it was', () => {
    const source = { file: 'Dockerfile', instruction: 'RUN x', lines: { start: 3, end: 4 } };
    const layers = after.measurement.layers.map((layer) => ({ ...layer, source }));
    const known = { ...after, measurement: { ...after.measurement, layers } };
    expect(explain(before, known).layers[0]?.source).toEqual(source);
    const gone = side([['os1']], before.tree.slice(0, 1));
    expect(explain(known, gone).layers).toMatchObject([{ kind: 'removed', total: -115, source }]);
  });

  test('is in two accounts where the base image is another', () => {
    const os = side(
      [
        ['os2', 7],
        ['install1', 4],
      ],
      [file('bin/sh', 130), ...before.tree.slice(1)],
      BASE,
    );
    const { inherited, own } = explain({ ...before, measurement: { ...before.measurement, base: BASE } }, os);
    expect(inherited).toMatchObject({ total: 37, packages: { lines: [{ kind: 'removed' }] }, wasted: 7 });
    expect(own).toMatchObject({ total: 0, packages: { lines: [] }, unowned: { lines: [] }, wasted: 0 });
  });

  test('is in one where both have the same, or nobody knows', () => {
    const onBase = (side: Side) => ({ ...side, measurement: { ...side.measurement, base: BASE } });
    for (const explanation of [explain(onBase(before), onBase(after)), explain(onBase(before), after)]) {
      expect(explanation).not.toHaveProperty('inherited');
      expect(explanation).not.toHaveProperty('own');
    }
  });

  test('tells copies of a layer apart by their order', () => {
    const copies = [file('a', 5, { layer: 0 }), file('b', 5, { layer: 1 })];
    const { layers } = explain(side([['x1'], ['x1']], copies), side([['x1']], copies.slice(0, 1)));
    expect(layers).toMatchObject([{ kind: 'removed', total: -5, files: { lines: [{ path: 'b', after: null }] } }]);
  });

  test('holds at most fifty lines of each kind, and sums the others', () => {
    const many = (size: number) =>
      Array.from({ length: 3000 }, (_, at) => file(`d${at % 70}/f${at}`, size, { owner: `pkg:deb/debian/p${at}@1` }));
    const explanation = explain(side([['x1']], []), side([['x2']], many(7)));
    expect(explanation.packages).toMatchObject({ lines: { length: 50 }, more: { count: 2950, change: 2950 * 7 } });
    expect(explanation.files).toMatchObject({ lines: { length: 50 }, more: { count: 2950, change: 2950 * 7 } });
    expect(accountedFor(explanation)).toBe(21_000);
    expect(JSON.stringify(explanation).length).toBeLessThan(60_000);
  });

  test('adds up in every account and in every way, whatever the trees', () => {
    const random = randomNumbers(17);
    const any = (ids: readonly string[]) =>
      side(
        ids.map((id) => [`${id}${random(2)}`, random(50)] as const),
        randomTree(random, ids.length),
        random(2) === 0 ? undefined : { ...BASE, layers: random(ids.length + 1) },
      );
    for (let round = 0; round < 150; round++) {
      const [before, after] = [any(['a', 'b', 'c']), any(['a', 'b', 'c', 'd'])];
      const explanation = explain(before, after);
      for (const account of accounts(explanation)) expect(accountedFor(account)).toBe(account.total);
      const { inherited, own, total, directories, wasted } = explanation;
      if (inherited !== undefined && own !== undefined) expect(inherited.total + own.total).toBe(total);
      const lines = [directories.grown, directories.shrunk];
      const change = lines.flatMap(({ lines, more }) => [...lines, more ?? { change: 0 }]);
      expect(change.reduce((sum, line) => sum + line.change, wasted)).toBe(total);
    }
  });

  test.each(['__proto__', '../../etc', '\u001b[31m', '`|<img>', 'x'.repeat(100_000)])(
    'survives the name %s',
    (name) => {
      const hostile = side([['x2']], [file(`${name}/${name}`, 5), file(`${name}2`, 6, { owner: name })]);
      const explanation = explain(side([['x1']], []), hostile);
      expect(accountedFor(explanation)).toBe(11);
      expect(packageGrowth(explanation.packages.lines[0] as never)).toBe(6);
      expect(JSON.stringify(explanation).length).toBeLessThan(100_000);
    },
  );
});
