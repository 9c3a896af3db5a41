// All places: the cache folder (kept), the run folder (gone at reboot), and the lock on both.
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { waitUntil } from './run.mjs';

/**
 * @typedef {{
 *   cache: string, run: string, key: string,
 *   debs: string, packages: string, lists: string, base: string, daemons: string,
 * }} Places
 */

// Sockets need short paths, since a Unix socket address has at most 107 bytes. A cache folder can be anywhere.
const RUN_FOLDER = '/run/image-size-gate';

/** Long enough for a first start, which downloads 80 MB for each pair and bootstraps a Debian, maybe from a slow mirror. */
const LOCK_WAIT_SECONDS = 1200;

/**
 * The folders of this user's engine. Two cache folders never share a daemon: the names of run folder, bridges and lock contain a key made from the
 * cache folder's path.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Places}
 */
export function findPlaces(env = process.env) {
  const cache = realPath(cacheFolder(env));
  const key = createHash('sha256').update(cache).digest('hex').slice(0, 6);
  return {
    cache,
    key,
    run: join(RUN_FOLDER, key),
    debs: join(cache, 'debs'),
    packages: join(cache, 'packages'),
    lists: join(cache, 'lists'),
    base: join(cache, 'base'),
    daemons: join(cache, 'daemons'),
  };
}

/** @param {NodeJS.ProcessEnv} env */
function cacheFolder(env) {
  if (env.IMAGE_SIZE_GATE_CACHE) return resolve(env.IMAGE_SIZE_GATE_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'image-size-gate');
}

/**
 * The key of a folder: the same before and after it is made, and through any symbolic links.
 * @param {string} folder
 * @returns {string}
 */
function realPath(folder) {
  try {
    return realpathSync(folder);
  } catch {
    return join(realPath(dirname(folder)), basename(folder));
  }
}

/**
 * Whether a DOCKER_HOST is a daemon that this script started, from any cache folder. A shell may still have our variables, and such a daemon must not
 * count as the machine's own engine.
 * @param {string | undefined} dockerHost
 */
export function isOurSocket(dockerHost) {
  return dockerHost?.startsWith(`unix://${RUN_FOLDER}/`) ?? false;
}

/**
 * Runs work while no other process does so for the same cache folder.
 *
 * The lock is a listening socket in Linux's abstract namespace. The kernel frees it when its process dies, so there are no stale locks.
 * @template T
 * @param {Places} places
 * @param {import("./run.mjs").Log} log
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(places, log, work) {
  const name = `\0image-size-gate-${places.key}`;
  let lock = await tryListen(name);
  if (!lock) log('another start or stop is under way: waiting for it');
  const tryAgain = async () => {
    lock ??= await tryListen(name);
    return lock !== undefined;
  };
  if (!(await waitUntil(tryAgain, { seconds: LOCK_WAIT_SECONDS, everyMs: 200 })))
    throw new Error(`another process has held the lock of ${places.cache} for ${LOCK_WAIT_SECONDS / 60} minutes`);
  try {
    return await work();
  } finally {
    lock?.close();
  }
}

/**
 * @param {string} name
 * @returns {Promise<import("node:net").Server | undefined>} undefined when another process listens there
 */
function tryListen(name) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('listening', () => resolve(server));
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(name);
  });
}
