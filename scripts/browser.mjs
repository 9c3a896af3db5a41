// Finds a Chromium for the tests of the HTML report: the machine's own, or else Debian's, which it installs. Ubuntu's package is a snap and cannot run
// the tests.
import { existsSync } from 'node:fs';
import { findPackageObstacles } from './engine/machine.mjs';
import { findProgram, run } from './engine/run.mjs';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/**
 * Gives the path of a Chromium: CHROMIUM if it is set, one in PATH, or Debian's package. Installs that package if this process may.
 * @param {{install?: boolean, env?: NodeJS.ProcessEnv, log: import("./engine/run.mjs").Log}} options install: false never installs
 * @returns {Promise<string>}
 * @throws {Error} saying what is missing and what would cure it
 */
export async function provideBrowser({ install = true, env = process.env, log }) {
  const named = env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, and no such file is there`);
  }
  const found = findBrowser(env);
  if (found) return found;
  if (install) await installBrowser(log);
  const installed = findBrowser(env);
  if (installed) return installed;
  throw new Error(`none of ${NAMES.join(', ')} is in PATH: install Chromium, or set CHROMIUM to its path`);
}

/** @param {NodeJS.ProcessEnv} env */
function findBrowser({ PATH }) {
  return NAMES.map((name) => findProgram(name, PATH)).find((path) => path !== undefined);
}

/**
 * Installs Chromium rather than extracting it, since it finds its resources by absolute paths. Also installs fonts, since pages without fonts show nothing.
 * @param {import("./engine/run.mjs").Log} log
 */
async function installBrowser(log) {
  const obstacles = [
    ...findPackageObstacles(),
    ...(process.getuid?.() === 0 ? [] : ['apt-get needs root, and this process is not root (sudo cures it)']),
  ];
  if (obstacles.length > 0)
    throw new Error(
      `none of ${NAMES.join(', ')} is in PATH, and Chromium cannot be installed here: ${obstacles.join('; ')}. Install it, or set CHROMIUM to its path`,
    );
  log('installing packages: chromium fonts-dejavu-core');
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['--quiet', 'update'], { env, seconds: 300 });
  const args = ['--quiet', 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  await run('apt-get', args, { env, seconds: 900 });
}
