// A builder with the docker-container driver on a private daemon, of the newest BuildKit and buildx, beside a registry on loopback with its base image.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { BASE_IMAGE } from './base-image.mjs';
import { clientOf, spawnDetached } from './daemon.mjs';
import { GO_MODULES } from './go.mjs';
import { freePort } from './network.mjs';
import { replaceLink, versionIn } from './pairs.mjs';
import { endProcesses, findOwnProcesses } from './processes.mjs';
import { lastLines, run } from './run.mjs';

/**
 * @typedef {"newest" | "packaged"} Buildx newest: built from the Go module proxy; packaged: that of the daemon's own pair
 * @typedef {{folder: string, run: string, builder: string, image: string}} ContainerPlace
 * @typedef {{buildkit: string, buildx: string, registry: string}} BuilderPrograms paths of: the folder with buildkitd and buildctl, the plugin, the registry
 */

const SECONDS_TO_BUILD = 300;

/**
 * @param {import("./places.mjs").Places} places
 * @returns {ContainerPlace}
 */
export function describeContainerBuilder(places) {
  return {
    folder: join(places.cache, 'container'),
    run: join(places.run, 'container'),
    builder: 'image-size-gate',
    image: `image-size-gate-buildkit:${GO_MODULES.buildkit.version}`,
  };
}

/**
 * Makes the builder, where it is missing or its registry moved, and gives what selects it. A builder that is there keeps its cache.
 * @param {ContainerPlace} place
 * @param {import("./daemon.mjs").Daemon} daemon runs the builder's container, and has the base image
 * @param {import("./pairs.mjs").Programs} programs the daemon's
 * @param {BuilderPrograms} own
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<{env: Record<string, string>, registry: string, versions: {buildx: string, buildkit: string}}>} env: beside the daemon's
 */
export async function startContainerBuilder(place, daemon, programs, own, log) {
  mkdirSync(place.folder, { recursive: true });
  const registry = await startRegistry(place, own.registry);
  const dockerConfig = configureClient(place, daemon, own.buildx);
  const client = clientOf({ ...daemon, dockerConfig }, programs);
  const call = async (/** @type {readonly string[]} */ args, seconds = 60) => {
    const done = await client(args, seconds);
    if (done.code !== 0) throw new Error(`docker ${args.join(' ')} failed: ${lastLines(done.stderr.trim(), 8)}`);
  };
  await pushBaseImage(registry, call);
  if ((await client(['image', 'inspect', place.image])).code !== 0) {
    log(`building the image of BuildKit ${GO_MODULES.buildkit.version}`);
    await buildImage(place, own.buildkit, call);
  }
  await makeBuilder(place, dockerConfig, registry, call, (args) => client(args));
  const plugin = versionIn(await run(own.buildx, ['version']));
  return {
    env: { DOCKER_CONFIG: dockerConfig, BUILDX_BUILDER: place.builder },
    registry,
    versions: { buildx: plugin, buildkit: versionIn(GO_MODULES.buildkit.version) },
  };
}

/** @typedef {(args: readonly string[], seconds?: number) => Promise<void>} Call runs docker, which must succeed */

/**
 * Starts docker-registry on loopback, if it does not run. It outlives this process, like a daemon.
 * @param {ContainerPlace} place
 * @param {string} program
 * @returns {Promise<string>} its address
 */
async function startRegistry({ folder, run: runFolder }, program) {
  const file = join(runFolder, 'registry.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).http.addr : '';
  if (known && (await answersRegistry(known))) return known;
  mkdirSync(runFolder, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: join(folder, 'registry') } };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http: { addr: address } }));
  await spawnDetached({ name: 'the builder', folder }, program, ['serve', file], process.env, () =>
    answersRegistry(address),
  );
  return address;
}

/** @param {string} address @param {string} path */
function answersRegistry(address, path = '') {
  const accept = ['vnd.oci.image.index.v1', 'vnd.oci.image.manifest.v1', 'vnd.docker.distribution.manifest.v2'];
  const headers = { accept: accept.map((type) => `application/${type}+json`).join(', ') };
  return fetch(`http://${address}/v2/${path}`, { headers }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * A folder of the docker client with the daemon's own settings, and its own buildx and builders.
 * @param {ContainerPlace} place
 * @param {import("./daemon.mjs").Daemon} daemon
 * @param {string} buildx
 */
function configureClient({ folder }, daemon, buildx) {
  const client = join(
    folder,
    `client-${daemon.name}-${buildx.includes(GO_MODULES.buildx.version) ? 'newest' : 'packaged'}`,
  );
  mkdirSync(join(client, 'cli-plugins'), { recursive: true });
  copyFileSync(join(daemon.dockerConfig, 'config.json'), join(client, 'config.json'));
  replaceLink(join(client, 'cli-plugins', 'docker-buildx'), buildx);
  return client;
}

/** @param {string} registry @param {Call} call */
async function pushBaseImage(registry, call) {
  const [name, tag] = BASE_IMAGE.split(':');
  if (await answersRegistry(registry, `library/${name}/manifests/${tag}`)) return;
  const reference = `${registry}/library/${BASE_IMAGE}`;
  await call(['image', 'tag', BASE_IMAGE, reference]);
  await call(['image', 'push', '--quiet', reference], SECONDS_TO_BUILD);
  await call(['image', 'rm', reference]);
}

/**
 * The image has what the one that BuildKit publishes has: buildkitd, buildctl, a runc, and git for remote contexts.
 * @param {ContainerPlace} place
 * @param {string} programs
 * @param {Call} call
 */
async function buildImage({ folder, image }, programs, call) {
  const context = mkdtempSync(join(folder, 'context-'));
  const dockerfile = `FROM ${BASE_IMAGE}
RUN apt-get update && apt-get install --yes --no-install-recommends runc git && rm -rf /var/lib/apt/lists/*
COPY buildkitd buildctl /usr/bin/
VOLUME /var/lib/buildkit
ENTRYPOINT ["buildkitd"]
`;
  try {
    for (const name of ['buildkitd', 'buildctl']) linkSync(join(programs, name), join(context, name));
    writeFileSync(join(context, 'Dockerfile'), dockerfile);
    const options = ['--builder=default', '--load', '--provenance=false', '--progress=plain', '--tag', image];
    await call(['buildx', 'build', ...options, context], SECONDS_TO_BUILD);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/**
 * Makes the builder, and makes it anew where its configuration is another.
 * @param {ContainerPlace} place
 * @param {string} dockerConfig
 * @param {string} registry
 * @param {Call} call
 * @param {(args: readonly string[]) => Promise<{code: number | null}>} attempt
 */
async function makeBuilder({ folder, builder, image }, dockerConfig, registry, call, attempt) {
  const file = join(folder, 'buildkitd.toml');
  const made = join(dockerConfig, 'builder.json');
  const config = `[registry."docker.io"]\nmirrors = ["${registry}"]\n[registry."${registry}"]\nhttp = true\n`;
  const wanted = JSON.stringify({ config, image });
  const isMade = existsSync(made) && readFileSync(made, 'utf8') === wanted;
  if (isMade && (await attempt(['buildx', 'inspect', '--bootstrap', builder])).code === 0) return;
  await attempt(['buildx', 'rm', '--force', '--keep-state', builder]);
  // Another client's folder may have made it.
  await attempt(['container', 'rm', '--force', `buildx_buildkit_${builder}0`]);
  writeFileSync(file, config);
  // Of the host's network are the registry, and the mirror of packages.
  const options = [`--driver-opt=image=${image},network=host`, `--buildkitd-config=${file}`];
  await call(['buildx', 'create', `--name=${builder}`, '--driver=docker-container', '--bootstrap', ...options], 120);
  writeFileSync(made, wanted);
}

/**
 * Ends the registry. The builder's container ends with its daemon.
 * @param {ContainerPlace} place
 * @returns {Promise<boolean>} whether there was anything to stop
 */
export async function stopContainerBuilder({ run: runFolder }) {
  const running = findOwnProcesses(runFolder, 'docker-registry');
  await endProcesses(running, 5);
  rmSync(runFolder, { recursive: true, force: true });
  return running.length > 0;
}
