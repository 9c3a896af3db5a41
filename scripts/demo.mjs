// The main job, without any install: builds the example's three Dockerfiles as .github/image-size.yml has them, weighs and checks
// them, compares them with each other and with the commit that the work is built on, and prints the comment that the action would post. The exit code is the verdict's.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startEngine } from './engine/index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function engine() {
  const log = (/** @type {string} */ line) => console.error(`engine: ${line}`);
  try {
    const engines = await startEngine({ pair: 'newest', log });
    return engines.find(({ store }) => store === 'containerd') ?? engines[0];
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

const found = await engine();
if (found === undefined) process.exitCode = 2;
else {
  const { status } = spawnSync(process.execPath, ['dist/cli.js', 'check', '--preview', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...found.env },
  });
  process.exitCode = status ?? 2;
}
