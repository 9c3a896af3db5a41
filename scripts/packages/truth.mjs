// Runs one recipe: a real tool installs packages below a root and lists them. Their bytes are those that stat gives.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{type: string, name: string, version: string}} Package
 * @typedef {Package & {bytes: number}} Weighed
 * @typedef {{
 *   tool: string, packages: Weighed[], parts: (Package & {path: string, bytes: number})[], inner: Package[], syft?: number,
 * }} Truth syft: packages that it finds
 */

/**
 * Runs a recipe and reads what it prints: lines of fields separated by tabs. `TOOL` names the tool. `PACKAGE` begins a package (type, name,
 * version), and each `FILE` is one of its files. `PART` is a piece of an archive, `INNER` a package without bytes of its own.
 * @param {string} recipe path of the script
 * @param {string} work empty folder for it
 * @returns {Truth}
 */
export function runRecipe(recipe, work) {
  const root = join(work, 'root');
  for (const folder of [root, join(work, 'work')]) mkdirSync(folder, { recursive: true });
  const printed = execFileSync('bash', [recipe, root, join(work, 'work')], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  /** @type {Truth} */
  const truth = { tool: '', packages: [], parts: [], inner: [] };
  const seen = new Set();
  for (const [word, type = '', name = '', version = '', path = '', bytes] of printed
    .split('\n')
    .map((line) => line.split('\t'))) {
    if (word === 'TOOL') truth.tool = type;
    else if (word === 'PACKAGE') truth.packages.push({ type, name, version, bytes: 0 });
    else if (word === 'INNER') truth.inner.push({ type, name, version });
    else if (word === 'PART') truth.parts.push({ type, name, version, path, bytes: Number(bytes) });
    else if (word === 'FILE') addFile(truth, join(root, type), seen);
  }
  return truth;
}

/** Counts a regular file to the last package, each inode once. @param {Truth} truth @param {string} path @param {Set<number>} seen */
function addFile({ packages }, path, seen) {
  const last = packages.at(-1);
  if (last === undefined || !existsSync(path)) return;
  const { ino, size } = lstatSync(path);
  if (!lstatSync(path).isFile() || seen.has(ino)) return;
  seen.add(ino);
  last.bytes += size;
}
