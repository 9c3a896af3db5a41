// The facts on this machine that private packages depend on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDistributionSources, parseAptSources } from './apt-sources.mjs';
import { findProgram, run, tryRun } from './run.mjs';

/**
 * @typedef {{
 *   id: "debian" | "ubuntu", codename: string, architecture: string,
 *   distribution: NonNullable<ReturnType<typeof findDistributionSources>>,
 *   acquire: readonly string[],
 * }} Machine acquire: the machine's own settings for downloads (proxies, dates), as lines of apt.conf
 */

/**
 * Why packages cannot be downloaded and extracted here, each reason with its cure. Empty when they can.
 * @returns {string[]}
 */
export function findPackageObstacles() {
  if (process.platform !== 'linux') return [`Debian packages are needed for it, and this is ${process.platform}`];
  const { ID = 'unknown' } = readOsRelease();
  if (ID !== 'debian' && ID !== 'ubuntu')
    return [`packages of Debian or Ubuntu are needed for it, and /etc/os-release says "${ID}"`];
  return ['apt-get', 'apt-config', 'dpkg-deb']
    .filter((program) => !findProgram(program))
    .map((program) => `${program} is missing`);
}

/**
 * Why private daemons cannot be started here. Empty when they can.
 * @returns {string[]}
 */
export function findObstacles() {
  const isRoot = process.getuid?.() === 0;
  return [
    ...findPackageObstacles(),
    ...(isRoot || process.platform !== 'linux'
      ? []
      : ['dockerd needs root, and this process is not root (sudo cures it)']),
  ];
}

/**
 * @returns {Promise<Machine>}
 * @throws {Error} when the machine's package sources cannot be used
 */
export async function readMachine() {
  const { ID, VERSION_CODENAME = '', UBUNTU_CODENAME } = readOsRelease();
  const codename = UBUNTU_CODENAME ?? VERSION_CODENAME;
  const { files, sources } = await readAptSources();
  const distribution = findDistributionSources(sources, codename);
  if (!distribution) {
    throw new Error(
      `no package source of ${ID} ${codename} found in ${files.join(', ') || "apt's source lists (there are none)"}: ` +
        `an entry "deb MIRROR ${codename} main" is needed, so that the mirror's address is known`,
    );
  }
  return {
    id: ID === 'ubuntu' ? 'ubuntu' : 'debian',
    codename,
    architecture: (await run('dpkg', ['--print-architecture'])).trim(),
    distribution,
    acquire: await readAcquireSettings(),
  };
}

/** @returns {Record<string, string>} */
function readOsRelease() {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    return Object.fromEntries(
      lines.flatMap((line) => {
        const match = /^(\w+)=["']?(.*?)["']?$/.exec(line);
        return match ? [[match[1], match[2]]] : [];
      }),
    );
  } catch {
    return {};
  }
}

/** Reads the lists that apt itself would read. */
async function readAptSources() {
  const shell = await run('apt-config', [
    'shell',
    'LIST',
    'Dir::Etc::sourcelist/f',
    'PARTS',
    'Dir::Etc::sourceparts/d',
  ]);
  const [, list = '/etc/apt/sources.list'] = /LIST='(.*)'/.exec(shell) ?? [];
  const [, parts = '/etc/apt/sources.list.d'] = /PARTS='(.*)'/.exec(shell) ?? [];
  const files = [
    list,
    ...listFolder(parts)
      .filter((name) => /\.(list|sources)$/.test(name))
      .map((name) => join(parts, name)),
  ];
  const found = files.flatMap((file) => {
    const text = readIfThere(file);
    return text === undefined ? [] : [{ file, sources: parseAptSources(text, file) }];
  });
  return { files: found.map(({ file }) => file), sources: found.flatMap(({ sources }) => sources) };
}

/**
 * The machine's own apt settings for downloads apply to ours too: it may need a proxy, or have a frozen mirror whose Release files are out of date.
 * Leaves out index targets, since we need package lists only.
 */
async function readAcquireSettings() {
  const { stdout } = await tryRun('apt-config', ['dump', 'Acquire']);
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::/.test(line) && !/^Acquire::(IndexTargets|Languages|GzipIndexes)\b/.test(line));
}

/** @param {string} folder */
function listFolder(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
