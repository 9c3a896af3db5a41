// Runs Jest with a real Docker on both image stores. `npm test -- __tests__/oci` runs a part.
//   --quick         without Docker, registry and browser: what needs one of them, or half a minute, is reported as skipped; leaves __tests__/e2e out
//   --check         runs scripts/check.mjs first, while the engines start; no test runs when a check fails
//   --pair oldest   the end-to-end cases on the oldest supported docker and buildx instead of everything on the newest
//   --pair container   likewise, on a builder with the docker-container driver and the newest BuildKit and buildx (needs Go)
//   --pair next     likewise, on the newest Docker, built from the Go module proxy (needs Go)
//   IMAGE_SIZE_GATE_ENGINE=required   a test that needs an engine fails where there is none; otherwise it is reported as skipped
//   IMAGE_SIZE_GATE_ENGINE=none       starts and installs nothing; a browser that is there is used
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provideBrowser } from './browser.mjs';
import { findContainerObstacles, PAIRS, provideTool, startContainerEngine, startEngine } from './engine/index.mjs';

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
const pair = ['container', ...PAIRS].find((one) => one === values.pair);
if (!pair) {
  console.error(`--pair: "${values.pair}" given, accepted: ${[...PAIRS, 'container'].join(', ')}`);
  process.exit(2);
}
const log = (/** @type {string} */ line) => console.error(`engine: ${line}`);

async function engines() {
  if (policy === 'none') return { engines: [], missing: none };
  try {
    if (pair === 'container') return { engines: [await startContainerEngine({ log })], missing: '' };
    return { engines: await startEngine({ pair: PAIRS.find((one) => one === pair), log }), missing: '' };
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

/**
 * The builder in a container, for the tests that ask for it. They begin before it is ready: Go takes minutes for BuildKit. A file gets it then.
 * @param {string} file gets {engine}, or {missing, required}: why there is none, and whether that is a failure
 */
async function containerBuilder(file) {
  const write = (/** @type {object} */ found) => {
    writeFileSync(`${file}.part`, JSON.stringify(found));
    renameSync(`${file}.part`, file);
  };
  const isSelected = positionals.length === 0 || positionals.some((path) => /e2e\/?$|container/.test(path));
  if (policy === 'none') return write({ missing: none, required: false });
  if (!isSelected) return write({ missing: 'the tests that need it are not selected', required: false });
  const obstacles = findContainerObstacles();
  if (obstacles.length > 0) return write({ missing: obstacles.join('; '), required: false });
  try {
    write({ engine: await startContainerEngine({ buildx: pair === 'container' ? 'newest' : 'packaged', log }) });
  } catch (error) {
    write({ missing: error instanceof Error ? error.message : String(error), required: policy === 'required' });
  }
}

/** Whether every check passes; they run beside what else has to be made ready. */
function checks() {
  if (!values.check) return Promise.resolve(true);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'check.mjs')], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (status) => resolve(status === 0)));
}

const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-tests-'));
const builderFile = join(folder, 'container-builder.json');

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
    IMAGE_SIZE_GATE_CONTAINER_BUILDER: builderFile,
    IMAGE_SIZE_GATE_REGISTRY_TOOLS: JSON.stringify(await registryTools()),
    IMAGE_SIZE_GATE_BROWSER: JSON.stringify(await browser()),
  };
}

const checking = checks();
// Beside the tests: the checks keep all cores busy, and no test runs when one fails.
const making = checking.then((isPassed) => (isPassed ? containerBuilder(builderFile) : undefined));
const [env, passed] = await Promise.all([environment(), checking]);
if (passed) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const selected = positionals.length > 0 || pair === 'newest' ? positionals : ['__tests__/e2e'];
  const ignored = values.quick ? ['--testPathIgnorePatterns=/__tests__/e2e/'] : [];
  const child = spawn(process.execPath, [jest, ...selected, ...ignored], { stdio: 'inherit', env });
  const [status] = await once(child, 'close');
  process.exitCode = status ?? 1;
} else {
  process.exitCode = 1;
}
await making;
rmSync(folder, { recursive: true });
