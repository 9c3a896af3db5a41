// Runs the product and what stands beside it in turn, so that the load of the machine meets all of them alike.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTap } from './tap.mjs';

/**
 * @typedef {import('./statistics.mjs').Run} Run
 * @typedef {{
 *   name: string, command: readonly string[], node?: boolean, env?: Record<string, string>, cwd?: string, status?: readonly number[],
 *   timed?: 'inside', seen?: (output: string) => void,
 * }} Contestant
 * node: a program that this Node.js runs; status: what counts as its success, 0 by default; timed: it prints its own
 * run as JSON, since it first makes its input; seen: gets what the first run printed
 * @typedef {{ name: string, missing: string }} Missing
 * @typedef {{ name: string, runs: Run[], processes?: number, received?: number }} Result
 * processes: that the product itself started; received: bytes from the engine's socket
 */

const RUSAGE = fileURLToPath(new URL('./rusage.py', import.meta.url));
const COUNT = new URL('./count-processes.mjs', import.meta.url).href;
/** How much of what a program printed is kept: its document, or its error. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs each contestant once to count and to warm caches, then all of them in turn.
 * @param {readonly Contestant[]} contestants
 * @param {number} runs of each
 * @param {(line: string) => void} log
 * @returns {Promise<Result[]>}
 * @throws {Error} of a program that failed, with the end of what it printed
 */
export async function alternate(contestants, runs, log) {
  const results = [];
  for (const contestant of contestants) {
    log(`  ${contestant.name}: once to count`);
    results.push({ name: contestant.name, runs: /** @type {Run[]} */ ([]), ...(await count(contestant)) });
  }
  for (let round = 1; round <= runs; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const { run } = await runOnce(contestant);
      results[at]?.runs.push(run);
      log(`  ${contestant.name}: ${run.seconds.toFixed(2)} s (${round} of ${runs})`);
    }
  }
  return results;
}

/** @param {Contestant} contestant @returns {Promise<{ processes?: number, received?: number }>} */
async function count(contestant) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'processes');
  const socket = contestant.env?.DOCKER_HOST?.replace('unix://', '');
  const tap = socket === undefined ? undefined : await openTap(socket, join(folder, 'socket'));
  try {
    const env = { ...contestant.env, ...(tap && { DOCKER_HOST: tap.host }), IMAGE_SIZE_GATE_BENCH_COUNT: file };
    const { output } = await runOnce({ ...contestant, env }, { preload: [`--import=${COUNT}`], folder });
    contestant.seen?.(output);
    return {
      ...(existsSync(file) && { processes: Number(readFileSync(file, 'utf8')) }),
      ...(tap && { received: tap.bytes() }),
    };
  } finally {
    tap?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Contestant} contestant
 * @param {{ preload?: readonly string[], folder?: string }} [counting]
 * @returns {Promise<{ run: Run, output: string }>}
 */
async function runOnce(contestant, { preload = [], folder = mkdtempSync(join(tmpdir(), 'bench-')) } = {}) {
  const out = join(folder, 'rusage');
  const isRead = preload.length > 0 || contestant.timed === 'inside';
  const command = contestant.node ? [process.execPath, ...preload, ...contestant.command] : contestant.command;
  const child = spawn('python3', [RUSAGE, out, ...command], {
    cwd: contestant.cwd,
    env: { ...process.env, ...contestant.env },
    stdio: ['ignore', isRead ? 'pipe' : 'ignore', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    if (output.length < MOST_OUTPUT) output += chunk.toString('latin1');
  });
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  const run = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : undefined;
  if (preload.length === 0) rmSync(folder, { recursive: true, force: true });
  if (!(contestant.status ?? [0]).includes(status))
    throw new Error(`${contestant.name} ended with ${status}: ${errors.trim() || output.slice(-2000)}`);
  if (contestant.timed === 'inside') return { run: JSON.parse(output), output };
  return { run, output };
}
