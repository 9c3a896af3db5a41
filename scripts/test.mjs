// Runs Jest with a real Docker on both image stores. `npm test -- __tests__/oci` runs a part.
//   --pair oldest   the end-to-end cases on the oldest supported docker and buildx instead of everything on the newest
//   IMAGE_SIZE_GATE_ENGINE=required   a test that needs an engine fails where there is none; otherwise it is reported as skipped
//   IMAGE_SIZE_GATE_ENGINE=none       starts and installs nothing; a browser that is there is used
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { provideBrowser } from './browser.mjs';
import { provideTool, startEngine } from './engine/index.mjs';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `node ${process.version} is too old for the tests; \`npm test\` takes the Node 24 that is installed on Linux`,
  );
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { pair: { type: 'string', default: 'newest' } },
});
const policy = process.env.IMAGE_SIZE_GATE_ENGINE;
const pair = values.pair === 'oldest' ? 'oldest' : 'newest';
const log = (/** @type {string} */ line) => console.error(`engine: ${line}`);

async function engines() {
  if (policy === 'none') return { engines: [], missing: 'IMAGE_SIZE_GATE_ENGINE is none' };
  try {
    return { engines: await startEngine({ pair, log }), missing: '' };
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    log(missing);
    return { engines: [], missing };
  }
}

/** A registry and a client that are not ours, for tests that need an independent truth. */
async function registryTools() {
  if (policy === 'none') return { missing: 'IMAGE_SIZE_GATE_ENGINE is none' };
  try {
    return { registry: await provideTool('docker-registry', { log }), skopeo: await provideTool('skopeo', { log }) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** A Chromium for the tests of the HTML report. */
async function browser() {
  try {
    return { path: await provideBrowser({ install: policy !== 'none', log }) };
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    log(missing);
    return { missing };
  }
}

const found = await engines();
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const selected = positionals.length > 0 || pair === 'newest' ? positionals : ['__tests__/e2e'];
const { status } = spawnSync(process.execPath, [jest, ...selected], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    IMAGE_SIZE_GATE_ENGINES: JSON.stringify(found.engines),
    IMAGE_SIZE_GATE_ENGINE_MISSING: found.missing,
    IMAGE_SIZE_GATE_REGISTRY_TOOLS: JSON.stringify(await registryTools()),
    IMAGE_SIZE_GATE_BROWSER: JSON.stringify(await browser()),
  },
});
process.exitCode = status ?? 1;
