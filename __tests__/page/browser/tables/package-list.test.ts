import { expect, test } from '@jest/globals';
import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import {
  findPackages,
  type PackageKey,
  packagesOf,
  sortPackages,
} from '../../../../src/page/browser/tables/package-list.ts';
import { contentsOf } from '../../../support/page-files.ts';
import { SAMPLE_FILES } from './sample-files.ts';

const ALL = Int32Array.from(SAMPLE_FILES.paths.keys());

test('a package sums up its files over all versions, and files of no package are one row', () => {
  const packages = packagesOf(SAMPLE_FILES, ALL, [
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
  ['change', { query: '', changedOnly: true }, ['bash (deb)', 'old (deb)', '@angular/core (npm)']],
  ['a part of their name', { query: 'ANGULAR', changedOnly: false }, ['@angular/core (npm)']],
  ['version', { query: '5.2', changedOnly: false }, ['bash (deb)']],
])('finds packages by %s', (_, wanted, expected) => {
  const packages = packagesOf(SAMPLE_FILES, ALL, []);
  expect(findPackages(packages, wanted).map(({ title }) => title)).toEqual(expected);
});

test.each<[PackageKey, boolean, string]>([
  ['name', true, '@angular/core (npm)'],
  ['change', true, '@angular/core (npm)'],
  ['change', false, 'old (deb)'],
  ['before', true, 'bash (deb)'],
  ['files', true, 'not in any package'],
])('sorted by %s (descending: %s), packages begin with %s', (key, descending, first) => {
  const packages = packagesOf(SAMPLE_FILES, ALL, []);
  expect(sortPackages(packages, { key, descending })[0]?.title).toBe(first);
});

test('a hostile package URL becomes one visible line', () => {
  const files = decodeContents(contentsOf([{ path: 'a', after: 1, owner: 'pkg:npm/\u202eevil\n<b>@1\u0007' }]));
  const [row] = packagesOf(files, Int32Array.of(0), []);
  expect(`${row?.title} ${row?.version}`).toBe('⟨U+202E⟩evil <b> (npm) 1⟨U+0007⟩');
});
