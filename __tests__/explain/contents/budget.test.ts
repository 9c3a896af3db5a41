import { describe, expect, test } from '@jest/globals';
import { ContentsBudget, withinBudget } from '../../../src/explain/contents/budget.ts';
import { contentsOf } from '../../../src/explain/contents/contents.ts';
import { grown, MB } from '../../support/acceptance.ts';
import { decodeContents } from '../../support/contents.ts';
import { file } from '../../support/trees.ts';

const treeOf = (count: number, name = '') =>
  Array.from({ length: count }, (_, at) => file(`d/${String(at).padStart(4, '0')}${name}`, 1 + at));

describe('the room for the contents of several comparisons', () => {
  test('is given to the first as far as the others have their share', () => {
    const budget = new ContentsBudget(3, { rows: 600 });
    const rows = [500, 500, 500].map((count) => budget.take((most) => contentsOf(null, treeOf(count), most)));
    expect(rows.map(({ rest }) => rest.length)).toEqual([400, 100, 100]);
  });

  test('is enough where all fit', () => {
    const budget = new ContentsBudget(3, { rows: 600 });
    const rows = [10, 20, 500].map((count) => budget.take((most) => contentsOf(null, treeOf(count), most)));
    expect(rows.map(({ rest, folded }) => [rest.length, folded])).toEqual([
      [10, undefined],
      [20, undefined],
      [500, undefined],
    ]);
  });

  test.each([
    ['names', 'n'.repeat(200)],
    ['names of escapes', '\u0001'.repeat(40)],
    ['names of wide characters', '漢'.repeat(80)],
  ])('is also of bytes, which long %s use up', (_what, name) => {
    const tree = treeOf(1000, name).map((each) => ({ ...each, path: [...each.path].reverse().join('') }));
    const contents = new ContentsBudget(1, { bytes: 100_000 }).take((most) => contentsOf(null, tree, most));
    expect(Buffer.byteLength(JSON.stringify(contents))).toBeLessThanOrEqual(100_000);
    const rows = decodeContents(contents);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.reduce((sum, { after }) => sum + (after ?? 0), 0)).toBe(500_500);
  });

  test('is overrun by no name, however long', () => {
    const tree = [file('a', 1, { owner: `pkg:${'x'.repeat(1000)}` }), file('b', 2, { owner: 'pkg:b' })];
    const contents = new ContentsBudget(1, { bytes: 10 }).take((most) => contentsOf(null, tree, most));
    expect(decodeContents(contents).reduce((sum, { after }) => sum + (after ?? 0), 0)).toBe(3);
  });
});

describe('the files of many reports in one', () => {
  const image = (growth: number, files: number) => ({
    ...grown(growth * MB),
    contents: contentsOf(null, treeOf(files)),
  });
  const kept = (budget: { readonly rows: number; readonly bytes: number }) =>
    withinBudget([image(1, 10), grown(9 * MB), image(3, 20), image(2, 10)], budget).map(
      ({ contents }) => contents?.rest.length,
    );

  test.each([
    ['rows', { rows: 30, bytes: 100_000 }],
    ['bytes', { rows: 1000, bytes: 2500 }],
  ])('are those of the images that changed most, as far as there is room for %s', (_, budget) => {
    expect(kept(budget)).toEqual([undefined, undefined, 20, 10]);
  });

  test('are all where there is room', () => {
    expect(kept({ rows: 40, bytes: 100_000 })).toEqual([10, undefined, 20, 10]);
  });
});
