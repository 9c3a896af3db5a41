// A made repository of 200 commits with seven known steps of its image, two of which cancel each other.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const MB = 1_000_000;
const BEGIN = Date.parse('2026-01-05T09:00:00Z') / 1000;
const DAY = 86_400;

/** The number of the commit at which the image changes, and by how many bytes of content. */
export const STEPS = new Map([
  [23, 8 * MB],
  [51, 3 * MB],
  [77, 12 * MB],
  [104, 6 * MB],
  [122, -6 * MB],
  [150, 9 * MB],
  [180, -4 * MB],
]);
export const COMMITS = 200;

/** The image that the Dockerfile starts from, before and after commit 150. It holds one file of 2 MB, and later one of 9 MB more. */
export const BASES = ['history-show-base:1', 'history-show-base:2'];

/** Runs docker quietly. @param {Record<string, string | undefined>} env @param {string[]} args @param {string} [input] */
export function docker(env, args, input) {
  const { status, stderr } = spawnSync('docker', args, { env, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
}

/** Builds the two base images. @param {Record<string, string | undefined>} env */
export function buildBases(env) {
  const first = 'FROM debian:bookworm-slim\nRUN head -c 2000000 /dev/zero | tr "\\0" a > /usr/share/base-1\n';
  const second = `${first}RUN head -c 9000000 /dev/zero | tr "\\0" b > /usr/share/base-2\n`;
  for (const [at, text] of [first, second].entries())
    docker(env, ['build', '--quiet', '--tag', BASES[at] ?? '', '-'], text);
}

/** Files of the repository after commit `at` (from 1). @param {number} at @param {string} seed @returns {Map<string, string>} */
function filesAt(at, seed) {
  const done = (/** @type {number} */ step) => at >= step;
  const wheels = done(77) ? 'numbers 4000000\nframes 12000000\n' : 'numbers 4000000\n';
  const lines = [
    `FROM ${done(150) ? BASES[1] : BASES[0]}`,
    ...(done(23) ? [`RUN head -c 8000000 /dev/zero | tr "\\0" m > /opt/model-${seed}`] : []),
    'COPY requirements.txt /tmp/',
    `RUN while read name size; do head -c "$size" /dev/zero | tr "\\0" w > "/usr/lib/${seed}-$name"; done < /tmp/requirements.txt`,
    'COPY app /app',
  ];
  /** @type {[string, string][]} */
  const files = [
    ['.dockerignore', '*\n!app\n!requirements.txt\n'],
    ['Dockerfile', `${lines.join('\n')}\n`],
    ['requirements.txt', done(180) ? wheels.replace('numbers 4000000\n', '') : wheels],
    ['app/main.py', `print("${seed}", ${Math.floor(at / 3)})\n`],
    ['docs/notes.md', `${at}\n`],
    ...(done(51) ? [/** @type {[string, string]} */ (['app/logo.bin', 'l'.repeat(3 * MB)])] : []),
    ...(done(104) && !done(122) ? [/** @type {[string, string]} */ (['app/core.dump', 'd'.repeat(6 * MB)])] : []),
  ];
  return new Map(files);
}

/**
 * Writes the repository by git-fast-import(1), a commit a day. Returns the ids of its commits, oldest first. Repositories of two seeds share no layer
 * but those of the base images.
 * @param {string} path @param {number} commits @param {string} seed
 */
export function makeRepository(path, commits = COMMITS, seed = 'a') {
  mkdirSync(path, { recursive: true });
  const git = (/** @type {string[]} */ args, /** @type {string | undefined} */ input = undefined) =>
    execFileSync('git', args, { cwd: path, encoding: 'utf8', input, maxBuffer: 1e9, stdio: ['pipe', 'pipe', 'pipe'] });
  git(['init', '--quiet', '--initial-branch=main']);
  const stream = [];
  let before = new Map();
  for (let at = 1; at <= commits; at += 1) {
    const files = filesAt(at, seed);
    const data = (/** @type {string} */ text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
    const subject = STEPS.has(at) ? `step ${at}` : `change ${at}`;
    stream.push(`commit refs/heads/main\ncommitter Ada <ada@example.org> ${BEGIN + at * DAY} +0000\n${data(subject)}`);
    for (const [name, text] of files)
      if (before.get(name) !== text) stream.push(`M 100644 inline ${name}\n${data(text)}`);
    for (const name of before.keys()) if (!files.has(name)) stream.push(`D ${name}\n`);
    before = files;
  }
  git(['fast-import', '--quiet', '--done'], `${stream.join('')}done\n`);
  git(['reset', '--quiet', '--hard', 'main']);
  return git(['rev-list', '--first-parent', '--reverse', 'main']).trim().split('\n');
}
