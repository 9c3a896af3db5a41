// The versions of private daemons: their packages, the programs in those, and the programs that are built.
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { provideGroup } from './apt.mjs';
import { sourcesOfSuite } from './apt-sources.mjs';
import { GO_MODULES, provideGoModule } from './go.mjs';
import { findProgram, run } from './run.mjs';
import { findProgramBelow, provideProgram } from './tools.mjs';

/**
 * @typedef {"newest" | "oldest" | "next"} Pair
 * @typedef {{
 *   dockerd: string, docker: string, buildx: string, containerd: string, path: string, cliFolder: string,
 *   versions: {docker: string, buildx: string, containerd: string},
 * }} Programs path: the PATH of the daemons; cliFolder: a folder with docker only, for the front of a user's PATH
 */

/**
 * Debian's suite of each pair. trixie is a stable release, so its versions stay. sid has the newest ones. Of "next", containerd and runc alone
 * come from there.
 */
const SUITE_OF_PAIR = { newest: 'sid', oldest: 'trixie', next: 'sid' };

export const PAIRS = /** @type {const} */ (['newest', 'oldest', 'next']);

/**
 * Gives the programs of a pair. Downloads and extracts them when the cache lacks them.
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {Pair} pair
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<Programs>}
 */
export async function providePair(places, machine, pair, log) {
  const group = describeGroup(machine, pair);
  const root = await provideGroup(places, machine, group, log);
  const find = (/** @type {string} */ name) => {
    const program = findProgramBelow(root, name) ?? (group.missing ? findProgram(name) : undefined);
    if (!program)
      throw new Error(
        `the packages extracted to ${root} have no program "${name}"; remove that folder to have them extracted again`,
      );
    return program;
  };
  const runc = await provideRunc(places, machine, pair, log);
  const programs = {
    dockerd: find('dockerd'),
    docker: find('docker'),
    buildx: find('docker-buildx'),
    containerd: find('containerd'),
    ...(pair === 'next' ? await provideNext(places, log) : {}),
  };
  return {
    ...programs,
    path: [
      ...new Set([
        dirname(programs.dockerd),
        dirname(programs.containerd),
        dirname(runc),
        ...(process.env.PATH ?? '').split(':'),
        '/usr/sbin',
        '/sbin',
      ]),
    ].join(':'),
    cliFolder: linkAlone(join(places.packages, pair === 'next' ? 'next.cli' : `${group.name}.cli`), programs.docker),
    versions: await readVersions(programs, group),
  };
}

/**
 * The programs of the newest Docker, which no package has yet. The client stays the package's: docker/cli is no module of Go, and the proxy
 * lacks one that it needs.
 * @param {import("./places.mjs").Places} places
 * @param {import("./run.mjs").Log} log
 */
async function provideNext(places, log) {
  const { buildx, moby } = GO_MODULES;
  return {
    dockerd: join(await provideGoModule(places, moby, log), 'dockerd'),
    buildx: join(await provideGoModule(places, buildx, log), 'docker-buildx'),
  };
}

/**
 * Docker 29 makes a time namespace for each container, which runc knows from 1.2 on. bookworm has 1.1.
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {Pair} pair
 * @param {import("./run.mjs").Log} log
 */
async function provideRunc(places, machine, pair, log) {
  if (pair !== 'next') return provideProgram(places, async () => machine, 'runc', log);
  const suite = SUITE_OF_PAIR[pair];
  const root = await provideGroup(
    places,
    machine,
    {
      name: `${suite}-${machine.architecture}-runc`,
      packages: ['runc', 'libc6', 'libseccomp2'],
      sources: sourcesOfSuite(machine.distribution, suite, { updates: false }),
      missing: false,
    },
    log,
  );
  const own = join(root, 'with-own-libc', 'runc');
  if (!existsSync(own))
    await bindToOwnLibc(root, own, await provideProgram(places, async () => machine, 'patchelf', log));
  return own;
}

/**
 * Copies runc and binds it to the libraries beside it: it needs a newer libc than a stable release has. runc starts itself again with another
 * environment, so variables would not do.
 * @param {string} root of the packages
 * @param {string} own
 * @param {string} patchelf
 */
async function bindToOwnLibc(root, own, patchelf) {
  const below = join(root, 'usr/lib');
  const libraries = readdirSync(below)
    .map((name) => join(below, name))
    .find((folder) => existsSync(join(folder, 'libc.so.6')));
  const runc = findProgramBelow(root, 'runc');
  if (!libraries || !runc) throw new Error(`the packages extracted to ${root} have no runc with its libc`);
  const loader = readdirSync(libraries).find((name) => name.startsWith('ld-linux'));
  mkdirSync(dirname(own), { recursive: true });
  const partial = `${own}.${process.pid}`;
  copyFileSync(runc, partial);
  await run(patchelf, ['--set-interpreter', join(libraries, loader ?? ''), '--set-rpath', libraries, partial]);
  renameSync(partial, own);
}

/**
 * Ubuntu's mirrors have no Debian suites. There the only pair is the release's own docker.io and docker-buildx, with their dependencies that are
 * not installed.
 * @param {import("./machine.mjs").Machine} machine
 * @param {Pair} pair
 * @returns {import("./apt.mjs").PackageGroup}
 */
function describeGroup(machine, pair) {
  if (machine.id === 'ubuntu') {
    if (pair !== 'newest')
      throw new Error(
        `the pair "${pair}" needs Debian's ${SUITE_OF_PAIR[pair]}, and this is Ubuntu: only the pair "newest" (${machine.codename}'s own packages) can be had here`,
      );
    return {
      name: `${machine.codename}-${machine.architecture}-engine`,
      packages: ['docker.io', 'docker-cli', 'docker-buildx'],
      sources: machine.distribution.sources,
      missing: true,
    };
  }
  const suite = SUITE_OF_PAIR[pair];
  return {
    name: `${suite}-${machine.architecture}-engine`,
    packages: ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', suite === 'sid' ? 'tini-static' : 'tini'],
    sources: sourcesOfSuite(machine.distribution, suite, { updates: false }),
    missing: false,
  };
}

/**
 * Checks that the programs run: packages from a newer release may not run on an older one, and a daemon's log would be less clear.
 * @param {Pick<Programs, "dockerd" | "docker" | "buildx" | "containerd">} programs
 * @param {import("./apt.mjs").PackageGroup} group
 */
async function readVersions({ dockerd, buildx, containerd }, { name }) {
  try {
    const [docker, plugin, runtime] = await Promise.all([
      run(dockerd, ['--version']),
      run(buildx, ['version']),
      run(containerd, ['--version']),
    ]);
    return { docker: versionIn(docker), buildx: versionIn(plugin), containerd: versionIn(runtime) };
  } catch (cause) {
    throw new Error(
      `the programs of ${name} do not run on this machine (they need libc 2.34 or newer, Debian 12 or later has it): ${/** @type {Error} */ (cause).message}`,
      { cause },
    );
  }
}

/**
 * @param {string} text the version text of a program
 * @returns {string} the first dotted number in it, without a packager's suffix
 */
export function versionIn(text) {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? 'unknown';
}

/**
 * @param {string} folder
 * @param {string} program
 */
function linkAlone(folder, program) {
  const link = join(folder, 'docker');
  mkdirSync(folder, { recursive: true });
  replaceLink(link, program);
  return folder;
}

/**
 * @param {string} link
 * @param {string} target
 */
export function replaceLink(link, target) {
  if (existsSync(link) || lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync(target, link);
}
