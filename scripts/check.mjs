// Runs every check that needs no Docker, the fastest first. All of them run, so that one run shows every error.
import { spawnSync } from 'node:child_process';

/** @type {readonly (readonly [string, string, ...string[]])[]} */
const checks = [
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc', '--noEmit'],
  ['types of what Node 20 runs', 'tsc', '--noEmit', '--project', 'src'],
  ['types of what the browser runs', 'tsc', '--noEmit', '--project', 'src/page/browser'],
  ['dist and schema.json are fresh', 'node', 'scripts/build.mjs', '--check'],
  ['action metadata and workflows', 'node', 'scripts/lint-workflows.mjs'],
];

const failed = checks.filter(([name, command, ...args]) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(`${name}: ${error.message}; run \`npm ci\` first`);
  console.error(`${status === 0 ? '✓' : '✗'} ${name}`);
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
