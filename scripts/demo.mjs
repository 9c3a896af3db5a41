// Shows the main job without any install. It builds the example's three Dockerfiles by .github/image-size.yml, measures and checks them, and
// compares them with each other and with the base commit. It prints the comment that the action would post, and writes the HTML report to the
// temporary folder. The exit code is that of the verdict.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const page = join(tmpdir(), 'image-size-gate-demo.html');
  const options = ['--preview', '--html', page, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, ['dist/cli.js', 'check', ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...found.env },
  });
  process.exitCode = status ?? 2;
}
