// Provides a real Docker engine with buildx for the demo, the tests and CI: the machine's own, or else private daemons made from Debian's packages,
// one for each image store.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasBaseImage, provideBaseImage } from './base-image.mjs';
import { describeContainerBuilder, startContainerBuilder, stopContainerBuilder } from './container-builder.mjs';
import { clientOf, describeDaemon, environmentOf, readRunning, STORES, startDaemon, stopDaemon } from './daemon.mjs';
import { findExistingEngine } from './existing.mjs';
import { findGo, GO_MODULES, provideGoModule } from './go.mjs';
import { findObstacles, findPackageObstacles, readMachine } from './machine.mjs';
import { PAIRS, providePair } from './pairs.mjs';
import { findPlaces, withLock } from './places.mjs';
import { findProgram } from './run.mjs';
import { provideProgram } from './tools.mjs';

/**
 * @typedef {import("./daemon.mjs").Store} Store
 * @typedef {import("./pairs.mjs").Pair} Pair
 * @typedef {{
 *   store: Store, pair: Pair | "container" | "machine", private: boolean, env: Record<string, string>,
 *   versions: {docker: string, buildx: string, containerd?: string, buildkit?: string}, builder?: "docker-container", registry?: string,
 * }} Engine pair: "machine" is the machine's own engine; env: overrides process.env, empty for the machine's engine; registry: address of
 * what the builder takes for docker.io
 * @typedef {{
 *   stores?: readonly Store[] | undefined, pair?: Pair | undefined, private?: boolean | undefined, log?: import("./run.mjs").Log,
 * }} StartOptions
 * private: start private daemons although the machine has an engine. Every pair but "newest" implies it.
 */

export { PAIRS, STORES };

/** @type {import("./run.mjs").Log} */
const logToStderr = (line) => process.stderr.write(`engine: ${line}\n`);

/**
 * Makes engines available and returns their environments. Running engines are returned at once. Daemons keep running when this process ends.
 *
 * The machine's own engine has one store. Only that one is returned when both are requested.
 * @param {StartOptions} [options] by default both stores and the newest pair
 * @returns {Promise<Engine[]>} in the order of stores
 * @throws {Error} saying what is missing and what would cure it
 */
export async function startEngine({
  stores = STORES,
  pair = 'newest',
  private: isPrivate = pair !== 'newest',
  log = logToStderr,
} = {}) {
  const existing = isPrivate ? undefined : await findExistingEngine();
  if (existing?.found) return [useExisting(existing, stores)];
  expectNoObstacles(existing?.missing);
  const places = findPlaces();
  return withLock(places, log, () => startPrivate(places, pair, stores, log));
}

/**
 * @param {import("./existing.mjs").Existing} existing
 * @param {readonly Store[]} stores
 * @returns {Engine}
 */
function useExisting({ store, versions }, stores) {
  if (!stores.includes(store)) {
    throw new Error(
      `the machine's Docker ${versions.docker} has the ${store} image store, and ${stores.join(' and ')} was asked for: ` +
        'ask for a private engine (--private; Debian or Ubuntu, as root), or set features.containerd-snapshotter in /etc/docker/daemon.json and restart Docker',
    );
  }
  return { store, pair: 'machine', private: false, env: {}, versions };
}

/** @param {string} [missing] what the machine's own engine lacks */
function expectNoObstacles(missing) {
  const obstacles = findObstacles();
  if (obstacles.length === 0) return;
  const cause = `a private engine cannot be started here: ${obstacles.join('; ')}`;
  throw new Error(
    missing
      ? `no Docker engine with buildx was found (${missing}), and ${cause}. Install Docker with its buildx plugin, start it, and try again`
      : cause,
  );
}

/**
 * @param {import("./places.mjs").Places} places
 * @param {Pair} pair
 * @param {readonly Store[]} stores
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<Engine[]>}
 */
async function startPrivate(places, pair, stores, log) {
  /** @type {Engine[]} */
  const engines = [];
  // One after the other: on two cores, two daemons that start at once take longer than in turn.
  for (const store of stores) {
    const daemon = describeDaemon(places, pair, store);
    const running = await readRunning(daemon);
    const ready = running && (await hasBaseImage(clientOf(daemon, running)));
    engines.push(toEngine(daemon, ready ? running : await bringUp(daemon, places, log)));
  }
  return engines;
}

/**
 * Makes the builder with the docker-container driver available, on the private daemon of the pair "newest" with the containerd store.
 * @param {{buildx?: import("./container-builder.mjs").Buildx, log?: import("./run.mjs").Log}} [options] buildx: by default the newest
 * @returns {Promise<Engine>}
 * @throws {Error} saying what is missing: Go, or what a private engine needs
 */
export async function startContainerEngine({ buildx = 'newest', log = logToStderr } = {}) {
  const obstacles = findContainerObstacles();
  if (obstacles.length > 0) throw new Error(`a builder in a container cannot be made here: ${obstacles.join('; ')}`);
  const places = findPlaces();
  // Without the lock of the engines: other work goes on while Go builds.
  const buildkit = await provideGoModule(places, GO_MODULES.buildkit, log);
  const plugin = buildx === 'newest' ? await provideGoModule(places, GO_MODULES.buildx, log) : undefined;
  return withLock(places, log, async () => {
    const [engine] = await startPrivate(places, 'newest', ['containerd'], log);
    const daemon = describeDaemon(places, 'newest', 'containerd');
    const programs = await readRunning(daemon);
    if (!engine || !programs) throw new Error(`${daemon.name} ended`);
    const registry = await provideProgram(places, readMachine, 'docker-registry', log);
    const own = { buildkit, registry, buildx: plugin ? join(plugin, 'docker-buildx') : programs.buildx };
    const made = await startContainerBuilder(describeContainerBuilder(places), daemon, programs, own, log);
    return {
      ...engine,
      pair: /** @type {const} */ ('container'),
      builder: /** @type {const} */ ('docker-container'),
      registry: made.registry,
      env: { ...engine.env, ...made.env },
      versions: { ...engine.versions, ...made.versions },
    };
  });
}

/**
 * Why the builder in a container cannot be made here, each reason with its cure. Empty when it can.
 * @returns {string[]}
 */
export function findContainerObstacles() {
  return [
    ...(findGo()
      ? []
      : ['BuildKit is built from the Go module proxy, and there is no go program in PATH (Go 1.26 cures it)']),
    ...findObstacles(),
  ];
}

/**
 * @param {import("./daemon.mjs").Daemon} daemon
 * @param {import("./places.mjs").Places} places
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<import("./pairs.mjs").Programs>}
 */
async function bringUp(daemon, places, log) {
  const machine = await readMachine();
  const programs = await providePair(places, machine, daemon.pair, log);
  if (!(await readRunning(daemon))) {
    const { docker, containerd, buildx } = programs.versions;
    log(`${daemon.name}: starting Docker ${docker}, containerd ${containerd}, buildx ${buildx}`);
    await startDaemon(daemon, programs, await provideNetworkPrograms(places, async () => machine, log));
  }
  await provideBaseImage(daemon.name, clientOf(daemon, programs), places, machine, log);
  return programs;
}

/**
 * @param {import("./daemon.mjs").Daemon} daemon
 * @param {import("./pairs.mjs").Programs} programs
 * @returns {Engine}
 */
function toEngine(daemon, { cliFolder, versions }) {
  return { store: daemon.store, pair: daemon.pair, private: true, env: environmentOf(daemon, cliFolder), versions };
}

/**
 * @param {import("./places.mjs").Places} places
 * @param {() => Promise<import("./machine.mjs").Machine>} readMachineOnce
 * @param {import("./run.mjs").Log} log
 */
async function provideNetworkPrograms(places, readMachineOnce, log) {
  return {
    ip: await provideProgram(places, readMachineOnce, 'ip', log),
    iptables: await provideProgram(places, readMachineOnce, 'iptables', log),
  };
}

/**
 * Stops private daemons, removes their bridges and rules, and keeps the cache. Never touches the machine's own engine.
 * @param {{stores?: readonly Store[] | undefined, pairs?: readonly Pair[] | undefined, log?: import("./run.mjs").Log}} [options]
 *   by default all of them
 * @returns {Promise<string[]>} the names of the daemons that were stopped, or whose remains were cleared
 */
export async function stopEngine({ stores = STORES, pairs = PAIRS, log = logToStderr } = {}) {
  const places = findPlaces();
  const daemons = describeAll(places).filter(
    ({ pair, store, folder }) => pairs.includes(pair) && stores.includes(store) && existsSync(folder),
  );
  if (daemons.length === 0) return [];
  expectNoObstacles();
  return withLock(places, log, async () => {
    const networkPrograms = await provideNetworkPrograms(places, readMachine, log);
    /** @type {string[]} */
    const stopped = [];
    const isHost = daemons.some(({ name }) => name === describeDaemon(places, 'newest', 'containerd').name);
    if (isHost && (await stopContainerBuilder(describeContainerBuilder(places)))) stopped.push('container');
    for (const daemon of daemons) {
      if (await stopDaemon(daemon, networkPrograms)) stopped.push(daemon.name);
    }
    return stopped;
  });
}

/**
 * The engines that can be used now. Starts and downloads nothing.
 * @returns {Promise<Engine[]>} the machine's own one first
 */
export async function listEngines() {
  const existing = await findExistingEngine();
  const running = await Promise.all(
    describeAll(findPlaces()).map(async (daemon) => {
      const programs = await readRunning(daemon);
      return programs ? [toEngine(daemon, programs)] : [];
    }),
  );
  return [...(existing.found ? [useExisting(existing, STORES)] : []), ...running.flat()];
}

/** @param {import("./places.mjs").Places} places */
function describeAll(places) {
  return PAIRS.flatMap((pair) => STORES.map((store) => describeDaemon(places, pair, store)));
}

/**
 * Gives a program that is not part of the engine: the machine's own, or one extracted from its release's packages. Tests compare with docker-registry
 * and skopeo, since both are independent of our code. skopeo needs `--insecure-policy`, since an extracted one has no policy file.
 * @param {"docker-registry" | "skopeo" | "mmdebstrap"} program
 * @param {{log?: import("./run.mjs").Log}} [options]
 * @returns {Promise<{command: string, env: Record<string, string>}>} env: overrides process.env
 * @throws {Error} saying what is missing and what would cure it
 */
export async function provideTool(program, { log = logToStderr } = {}) {
  const installed = findProgram(program);
  if (installed) return { command: installed, env: {} };
  const obstacles = findPackageObstacles();
  if (obstacles.length > 0)
    throw new Error(
      `${program} is not in PATH, and cannot be extracted from a package here: ${obstacles.join('; ')}. Install ${program} and try again`,
    );
  const places = findPlaces();
  return { command: await withLock(places, log, () => provideProgram(places, readMachine, program, log)), env: {} };
}
