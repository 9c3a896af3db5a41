import { describe, expect, test } from '@jest/globals';
import { changeUnowned, rollUp } from '../../src/explain/directory-changes.ts';
import { totalOf } from '../../src/explain/lines.ts';
import { changeOf, diffTrees, everyChange } from '../../src/explain/tree-diff.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { DirectoryChange, Lines } from '../../src/model/explanation.ts';
import { file, randomNumbers, randomTree } from '../support/trees.ts';

const words = ({ lines, more }: Lines<DirectoryChange>) => [
  ...lines.map(({ path, files, before, after, change }) => `${path}${files ? '/*' : ''} ${before}→${after} ${change}`),
  ...(more === undefined ? [] : [`${more.count} more ${more.change}`]),
];
const total = (lines: Lines<DirectoryChange>) => totalOf(lines, ({ change }) => change);
const owned = { owner: 'pkg:deb/debian/a@1' };

describe('growth by directory', () => {
  test.each<[string, readonly TreeFile[], readonly TreeFile[], string[], string[]]>([
    ['is none where nothing changed', [file('a', 5)], [file('a', 5)], [], []],
    [
      'does not let shrinkage hide it',
      [file('usr/lib/old', 500), file('usr/lib/same', 50), file('usr/lib/x', 1)],
      [file('usr/lib/new', 500), file('usr/lib/same', 50), file('usr/lib/x', 1)],
      ['usr/lib 551→551 500'],
      ['usr/lib 551→551 -500'],
    ],
    [
      'names the deepest directory that covers it',
      [file('a/x', 1)],
      [file('a/b/c/y', 1000), file('a/x', 3)],
      ['a/b/c 0→1000 1000', 'a/* 1→3 2'],
      [],
    ],
    ['counts what moved as nothing', [file('a/x', 9, { content: 'c' })], [file('b/x', 9, { content: 'c' })], [], []],
    ['compares the files of renamed versions', [file('a-1/x', 9)], [file('a-2/x', 10)], ['a-2 9→10 1'], []],
  ])('%s', (_what, before, after, grown, shrunk) => {
    const changes = rollUp(diffTrees(before, after));
    expect(words(changes.grown)).toEqual(grown);
    expect(words(changes.shrunk)).toEqual(shrunk);
  });

  test('is explained for nine tenths by ten lines, and exactly by all, whatever the trees', () => {
    const random = randomNumbers(11);
    for (let round = 0; round < 200; round++) {
      const diff = diffTrees(randomTree(random), randomTree(random));
      const { grown, shrunk } = rollUp(diff);
      const changes = [...everyChange(diff)].map(changeOf);
      for (const [lines, sign] of [
        [grown, 1],
        [shrunk, -1],
      ] as const) {
        const whole = changes.filter((change) => change * sign > 0).reduce((sum, change) => sum + change, 0);
        expect(total(lines)).toBe(whole);
        expect(lines.lines.length).toBeLessThanOrEqual(10);
        expect(Math.abs(lines.more?.change ?? 0)).toBeLessThanOrEqual(Math.abs(whole) * 0.1);
      }
    }
  });
});

describe('files in no package', () => {
  test.each<[string, readonly TreeFile[], readonly TreeFile[], string[]]>([
    ['are not those of packages', [file('a/x', 5, owned)], [file('a/x', 9, owned)], []],
    ['are told by directory', [file('opt/app/x', 5)], [file('opt/app/x', 9)], ['opt/app 5→9 4']],
    ['are new where a package gave them up', [file('a/x', 5, owned)], [file('a/x', 5)], ['a 0→5 5']],
    ['are gone where a package took them', [file('a/x', 5)], [file('a/x', 5, owned)], ['a 5→0 -5']],
    [
      'do not cancel out between directories',
      [file('a/x', 501), file('b/x', 1)],
      [file('a/x', 1), file('b/x', 500)],
      ['a 501→1 -500', 'b 1→500 499'],
    ],
    [
      'cancel out within one, as bundles named by their hash do',
      [file('s/main.abc', 500)],
      [file('s/main.def', 501)],
      ['s 500→501 1'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(words(changeUnowned(diffTrees(before, after)))).toEqual(expected);
  });
});
