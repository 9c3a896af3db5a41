// Follows the advice of every rule on a real image, and writes what it promised and what it saved into docs/advice.md. Needs what `npm run engine` needs,
// and a mirror of Debian. It is no part of any test run; __tests__/explain/advice/truth.test.ts follows the cases that need no mirror.
//   node scripts/advice.mjs [RULE…]   follows these rules alone, and keeps the rows of the others
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './advice/cases.mjs';
import { APT_CASES } from './advice/cases-apt.mjs';
import { follow, isTrue, removeImages } from './advice/follow.mjs';
import { filled, formatRow, rowsOf } from './advice/table.mjs';
import { startEngine } from './engine/index.mjs';

const PAGE = join(import.meta.dirname, '../docs/advice.md');

const chosen = process.argv.slice(2);
const [engine] = await startEngine({ stores: ['containerd'] });
if (!engine) throw new Error('no engine with the containerd store');
const kept = rowsOf(readFileSync(PAGE, 'utf8'));
const all = [...CASES, ...APT_CASES].map((tried) => ({ tried, key: `${tried.rule} ${tried.image}` }));
// Of all cases at once: a run of some rules, or one that is ended, keeps the rows of the others in their order.
const rows = new Map(all.map(({ key }) => [key, kept.get(key) ?? '']));
for (const { tried, key } of all.filter(({ tried: { rule } }) => chosen.length === 0 || chosen.includes(rule))) {
  try {
    const followed = await follow(tried, engine.env);
    if (!isTrue(followed)) process.exitCode = 1;
    rows.set(key, formatRow(followed));
  } catch (error) {
    process.exitCode = 1;
    rows.set(key, '');
    console.error(`${key}: ${/** @type {Error} */ (error).message.slice(0, 3000)}`);
  }
  console.error(rows.get(key));
  writeFileSync(PAGE, filled(readFileSync(PAGE, 'utf8'), [...rows.values()].filter(Boolean)));
}
removeImages(engine.env);
