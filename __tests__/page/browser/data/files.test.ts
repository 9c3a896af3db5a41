import { expect, test } from '@jest/globals';
import type { Contents } from '../../../../src/model/contents.ts';
import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import { contentsOf } from '../../../support/page-files.ts';

const VALID = contentsOf([
  { path: 'etc/hosts', before: 10, after: 12, was: 0, layer: 2 },
  { path: 'usr/bin/bash', before: null, after: 1000, layer: 1, owner: 'pkg:deb/debian/bash@5.2' },
  { path: 'usr/bin/zsh', before: 900, after: null, was: 1 },
  { path: 'usr/share/new', before: 5, after: 5, from: 'usr/share/old' },
  { path: 'usr/share/…', before: 70, after: 70, folded: 7 },
]);

test('decodes columns into files: full paths, NaN for a missing size, −1 for a missing layer', () => {
  const files = decodeContents(VALID);
  expect(files.paths).toEqual(['etc/hosts', 'usr/bin/bash', 'usr/bin/zsh', 'usr/share/new', 'usr/share/…']);
  expect([...files.before]).toEqual([10, Number.NaN, 900, 5, 70]);
  expect([...files.after]).toEqual([12, 1000, Number.NaN, 5, 70]);
  expect([...files.was]).toEqual([0, -1, 1, 0, 0]);
  expect([...files.layer]).toEqual([2, 1, -1, 0, 0]);
  expect([...files.owner]).toEqual([-1, 0, -1, -1, -1]);
  expect(files.from.get(3)).toBe('usr/share/old');
  expect(files.folded.get(4)).toBe(7);
});

test('decodes a report without files', () => {
  expect(decodeContents(contentsOf([])).count).toBe(0);
});

const broken = (change: Record<string, unknown>) => ({ ...VALID, ...change }) as unknown as Contents;

test.each<[string, Record<string, unknown>, RegExp]>([
  ['a missing column', { layer: undefined }, /no column layer/],
  ['a column that is text', { rest: 'usr' }, /no column rest/],
  ['missing owners', { owners: null }, /no column owners/],
  ['a column that is too short', { before: [1, 2] }, /2 rows of before, but 5 of rest/],
  ['a column that is too long', { owner: [...VALID.owner, 0] }, /6 rows of owner, but 5 of rest/],
  ['a shared length beyond the path before', { shared: [0, 10, 0, 0, 0] }, /row 1 of shared: 10 of the 9 units/],
  ['a negative shared length', { shared: [-1, 0, 0, 0, 0] }, /row 0 of shared/],
  ['a fraction of a shared length', { shared: [0, 0.5, 0, 0, 0] }, /row 1 of shared/],
  ['a rest that is a number', { rest: ['a', 1, 'b', 'c', 'd'] }, /row 1 of rest: 1 is no text/],
  [
    'a path that is too long',
    { shared: [0, 0, 0, 0, 0], rest: ['a', 'b', 'x'.repeat(5000), 'c', 'd'] },
    /row 2 of rest: a path of \d+ units/,
  ],
  ['an empty path', { shared: [0, 0, 0, 0, 0], rest: ['a', '', 'b', 'c', 'd'] }, /row 1 of rest: no path/],
  ['an absolute path', { rest: ['/etc', 'a', 'b', 'c', 'd'], shared: [0, 0, 0, 0, 0] }, /row 0 of rest: no path/],
  ['a negative size', { before: [-1, null, 900, 5, 70] }, /row 0 of before: -1 bytes/],
  ['a size that is no number', { after: ['12', 1000, null, 5, 70] }, /row 0 of after: "12" bytes/],
  ['a size that is no exact integer', { after: [2 ** 60, 1000, null, 5, 70] }, /row 0 of after/],
  ['a size that is NaN', { after: [Number.NaN, 1000, null, 5, 70] }, /row 0 of after/],
  [
    'a file on neither side',
    {
      before: [null, null, 900, 5, 70],
      after: [null, 1000, null, 5, 70],
      was: [null, null, 1, 0, 0],
      layer: [null, 1, null, 0, 0],
    },
    /row 0 of after: the file is on neither side/,
  ],
  ['a layer of a missing file', { was: [0, 0, 1, 0, 0] }, /row 1 of was: a layer of a file that is not there/],
  ['a negative layer', { layer: [-1, 1, null, 0, 0] }, /row 0 of layer: -1 is no position/],
  ['a package that is not listed', { owner: [null, 1, null, null, null] }, /row 1 of owner: 1 is no position below 1/],
  ['a move of a row that does not exist', { from: { 5: 'a' } }, /from is of row "5", of 5/],
  ['a move whose row is a name', { from: { __proto__x: 'a' } }, /from is of row/],
  ['a move from an empty path', { from: { 0: '' } }, /row 0 of from/],
  ['a folded row that stands for no file', { folded: { 3: 0 } }, /row 3 of folded: 0/],
])('refuses %s and names it', (_, change, message) => {
  expect(() => decodeContents(broken(change))).toThrow(message);
});

test('refuses shared prefixes that unfold into too much text, before they fill the memory', () => {
  const count = 40_000;
  const fill = <T>(value: T) => Array.from({ length: count }, () => value);
  const bomb: Contents = {
    owners: [],
    shared: Array.from({ length: count }, (_, row) => (row === 0 ? 0 : 4000)),
    rest: Array.from({ length: count }, (_, row) => (row === 0 ? 'x'.repeat(4000) : 'y')),
    before: fill(1),
    after: fill(1),
    was: fill(0),
    layer: fill(0),
    owner: fill(null),
  };
  expect(() => decodeContents(bomb)).toThrow(/come to more than/);
});
