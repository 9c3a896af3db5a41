#!/usr/bin/env node
// Measures the product in turn with what it stands beside: dive, syft, the engine's own commands, and the least that the work takes.
//   npm run bench -- [--scale S] [--runs N] [--only ROW,…] [--json FILE] [--write]
//   --scale   size of the reference image and the counts of files: 1 is 1.74 GB in 60,000 files (by default 1)
//   --runs    of each program, in turn (by default 5 in short rows, 3 in long ones)
//   --only    rows by name or by the beginning of their names (`tiny`); --help lists them
//   --json    writes all figures. A FILE of the same scale keeps the rows that are not measured now
//   --write   writes the tables to docs/performance.md; a run of all rows at scale 1 does so anyway
// Needs Python 3, and an engine for the rows that build. The image is made once, beside the cache of the engines; `rm -r` of its folder `bench` removes it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { alternate } from './bench/alternate.mjs';
import { BUILD_ROWS } from './bench/build-rows.mjs';
import { openScene } from './bench/scene.mjs';
import { SOURCE_ROWS } from './bench/source-rows.mjs';
import { agreementTable, figureTable, fillPage, mergeRows, targetTable, withDifference } from './bench/table.mjs';
import { chooseRows, readScale, runsOf } from './bench/usage.mjs';
import { GO_MODULES } from './engine/go.mjs';
import { listEngines } from './engine/index.mjs';

/** @typedef {import('./bench/table.mjs').Bench} Bench */
/** @typedef {import('./bench/table.mjs').Outcome} Outcome */

const PAGE = new URL('../docs/performance.md', import.meta.url);
const ROWS = [...SOURCE_ROWS, ...BUILD_ROWS];
const log = (/** @type {string} */ line) => console.error(line);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1' },
    runs: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const USAGE = 'npm run bench -- [ROW…] [--scale S] [--runs N] [--only ROW,…] [--json FILE] [--write]';
if (values.help) console.log([USAGE, '', ...ROWS.map(({ id, work }) => `${id}: ${work}`)].join('\n'));
else await benchAll();

async function benchAll() {
  const scale = readScale(values.scale);
  const named = [...values.only, ...positionals].flatMap((text) => text.split(','));
  const chosen = chooseRows(ROWS, named);
  const scene = openScene(scale, log);
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const row of chosen) {
      outcomes.push(await benchRow(row, scene));
      await keep(scale, outcomes);
    }
  } finally {
    scene.close();
  }
  const bench = await keep(scale, outcomes);
  console.log([targetTable(bench), figureTable(bench), agreementTable(bench)].join('\n'));
  if (values.write || (scale === 1 && named.length === 0))
    writeFileSync(PAGE, fillPage(readFileSync(PAGE, 'utf8'), bench));
  const isWrong = bench.rows.some(({ agreements }) => agreements.some(({ ours, theirs }) => ours !== theirs));
  if (isWrong || outcomes.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

/**
 * A row that fails does not end the bench: its reason stands in the table.
 * @param {import('./bench/source-rows.mjs').Row} row
 * @param {import('./bench/scene.mjs').Scene} scene
 * @returns {Promise<Outcome>}
 */
async function benchRow({ id, work, subject, targets, runs, prepare }, scene) {
  log(`${id}: ${work}`);
  const known = { id, work, targets, ...(subject !== undefined && { subject }) };
  try {
    const { contestants, agreements = () => [], note, difference } = await prepare(scene);
    const here = contestants.filter((each) => 'command' in each);
    const results = withDifference(await alternate(here, runsOf(values.runs, runs), log), difference);
    const missing = contestants.filter((each) => 'missing' in each);
    return {
      ...known,
      results: [...results, ...missing],
      agreements: agreements(),
      ...(note !== undefined && { note }),
    };
  } catch (error) {
    const problem = /** @type {Error} */ (error).message.replaceAll(scene.work, '…');
    log(`✗ ${id}: ${problem}`);
    return { ...known, results: [], agreements: [], problem: problem.split('\n').slice(0, 3).join(' ') };
  }
}

/** Writes what there is after each row, so that a bench that is ended keeps its rows. @param {number} scale @param {Outcome[]} outcomes @returns {Promise<Bench>} */
async function keep(scale, outcomes) {
  const earlier =
    values.json !== undefined && existsSync(values.json) ? JSON.parse(readFileSync(values.json, 'utf8')) : {};
  const rows = mergeRows(
    earlier.scale === scale ? earlier.rows : [],
    outcomes,
    ROWS.map(({ id }) => id),
  );
  const bench = { scale, machine: describeMachine(), versions: await versions(), rows };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(bench, null, 2)}\n`);
  return bench;
}

function describeMachine() {
  const [{ model } = { model: 'unknown' }, ...more] = cpus();
  return `${more.length + 1} cores (${model.trim()}) with ${Math.round(totalmem() / 1e9)} GB`;
}

/** @returns {Promise<Record<string, string>>} */
async function versions() {
  const [engine] = await listEngines();
  return {
    'Node.js': process.versions.node,
    ...(engine && { Docker: engine.versions.docker, buildx: engine.versions.buildx }),
    dive: GO_MODULES.dive.version.slice(1),
    syft: GO_MODULES.syft.version.slice(1),
  };
}
