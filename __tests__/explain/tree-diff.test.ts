import { describe, expect, test } from '@jest/globals';
import { changeOf, diffTrees, everyChange, type FileChange, type TreeDiff } from '../../src/explain/tree-diff.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import { file, randomNumbers, randomTree, sizeOf } from '../support/trees.ts';

/** Each change as text: `a 5→7`, `a→b 5→5`, `a –→7`. */
function words(diff: TreeDiff): Record<string, string[]> {
  const { renamed: _, ...lists } = diff;
  const shown = Object.entries(lists as Record<string, readonly FileChange[]>);
  return Object.fromEntries(
    shown.filter(([, changes]) => changes.length > 0).map(([kind, changes]) => [kind, changes.map(word)]),
  );
}

function word({ before, after }: FileChange): string {
  const path = new Set([before?.path, after?.path].filter((each) => each !== undefined));
  return `${[...path].join('→')} ${before?.size ?? '–'}→${after?.size ?? '–'}`;
}

const renames = ({ renamed }: TreeDiff) =>
  renamed.map(({ from, to, before, after }) => `${from} ${before} → ${to} ${after}`);

describe('the difference of two trees', () => {
  test.each<[string, readonly TreeFile[], readonly TreeFile[], Record<string, string[]>]>([
    ['of nothing is nothing', [], [], {}],
    ['has what is new and gone', [file('a', 5)], [file('b', 7)], { added: ['b –→7'], removed: ['a 5→–'] }],
    [
      'has what grew and shrank, largest first',
      [file('a', 5), file('b', 9), file('c', 1)],
      [file('a', 6), file('b', 2), file('c', 30)],
      { grown: ['c 1→30', 'a 5→6'], shrunk: ['b 9→2'] },
    ],
    [
      'tells other content of one size from the same',
      [file('a', 5, { content: 'x' }), file('b', 5, { content: 'x' }), file('c', 5)],
      [file('a', 5, { content: 'y' }), file('b', 5, { content: 'x' }), file('c', 5)],
      { rewritten: ['a 5→5'], unchanged: ['b 5→5', 'c 5→5'] },
    ],
    [
      'recognises what moved',
      [file('a/x', 5, { content: 'x' })],
      [file('b/y', 5, { content: 'x' })],
      { moved: ['a/x→b/y 5→5'] },
    ],
    [
      'pairs copies one to one, those of one name first',
      [file('a/one', 5, { content: 'x' }), file('a/two', 5, { content: 'x' })],
      [file('b/three', 5, { content: 'x' }), file('b/two', 5, { content: 'x' }), file('c/four', 5, { content: 'x' })],
      { moved: ['a/two→b/two 5→5', 'a/one→b/three 5→5'], added: ['c/four –→5'] },
    ],
    [
      'takes neither empty files nor unknown content for moved',
      [file('a', 0, { content: '0' }), file('b', 5)],
      [file('c', 0, { content: '0' }), file('d', 5)],
      { added: ['d –→5', 'c –→0'], removed: ['b 5→–', 'a 0→–'] },
    ],
    [
      'needs the size to be equal too',
      [file('a', 5, { content: 'x' })],
      [file('b', 6, { content: 'x' })],
      { added: ['b –→6'], removed: ['a 5→–'] },
    ],
    [
      'counts a path that is there twice twice',
      [file('a', 5), file('a', 7)],
      [file('a', 5)],
      { unchanged: ['a 5→5'], removed: ['a 7→–'] },
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(words(diffTrees(before, after))).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ['a version', 'opt/foo-1.2', 'opt/foo-1.3'],
    ['more digits', 'lib/python3.9', 'lib/python3.12'],
    ['a number alone', 'lib/gcc/12', 'lib/gcc/13'],
    ['a suffix', 'p/pandas-1.5.3.dist-info', 'p/pandas-2.0.0.dist-info'],
    ['a release candidate', 'foo-1.2-rc1', 'foo-1.2'],
    ['two versions', 'n/a@1.0.0_b@2.1.0', 'n/a@1.0.1_b@3.0.0'],
  ])('pairs a directory that is renamed by %s', (_what, from, to) => {
    const diff = diffTrees(
      [file(`${from}/x/same`, 5), file(`${from}/bin`, 10), file(`${from}/gone`, 3)],
      [file(`${to}/x/same`, 5), file(`${to}/bin`, 14), file(`${to}/new`, 2)],
    );
    expect(words(diff)).toEqual({
      added: [`${to}/new –→2`],
      removed: [`${from}/gone 3→–`],
      grown: [`${from}/bin→${to}/bin 10→14`],
      moved: [`${from}/x/same→${to}/x/same 5→5`],
    });
    expect(renames(diff)).toEqual([`${from} 18 → ${to} 21`]);
  });

  test('pairs versions within versions', () => {
    const diff = diffTrees([file('py3.11/a-1/f', 5)], [file('py3.12/a-2/f', 6)]);
    expect(words(diff)).toEqual({ grown: ['py3.11/a-1/f→py3.12/a-2/f 5→6'] });
    expect(renames(diff)).toEqual(['py3.11 5 → py3.12 6', 'py3.11/a-1 5 → py3.12/a-2 6']);
  });

  test.each<[string, string[], string[]]>([
    ['is still there', ['a-1/f', 'b'], ['a-1/g', 'a-2/f']],
    ['was there already', ['a-1/f', 'a-2/g'], ['a-2/f', 'a-2/g']],
    ['has two to choose from', ['a-1/f'], ['a-2/f', 'a-3/f']],
    ['is one of two', ['a-1/f', 'a-2/f'], ['a-3/f']],
    ['has another name', ['a-1/f'], ['b-1/f']],
    ['has no version', ['a/f'], ['b/f']],
    ['lies elsewhere', ['x/a-1/f'], ['y/a-2/f']],
    ['has no file in common', ['a-1/f'], ['a-2/g']],
  ])('pairs no directory that %s', (_what, before, after) => {
    const diff = diffTrees(
      before.map((path, at) => file(path, 10 + at)),
      after.map((path, at) => file(path, 20 + at)),
    );
    expect(diff.renamed).toEqual([]);
    expect([...diff.grown, ...diff.shrunk].every((pair) => pair.before.path === pair.after.path)).toBe(true);
  });

  test('sums to the whole exactly and has every file once, whatever the trees', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 300; round++) {
      const [before, after] = [randomTree(random), randomTree(random)];
      const changes = [...everyChange(diffTrees(before, after))];
      expect(changes.reduce((sum, change) => sum + changeOf(change), 0)).toBe(sizeOf(after) - sizeOf(before));
      const paths = (side: 'before' | 'after') => changes.flatMap((change) => change[side]?.path ?? []).sort();
      expect(paths('before')).toEqual(before.map(({ path }) => path).sort());
      expect(paths('after')).toEqual(after.map(({ path }) => path).sort());
    }
  });

  test.each<[string, (at: number) => string]>([
    ['that are names of objects', (at) => ['__proto__', 'constructor', 'toString', 'hasOwnProperty'][at % 4] ?? ''],
    ['of very many digits', (at) => `${'1.'.repeat(100)}-${at}${'-rc'.repeat(50)}`],
    ['in directories thousands deep', (at) => `${'d/'.repeat(5000)}${at}`],
  ])('comes to an end and stays exact for paths %s', (_what, nameOf) => {
    const before = Array.from({ length: 20 }, (_, at) => file(`${nameOf(at)}-1/f${at}`, at));
    const after = Array.from({ length: 20 }, (_, at) => file(`${nameOf(at)}-2/f${at}`, at * 2));
    const changes = [...everyChange(diffTrees(before, after))];
    expect(changes.reduce((sum, change) => sum + changeOf(change), 0)).toBe(sizeOf(after) - sizeOf(before));
  });

  test('with itself is the same as with its copy', () => {
    const tree = [file('a', 1), file('b/c', 2), file('lib/app-1.0/x', 3)];
    expect(diffTrees(tree, tree)).toEqual(diffTrees(tree, [...tree]));
  });

  test('of a hundred thousand files, all moved or all of one content, comes to an end', () => {
    const tree = (folder: string, content: (at: number) => string) =>
      Array.from({ length: 100_000 }, (_, at) => file(`${folder}/${at % 500}/f${at}`, 7, { content: content(at) }));
    expect(diffTrees(tree('a', String), tree('b', String)).moved).toHaveLength(100_000);
    const same = () => 'x';
    expect(diffTrees(tree('a', same), tree('b', same)).moved).toHaveLength(100_000);
  });
});
