// Builds programs that no package has so new, from the Go module proxy: BuildKit, buildx, Docker's daemon, and what `npm run bench` runs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fillFolder } from './apt.mjs';
import { withLock } from './places.mjs';
import { findProgram, run } from './run.mjs';

/**
 * A module of which programs are built.
 * @typedef {{
 *   module: string, version: string, commands: Readonly<Record<string, string>>, stamp?: string | undefined, leaveOut?: RegExp,
 *   flags?: string | undefined,
 * }} GoModule
 * commands: name of a program → its package in the module, `.` for the module's own; stamp: the variable that holds the version; leaveOut: lines of the
 * commands' own files that are left out, with which the packages go that they import; flags: for GOFLAGS
 */

/** The newest versions of the proxy that Go 1.26 builds. @satisfies {Record<string, GoModule>} */
export const GO_MODULES = /** @type {const} */ ({
  buildkit: {
    module: 'github.com/moby/buildkit',
    version: 'v0.34.2',
    commands: { buildkitd: 'cmd/buildkitd', buildctl: 'cmd/buildctl' },
    stamp: 'github.com/moby/buildkit/version.Version',
    // The caches in S3 and Azure: a seventh of all that is compiled.
    leaveOut: /azblob|s3remotecache/,
  },
  buildx: {
    module: 'github.com/docker/buildx',
    version: 'v0.38.2',
    commands: { 'docker-buildx': 'cmd/buildx' },
    stamp: 'github.com/docker/buildx/version.Version',
  },
  moby: {
    module: 'github.com/moby/moby/v2',
    version: 'v2.0.0-beta.24',
    commands: { dockerd: 'cmd/dockerd', 'docker-proxy': 'cmd/docker-proxy' },
    stamp: 'github.com/moby/moby/v2/dockerversion.Version',
  },
  dive: {
    module: 'github.com/wagoodman/dive',
    version: 'v0.13.1',
    commands: { dive: '.' },
    stamp: 'main.version',
  },
  syft: {
    module: 'github.com/anchore/syft',
    version: 'v1.57.1',
    commands: { syft: 'cmd/syft' },
    stamp: 'main.version',
    // Its 1,700 packages would hold both cores of a small machine for many minutes.
    flags: '-p=1',
  },
});

/** Seconds. A build takes four minutes of one core, and longer where other work goes before it. */
const BUILD_LIMIT = 3600;

/** @returns {string | undefined} the go command of PATH, or of the folder that Go's own archive is unpacked to */
export function findGo() {
  return findProgram('go', `${process.env.PATH ?? ''}:/usr/local/go/bin`);
}

/**
 * Gives the folder with the programs of a module. Builds them when the cache lacks them. Holds a lock of its own, since a build takes minutes.
 * @param {import("./places.mjs").Places} places
 * @param {GoModule} module
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<string>}
 * @throws {Error} without Go, and when the build fails
 */
export async function provideGoModule(places, module, log) {
  const folder = join(places.packages, `${module.module.replaceAll('/', '-')}-${module.version}`);
  if (existsSync(folder)) return folder;
  const go = findGo();
  if (!go) throw new Error(`${namesOf(module)} is built from the Go module proxy, and there is no go program in PATH`);
  return withLock({ ...places, key: `${places.key}-go` }, log, async () => {
    if (!existsSync(folder)) {
      log(`building ${namesOf(module)} ${module.version} from the Go module proxy (some minutes)`);
      await fillFolder(folder, (partial) => build(go, module, partial));
    }
    return folder;
  });
}

/** @param {GoModule} module */
function namesOf({ commands }) {
  return Object.keys(commands).join(' and ');
}

/**
 * Builds in a module of its own: `go install` refuses a module with "replace" or "exclude".
 * @param {string} go
 * @param {GoModule} module
 * @param {string} folder gets the programs
 */
async function build(go, { module, version, commands, stamp, leaveOut, flags = '' }, folder) {
  const work = join(folder, 'source');
  mkdirSync(work);
  writeFileSync(join(work, 'go.mod'), 'module engine\n');
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: flags, GOWORK: 'off' };
  // Slower than tests beside it, which wait for nothing else.
  const call = (/** @type {string[]} */ ...args) =>
    run('nice', ['-n', '5', go, ...args], { cwd: work, env, seconds: BUILD_LIMIT });
  const packageAt = (/** @type {string} */ path) => (path === '.' ? module : `${module}/${path}`);
  await call('get', ...Object.values(commands).map((path) => `${packageAt(path)}@${version}`));
  const stamped = stamp ? ` -X ${stamp}=${version.replace(/\+.*/, '')}` : '';
  for (const [name, path] of Object.entries(commands)) {
    const source = leaveOut
      ? copyCommand((await call('list', '-f', '{{.Dir}}', packageAt(path))).trim(), join(work, name), leaveOut)
      : packageAt(path);
    await call(
      'build',
      '-trimpath',
      '-gcflags=all=-dwarf=false',
      `-ldflags=-s -w${stamped}`,
      '-o',
      join(folder, name),
      source,
    );
  }
  rmSync(work, { recursive: true });
}

/**
 * Copies the files of a command without some of their lines.
 * @param {string} from
 * @param {string} to
 * @param {RegExp} leaveOut
 * @returns {string} the package of the copy
 */
function copyCommand(from, to, leaveOut) {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))) {
    const lines = readFileSync(join(from, name), 'utf8').split('\n');
    writeFileSync(join(to, name), lines.filter((line) => !leaveOut.test(line)).join('\n'));
  }
  return `./${basename(to)}`;
}
