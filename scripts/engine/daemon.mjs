// One private daemon: a containerd and a dockerd with their own folders, sockets and network.

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { writeConfiguration } from './daemon-config.mjs';
import { chooseNetwork, raiseNetwork, removeNetwork } from './network.mjs';
import { endProcesses, findContainerProcesses, findOwnProcesses, unmountBelow } from './processes.mjs';
import { lastLines, tryRun, waitUntil } from './run.mjs';

/**
 * @typedef {"classic" | "containerd"} Store
 * @typedef {{
 *   pair: import("./pairs.mjs").Pair, store: Store, name: string, folder: string, data: string, run: string, bridge: string,
 *   dockerSocket: string, containerdSocket: string, dockerConfig: string,
 * }} Daemon folder: kept between starts; run: sockets and pids, removed at stop
 */

export const STORES = /** @type {const} */ (['classic', 'containerd']);

/** Two seconds are usual. A daemon with much data on a slow disk takes longer. */
const UP_WITHIN_SECONDS = 60;

/** A dead daemon refuses at once. A busy one may be slow, and must not be ended as dead. */
const PING_TIMEOUT_MS = 30_000;

const BRIDGE_LETTER = { newest: 'n', oldest: 'o', next: 'x' };
const BRIDGE_SUFFIX = { classic: 'cl', containerd: 'cd' };

/**
 * @param {import("./places.mjs").Places} places
 * @param {import("./pairs.mjs").Pair} pair
 * @param {Store} store
 * @returns {Daemon}
 */
export function describeDaemon(places, pair, store) {
  const name = `${pair}-${store}`;
  const folder = join(places.daemons, name);
  const run = join(places.run, name);
  return {
    pair,
    store,
    name,
    folder,
    run,
    data: join(folder, 'data'),
    // An interface's name has at most 15 characters.
    bridge: `isg-${places.key}-${BRIDGE_LETTER[pair]}${BRIDGE_SUFFIX[store]}`,
    dockerSocket: join(run, 'docker.sock'),
    containerdSocket: join(run, 'containerd.sock'),
    dockerConfig: join(folder, 'client'),
  };
}

/**
 * The programs of a running daemon. A daemon of which only dockerd or only containerd runs counts as dead and must be started anew.
 * @param {Daemon} daemon
 * @returns {Promise<import("./pairs.mjs").Programs | undefined>}
 */
export async function readRunning(daemon) {
  const file = programsFile(daemon);
  const up = existsSync(file) && (await answersPing(daemon.dockerSocket)) && (await accepts(daemon.containerdSocket));
  return up ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {Daemon} daemon */
function programsFile({ run }) {
  return join(run, 'programs.json');
}

/** @param {string} socketPath */
function answersPing(socketPath) {
  return new Promise((resolve) => {
    const ask = request({ socketPath, path: '/_ping', timeout: PING_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ask
      .on('timeout', () => ask.destroy())
      .on('error', () => resolve(false))
      .end();
  });
}

/** @param {string} socketPath */
function accepts(socketPath) {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });
}

/**
 * Starts a daemon that does not run. First clears the remains of a killed one (processes, mounts, pid file, sockets). Keeps its data (images,
 * build cache).
 * @param {Daemon} daemon
 * @param {import("./pairs.mjs").Programs} programs
 * @param {import("./network.mjs").NetworkPrograms} networkPrograms
 * @throws {Error} with the end of the log, when it does not start
 */
export async function startDaemon(daemon, programs, networkPrograms) {
  await clearRemains(daemon);
  for (const folder of [daemon.data, daemon.run, join(daemon.dockerConfig, 'cli-plugins')])
    mkdirSync(folder, { recursive: true });
  const network = chooseNetwork(join(daemon.folder, 'network.json'), daemon.bridge);
  await raiseNetwork(network, networkPrograms);
  writeConfiguration(daemon, network, programs);
  const env = environmentOfPrograms(programs, networkPrograms);
  try {
    await spawnDetached(daemon, programs.containerd, ['--config', join(daemon.run, 'containerd.toml')], env, () =>
      accepts(daemon.containerdSocket),
    );
    await spawnDetached(daemon, programs.dockerd, ['--config-file', join(daemon.run, 'daemon.json')], env, () =>
      answersPing(daemon.dockerSocket),
    );
  } catch (error) {
    await clearRemains(daemon);
    throw error;
  }
  writeFileSync(programsFile(daemon), JSON.stringify(programs));
}

/**
 * @param {import("./pairs.mjs").Programs} programs
 * @param {import("./network.mjs").NetworkPrograms} networkPrograms
 * @returns {NodeJS.ProcessEnv}
 */
function environmentOfPrograms(programs, { iptables }) {
  // Containers still need iptables, to resolve names in a user-defined network.
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: `${programs.path}:${dirname(iptables)}` };
  // With a service manager's variables, the daemons would report to it or serve its sockets.
  for (const name of ['DOCKER_HOST', 'NOTIFY_SOCKET', 'LISTEN_FDS', 'LISTEN_PID']) delete env[name];
  return env;
}

/**
 * Starts a process that outlives this one, in its own session and without our standard streams. Waits until it answers.
 * @param {{name: string, folder: string}} place folder: of its log
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {() => Promise<boolean>} answers
 * @throws {Error} with the end of the log, when it does not answer
 */
export async function spawnDetached({ name, folder }, command, args, env, answers) {
  const file = join(folder, `${basename(command)}.log`);
  const log = openSync(file, 'w');
  const child = spawn(command, args, { env, cwd: '/', detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = '';
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', (code, signal) => {
    ended = `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  const up = await waitUntil(async () => ended !== '' || (await answers()), { seconds: UP_WITHIN_SECONDS });
  if (up && !ended) return;
  const said = lastLines(readFileSync(file, 'utf8').trim(), 15);
  throw new Error(
    `${command} (${name}) does not answer: ${ended || `${UP_WITHIN_SECONDS} s have passed`}. The end of ${file}:\n${said}`,
  );
}

/**
 * Stops a daemon, its containers and its containerd, and removes its bridge and rules. Keeps its data.
 * @param {Daemon} daemon
 * @param {import("./network.mjs").NetworkPrograms} networkPrograms
 * @returns {Promise<boolean>} whether there was anything to stop
 */
export async function stopDaemon(daemon, networkPrograms) {
  const hadRemains = existsSync(daemon.run);
  await clearRemains(daemon);
  const file = join(daemon.folder, 'network.json');
  if (existsSync(file)) await removeNetwork(JSON.parse(readFileSync(file, 'utf8')), networkPrograms);
  return hadRemains;
}

/**
 * Ends everything that belongs to a daemon: in an orderly way if it still listens, or else by force.
 * @param {Daemon} daemon
 */
async function clearRemains({ run, data }) {
  // dockerd first, since it needs containerd to stop its containers.
  await endProcesses(findOwnProcesses(run, 'dockerd'), 25);
  await endProcesses(findOwnProcesses(run, 'containerd'), 10);
  await endProcesses(findOwnProcesses(run), 0);
  await endProcesses(findContainerProcesses(data), 0);
  await unmountBelow([run, data]);
  rmSync(run, { recursive: true, force: true });
}

/**
 * The variables that make a docker client use this daemon and no other.
 * @param {Daemon} daemon
 * @param {string} cliFolder
 * @returns {Record<string, string>}
 */
export function environmentOf(daemon, cliFolder) {
  const others = (process.env.PATH ?? '').split(':').filter((folder) => folder !== cliFolder);
  // These would make the client use another daemon. They are emptied only if they are set.
  const misleading = ['DOCKER_TLS_VERIFY', 'DOCKER_CONTEXT', 'BUILDX_BUILDER', 'BUILDX_CONFIG'].filter(
    (name) => process.env[name],
  );
  return {
    DOCKER_HOST: `unix://${daemon.dockerSocket}`,
    DOCKER_CONFIG: daemon.dockerConfig,
    PATH: [cliFolder, ...others].join(':'),
    ...Object.fromEntries(misleading.map((name) => [name, ''])),
  };
}

/**
 * @param {Daemon} daemon
 * @param {Pick<import("./pairs.mjs").Programs, "docker" | "cliFolder">} programs
 * @returns {(args: readonly string[], seconds?: number) => ReturnType<typeof tryRun>} runs docker on that daemon
 */
export function clientOf(daemon, programs) {
  const env = { ...process.env, ...environmentOf(daemon, programs.cliFolder) };
  return (args, seconds = 60) => tryRun(programs.docker, args, { env, seconds });
}
