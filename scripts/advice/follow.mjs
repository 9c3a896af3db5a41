// Follows one piece of advice: builds an image with a mistake, takes the change that the advice asks for, builds and weighs again.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { advise } from '../../src/explain/advice/advise.ts';
import { editsOf } from '../../src/explain/edits/edits.ts';
import { editedText } from '../../src/explain/edits/lines.ts';
import { stackLayers } from '../../src/measure/final-tree.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { plainLog } from '../../src/process/log.ts';
import { PREPARED } from './cases.mjs';

/**
 * @typedef {import('../../src/model/advice.ts').Advice} Advice
 * @typedef {import('./cases.mjs').Case} Case
 * @typedef {import('./cases.mjs').Context} Context
 * @typedef {Readonly<Record<string, string>>} Env
 * @typedef {{ unpacked: number, advice: readonly Advice[], printed: string }} Weighed printed: by the program of the image
 * @typedef {{
 *   rule: Advice['rule'], image: string, promised: number, real: number, security: boolean, again: boolean, printed: readonly [string, string],
 * }} Followed promised, real: bytes of `unpacked`; again: whether the same rule still says something; printed: before and after
 */

/** More than this share of the bytes between promise and truth is a mistake of the rule. */
export const TOLERANCE = 0.02;
const IMAGE = 'image-size-gate-advice:followed';
/** Seconds for one measurement, with its build. */
const LIMIT = 900;

/**
 * @param {Case} tried
 * @param {Env} env of the engine
 * @returns {Promise<Followed>}
 * @throws {Error} when the advice is not given or asks for something else, or a build fails
 */
export async function follow(tried, env) {
  if (tried.prepare !== undefined) await build(baseOf(tried.prepare), PREPARED, env);
  const before = await weigh(tried, env);
  const given = before.advice.filter(({ rule }) => rule === tried.rule);
  const advice = given.find(({ paths }) => tried.about === undefined || paths.some(({ path }) => path === tried.about));
  const told = JSON.stringify(before.advice);
  if (advice === undefined) throw new Error(`${tried.image}: no advice of the rule ${tried.rule}, but ${told}`);
  if (!advice.change.includes(tried.says ?? '')) throw new Error(`${tried.image}: no "${tried.says}" in ${told}`);
  const after = await weigh(tried.after?.(advice) ?? patched(tried, advice), env);
  const bytesOf = (/** @type {readonly Advice[]} */ all) => all.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    rule: tried.rule,
    image: tried.image,
    promised: bytesOf(given),
    real: before.unpacked - after.unpacked,
    security: advice.security === true,
    again: after.advice.some(({ rule }) => rule === tried.rule),
    printed: [before.printed, after.printed],
  };
}

/** @param {string | Context} prepare a Dockerfile, or one with its files @returns {Context} */
function baseOf(prepare) {
  return typeof prepare === 'string' ? { dockerfile: prepare } : prepare;
}

/** Whether the change saved what was promised, and the program says what it said before. @param {Followed} followed */
export function isTrue({ promised, real, security, again, printed: [before, after] }) {
  const saved = security ? !again : Math.abs(promised - real) <= TOLERANCE * real;
  return saved && before !== '' && before === after;
}

/** The context with the lines that `check --patch` writes. @param {Context} context @param {Advice} advice @returns {Context} */
function patched({ dockerfile, files = {} }, advice) {
  const textOf = (/** @type {string} */ file) => (file === 'Dockerfile' ? dockerfile : (files[file] ?? null));
  const edits = editsOf([{ advice, ignoreFile: '.dockerignore' }], textOf);
  if (edits.length === 0) throw new Error(`no patch for ${JSON.stringify(advice)}`);
  const edited = (/** @type {string} */ file) =>
    editedText(
      textOf(file) ?? '',
      edits.filter((edit) => edit.file === file),
    );
  const changed = Object.fromEntries(edits.map(({ file }) => [file, edited(file)]));
  return { dockerfile: changed.Dockerfile ?? dockerfile, files: { ...files, ...changed } };
}

/** @template Result @param {Context} context @param {(folder: string) => Promise<Result>} work @returns {Promise<Result>} */
async function inFolder({ dockerfile, files = {} }, work) {
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-advice-'));
  try {
    for (const [name, text] of Object.entries({ ...files, Dockerfile: dockerfile })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Context} context @param {string} tag @param {Env} env */
function build(context, tag, env) {
  return inFolder(context, async (folder) => buildIn(folder, tag, env));
}

/** @param {string} folder @param {string} tag @param {Env} env */
function buildIn(folder, tag, env) {
  docker(['buildx', 'build', '--quiet', '--load', '--provenance=false', '--tag', tag, folder], env);
}

/** @param {readonly string[]} args @param {Env} env */
function docker(args, env) {
  return execFileSync('docker', args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Removes the images that cases leave. @param {Env} env */
export function removeImages(env) {
  docker(['image', 'rm', '--force', IMAGE, PREPARED], env);
}

/** @param {Context} context @param {Env} env @returns {Promise<Weighed>} */
function weigh(context, env) {
  return inFolder(context, async (folder) => {
    const weighed = await weighIn(folder, env);
    buildIn(folder, IMAGE, env);
    return { ...weighed, printed: docker(['run', '--rm', IMAGE], env) };
  });
}

/** @param {string} folder @param {Env} env */
async function weighIn(folder, env) {
  const work = mkdtempSync(join(tmpdir(), 'image-size-gate-advice-'));
  try {
    await using measurer = await openMeasurer({
      cacheFrom: [],
      cacheTo: [],
      timeLimit: LIMIT,
      inspect: inspectPackages,
      log: plainLog(() => {}, { verbose: false }),
      version: '0.0.0',
      env: { ...process.env, ...env, RUNNER_TEMP: work },
    });
    const source = /** @type {const} */ ({ kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] });
    const measured = await measurer.measure({ name: 'advised', source }, { root: folder, side: 'head' });
    const measurement = measured.kind === 'measured' ? measured.measurements[0] : undefined;
    if (measurement === undefined) throw new Error(JSON.stringify(measured));
    const indexes = measurement.layers.flatMap(({ digest }) => measurer.layerIndex(digest) ?? []);
    const advice = advise({
      measurement,
      layers: indexes.map(({ entries }) => entries),
      packages: indexes.map(({ packages = [] }) => packages),
      requires: indexes.map(({ requires }) => requires),
      ...stackLayers(indexes),
    });
    return { unpacked: measurement.unpacked, advice };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
