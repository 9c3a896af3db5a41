import { constants, readFileSync, readlinkSync } from 'node:fs';
import { access, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';
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
 * Makes a folder in the directory of `temporaryParent`. The first call in a directory also removes the folders of
 * earlier runs that were killed: those whose process is gone.
 * @param kind a word for the folder's name: `base` makes `image-size-gate-base-XXXXXX/content`
 */
export async function makeTemporaryFolder(kind: string, env?: Environment): Promise<TemporaryFolder> {
  const { path: parent } = await temporaryParent(env);
  await cleanOnce(parent);
  const outer = await makeIn(parent, kind);
  const path = join(outer, 'content');
  try {
    await writeFile(join(outer, OWNER_FILE), JSON.stringify(thisProcess()));
    await mkdir(path);
  } catch (cause) {
    await removeFolder(outer).catch(() => {});
    throw noFolder(cause, outer);
  }
  return { path, [Symbol.asyncDispose]: () => removeFolder(outer) };
}

/**
 * Makes a folder that outlives the run, for files that later steps read.
 * @throws UserError where no folder can be made
 */
export async function makeLastingFolder(kind: string, env?: Environment): Promise<string> {
  const { path } = await temporaryParent(env);
  return makeIn(path, kind);
}

/** Where temporary folders are made, and why that is not RUNNER_TEMP where one is named. */
export interface TemporaryParent {
  readonly path: string;
  readonly problem?: string;
}

/** RUNNER_TEMP where it can be written, else the system's temporary directory. Empty means unset. */
export async function temporaryParent(env?: Environment): Promise<TemporaryParent> {
  const { RUNNER_TEMP: named = '' } = environment(env);
  if (named === '') return { path: await realpath(tmpdir()).catch(() => tmpdir()) };
  try {
    const path = await realpath(named);
    if (!(await stat(path)).isDirectory()) throw new UserError(`${named}: it is a file, and a folder is needed`);
    await access(path, constants.W_OK | constants.X_OK);
    return { path };
  } catch (error) {
    const reason = error instanceof UserError ? error.message : (systemProblem(error) ?? String(error));
    const path = await realpath(tmpdir()).catch(() => tmpdir());
    return { path, problem: `RUNNER_TEMP cannot be used, so temporary files are in ${path}: ${reason}` };
  }
}

async function makeIn(parent: string, kind: string): Promise<string> {
  return mkdtemp(join(parent, `${PREFIX}${kind}-`)).catch((cause: unknown) => {
    throw noFolder(cause, parent);
  });
}

function noFolder(cause: unknown, place: string): UserError {
  const reason = systemProblem(cause, place) ?? String(cause);
  return new UserError(`no temporary folder can be made: ${reason}; or set RUNNER_TEMP to another folder`, { cause });
}

/** Some tool may still write into a folder for a moment after it was told to end. */
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
