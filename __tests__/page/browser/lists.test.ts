import { expect, test } from '@jest/globals';
import { decodeContents } from '../../../src/page/browser/decode.ts';
import { type FileKey, FileList, type Wanted } from '../../../src/page/browser/tables/file-list.ts';
import { firstRows } from '../../../src/page/browser/tables/first-rows.ts';
import {
  findPackages,
  type PackageKey,
  packagesOf,
  sortPackages,
} from '../../../src/page/browser/tables/package-list.ts';
import { contentsOf, type FileSpec, manyFiles } from '../../support/page-files.ts';

const SPECS: readonly FileSpec[] = [
  { path: 'etc/Hosts', before: 10, after: 10, was: 0, layer: 0 },
  { path: 'usr/bin/bash', before: 100, after: 140, was: 0, layer: 1, owner: 'pkg:deb/debian/bash@5.2?arch=amd64' },
  { path: 'usr/bin/new', before: null, after: 60, layer: 1, owner: 'pkg:npm/%40angular/core@17.0.0' },
  { path: 'usr/lib/gone', before: 30, after: null, was: 2, owner: 'pkg:deb/debian/old@1' },
  { path: 'usr/lib/moved', before: 7, after: 7, was: 0, layer: 2, from: 'opt/moved' },
  { path: 'usr-local', before: 3, after: 3 },
];

const ALL: Wanted = { path: '', side: 'after', layer: null, query: '', changedOnly: false };
const list = new FileList(decodeContents(contentsOf(SPECS)));
const paths = (rows: Iterable<number>) => [...rows].map((row) => list.files.paths[row]);

test.each<[string, Partial<Wanted>, readonly string[]]>([
  ['all', {}, ['etc/Hosts', 'usr-local', 'usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved']],
  ['a directory, not its namesakes', { path: 'usr' }, ['usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved']],
  [
    'what changed, moved files too',
    { changedOnly: true },
    ['usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved'],
  ],
  ['a part in any case', { query: 'hOSTS' }, ['etc/Hosts']],
  ['text that looks like a pattern', { query: 'b.sh' }, []],
  ['a layer of the head', { layer: 1 }, ['usr/bin/bash', 'usr/bin/new']],
  ['a layer of the baseline', { side: 'before', layer: 2 }, ['usr/lib/gone']],
  ['all of these', { path: 'usr', layer: 1, query: 'new', changedOnly: true }, ['usr/bin/new']],
])('files of %s', (_, wanted, expected) => {
  expect(paths(list.select({ ...ALL, ...wanted }))).toEqual(expected);
});

test.each<[FileKey, boolean, string, string]>([
  ['path', false, 'etc/Hosts', 'usr/lib/moved'],
  ['path', true, 'usr/lib/moved', 'etc/Hosts'],
  ['before', true, 'usr/bin/bash', 'usr/bin/new'],
  ['after', true, 'usr/bin/bash', 'usr/lib/gone'],
  ['change', true, 'usr/bin/new', 'usr/lib/gone'],
  ['change', false, 'usr/lib/gone', 'usr/bin/new'],
  ['layer', true, 'usr/lib/gone', 'usr-local'],
  ['owner', false, 'usr/bin/bash', 'usr/lib/moved'],
])('files by %s, descending %s, run from %s to %s', (key, descending, first, last) => {
  const rows = paths(list.first(list.select(ALL), { key, descending }, 100));
  expect([rows[0], rows.at(-1)]).toEqual([first, last]);
  expect(rows).toHaveLength(6);
});

test.each([
  [1, true],
  [3, false],
  [100, true],
  [5000, false],
])('the first %i rows are those of a whole sort (descending %s)', (most, descending) => {
  const key = (row: number) => (row % 11 === 0 ? Number.NaN : (row * 7919) % 97);
  const rows = Int32Array.from({ length: 3000 }, (_, row) => row);
  const value = (row: number) => (Number.isNaN(key(row)) ? Number.POSITIVE_INFINITY : key(row) * (descending ? -1 : 1));
  const whole = [...rows].sort((a, b) => (value(a) === value(b) ? a - b : value(a) - value(b)));
  expect(firstRows(rows, key, { most, descending })).toEqual(whole.slice(0, most));
});

test('packages are their files, versions together, and what no package owns is a row too', () => {
  const packages = packagesOf(list.files, list.select(ALL), [
    {
      kind: 'upgraded',
      name: 'pkg:deb/debian/bash',
      before: { versions: ['5.1'], bytes: 100, files: 1 },
      after: { versions: ['5.2'], bytes: 140, files: 1 },
    },
  ]);
  const rows = packages.map(({ title, version, before, after, files }) => [title, version, before, after, files]);
  expect(rows).toEqual([
    ['not in any package', '', 20, 20, 3],
    ['bash (deb)', '5.1 → 5.2', 100, 140, 1],
    ['old (deb)', '1', 30, Number.NaN, 1],
    ['@angular/core (npm)', '17.0.0', Number.NaN, 60, 1],
  ]);
});

test.each<[string, { query: string; changedOnly: boolean }, readonly string[]]>([
  ['what changed', { query: '', changedOnly: true }, ['bash (deb)', 'old (deb)', '@angular/core (npm)']],
  ['a part of the name', { query: 'ANGULAR', changedOnly: false }, ['@angular/core (npm)']],
  ['a version', { query: '5.2', changedOnly: false }, ['bash (deb)']],
])('packages are found by %s', (_, wanted, expected) => {
  const packages = packagesOf(list.files, list.select(ALL), []);
  expect(findPackages(packages, wanted).map(({ title }) => title)).toEqual(expected);
});

test.each<[PackageKey, boolean, string]>([
  ['name', true, '@angular/core (npm)'],
  ['change', true, '@angular/core (npm)'],
  ['change', false, 'old (deb)'],
  ['before', true, 'bash (deb)'],
  ['files', true, 'not in any package'],
])('packages by %s, descending %s, begin with %s', (key, descending, first) => {
  const packages = packagesOf(list.files, list.select(ALL), []);
  expect(sortPackages(packages, { key, descending })[0]?.title).toBe(first);
});

test('hostile package URLs are one visible line', () => {
  const files = decodeContents(contentsOf([{ path: 'a', after: 1, owner: 'pkg:npm/\u202eevil\n<b>@1\u0007' }]));
  const [row] = packagesOf(files, Int32Array.of(0), []);
  expect(`${row?.title} ${row?.version}`).toBe('⟨U+202E⟩evil <b> (npm) 1⟨U+0007⟩');
});

test('a hundred thousand files are found, counted and summed as they are', () => {
  const many = new FileList(decodeContents(contentsOf(manyFiles(100_000))));
  const changed = many.select({ ...ALL, changedOnly: true, query: 'package-7' });
  const first = many.first(changed, { key: 'change', descending: true }, 100);
  const growths = [...changed].map((row) => many.growth(row)).sort((a, b) => b - a);
  expect(first.map((row) => many.growth(row))).toEqual(growths.slice(0, 100));
});
