import { describe, expect, test } from '@jest/globals';
import { contentsOf } from '../../../src/explain/contents/contents.ts';
import { comparePaths } from '../../../src/explain/contents/rows.ts';
import type { TreeFile } from '../../../src/measure/final-tree.ts';
import { groupBy } from '../../../src/text/group-by.ts';
import { type DecodedRow, decodeContents } from '../../support/contents.ts';
import { file, randomNumbers, randomTree, sizeOf } from '../../support/trees.ts';

const inOrder = (tree: readonly TreeFile[]) => tree.toSorted((a, b) => comparePaths(a.path, b.path));
const decoded = (...args: Parameters<typeof contentsOf>) => decodeContents(contentsOf(...args));
/** path, before, after; `from>` and `×files` where there are */
const told = (rows: readonly DecodedRow[]) =>
  rows.map(({ path, before, after, from, folded }) => [
    `${from === undefined ? '' : `${from}>`}${path}${folded === undefined ? '' : ` ×${folded}`}`,
    before,
    after,
  ]);

describe('the contents of two trees', () => {
  test('are one row a file in order of path, name by name, wherever it went', () => {
    const before = [
      file('a/b', 1),
      file('a-b', 2),
      file('gone', 3),
      file('lib-1.0/x', 4),
      file('old/m', 9, { content: 'm' }),
    ];
    const after = [
      file('a/b', 5),
      file('a/c', 6),
      file('a-b', 2),
      file('lib-1.1/x', 7),
      file('new/m', 9, { content: 'm' }),
    ];
    expect(told(decoded(before, after))).toEqual([
      ['a/b', 1, 5],
      ['a/c', null, 6],
      ['a-b', 2, 2],
      ['gone', 3, null],
      ['lib-1.0/x>lib-1.1/x', 4, 7],
      ['old/m>new/m', 9, 9],
    ]);
  });

  test('say which layers wrote a file, and the package that it is of', () => {
    const before = [
      file('a', 1, { layer: 1, owner: 'pkg:a@1' }),
      file('b', 1, { layer: 2, owner: 'pkg:b@1' }),
      file('c', 1),
    ];
    const after = [file('a', 1, { layer: 3, owner: 'pkg:a@2' }), file('c', 1, { layer: 4 })];
    expect(decoded(before, after)).toEqual([
      { path: 'a', before: 1, after: 1, was: 1, layer: 3, owner: 'pkg:a@2' },
      { path: 'b', before: 1, after: null, was: 2, layer: null, owner: 'pkg:b@1' },
      { path: 'c', before: 1, after: 1, was: 0, layer: 4, owner: null },
    ]);
  });

  test('are those of one side where the other is not there', () => {
    const tree = [file('a', 1), file('b', 2)];
    expect(told(decoded(null, tree))).toEqual([
      ['a', null, 1],
      ['b', null, 2],
    ]);
    expect(told(decoded(tree, null))).toEqual([
      ['a', 1, null],
      ['b', 2, null],
    ]);
    expect(decoded(null, null)).toEqual([]);
  });

  test('write what a path has in common with the one before once', () => {
    const { shared, rest } = contentsOf(null, [file('usr/lib/a', 1), file('usr/lib/ab', 1), file('var', 1)]);
    expect(rest).toEqual(['usr/lib/a', 'b', 'var']);
    expect(shared).toEqual([0, 9, 0]);
  });

  test.each(['\u{1f600}', '\ud83d', '\udc00', '\0', '$&', '</script>', '__proto__'])(
    'keep the name %j as it is',
    (name) => {
      const tree = inOrder([file(name, 1), file(`${name}a`, 2), file('\u{1f601}', 3)]);
      const contents = JSON.parse(JSON.stringify(contentsOf(tree, tree)));
      expect(decodeContents(contents).map(({ path }) => path)).toEqual(tree.map(({ path }) => path));
      expect(contents.rest.some((text: string) => text !== name && /^[\udc00-\udfff]/.test(text))).toBe(false);
    },
  );

  test('cut a path without end, and lose no byte of it', () => {
    const long = Array.from({ length: 3 }, (_, at) => file(`${'d/'.repeat(50_000)}${at}`, 5));
    const rows = decoded(long, long);
    expect(rows.map(({ path }) => path.length)).toEqual([4096, 4096, 4096]);
    expect(told(rows).map(([, before, after]) => [before, after])).toEqual([
      [5, 5],
      [5, 5],
      [5, 5],
    ]);
  });
});

describe('contents of too many files', () => {
  const before = [
    file('bin/a', 10),
    file('bin/b', 20),
    file('bin/big', 999),
    file('bin/grown', 1),
    file('bin/sub/a', 7),
    file('etc/only', 1),
  ];
  const after = before.map((each) => (each.path === 'bin/grown' ? { ...each, size: 2 } : each));

  test('fold small files of one directory that did not change', () => {
    expect(told(decoded(before, after, 5))).toEqual([
      ['bin/big', 999, 999],
      ['bin/grown', 1, 2],
      ['bin/sub/a', 7, 7],
      ['bin/… ×2', 30, 30],
      ['etc/only', 1, 1],
    ]);
  });

  test('fold what changed least where that is not enough, and into fewer directories at last', () => {
    expect(told(decoded(before, after, 4))).toEqual([
      ['bin/grown', 1, 2],
      ['bin/sub/a', 7, 7],
      ['bin/… ×3', 1029, 1029],
      ['etc/only', 1, 1],
    ]);
    expect(told(decoded(before, after, 2))).toEqual([
      ['bin/grown', 1, 2],
      ['… ×5', 1037, 1037],
    ]);
    expect(told(decoded(null, after, 1))).toEqual([['… ×6', null, 1039]]);
  });

  test('fold in each direction apart, so that growth hides no shrinkage', () => {
    const [was, now] = [
      [file('a', 9), file('b', 9), file('c', 1), file('d', 1)],
      [file('a', 2), file('b', 3), file('c', 5), file('d', 6)],
    ];
    expect(told(decoded(was, now, 2))).toEqual([
      ['… ×2', 18, 5],
      ['… 2 ×2', 2, 11],
    ]);
  });

  test('are named as no file is', () => {
    const tree = inOrder([file('…/…1/a', 1), file('…/…1/b', 1), file('…/…2 2', 50), file('x', 100)]);
    const rows = decoded(tree, tree, 3);
    expect(told(rows)).toEqual([
      ['x', 100, 100],
      ['…/…1/…3 ×2', 2, 2],
      ['…/…2 2', 50, 50],
    ]);
  });

  const keys: readonly (readonly [string, (row: DecodedRow | TreeFile) => unknown])[] = [
    ['package', ({ owner }) => owner ?? null],
    ['layer', ({ layer }) => layer],
    ['directory', (row) => directoryOf(row)],
  ];

  const directoryOf = ({ path }: { readonly path: string }) => path.slice(0, path.lastIndexOf('/') + 1);
  const alike = ({ was, layer, owner, before, after }: DecodedRow) =>
    JSON.stringify([was, layer, owner, Math.sign((after ?? 0) - (before ?? 0))]);
  const countBy = (rows: readonly DecodedRow[], keyOf: (row: DecodedRow) => string) => groupBy(rows, keyOf).size;

  test.each(keys)('sum to the trees, exactly, also by %s', (what, keyOf) => {
    const random = randomNumbers(what.length);
    for (let count = 0; count < 200; count++) {
      const [was, now] = [inOrder(randomTree(random, 2)), inOrder(randomTree(random, 2))];
      const all = decoded(was, now);
      const most = what === 'directory' ? countBy(all, (row) => directoryOf(row) + alike(row)) : 1 + random(80);
      const rows = decoded(was, now, most);
      expect(rows.length).toBeLessThanOrEqual(Math.max(most, countBy(all, alike)));
      expect(rows.reduce((sum, row) => sum + (row.before ?? 0), 0)).toBe(sizeOf(was));
      expect(rows.map(({ path }) => path)).toEqual(rows.map(({ path }) => path).toSorted(comparePaths));
      expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
      expect(rows.reduce((sum, { folded = 1 }) => sum + folded, 0)).toBe(all.length);
      const ofRows = groupBy(rows, keyOf);
      for (const [key, own] of groupBy(now, keyOf))
        expect(ofRows.get(key)?.reduce((sum, row) => sum + (row.after ?? 0), 0)).toBe(sizeOf(own));
    }
  });

  test('keep the largest and what changed most, of 60,000 files within 20,000 rows', () => {
    const tree = Array.from({ length: 60_000 }, (_, at) =>
      file(`d${String(at % 300).padStart(3, '0')}/f${String(at).padStart(5, '0')}`, at),
    );
    const was = inOrder(tree);
    const now = was.map((each) => (each.size % 1000 === 1 ? { ...each, size: each.size + 1 } : each));
    const rows = decoded(was, now, 20_000);
    expect(rows.length).toBeLessThanOrEqual(20_000);
    expect(rows.length).toBeGreaterThan(19_000);
    expect(rows.filter(({ before, after }) => before !== after)).toHaveLength(60);
    expect(rows.filter(({ folded }) => folded !== undefined).length).toBeLessThanOrEqual(300);
    expect(rows.some(({ path }) => path === 'd299/f59999')).toBe(true);
    expect(rows.reduce((sum, row) => sum + (row.after ?? 0), 0)).toBe(sizeOf(now));
  });
});
