#!/usr/bin/env node
// Asks the neighbours of docs/neighbours.md about one change, on both image stores, and writes there what each said: an image of 20 MB grew by 5 MB.
//   node scripts/neighbours.mjs   needs Debian or Ubuntu, root, Go and Python 3
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideNeighbour } from './bench/tools.mjs';
import { markdownTable } from './docs/markdown-table.mjs';
import { provideTool, startEngine } from './engine/index.mjs';
import { run, tryRun } from './engine/run.mjs';

/** @typedef {import('./engine/index.mjs').Engine} Engine */
/** @typedef {{ tag: string, archive: string }} Image archive: what `docker save` wrote of it */
/** @typedef {{ name: string, command: string, args: (image: Image) => string[], env?: Record<string, string>, read: (output: string) => string }} Question */
/** @typedef {{ before: string, after: string, code: number | null }} Answer code: the exit code for the image that grew */

const PAGE = new URL('../docs/neighbours.md', import.meta.url);
const MARKERS = /** @type {const} */ (['<!-- made by scripts/neighbours.mjs -->\n', '<!-- /made -->']);
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
/** Bytes of the image's program, and of what the change adds: by chance, so that no compression hides them. */
const PROGRAM = 20_000_000;
const ADDED = 5_000_000;
/** A limit that is not met: the image is allowed to grow to it, however fast. */
const LIMIT = '30MB';
const PYTHON = ['docker-image-size-limit==2.2.0', 'docker==7.2.0'];
const SECONDS = 900;

const number = new Intl.NumberFormat('en');
const bytes = (/** @type {string} */ text) => (/^\d+$/.test(text.trim()) ? number.format(Number(text)) : text.trim());
const summed = (/** @type {number[]} */ sizes) => number.format(sizes.reduce((sum, size) => sum + size, 0));

const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-neighbours-'));
try {
  const questions = await prepare();
  /** @type {[Engine['store'], Answer[]][]} */
  const answers = [];
  for (const engine of await startEngine({})) answers.push([engine.store, await askAll(engine, questions)]);
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), table(questions, answers)));
} finally {
  rmSync(folder, { recursive: true });
}

/** @returns {Promise<Question[]>} */
async function prepare() {
  const python = join(folder, 'python');
  await run('python3', ['-m', 'venv', python], { seconds: SECONDS });
  await run(join(python, 'bin/pip'), ['install', '--quiet', ...PYTHON], { seconds: SECONDS });
  const dive = await provideNeighbour('dive', console.error);
  if ('missing' in dive) throw new Error(dive.missing);
  const skopeo = await provideTool('skopeo');
  return [
    dockerQuestion(['image', 'inspect', '--format', '{{.Size}}'], bytes),
    dockerQuestion(['images', '--format', '{{.Size}}'], bytes),
    dockerQuestion(['history', '--human=false', '--format', '{{.Size}}'], (output) =>
      summed(output.trim().split('\n').map(Number)),
    ),
    {
      name: `\`disl IMAGE ${LIMIT}\``,
      command: join(python, 'bin/disl'),
      args: ({ tag }) => [tag, LIMIT],
      read: (output) => output.trim() || 'nothing',
    },
    {
      name: '`CI=true dive IMAGE`',
      command: dive.command,
      args: ({ archive }) => ['--source', 'docker-archive', archive],
      env: { CI: 'true' },
      read: (output) => /efficiency: (\S+ %)/.exec(output)?.[0] ?? output.trim(),
    },
    {
      name: '`skopeo inspect --raw`, layers',
      command: skopeo.command,
      args: ({ archive }) => ['inspect', '--raw', `docker-archive:${archive}`],
      env: skopeo.env ?? {},
      read: (output) => summed(JSON.parse(output).layers.map((/** @type {{ size: number }} */ { size }) => size)),
    },
  ];
}

/** @param {string[]} args @param {Question['read']} read @returns {Question} */
function dockerQuestion(args, read) {
  const words = args.filter((word) => !word.startsWith('--human')).join(' ');
  return { name: `\`docker ${words}\``, command: 'docker', args: ({ tag }) => [...args, tag], read };
}

/**
 * @param {Engine} engine
 * @param {Question[]} questions
 * @returns {Promise<Answer[]>} with the product's own at the end
 */
async function askAll(engine, questions) {
  const [before, after] = [await build(engine, 'before', 0), await build(engine, 'after', ADDED)];
  /** @type {Answer[]} */
  const answers = [];
  for (const question of questions) {
    const [first, last] = [await ask(engine, question, before), await ask(engine, question, after)];
    answers.push({ before: question.read(first.stdout), after: question.read(last.stdout), code: last.code });
  }
  const sources = [before, after].map(({ tag }) => `docker-daemon:${tag}`);
  const compared = await tryRun(process.execPath, [CLI, 'compare', ...sources, '--json'], {
    env: { ...process.env, ...engine.env },
    seconds: SECONDS,
  });
  const [{ baseline, head }] = JSON.parse(compared.stdout).comparisons;
  return [
    ...answers,
    { before: bytes(String(baseline.unpacked)), after: bytes(String(head.unpacked)), code: compared.code },
  ];
}

/** @param {Engine} engine @param {Question} question @param {Image} image */
function ask(engine, { command, args, env }, image) {
  return tryRun(command, args(image), { env: { ...process.env, ...engine.env, ...env }, seconds: SECONDS });
}

/** @param {Engine} engine @param {string} name @param {number} added bytes @returns {Promise<Image>} */
async function build(engine, name, added) {
  const context = join(folder, `${engine.store}-${name}`);
  const tag = `image-size-gate-neighbours:${name}`;
  mkdirSync(context);
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY program /program\nCOPY more /more\n');
  writeFileSync(join(context, 'program'), randomBytes(PROGRAM));
  writeFileSync(join(context, 'more'), randomBytes(added));
  const env = { ...process.env, ...engine.env };
  await run('docker', ['buildx', 'build', '--load', '--tag', tag, context], { env, seconds: SECONDS });
  const archive = join(context, 'image.tar');
  await run('docker', ['save', '--output', archive, tag], { env, seconds: SECONDS });
  return { tag, archive };
}

/** @param {Question[]} questions @param {[Engine['store'], Answer[]][]} answers */
function table(questions, answers) {
  const names = [...questions.map(({ name }) => name), '`image-size-gate compare`, `unpacked`'];
  const head = ['asked', ...answers.flatMap(([store]) => [`${store} store: before → after`, 'exit code'])];
  const rows = names.map((name, at) => [
    name,
    ...answers.flatMap(([, each]) => [`${each[at]?.before} → ${each[at]?.after}`, String(each[at]?.code)]),
  ]);
  return markdownTable(head, rows);
}

/** @param {string} page @param {string} text */
function fill(page, text) {
  const [from, to] = MARKERS.map((marker) => page.indexOf(marker));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`${PAGE.pathname} has no markers of this script`);
  return `${page.slice(0, from)}${MARKERS[0]}\n${text}\n${page.slice(to)}`;
}
