import { expect, test } from '@jest/globals';
import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import { type FileFilter, type FileKey, FileList } from '../../../../src/page/browser/tables/file-list.ts';
import { contentsOf, manyFiles } from '../../../support/page-files.ts';
import { SAMPLE_FILES } from './sample-files.ts';

const ALL: FileFilter = { path: '', side: 'after', layer: null, query: '', changedOnly: false };
const list = new FileList(SAMPLE_FILES);
const paths = (rows: Iterable<number>) => [...rows].map((row) => list.files.paths[row]);

test.each<[string, Partial<FileFilter>, readonly string[]]>([
  ['the whole image', {}, ['etc/Hosts', 'usr-local', 'usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved']],
  [
    'a directory, without paths that only start with its name',
    { path: 'usr' },
    ['usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved'],
  ],
  [
    'any change, moved files included',
    { changedOnly: true },
    ['usr/bin/bash', 'usr/bin/new', 'usr/lib/gone', 'usr/lib/moved'],
  ],
  ['a search text in any case', { query: 'hOSTS' }, ['etc/Hosts']],
  ['a search text that looks like a pattern', { query: 'b.sh' }, []],
  ['a layer of the head', { layer: 1 }, ['usr/bin/bash', 'usr/bin/new']],
  ['a layer of the baseline', { side: 'before', layer: 2 }, ['usr/lib/gone']],
  [
    'directory, layer, search text and change at once',
    { path: 'usr', layer: 1, query: 'new', changedOnly: true },
    ['usr/bin/new'],
  ],
])('selects the files of %s', (_, wanted, expected) => {
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
])('sorted by %s (descending: %s), files run from %s to %s', (key, descending, first, last) => {
  const rows = paths(list.first(list.select(ALL), { key, descending }, 100));
  expect([rows[0], rows.at(-1)]).toEqual([first, last]);
  expect(rows).toHaveLength(6);
});

test('the largest growths among 100,000 files are those of a complete sort', () => {
  const many = new FileList(decodeContents(contentsOf(manyFiles(100_000))));
  const changed = many.select({ ...ALL, changedOnly: true, query: 'package-7' });
  const first = many.first(changed, { key: 'change', descending: true }, 100);
  const growths = [...changed].map((row) => many.growth(row)).sort((a, b) => b - a);
  expect(first.map((row) => many.growth(row))).toEqual(growths.slice(0, 100));
});
