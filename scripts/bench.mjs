// Measures cost and correctness of the measurement on the example's three images, on every available image store:
//   agreement   unpacked against the engine's own size (classic store), download against a pushed manifest read by skopeo
//   cost        time and peak memory of measuring an image of the daemon, against the minimum in the same run:
//               one read with `docker image save | wc -c`
//   page        time and bytes of the HTML report's data for 1,000 to 500,000 files, against the minimum in the same run:
//               JSON.stringify and deflate of the same rows as plain objects (`npm run bench -- page` needs no engine)
// Figures depend on the machine and its load, so quote only the ratios. `npm run bench -- minimal` takes one image only.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchPage } from './bench/page.mjs';
import { provideTool, startEngine } from './engine/index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const context = join(root, 'examples/trading');
const FILES = { current: 'Dockerfile', optimized: 'Dockerfile.optimized', minimal: 'Dockerfile.minimal' };
const log = (/** @type {string} */ line) => console.error(line);

/** @typedef {{ download: number, unpacked: number, method: string }} Measurement */
/** @typedef {Awaited<ReturnType<typeof startEngine>>[number]} Engine */

/** @param {Engine} engine @param {readonly string[]} args @returns {string} */
function docker({ env }, args) {
  const { status, stdout, stderr } = spawnSync('docker', args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/**
 * Measures with the built command line, in a separate process. The system counts the peak memory of that process.
 * @param {Engine} engine @param {string} source
 * @returns {{ measurement: Measurement, seconds: number, peak: number }} seconds, bytes
 */
function measure({ env }, source) {
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-bench-'));
  try {
    const peak = join(folder, 'peak');
    const report = `import fs from 'node:fs'; process.on('exit', () => fs.writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)))`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(report)}`;
    const started = performance.now();
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [preload, join(root, 'dist/cli.js'), 'measure', source, '--json'],
      { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - started) / 1000;
    const [measurement] = JSON.parse(stdout).measurements;
    return { measurement, seconds, peak: Number(readFileSync(peak, 'utf8')) * 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Engine} engine @param {string} tag @returns {Promise<{ bytes: number, seconds: number }>} */
async function save({ env }, tag) {
  const started = performance.now();
  const child = spawn('docker', ['image', 'save', tag], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  return { bytes, seconds: (performance.now() - started) / 1000 };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Debian's docker-registry on loopback, and a function that reads from it with skopeo. */
async function openRegistry() {
  const [registry, skopeo] = await Promise.all([
    provideTool('docker-registry', { log }),
    provideTool('skopeo', { log }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-registry-'));
  const address = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: join(folder, 'store') } };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify({ version: 0.1, storage, http: { addr: address } }));
  const server = spawn(registry.command, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  const inspect = (/** @type {string} */ reference) => {
    const args = ['--insecure-policy', 'inspect', '--raw', '--tls-verify=false', `docker://${reference}`];
    const { stdout } = spawnSync(skopeo.command, args, { env: { ...process.env, ...skopeo.env }, encoding: 'utf8' });
    return JSON.parse(stdout);
  };
  return {
    address,
    /** @param {string} reference @returns {number} bytes of config and layers */
    size(reference) {
      const manifest = inspect(reference);
      const layers = /** @type {{ size: number }[]} */ (manifest.layers);
      return layers.reduce((sum, layer) => sum + layer.size, manifest.config.size);
    },
    close() {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const number = new Intl.NumberFormat('en');

/** @param {Engine} engine @param {string} name @param {Awaited<ReturnType<typeof openRegistry>>} registry */
async function bench(engine, name, registry) {
  const tag = `image-size-gate-bench-${name}:${process.pid}`;
  const pushed = `${registry.address}/${name}:${engine.store}`;
  const file = join(context, FILES[/** @type {keyof typeof FILES} */ (name)]);
  docker(engine, ['buildx', 'build', '--quiet', '--load', '--provenance=false', '--tag', tag, '--file', file, context]);
  try {
    docker(engine, ['image', 'tag', tag, pushed]);
    docker(engine, ['image', 'push', '--quiet', pushed]);
    const { measurement, seconds, peak } = measure(engine, `docker-daemon:${tag}`);
    const floor = await save(engine, tag);
    const engineSize =
      engine.store === 'classic' ? Number(docker(engine, ['image', 'inspect', '--format', '{{.Size}}', tag])) : null;
    return {
      store: engine.store,
      image: name,
      unpacked: number.format(measurement.unpacked),
      'engine .Size': engineSize === null ? 'no oracle' : number.format(engineSize),
      download: number.format(measurement.download),
      'pushed manifest': number.format(registry.size(pushed)),
      'measure s': seconds.toFixed(1),
      'peak MB': (peak / 1e6).toFixed(0),
      'save | wc s': floor.seconds.toFixed(1),
      'save bytes': number.format(floor.bytes),
      ratio: (seconds / floor.seconds).toFixed(2),
      method: measurement.method,
    };
  } finally {
    docker(engine, ['image', 'rm', '--force', tag, pushed]);
  }
}

const wanted = process.argv.slice(2);
const names = Object.keys(FILES).filter((name) => wanted.length === 0 || wanted.includes(name));
if (wanted.length === 0 || wanted.includes('page')) console.table(benchPage());
if (names.length > 0) await benchWeighing();

async function benchWeighing() {
  const engines = await startEngine({ pair: 'newest', log });
  const registry = await openRegistry();
  try {
    const rows = [];
    for (const engine of engines) for (const name of names) rows.push(await bench(engine, name, registry));
    console.table(rows);
  } finally {
    registry.close();
  }
}
