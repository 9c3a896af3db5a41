// Runs Jest with a real Docker on both image stores. `npm test -- __tests__/oci` runs a part.
//   --quick         without Docker, registry and browser: what needs one of them, or half a minute, is reported as skipped; leaves __tests__/e2e out
//   --check         runs scripts/check.mjs first, while the engines start; no test runs when a check fails
//   --pair oldest   the end-to-end cases on the oldest supported docker and buildx instead of everything on the newest
//   IMAGE_SIZE_GATE_ENGINE=required   a test that needs an engine fails where there is none; otherwise it is reported as skipped
//   IMAGE_SIZE_GATE_ENGINE=none       starts and installs nothing; a browser that is there is used
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
  options: {
    pair: { type: 'string', default: 'newest' },
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const policy = values.quick ? 'none' : process.env.IMAGE_SIZE_GATE_ENGINE;
const none = values.quick ? 'the run is quick (npm test -- --quick)' : 'IMAGE_SIZE_GATE_ENGINE is none';
const pair = values.pair === 'oldest' ? 'oldest' : 'newest';
const log = (/** @type {string} */ line) => console.error(`engine: ${line}`);

async function engines() {
  if (policy === 'none') return { engines: [], missing: none };
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
  if (policy === 'none') return { missing: none };
  try {
    return { registry: await provideTool('docker-registry', { log }), skopeo: await provideTool('skopeo', { log }) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** A Chromium for the tests of the HTML report. */
async function browser() {
  if (values.quick) return { missing: none };
  try {
    return { path: await provideBrowser({ install: policy !== 'none', log }) };
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    log(missing);
    return { missing };
  }
}

/** Whether every check passes; they run beside what else has to be made ready. */
function checks() {
  if (!values.check) return Promise.resolve(true);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'check.mjs')], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (status) => resolve(status === 0)));
}

/** The environment of the tests. What is installed is installed one after the other, since apt has one lock. */
async function environment() {
  const found = await engines();
  return {
    ...process.env,
    // Each run of the built program compiles it anew otherwise: a third of what a short run takes.
    NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/image-size-gate-tests'),
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    ...(policy === undefined ? {} : { IMAGE_SIZE_GATE_ENGINE: policy }),
    ...(values.quick ? { IMAGE_SIZE_GATE_QUICK: 'yes' } : {}),
    IMAGE_SIZE_GATE_ENGINES: JSON.stringify(found.engines),
    IMAGE_SIZE_GATE_ENGINE_MISSING: found.missing,
    IMAGE_SIZE_GATE_REGISTRY_TOOLS: JSON.stringify(await registryTools()),
    IMAGE_SIZE_GATE_BROWSER: JSON.stringify(await browser()),
  };
}

const [env, passed] = await Promise.all([environment(), checks()]);
if (passed) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const selected = positionals.length > 0 || pair === 'newest' ? positionals : ['__tests__/e2e'];
  const ignored = values.quick ? ['--testPathIgnorePatterns=/__tests__/e2e/'] : [];
  const { status } = spawnSync(process.execPath, [jest, ...selected, ...ignored], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
} else {
  process.exitCode = 1;
}
