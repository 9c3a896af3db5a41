import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CLI } from '../support/command-line.ts';
import { FAULTS, renderTable, rowOf, tryFault } from './table.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8');
const lines = PAGE.split('\n');
/** Of each area, so many faults are run; `npm run reliability -- --check` runs all. */
const RUN_OF_AREA = 1;

const some = FAULTS.filter(
  ({ area }, at) => FAULTS.slice(0, at).filter((fault) => fault.area === area).length < RUN_OF_AREA,
);

describe('docs/reliability.md', () => {
  test('has a row for each fault, in the order of the table, and no other', () => {
    const nothing = { exitCode: 0, stdout: '', stderr: '' };
    const named = renderTable(FAULTS.map((fault) => ({ fault, seen: nothing, words: '', problem: '' }))).split('\n');
    const withoutOutcome = (line: string) => (line.startsWith('| ') ? line.split(' | ')[0] : line);
    expect(lines.map(withoutOutcome)).toEqual(named.map(withoutOutcome));
    expect(FAULTS.length).toBeGreaterThanOrEqual(120);
  });

  test('has no row that passed', () => {
    expect(lines.filter((line) => /\| exit 0/.test(line))).toEqual([]);
  });

  const run = existsSync(CLI) ? test.each(some) : test.skip.each(some);
  run('$area: $what: what comes of it is as the page says', async (fault) => {
    const row = await tryFault(fault);
    expect(row.problem).toBe('');
    expect(lines).toContain(rowOf(row));
  });
});
