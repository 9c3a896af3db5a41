// Every check that needs no Docker. All are run, several at once, so one look shows all that is wrong.
import { availableParallelism } from 'node:os';
import { getExecOutput } from '@actions/exec';

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
async function run([name, command, ...args]) {
  try {
    const { exitCode, stdout, stderr } = await getExecOutput(command, args, { silent: true, ignoreReturnCode: true });
    return { passed: exitCode === 0, output: stdout + stderr };
  } catch (error) {
    return {
      passed: false,
      output: `${name}: ${error instanceof Error ? error.message : error}; run \`npm ci\` first\n`,
    };
  }
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
