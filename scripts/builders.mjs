// Writes docs/builders.md: what the built command line says on every builder, each cell from a real run. Needs Debian, root and Go.
//   node scripts/builders.mjs [KEY…]   runs these rows alone, such as "next classic", and keeps the others
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCells } from './builders/cells.mjs';
import { formatPage, formatRow, ROWS, rowsOf } from './builders/table.mjs';
import { provideTool, startContainerEngine, startEngine } from './engine/index.mjs';
import { freePort } from './engine/network.mjs';
import { waitUntil } from './engine/run.mjs';

const PAGE = join(import.meta.dirname, '../docs/builders.md');

/**
 * @param {import("./builders/table.mjs").Row} row
 * @returns {Promise<import("./engine/index.mjs").Engine>}
 */
async function engineOf({ pair, store, buildx }) {
  if (pair === 'container') return startContainerEngine(buildx ? { buildx } : {});
  const [engine] = await startEngine({ pair, stores: [store], private: true });
  if (!engine) throw new Error(`no engine ${pair} ${store}`);
  return engine;
}

/** Starts an empty registry on loopback; gives its address, and what ends it. */
async function startRegistry() {
  const { command, env } = await provideTool('docker-registry');
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-registry-'));
  const addr = `127.0.0.1:${await freePort()}`;
  const file = join(folder, 'config.yml');
  // JSON is YAML.
  const storage = { filesystem: { rootdirectory: join(folder, 'store') } };
  writeFileSync(file, JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http: { addr } }));
  const child = spawn(command, ['serve', file], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const answers = () =>
    fetch(`http://${addr}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await waitUntil(answers, { seconds: 30 }))) throw new Error(`${command} does not answer`);
  return {
    addr,
    end: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {import("./builders/table.mjs").Row} row @returns {Promise<import("./builders/table.mjs").Result>} */
async function runRow(row) {
  const registry = await startRegistry();
  try {
    const engine = await engineOf(row);
    return { row, ...(await runCells(engine.env, registry.addr)) };
  } catch (error) {
    return { row, missing: String(/** @type {Error} */ (error).message).split('\n')[0] ?? '' };
  } finally {
    registry.end();
  }
}

const chosen = process.argv.slice(2);
const kept = existsSync(PAGE) ? rowsOf(readFileSync(PAGE, 'utf8')) : new Map();
const rows = new Map(ROWS.map((row) => [row.key, kept.get(row.key) ?? formatRow({ row, missing: 'not chosen' })]));
for (const row of ROWS.filter(({ key }) => chosen.length === 0 || chosen.includes(key))) {
  rows.set(row.key, formatRow(await runRow(row)));
  console.error(rows.get(row.key));
  // After each row: a run that is ended keeps what it has.
  writeFileSync(PAGE, formatPage([...rows.values()]));
}
