import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { COLUMNS } from '../../scripts/builders/cells.mjs';
import { formatPage, formatRow, ROWS, rowsOf, TITLES } from '../../scripts/builders/table.mjs';

const page = await readFile(join(import.meta.dirname, '../../docs/builders.md'), 'utf8');

test('docs/builders.md has the rows and columns that the script knows, as the script writes them', () => {
  const rows = rowsOf(page);
  expect([...rows.keys()]).toEqual(ROWS.map(({ key }) => key));
  expect(formatPage([...rows.values()])).toBe(page);
  for (const row of rows.values()) expect(row.split(' | ')).toHaveLength(TITLES.length);
});

test('each row of docs/builders.md is of a real run', () => {
  for (const row of rowsOf(page).values()) expect(row).not.toMatch(/not run|not had/);
});

test('a row that could not be run says why, in as many cells as the others', () => {
  const [row] = ROWS;
  if (row === undefined) throw new Error('no row');
  const missing = formatRow({ row, missing: 'no Go' });
  expect(missing).toContain('| not run: no Go |');
  const versions = { docker: '1', buildx: '2', buildkit: 'v3' };
  const whole = formatRow({ row, versions, cells: COLUMNS.map(({ key }) => key) });
  expect(whole).toBe(`| ${row.key} | 1 | 2 | 3 | ${COLUMNS.map(({ key }) => key).join(' | ')} |`);
  expect(missing.split(' | ')).toHaveLength(whole.split(' | ').length);
});
