// Runs programs. This is the only place that spawns a process and waits for its end.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * @typedef {{code: number | null, stdout: string, stderr: string, timedOut: boolean}} Finished
 * @typedef {{env?: NodeJS.ProcessEnv, cwd?: string, input?: string, seconds?: number}} RunOptions
 * @typedef {(line: string) => void} Log
 */

/**
 * Runs a program to its end and returns its output. Never throws for a bad exit code or a missing program, so that callers can try programs that may
 * not exist. For a missing program, code is null and stderr has the reason.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options] seconds: time limit, by default 60
 * @returns {Promise<Finished>}
 */
export function tryRun(command, args, { env = process.env, cwd, input = '', seconds = 60 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, timedOut });
    };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    // For a program that ends before it has read its input, the exit code counts, not the broken pipe.
    child.stdin.on('error', () => {}).end(input);
    child.on('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.on('close', finish);
  });
}

/**
 * Runs a program that must succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its standard output
 * @throws {Error} with the command line, the exit code and its last lines
 */
export async function run(command, args, options = {}) {
  const finished = await tryRun(command, args, options);
  if (finished.code === 0) return finished.stdout;
  const how = finished.timedOut ? `took longer than ${options.seconds ?? 60} s` : `ended with code ${finished.code}`;
  const said = lastLines(finished.stderr.trim() || finished.stdout.trim(), 15);
  throw new Error(`${[command, ...args].join(' ')} ${how}${said && `:\n${said}`}`);
}

/**
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
  return text.split('\n').slice(-count).join('\n');
}

/**
 * Looks up a program like a shell.
 * @param {string} name
 * @param {string} [path] folders to search; by default the PATH of this process
 * @returns {string | undefined} its absolute path
 */
export function findProgram(name, path = process.env.PATH ?? '') {
  // Many a PATH lacks the sbin folders, where iptables and ip are.
  const folders = [...path.split(delimiter), '/usr/sbin', '/sbin'].filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isExecutableFile);
}

/** @param {string} file */
function isExecutableFile(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Repeats a question until the answer is yes or the time is up.
 * @param {() => boolean | Promise<boolean>} question
 * @param {{seconds: number, everyMs?: number}} limits
 * @returns {Promise<boolean>} whether the answer became yes in time
 */
export async function waitUntil(question, { seconds, everyMs = 100 }) {
  const end = Date.now() + seconds * 1000;
  while (!(await question())) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return true;
}
