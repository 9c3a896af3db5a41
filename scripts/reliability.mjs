#!/usr/bin/env node
// Runs the built product with each fault of __tests__/reliability and writes docs/reliability.md. `--check` compares instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { FAULTS, renderTable, tryFault } from '../__tests__/reliability/table.ts';

const PAGE = new URL('../docs/reliability.md', import.meta.url);
const queue = FAULTS.entries();
/** @type {import('../__tests__/reliability/table.ts').Row[]} */
const rows = [];
async function work() {
  for (const [at, fault] of queue) rows[at] = await tryFault(fault);
}
await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
const bad = rows.filter(({ problem }) => problem !== '');
for (const { fault, problem, words } of bad) console.error(`✗ ${fault.area}: ${fault.what}: ${problem} (${words})`);
const page = renderTable(rows);
if (process.argv.includes('--check')) {
  if (readFileSync(PAGE, 'utf8') !== page) {
    console.error(
      'docs/reliability.md differs from what the product does; run `npm run reliability` and look at the change',
    );
    process.exitCode = 1;
  }
} else writeFileSync(PAGE, page);
console.log(`${rows.length} faults, ${bad.length} with a wrong outcome`);
if (bad.length > 0) process.exitCode = 1;
