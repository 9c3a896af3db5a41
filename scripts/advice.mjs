// Follows the advice of every rule on a real image, and writes what it promised and what it saved into docs/advice.md. Needs what `npm run engine` needs,
// a mirror of Debian and npm's registry. It is no part of any test run; __tests__/explain/advice/truth.test.ts follows the cases that need no mirror.
//   node scripts/advice.mjs [RULE|IMAGE…]   follows the cases of these rules, or whose image has such a text in its name; keeps the other rows
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './advice/cases.mjs';
import { APT_CASES } from './advice/cases-apt.mjs';
import { NPM_CASES } from './advice/cases-npm.mjs';
import { RPM_CASES } from './advice/cases-rpm.mjs';
import { follow, isTrue, removeImages } from './advice/follow.mjs';
import { filled, formatRow, rowsOf } from './advice/table.mjs';
import { startEngine } from './engine/index.mjs';

const PAGE = join(import.meta.dirname, '../docs/advice.md');

const chosen = process.argv.slice(2);
const [engine] = await startEngine({ stores: ['containerd'] });
if (!engine) throw new Error('no engine with the containerd store');
const kept = rowsOf(readFileSync(PAGE, 'utf8'));
const all = [...CASES, ...APT_CASES, ...NPM_CASES, ...RPM_CASES].map((tried) => ({
  tried,
  key: `${tried.rule} ${tried.image}`,
}));
// Of all cases at once: a run of some rules, or one that is ended, keeps the rows of the others in their order.
const rows = new Map(all.map(({ key }) => [key, kept.get(key) ?? '']));
const isChosen = (/** @type {(typeof all)[number]} */ { tried: { rule, image } }) =>
  chosen.length === 0 || chosen.some((text) => text === rule || image.includes(text));
for (const { tried, key } of all.filter(isChosen)) {
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
