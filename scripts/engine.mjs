#!/usr/bin/env node
// The command line of scripts/engine/, which provides a real Docker engine with buildx for the demo, the tests and CI.
import { parseArgs } from 'node:util';
import {
  listEngines,
  PAIRS,
  provideTool,
  STORES,
  startContainerEngine,
  startEngine,
  stopEngine,
} from './engine/index.mjs';

const HELP = `Provides a real Docker engine with buildx: the machine's own, or else private daemons made from Debian's packages.

  node scripts/engine.mjs start [--store classic|containerd|both] [--pair PAIR] [--private]
  node scripts/engine.mjs stop  [--store classic|containerd|both] [--pair newest|oldest|next]
  node scripts/engine.mjs status [--json]
  node scripts/engine.mjs env   [--store classic|containerd] [--pair PAIR] [--private] [--json]
  node scripts/engine.mjs tool  docker-registry|skopeo

start   uses a working docker with buildx and its one image store. Without one, it starts private daemons:
        one on the classic store, one on the containerd store. They keep running. A second start returns at once.
stop    stops private daemons (by default all of them) and keeps the cache.
status  lists the engines that can be used now.
env     prints the variables that select an engine: eval "$(node scripts/engine.mjs env --store classic)".
        With --json it prints those of several engines: {"classic": {…}, "containerd": {…}}.
tool    prints the path of a program that tests compare with. It is extracted from its package when it is not installed.

--pair     newest: Docker and buildx of Debian sid (the default). oldest: those of Debian trixie (26.1.5, 0.13.1).
           next: Docker 29 and the newest buildx, built from the Go module proxy. container: a builder with the docker-container driver,
           with the newest BuildKit and buildx built likewise, on the daemon of "newest". All but "newest" imply --private.
           On Ubuntu there is only "newest", the release's own packages.
--private  starts private daemons although the machine has its own engine.

Private daemons need Debian or Ubuntu, root, and a package mirror at the first start. Nothing is installed. Packages are
extracted to $IMAGE_SIZE_GATE_CACHE, or else $XDG_CACHE_HOME/image-size-gate, or else ~/.cache/image-size-gate. Images and
build cache stay there too. Each daemon has debian:bookworm-slim, made from the mirror's packages (on Ubuntu: pulled).
`;

const OPTIONS = /** @type {const} */ ({
  store: { type: 'string' },
  pair: { type: 'string' },
  private: { type: 'boolean' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
});

class UsageError extends Error {}

/** @typedef {ReturnType<typeof readArguments>} Arguments */

/** @param {string[]} argv */
function readArguments(argv) {
  const { values, positionals } = parse(argv);
  const [command, ...rest] = positionals;
  return {
    command: values.help ? 'help' : command,
    rest,
    json: values.json,
    stores: readStores(values.store),
    isContainer: values.pair === 'container',
    pair:
      values.pair === undefined || values.pair === 'container' ? undefined : readChoice('--pair', values.pair, PAIRS),
    private: values.private,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string | undefined} value
 * @returns {readonly import("./engine/index.mjs").Store[] | undefined} undefined without a value
 */
function readStores(value) {
  if (value === undefined) return undefined;
  const choice = readChoice('--store', value, /** @type {const} */ ([...STORES, 'both']));
  return choice === 'both' ? STORES : [choice];
}

/**
 * @template {string} T
 * @param {string} option
 * @param {string | undefined} value
 * @param {readonly T[]} accepted
 * @returns {T}
 */
function readChoice(option, value, accepted) {
  const choice = accepted.find((one) => one === value);
  if (!choice)
    throw new UsageError(
      `${option}: ${value === undefined ? 'nothing' : `"${value}"`} given, accepted: ${accepted.join(', ')}`,
    );
  return choice;
}

/** @type {Record<string, (args: Arguments) => Promise<string>>} */
const COMMANDS = {
  help: async () => HELP,
  start: async (args) =>
    formatEngines(args.isContainer ? [await startContainerEngine()] : await startEngine(args), args.json),
  stop: async ({ stores, pair }) => {
    const stopped = await stopEngine({ stores, pairs: pair && [pair] });
    return stopped.length > 0 ? `stopped: ${stopped.join(', ')}\n` : 'nothing to stop\n';
  },
  status: async ({ json }) => formatEngines(await listEngines(), json),
  env: async (args) => formatEnvironments(await selectEngines(args), args.json),
  tool: async ({ rest: [name] }) =>
    `${(await provideTool(readChoice('tool', name, ['docker-registry', 'skopeo']))).command}\n`,
};

/**
 * @param {readonly import("./engine/index.mjs").Engine[]} engines
 * @param {boolean} json
 */
function formatEngines(engines, json) {
  if (json) return `${JSON.stringify(engines, undefined, 2)}\n`;
  if (engines.length === 0) return 'no engine is running\n';
  return engines
    .map(({ store, pair, env, versions }) => {
      const { docker, buildx, containerd } = versions;
      const parts = [`Docker ${docker}`, ...(containerd ? [`containerd ${containerd}`] : []), `buildx ${buildx}`];
      return `${pair} ${store}: ${parts.join(', ')}${env.DOCKER_HOST ? `, ${env.DOCKER_HOST}` : ''}\n`;
    })
    .join('');
}

/**
 * The running engines that `start` would return for the same arguments.
 * @param {Arguments} args
 */
async function selectEngines({ stores, isContainer, pair = 'newest', private: isPrivate = pair !== 'newest' }) {
  // A start gives a builder that is there as it is.
  if (isContainer) return [await startContainerEngine()];
  const running = await listEngines();
  const machine = isPrivate ? [] : running.filter((engine) => !engine.private);
  const candidates = machine.length > 0 ? machine : running.filter((engine) => engine.pair === pair);
  const engines = candidates.filter(({ store }) => stores?.includes(store) ?? true);
  if (engines.length === 0)
    throw new Error(
      `no such engine is running (${stores?.join() ?? 'any store'}, ${pair}): run \`node scripts/engine.mjs start\` with the same options`,
    );
  return engines;
}

/**
 * @param {readonly import("./engine/index.mjs").Engine[]} engines
 * @param {boolean} json
 */
function formatEnvironments(engines, json) {
  if (json)
    return `${JSON.stringify(Object.fromEntries(engines.map(({ store, env }) => [store, env])), undefined, 2)}\n`;
  const [engine, another] = engines;
  if (another)
    throw new UsageError('env: several engines are running, --store classic or --store containerd must be given');
  return Object.entries(engine?.env ?? {})
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}

try {
  const args = readArguments(process.argv.slice(2));
  const command = COMMANDS[args.command ?? ''];
  if (!command)
    throw new UsageError(
      `${args.command ? `unknown command "${args.command}"` : 'no command given'}, accepted: ${Object.keys(COMMANDS).join(', ')} (--help explains them)`,
    );
  process.stdout.write(await command(args));
} catch (error) {
  process.stderr.write(`engine: ${/** @type {Error} */ (error).message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
