import { readFileSync, readlinkSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, environment } from './environment.ts';

/** A folder for this run alone. Disposing removes it with its content. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** The process that made a folder. Later, or in another container, the same process id alone may belong to another process. */
interface Owner {
  readonly host: string;
  readonly boot: string;
  readonly pidNamespace: string;
  readonly pid: number;
  /** Clock ticks from boot to the start of the process: field 22 of proc_pid_stat(5). */
  readonly start: string;
}

const PREFIX = 'image-size-gate-';
const OWNER_FILE = 'owner.json';
/** An owner file has some 200 bytes. */
const MOST_OWNER_BYTES = 4096;

/**
 * Makes a folder under RUNNER_TEMP, or in the system's temporary directory. The first call in a directory also removes the folders of
 * earlier runs that were killed: those whose process is gone.
 * @param kind a word for the folder's name: `base` makes `image-size-gate-base-XXXXXX/content`
 */
export async function makeTemporaryFolder(kind: string, env?: Environment): Promise<TemporaryFolder> {
  const parent = await realpath(environment(env).RUNNER_TEMP || tmpdir());
  await cleanOnce(parent);
  const outer = await mkdtemp(join(parent, `${PREFIX}${kind}-`));
  const path = join(outer, 'content');
  await writeFile(join(outer, OWNER_FILE), JSON.stringify(thisProcess()));
  await mkdir(path);
  return { path, [Symbol.asyncDispose]: () => removeFolder(outer) };
}

/** A tool may still write into a folder for a moment after its end was requested. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

const cleaned = new Map<string, Promise<void>>();

function cleanOnce(parent: string): Promise<void> {
  const cleaning = cleaned.get(parent) ?? removeAbandoned(parent);
  cleaned.set(parent, cleaning);
  return cleaning;
}

/** Removes what killed runs left in a directory. A folder that cannot be read or removed stays, because it belongs to somebody else. */
export async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(parent, name);
    if (await isAbandoned(path)) await removeFolder(path).catch(() => {});
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const folder = await lstat(path).catch(() => undefined);
  if (!folder?.isDirectory() || folder.uid !== process.getuid?.()) return false;
  const owner = await readOwner(join(path, OWNER_FILE));
  return owner !== undefined && hasEnded(owner);
}

async function readOwner(path: string): Promise<Owner | undefined> {
  const file = await lstat(path).catch(() => undefined);
  if (!file?.isFile() || file.size > MOST_OWNER_BYTES) return undefined;
  try {
    const { host, boot, pidNamespace, pid, start } = JSON.parse(await readFile(path, 'utf8'));
    const texts = [host, boot, pidNamespace, start];
    const isOwner = Number.isSafeInteger(pid) && pid > 0 && texts.every((text) => typeof text === 'string');
    return isOwner ? { host, boot, pidNamespace, pid, start } : undefined;
  } catch {
    return undefined;
  }
}

/** False where it is unknown: a process of another machine or container. */
function hasEnded({ host, boot, pidNamespace, pid, start }: Owner): boolean {
  const here = thisProcess();
  if (host !== here.host) return false;
  if (boot !== here.boot) return true;
  if (pidNamespace !== here.pidNamespace) return false;
  return !isAlive(pid) || startOf(pid) !== start;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function thisProcess(): Owner {
  return {
    host: hostname(),
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    start: startOf(process.pid),
  };
}

/** The name of the program in parentheses may contain spaces and parentheses, so fields are counted after the last one. */
function startOf(pid: number): string {
  return attempt(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  });
}

/** '' where the system has no such file. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
