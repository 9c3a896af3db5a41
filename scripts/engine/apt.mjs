// Gets packages without installing them: a separate apt (lists, cache, configuration), then dpkg-deb --extract.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAptSources } from './apt-sources.mjs';
import { run, tryRun } from './run.mjs';

/**
 * A set of packages that is downloaded and extracted together.
 * @typedef {{
 *   name: string, packages: readonly string[], sources: readonly import("./apt-sources.mjs").AptSource[], missing: boolean,
 * }} PackageGroup
 * name: its folder; missing: true adds all dependencies that this machine lacks, false takes exactly these packages
 */

const LISTS_ARE_FRESH_MS = 3600_000;

/**
 * Gives the folder with a group's files, laid out like in "/". Uses the cache: a group that was downloaded or extracted before needs no network.
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {PackageGroup} group
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<string>}
 */
export async function provideGroup(places, machine, group, log) {
  const root = join(places.packages, group.name);
  if (existsSync(root)) return root;
  const debs = join(places.debs, group.name);
  if (!existsSync(debs)) {
    log(`downloading packages: ${group.packages.join(' ')} (${suitesOf(group.sources)})`);
    await fillFolder(debs, (folder) => download(places, machine, group, folder));
  }
  await fillFolder(root, (folder) => extract(debs, folder));
  return root;
}

/** @param {readonly import("./apt-sources.mjs").AptSource[]} sources */
function suitesOf(sources) {
  return [...new Set(sources.flatMap(({ suites }) => suites))].join(' ');
}

/**
 * Fills a folder under another name and then renames it, so that a folder that exists is complete.
 * @param {string} folder
 * @param {(folder: string) => Promise<void>} fill
 */
export async function fillFolder(folder, fill) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  renameSync(partial, folder);
}

/**
 * @param {string} debs
 * @param {string} folder
 */
async function extract(debs, folder) {
  for (const deb of readdirSync(debs).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['--extract', join(debs, deb), folder], { seconds: 120 });
  }
}

/**
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {PackageGroup} group
 * @param {string} folder
 */
async function download(places, machine, group, folder) {
  const env = await prepareApt(places, machine, group);
  const packages = await knownPackages(group, env);
  const args = group.missing
    ? // Debug::NoLocking: nothing is installed, so dpkg's lock is not needed. The machine may hold it.
      [
        'install',
        '--download-only',
        '--yes',
        '--no-install-recommends',
        '-o',
        'Debug::NoLocking=true',
        '-o',
        `Dir::Cache::Archives=${folder}`,
        ...packages,
      ]
    : ['download', ...packages];
  mkdirSync(join(folder, 'partial'), { recursive: true });
  await run('apt-get', ['--quiet', ...args], { cwd: folder, env, seconds: 900 });
  for (const name of ['partial', 'lock']) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * Leaves out packages that a release lacks ("docker-cli" was split off docker.io only in newer ones). The first package is the group's
 * purpose and stays in, so that apt reports it as missing.
 * @param {PackageGroup} group
 * @param {NodeJS.ProcessEnv} env
 */
async function knownPackages({ packages: [first = '', ...others] }, env) {
  if (others.length === 0) return [first];
  const { stdout } = await tryRun('apt-cache', ['madison', ...others], { env });
  const known = new Set(stdout.split('\n').map((line) => line.split('|')[0]?.trim()));
  return [first, ...others.filter((name) => known.has(name))];
}

/**
 * Writes a configuration for the group's sources and fetches their package lists.
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {PackageGroup} group
 * @returns {Promise<NodeJS.ProcessEnv>} the environment that makes apt use it
 */
async function prepareApt(places, machine, group) {
  const folder = join(places.lists, suitesOf(group.sources).replace(/[^a-z0-9]+/gi, '-'));
  for (const name of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, name), { recursive: true });
  const config = join(folder, 'apt.conf');
  const sources = formatAptSources(
    group.sources.map((source) => ({ ...source, options: { ...source.options, targets: 'Packages' } })),
  );
  const changed = writeIfChanged(join(folder, 'list.sources'), sources);
  writeIfChanged(config, formatAptConfig(folder, machine.acquire));
  const env = { ...process.env, APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const stamp = join(folder, 'updated');
  if (changed || !isFresh(stamp)) {
    await run('apt-get', ['--quiet', 'update'], { env, seconds: 300 });
    writeFileSync(stamp, '');
  }
  return env;
}

/**
 * Does not read the machine's configuration files, since their hooks (clean the cache, refresh a catalogue) would change the machine. Takes over
 * only its Acquire settings.
 * @param {string} folder
 * @param {readonly string[]} acquire
 */
function formatAptConfig(folder, acquire) {
  return `${[
    ...acquire,
    'Dir::Etc::Parts "/dev/null";',
    'Dir::Etc::Main "/dev/null";',
    `Dir::Etc::SourceList "${folder}/list.sources";`,
    'Dir::Etc::SourceParts "/dev/null";',
    'Dir::Etc::Preferences "/dev/null";',
    'Dir::Etc::PreferencesParts "/dev/null";',
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::Cache "${folder}";`,
    // Two indexes of 40 MB for each suite would save only half a second.
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    // apt's user cannot write below a home folder.
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::GzipIndexes "true";',
    'Acquire::Retries "3";',
  ].join('\n')}\n`;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  writeFileSync(file, text);
  return true;
}

/** @param {string} stamp */
function isFresh(stamp) {
  return existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < LISTS_ARE_FRESH_MS;
}
