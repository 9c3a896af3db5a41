import { readFile, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { StoragePlaces } from './storage.ts';
import { parseStorageConf, type StorageConf } from './storage-conf.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const SYSTEM_CONFS = ['/etc/containers/storage.conf', '/usr/share/containers/storage.conf'];
const ROOT_STORE = '/var/lib/containers/storage';

/**
 * Where this user's images are, as podman and buildah find it (containers/storage, types/options.go). CONTAINERS_STORAGE_CONF or a storage.conf says it,
 * or STORAGE_DRIVER and STORAGE_OPTS. Else root and other users have their default places. In `podman unshare` the user stays who he is outside.
 */
export async function findStoragePlaces(env: Variables, uid = process.getuid?.() ?? 0): Promise<StoragePlaces> {
  const isRootless = uid !== 0 || (env._CONTAINERS_USERNS_CONFIGURED ?? '') !== '';
  const home = env.HOME || homedir();
  const own = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/storage.conf');
  const chosen = env.CONTAINERS_STORAGE_CONF ? [env.CONTAINERS_STORAGE_CONF] : isRootless ? [own] : SYSTEM_CONFS;
  const conf = await firstConf(chosen);
  const system = conf === undefined && isRootless ? withoutRoot(await firstConf(SYSTEM_CONFS)) : {};
  const { driver, graphroot, imagestore, rootless_storage_path: path, additionalimagestores = [] } = conf ?? system;
  const fallback = isRootless
    ? join(env.XDG_DATA_HOME || join(home, '.local/share'), 'containers/storage')
    : ROOT_STORE;
  const rootless = isRootless && path !== undefined ? [path] : [];
  const roots = [graphroot ?? rootless[0] ?? fallback, ...(imagestore === undefined ? [] : [imagestore])];
  const others = [...additionalimagestores, ...storesIn(env.STORAGE_OPTS)];
  const real = [...roots, ...others].map((root) => expanded(root, env, home, uid));
  return { driver: (env.STORAGE_DRIVER || driver || '').replace(/^overlay2$/, 'overlay'), roots: await present(real) };
}

/** For users, a system's file says where root keeps images, except in one key. */
function withoutRoot(conf: StorageConf = {}): StorageConf {
  const { graphroot: _, imagestore: __, ...rest } = conf;
  return rest;
}

async function firstConf(paths: readonly string[]): Promise<StorageConf | undefined> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseStorageConf(text);
  }
  return undefined;
}

/** `overlay.imagestore=/a,overlay.mountopt=nodev` */
function storesIn(options = ''): readonly string[] {
  return options.split(',').flatMap((option) => /^(?:\w+\.)?imagestore=(.+)$/.exec(option)?.[1] ?? []);
}

function expanded(path: string, env: Variables, home: string, uid: number): string {
  const rootless = env._CONTAINERS_ROOTLESS_UID || String(uid);
  return path
    .replaceAll('$HOME', home)
    .replaceAll('$UID', rootless)
    .replaceAll('$USER', () => env.USER || userInfo().username);
}

/** The store itself, whether it is there or not, and the others that are there. */
async function present(roots: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    roots.map(async (root, at) => at === 0 || (await stat(root).catch(() => undefined)) !== undefined),
  );
  return roots.filter((_, at) => found[at]);
}
