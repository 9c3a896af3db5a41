import { describe, expect, test } from '@jest/globals';
import type { LayerEntry } from '../../../src/oci/image.ts';
import { digestContents } from '../../../src/oci/layer/layer-index.ts';
import { packagesProblem, withOwners } from '../../../src/oci/layer/ownership.ts';

const file = (path: string): LayerEntry => ({ path, type: 'file', size: 5, crc32: 1 });
const link = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'hardlink', size: 0, linkTarget });
const symlink = (path: string, linkTarget: string): LayerEntry => ({ path, type: 'symlink', size: 0, linkTarget });

function owned(entries: readonly LayerEntry[], owners: Record<string, number>) {
  return withOwners(entries, { owners: new Map(Object.entries(owners)) }).map(({ owner }) => owner ?? null);
}

describe('the owner of an entry', () => {
  test.each<[string, LayerEntry[], Record<string, number>, (number | null)[]]>([
    ['is found by its path', [file('a'), file('b')], { b: 3 }, [null, 3]],
    ['is that of every file of the path', [file('a'), file('a')], { a: 0 }, [0, 0]],
    [
      'is absent for entries without content',
      [symlink('a', 'b'), { path: 'd', type: 'directory', size: 0 }],
      { a: 1, d: 1 },
      [null, null],
    ],
    ['of a hard link is its target’s', [file('a'), link('b', 'a')], { a: 2 }, [2, 2]],
    ['of a hard link is its own where it has one', [file('a'), link('b', 'a')], { a: 2, b: 1 }, [2, 1]],
    ['of a link to a link is the target’s', [file('a'), link('b', 'a'), link('c', 'b')], { a: 2 }, [2, 2, 2]],
    ['of a target is that of a link that has one', [file('a'), link('b', 'a'), link('c', 'a')], { b: 4 }, [4, 4, 4]],
    ['of a link to another layer is its own', [link('b', 'below'), link('c', 'below')], { b: 1 }, [1, 1]],
    ['is not handed on by links in a circle', [link('a', 'b'), link('b', 'a')], { a: 1 }, [1, 1]],
    ['is not handed on by a link that a file replaced', [file('a'), link('b', 'a'), file('b')], { a: 1 }, [1, 1, null]],
  ])('%s', (_what, entries, owners, expected) => {
    expect(owned(entries, owners)).toEqual(expected);
  });

  test('leaves the digest of the contents as it is', () => {
    const entries = [file('a'), link('b', 'a')];
    const owners = new Map([['a', 1]]);
    expect(digestContents(withOwners(entries, { owners }))).toBe(digestContents(entries));
  });

  test('is found among 200,000 links to one file in short time', () => {
    const entries = [
      file('a'),
      ...Array.from({ length: 200_000 }, (_, at) => link(`l${at}`, at === 0 ? 'a' : `l${at - 1}`)),
    ];
    expect(owned(entries, { a: 7 }).every((owner) => owner === 7)).toBe(true);
  });
});

describe('the packages of a layer', () => {
  const limits = { packages: 3, packageText: 100 };
  test.each<[string, readonly string[], string | undefined]>([
    ['may be none', [], undefined],
    ['are package URLs', ['pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64', 'pkg:npm/%40angular/core@17.0.0'], undefined],
    ['may be of any type', ['pkg:x-1.2+y/z'], undefined],
    ['are not too many', Array(4).fill('pkg:a/b'), 'more than 3 packages'],
    ['are not too long together', Array(3).fill(`pkg:a/${'b'.repeat(40)}`), 'package URLs of more than 100 characters'],
    ['are not too long each', ['pkg:a/b', `pkg:a/${'b'.repeat(2048)}`], 'package 1 is not a package URL'],
    ['are no other text', ['https://example.com/'], 'package 0 is not a package URL'],
    ['are not empty', ['pkg:deb/'], 'package 0 is not a package URL'],
    ['hold no space', ['pkg:deb/a b'], 'package 0 is not a package URL'],
    ['hold no line of their own', ['pkg:deb/a\n'], 'package 0 is not a package URL'],
    ['hold nothing that is not ASCII', ['pkg:deb/ä'], 'package 0 is not a package URL'],
  ])('%s', (_what, packages, problem) => {
    const found = packagesProblem(packages, limits);
    expect(problem === undefined ? found : found?.startsWith(problem)).toBe(problem === undefined ? undefined : true);
  });
});
