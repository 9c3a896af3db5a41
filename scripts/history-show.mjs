#!/usr/bin/env node
// Searches a made repository of 200 commits with seven known steps on a real engine, and says how many builds and seconds that took.
//   node scripts/history-show.mjs [--store classic|containerd] [--every-commit] [--time-machine PROGRAM] [--commits N] [--html FILE]
//   --every-commit   also builds each commit by git and docker build, with the engine's cache: what a tool without a search must do
//   --time-machine   also runs docker-time-machine, which does that
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from './engine/index.mjs';
import { buildBases, COMMITS, docker, makeRepository, STEPS } from './history/repository.mjs';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'containerd' },
    'time-machine': { type: 'string', default: '' },
    'every-commit': { type: 'boolean', default: false },
    commits: { type: 'string', default: String(COMMITS) },
    html: { type: 'string', default: '' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const engines = await startEngine({
  pair: 'newest',
  log: (/** @type {string} */ line) => console.error(`engine: ${line}`),
});
const engine = engines.find(({ store }) => store === values.store) ?? engines[0];
const env = { ...process.env, ...engine?.env };
const folder = mkdtempSync(join(tmpdir(), 'history-show-'));

/** Runs a program and measures its time. @param {string} tool @param {string[]} args @param {string} cwd */
function timed(tool, args, cwd) {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e9 });
  return { status, stdout, stderr, seconds: (performance.now() - begun) / 1000 };
}

/** Every run begins without layers in the cache of the engine. @param {string} name */
function freshRepository(name) {
  const path = join(folder, name);
  const seed = `${name}-${Date.now().toString(36)}`;
  const ids = makeRepository(path, Number(values.commits), seed);
  return { path, ids };
}

try {
  buildBases(env);
  const { path, ids } = freshRepository('ours');
  const options = ['history', '--json', '--since', values.commits, '--state', join(folder, 'state')];
  const page = values.html === '' ? [] : ['--html', values.html];
  const ours = timed(process.execPath, [join(root, 'dist/cli.js'), ...options, ...page, 'app=Dockerfile'], path);
  console.error(ours.stderr);
  const [timeline] = JSON.parse(ours.stdout).timelines;
  const found = timeline.steps.map((/** @type {{at: {commit: string}, commits: number, unpacked: number}} */ step) => ({
    commit: ids.indexOf(step.at.commit) + 1,
    bytes: step.unpacked,
    exact: step.commits === 1,
  }));
  const isRight = (/** @type {[number, number]} */ [at, bytes]) =>
    found.some((/** @type {any} */ step) => step.commit === at && step.exact && Math.abs(step.bytes - bytes) < 10_000);
  const right = [...STEPS].filter(isRight).length;
  console.log(`steps found: ${right} of ${STEPS.size}, and ${found.length - right} others`);
  console.log(
    `builds: ${timeline.weighed} of ${timeline.affected} affected commits of ${ids.length}; ${ours.seconds.toFixed(1)} s`,
  );
  if (values['every-commit']) {
    const other = freshRepository('every');
    const begun = performance.now();
    for (const id of other.ids) {
      timed('git', ['checkout', '--quiet', id], other.path);
      const { status, stderr } = timed('docker', ['build', '--quiet', '--tag', 'history-show-every', '.'], other.path);
      if (status !== 0) throw new Error(stderr);
    }
    const seconds = (performance.now() - begun) / 1000;
    console.log(`every commit: ${other.ids.length} builds, ${seconds.toFixed(1)} s`);
    console.log(
      `ours: ${(timeline.weighed / other.ids.length).toFixed(2)} of its builds, ${(ours.seconds / seconds).toFixed(2)} of its time`,
    );
  }
  if (values['time-machine'] !== '') {
    const other = freshRepository('theirs');
    const args = [
      'analyze',
      '--max-commits',
      String(values.commits),
      '--format',
      'json',
      '--output',
      join(folder, 'theirs.json'),
    ];
    const theirs = timed(values['time-machine'], args, other.path);
    writeFileSync(join(tmpdir(), 'history-show-theirs.txt'), `${theirs.stdout}\n${theirs.stderr}`);
    console.log(`docker-time-machine: exit code ${theirs.status}, ${theirs.seconds.toFixed(1)} s`);
    console.log(`time: ${(ours.seconds / theirs.seconds).toFixed(2)} of its`);
  }
  process.exitCode = right === STEPS.size && found.length === STEPS.size ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const tag of ['history-show-base:1', 'history-show-base:2'])
    try {
      docker(env, ['image', 'rm', '--force', tag]);
    } catch {}
}
