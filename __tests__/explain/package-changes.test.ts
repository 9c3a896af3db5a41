import { describe, expect, test } from '@jest/globals';
import { changePackages, isBuildTool, packageGrowth } from '../../src/explain/package-changes.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import { file, randomNumbers, randomTree, sizeOf } from '../support/trees.ts';

const of = (owner: string) => ({ owner: `pkg:deb/debian/${owner}` });

const words = (before: readonly TreeFile[], after: readonly TreeFile[]) =>
  changePackages(diffTrees(before, after)).map(({ kind, name, before, after }) => {
    const side = (installed: typeof before) =>
      installed === null ? '–' : `${installed.versions.join('+')}:${installed.bytes}`;
    return `${kind} ${name} ${side(before)}→${side(after)}`;
  });

describe('the packages that changed', () => {
  test.each<[string, readonly TreeFile[], readonly TreeFile[], string[]]>([
    ['are none without packages', [file('a', 1)], [file('a', 2)], []],
    ['are not those that stayed', [file('a', 1, of('x@1'))], [file('a', 1, of('x@1'))], []],
    ['were added', [], [file('a', 3, of('x@1')), file('b', 4, of('x@1'))], ['added pkg:deb/debian/x –→1:7']],
    ['were removed', [file('a', 3, of('x@1'))], [], ['removed pkg:deb/debian/x 1:3→–']],
    [
      'were upgraded, though the size is the same',
      [file('a', 3, of('x@1?arch=amd64'))],
      [file('a', 3, of('x@2?arch=amd64'))],
      ['upgraded pkg:deb/debian/x 1:3→2:3'],
    ],
    [
      'own more at the same version',
      [file('a', 3, of('x@1'))],
      [file('a', 5, of('x@1'))],
      ['resized pkg:deb/debian/x 1:3→1:5'],
    ],
    [
      'are there in several versions',
      [file('a', 3, of('x@1'))],
      [file('a', 3, of('x@1')), file('b', 2, of('x@2'))],
      ['upgraded pkg:deb/debian/x 1:3→1+2:5'],
    ],
    ['own empty files only', [], [file('a', 0, of('x@1'))], ['added pkg:deb/debian/x –→1:0']],
    [
      'come largest first',
      [file('b', 9, of('b@1'))],
      [file('a', 1, of('a@1')), file('c', 5, of('c@1'))],
      ['removed pkg:deb/debian/b 1:9→–', 'added pkg:deb/debian/c –→1:5', 'added pkg:deb/debian/a –→1:1'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(words(before, after)).toEqual(expected);
  });

  test('name what they contain', () => {
    const ships = (version: number) => ({ ...of(`x@${version}`), inner: ['pkg:golang/b@2', 'pkg:golang/a@1'] });
    const [change] = changePackages(diffTrees([], [file('a', 1, ships(1)), file('b', 1, ships(1))]));
    expect(change?.after?.contains).toEqual(['pkg:golang/a@1', 'pkg:golang/b@2']);
    const many = { ...of('x@1'), inner: Array.from({ length: 200 }, (_, at) => `pkg:golang/${at}`) };
    expect(changePackages(diffTrees([], [file('a', 1, many)]))[0]?.after?.contains).toHaveLength(20);
  });

  test('sum to the change of all owned files, whatever the trees', () => {
    const random = randomNumbers(13);
    const ownedSize = (tree: readonly TreeFile[]) => sizeOf(tree.filter(({ owner }) => owner !== undefined));
    for (let round = 0; round < 200; round++) {
      const [before, after] = [randomTree(random), randomTree(random)];
      const changes = changePackages(diffTrees(before, after));
      const sum = changes.reduce((total, change) => total + packageGrowth(change), 0);
      expect(sum).toBe(ownedSize(after) - ownedSize(before));
    }
  });
});

describe('a package name', () => {
  test.each([
    ['pkg:deb/debian/gcc-12', true],
    ['pkg:deb/debian/g%2B%2B', true],
    ['pkg:deb/debian/build-essential', true],
    ['pkg:deb/debian/libssl-dev', true],
    ['pkg:apk/alpine/musl-dev', true],
    ['pkg:rpm/fedora/kernel-headers', true],
    ['pkg:deb/debian/gcc-12-base', false],
    ['pkg:deb/debian/libgcc-s1', false],
    ['pkg:deb/debian/makedev', false],
    ['pkg:deb/debian/python3-pandas', false],
    ['pkg:npm/make', false],
    ['', false],
  ])('%s is of a build tool: %s', (name, expected) => {
    expect(isBuildTool(name)).toBe(expected);
  });
});
