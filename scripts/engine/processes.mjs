// Finds and ends the processes and mounts that a daemon left behind.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { tryRun, waitUntil } from './run.mjs';

/** The programs of a private daemon. A user's docker client with the same socket in its arguments is not one of them. */
const DAEMON_PROGRAMS = /^(dockerd|containerd|containerd-shim[-\w]*|runc)$/;

/**
 * A daemon's own programs. All of them have its run folder in their arguments.
 * @param {string} runFolder
 * @param {string} [only] finds only this program
 * @returns {number[]} process ids
 */
export function findOwnProcesses(runFolder, only) {
  return processIds().filter((pid) => {
    const program = programOf(pid);
    return (
      (only ? program === only : DAEMON_PROGRAMS.test(program)) && readProc(pid, 'cmdline').includes(`${runFolder}/`)
    );
  });
}

/**
 * Processes of containers and of build steps. Their root file system is a mount from the daemon's data folder.
 * @param {string} dataFolder
 * @returns {number[]} process ids
 */
export function findContainerProcesses(dataFolder) {
  return processIds().filter((pid) => {
    const root = readProc(pid, 'mountinfo')
      .split('\n')
      .find((line) => line.split(' ')[4] === '/');
    return root?.includes(`${dataFolder}/`) ?? false;
  });
}

/**
 * Ends processes: first with a request, then by killing.
 * @param {readonly number[]} pids
 * @param {number} seconds time between request and kill; 0 kills at once
 */
export async function endProcesses(pids, seconds) {
  if (seconds > 0) for (const pid of pids) signal(pid, 'SIGTERM');
  await waitUntil(() => !pids.some(isAlive), { seconds });
  for (const pid of pids.filter(isAlive)) signal(pid, 'SIGKILL');
  await waitUntil(() => !pids.some(isAlive), { seconds: 5 });
}

/** @param {number} pid */
export function isAlive(pid) {
  // A zombie does not run any more, though its id still exists until its parent reads its exit code.
  const state = /^\d+ \(.*\) (\w)/s.exec(readProc(pid, 'stat'))?.[1];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/**
 * Unmounts everything below some folders, the deepest first. Unmounts lazily, so that a busy mount does not block the others.
 * @param {readonly string[]} folders
 */
export async function unmountBelow(folders) {
  const points = readProc('self', 'mountinfo')
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)));
  for (const point of points.reverse()) await tryRun('umount', ['--lazy', point]);
}

function processIds() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

/**
 * @param {number | "self"} pid
 * @param {string} file
 * @returns {string} empty when the process has ended
 */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/**
 * @param {number} pid
 * @returns {string} the file name of the program, also when that file was replaced meanwhile
 */
function programOf(pid) {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return '';
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself, as intended.
  }
}
