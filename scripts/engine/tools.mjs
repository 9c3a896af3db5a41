// Provides programs of the machine's own release without installing them: runc and iptables for the daemons, docker-registry and skopeo as
// independent references for tests, mmdebstrap for the base image.
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { provideGroup } from './apt.mjs';
import { findProgram } from './run.mjs';

/**
 * Programs whose package or file has another name. "iptables" is a link that only an installation makes. Of its two possible targets, Debian and
 * Ubuntu choose that of nft.
 * @type {Record<string, {packageName?: string, file?: string}>}
 */
const SPECIAL = { ip: { packageName: 'iproute2' }, iptables: { file: 'iptables-nft' } };

/**
 * Gives a program: the machine's own if it is installed, or else one extracted from its release's packages.
 * @param {import("./places.mjs").Places} places
 * @param {() => Promise<import("./machine.mjs").Machine>} readMachine called only when a package is needed
 * @param {string} program
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<string>} an absolute path
 */
export async function provideProgram(places, readMachine, program, log) {
  const installed = findProgram(program);
  if (installed) return installed;
  const machine = await readMachine();
  const { packageName = program, file = program } = SPECIAL[program] ?? {};
  const group = {
    name: `${machine.codename}-${machine.architecture}-${packageName}`,
    packages: [packageName],
    sources: machine.distribution.sources,
    missing: true,
  };
  const root = await provideGroup(places, machine, group, log);
  return wrapProgram(root, program, file);
}

/**
 * Wraps a program that was extracted together with libraries, so that it finds them. A program without libraries needs no wrapper: runc starts
 * itself again with another environment, which a wrapper would not reach.
 * @param {string} root
 * @param {string} program the name of the command
 * @param {string} file its file in the package
 */
function wrapProgram(root, program, file) {
  const real = findProgramBelow(root, file);
  if (!real)
    throw new Error(
      `the packages extracted to ${root} have no program "${file}"; remove that folder to have them extracted again`,
    );
  const environment = environmentOf(root);
  if (environment.length === 0 && file === program) return real;
  const wrapper = join(root, 'wrapped', program);
  const script = `#!/bin/sh\n${environment.map((assignment) => `export ${assignment}\n`).join('')}exec '${real}' "$@"\n`;
  // Several processes may write it at once, and a running script must not be changed.
  if (!existsSync(wrapper)) writeScript(wrapper, script);
  return wrapper;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeScript(file, text) {
  const partial = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(partial, text, { mode: 0o755 });
  renameSync(partial, file);
}

/**
 * @param {string} root
 * @param {string} program
 */
export function findProgramBelow(root, program) {
  return ['usr/sbin', 'usr/bin', 'sbin', 'bin', 'usr/libexec/docker/cli-plugins', 'usr/lib/docker/cli-plugins']
    .map((folder) => join(root, folder, program))
    .find(existsSync);
}

/**
 * @param {string} root
 * @returns {string[]} assignments for the wrapper; none if the packages have no libraries
 */
function environmentOf(root) {
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => foldersOfLibraries(join(root, folder)));
  const extensions = libraries.map((folder) => join(folder, 'xtables')).find(existsSync);
  return [
    ...(libraries.length > 0 ? [`LD_LIBRARY_PATH='${libraries.join(':')}'`] : []),
    ...(extensions ? [`XTABLES_LIBDIR='${extensions}'`] : []),
  ];
}

/**
 * @param {string} folder such as usr/lib: libraries are in it, or one level below in the folder of an architecture
 */
function foldersOfLibraries(folder) {
  if (!existsSync(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.map(({ name }) => join(folder, name))].filter((place) =>
    readdirSync(place).some((name) => /^lib.*\.so(\.|$)/.test(name)),
  );
}
