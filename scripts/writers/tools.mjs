// Provides the tools that write images, in pinned versions, in a folder of their own.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatAptSources, sourcesOfSuite } from '../engine/apt-sources.mjs';
import { provideTool } from '../engine/index.mjs';
import { readMachine } from '../engine/machine.mjs';
import { findProgram, run } from '../engine/run.mjs';

/** Stable releases of Debian: their versions stay. Both have skopeo, podman, buildah and umoci. */
export const SUITES = ['bookworm', 'trixie'];
const PACKAGES = ['skopeo', 'podman', 'buildah', 'umoci', 'crun', 'netavark'];

/** Programs from the Go module proxy: module, version, folder of the command, build tags. */
const GO = {
  crane: ['github.com/google/go-containerregistry', 'v0.22.1', 'cmd/crane'],
  ko: ['github.com/google/ko', 'v0.19.1', ''],
  regctl: ['github.com/regclient/regclient', 'v0.11.7', 'cmd/regctl'],
  oras: ['oras.land/oras', 'v1.3.6', 'cmd/oras'],
  umoci: ['github.com/opencontainers/umoci', 'v0.6.0', 'cmd/umoci'],
  buildah: [
    'github.com/containers/buildah',
    'v1.43.0',
    'cmd/buildah',
    'containers_image_openpgp exclude_graphdriver_btrfs',
  ],
};
export const JIB = '3.4.6';

/**
 * @typedef {{ name: string, version: string, command: string }} Tool
 * command: the path of the program, or of a script that runs it
 */

/**
 * Provides all tools that can be had here.
 * @param {string} folder kept between runs by the caller, or not
 * @param {(line: string) => void} log
 * @returns {Promise<Tool[]>}
 */
export async function provideTools(folder, log) {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const tools = [];
  for (const [name, [module = '', version = '', path = '', tags = '']] of Object.entries(GO)) {
    const command = join(folder, 'bin', name);
    if (!existsSync(command)) await buildGo(folder, { name, module, version, path, tags }, log);
    tools.push({ name, version, command });
  }
  for (const suite of SUITES) tools.push(...(await provideSuite(folder, suite, log)));
  return tools;
}

/**
 * @param {string} folder
 * @param {{ name: string, module: string, version: string, path: string, tags: string }} program
 * @param {(line: string) => void} log
 */
async function buildGo(folder, { name, module, version, path, tags }, log) {
  log(`building ${name} ${version} from the Go module proxy`);
  const cwd = join(folder, 'go', name);
  mkdirSync(cwd, { recursive: true });
  // A module of its own: what another module replaces in its go.mod does not count, and is not needed.
  writeFileSync(join(cwd, 'go.mod'), 'module writers\n');
  const env = {
    ...process.env,
    GOPATH: join(folder, 'gopath'),
    GOCACHE: join(folder, 'gocache'),
    GOFLAGS: '-modcacherw',
  };
  const command = path === '' ? module : `${module}/${path}`;
  await run('go', ['get', `${command}@${version}`], { cwd, env, seconds: 900 });
  await run('go', ['build', '-tags', tags, '-o', join(folder, 'bin', name), command], { cwd, env, seconds: 3600 });
}

/**
 * A whole root folder of a release, in which its programs run with their own libraries.
 * @param {string} folder
 * @param {string} suite
 * @param {(line: string) => void} log
 * @returns {Promise<Tool[]>}
 */
async function provideSuite(folder, suite, log) {
  const root = join(folder, suite);
  if (!existsSync(join(root, 'usr/bin/podman'))) await bootstrap(root, suite, log);
  for (const name of ['bin', 'lib', 'lib64', 'sbin'])
    if (!existsSync(join(root, name))) symlinkSync(`usr/${name}`, join(root, name));
  for (const name of ['proc', 'sys', 'dev', 'run', 'root', 'tmp', 'var/tmp'])
    mkdirSync(join(root, name), { recursive: true });
  // The packages' scripts, which make these, did not run.
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
  const tools = [];
  for (const name of ['skopeo', 'podman', 'buildah', 'umoci']) {
    const command = join(folder, 'bin', `${suite}-${name}`);
    writeFileSync(command, rootScript(root, `/usr/bin/${name}`, folder), { mode: 0o755 });
    const version = /\d+\.\d+[\w.]*/.exec(await run(command, ['--version'], { seconds: 60 }))?.[0] ?? '';
    tools.push({ name, version: `${version} (${suite})`, command });
  }
  return tools;
}

/** @param {string} root @param {string} suite @param {(line: string) => void} log */
async function bootstrap(root, suite, log) {
  log(`extracting ${PACKAGES.join(', ')} of Debian ${suite}`);
  const { command } = await provideTool('mmdebstrap');
  const sources = sourcesOfSuite((await readMachine()).distribution, suite, { updates: false });
  const options = ['--mode=root', '--variant=extract', '--quiet', `--include=${PACKAGES.join()}`, '--skip=cleanup/apt'];
  await run(command, [...options, suite, root, '-'], { input: formatAptSources(sources), seconds: 900 });
}

/**
 * Runs a program with another root. The mounts end with it. The temporary folder and the programs' own folder stay where they are.
 * @param {string} root @param {string} program @param {string} folder
 */
function rootScript(root, program, folder) {
  const binds = ['/proc', '/sys', '/dev', '/tmp', dirname(folder)];
  // The programs mount the root anew, which takes a root that is a mount.
  const own = `mount --bind ${root} ${root}`;
  const mounts = [
    own,
    ...[...new Set(binds)].map((path) => `mkdir -p ${root}${path}; mount --rbind ${path} ${root}${path}`),
  ];
  return `#!/bin/sh
exec unshare --mount sh -c '${mounts.join('; ')}; wd=$1; shift; exec unshare --root=${root} --wd="$wd" "$@"' sh "$PWD" ${program} "$@"
`;
}

/** What is missing for the tools, each with its cure. Empty when they can be provided. */
export function findObstacles() {
  const programs = ['go', 'python3', 'zstd', 'unshare'].filter((name) => !findProgram(name));
  return [
    ...programs.map((name) => `${name} is not on PATH: install it`),
    ...(process.getuid?.() === 0 ? [] : ['programs of another release run in their own root: run this as root']),
  ];
}
