// Looks for the machine's own engine: a docker with a reachable daemon and buildx, and its image store.
import { versionIn } from './pairs.mjs';
import { isOurSocket } from './places.mjs';
import { findProgram, tryRun } from './run.mjs';

/**
 * @typedef {{found: true, store: import("./daemon.mjs").Store, versions: {docker: string, buildx: string}}} Existing
 * @typedef {{found: false, missing: string}} NotExisting
 */

/**
 * @returns {Promise<Existing | NotExisting>} missing: what it lacks, as a part of a sentence
 */
export async function findExistingEngine() {
  if (isOurSocket(process.env.DOCKER_HOST))
    return { found: false, missing: 'DOCKER_HOST points to a private engine of this script' };
  if (!findProgram('docker')) return { found: false, missing: 'there is no docker program in PATH' };
  const [info, buildx] = await Promise.all([
    tryRun('docker', ['info', '--format', '{{json .}}'], { seconds: 20 }),
    tryRun('docker', ['buildx', 'version'], { seconds: 20 }),
  ]);
  const daemon = readInfo(info.stdout);
  if (info.code !== 0 || !daemon?.ServerVersion)
    return {
      found: false,
      missing: `the docker program reaches no daemon (${firstLine(info.stderr) || firstLine(daemon?.ServerErrors?.join(' ') ?? '') || 'no answer within 20 s'})`,
    };
  if (buildx.code !== 0) return { found: false, missing: 'the docker program has no buildx plugin' };
  return {
    found: true,
    store: storeIn(daemon),
    versions: { docker: versionIn(daemon.ServerVersion), buildx: versionIn(buildx.stdout) },
  };
}

/**
 * @param {string} text
 * @returns {{ServerVersion?: string, ServerErrors?: string[], DriverStatus?: [string, string][]} | undefined}
 */
function readInfo(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {{DriverStatus?: [string, string][]}} info */
function storeIn({ DriverStatus = [] }) {
  return DriverStatus.some(([, value]) => value === 'io.containerd.snapshotter.v1') ? 'containerd' : 'classic';
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? '';
}
