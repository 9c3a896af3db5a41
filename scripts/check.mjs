// Every check that needs no Docker. All are run, several at once, so one look shows all that is wrong.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** @typedef {readonly [name: string, command: string, ...args: string[]]} Check */

/** In the order of their results: those that most often fail first. @type {readonly Check[]} */
const checks = [
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc', '--noEmit'],
  ['types of what Node 20 runs', 'tsc', '--noEmit', '--project', 'src'],
  ['types of what the browser runs', 'tsc', '--noEmit', '--project', 'src/page/browser'],
  ['dist and schema.json are fresh', 'node', 'scripts/build.mjs', '--check'],
  ['action metadata and workflows', 'node', 'scripts/lint-workflows.mjs'],
];

/**
 * Runs a check; gives whether it passed, and what it printed.
 * @param {Check} check
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
function run([name, command, ...args]) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', ({ message }) => {
      resolve({ passed: false, output: `${name}: ${message}; run \`npm ci\` first\n` });
    });
    child.on('close', (status) => resolve({ passed: status === 0, output }));
  });
}

/** As many at once as there are cores: each starts the next when it is done. */
const waiting = checks.map((check) => ({ check, ...Promise.withResolvers() }));
const queue = waiting.values();
for (let core = 0; core < availableParallelism(); core += 1) {
  (async () => {
    for (const { check, resolve } of queue) resolve(await run(check));
  })();
}

let failed = 0;
for (const { check, promise } of waiting) {
  const { passed, output } = await promise;
  process.stderr.write(`${output}${passed ? '✓' : '✗'} ${check[0]}\n`);
  if (!passed) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
