// The reference image: eight layers of known content on Debian, as a build context, as images of both stores, and as archives. Made once for a scale.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPlaces } from '../engine/places.mjs';
import { run } from '../engine/run.mjs';
import { openContent } from './content.mjs';
import { sizesOf } from './layout.mjs';

/**
 * @typedef {Awaited<ReturnType<typeof import('../engine/index.mjs').startEngine>>[number]} Engine
 * @typedef {{ folder: string, kind: import('./content.mjs').Kind, files: number, megabytes: number }} Layer at scale 1
 * @typedef {'reference' | 'second' | 'dominant'} ImageName
 */

/** A new number makes everything anew. */
const VERSION = 1;
/** Seconds for a build or an export of everything, on a slow disk. */
const PATIENCE = 3600;

/** With Debian, 1.74 GB in 60,000 files, 537 MB as gzip. @type {readonly Layer[]} */
const LAYERS = [
  { folder: 'modules', kind: 'text', files: 40_000, megabytes: 320 },
  { folder: 'sources', kind: 'text', files: 14_000, megabytes: 300 },
  { folder: 'programs', kind: 'code', files: 400, megabytes: 480 },
  { folder: 'records', kind: 'json', files: 2000, megabytes: 200 },
  { folder: 'weights', kind: 'random', files: 30, megabytes: 90 },
  { folder: 'encoded', kind: 'base64', files: 400, megabytes: 80 },
  { folder: 'blank', kind: 'zeros', files: 20, megabytes: 190 },
  { folder: 'app', kind: 'text', files: 300, megabytes: 5 },
];
/** The layer that the second image has another version of. */
const OTHER_APP = { folder: 'app-second', kind: /** @type {const} */ ('text'), files: 300, megabytes: 5 };

const COPIES = LAYERS.map(({ folder }) => `COPY ${folder} /opt/${folder}\n`).join('');
const FROM = 'FROM debian:bookworm-slim\n';
/** @type {Record<ImageName, string>} */
const DOCKERFILES = {
  reference: FROM + COPIES,
  second: FROM + COPIES.replace('COPY app ', 'COPY app-second '),
  dominant: `${FROM}COPY . /opt\n`,
};

/**
 * @param {number} scale
 * @param {(line: string) => void} log
 * @returns {{ context: string, dockerfile: (name: ImageName) => string, tag: (name: ImageName) => string, load: (engine: Engine, name: ImageName) => Promise<void>, docker: (engine: Engine, name: ImageName) => Promise<string>, layout: (engine: Engine, name: ImageName) => Promise<{ archive: string, blobs: string[], download: number }> }}
 * load: into the engine's store; docker: an archive without compression; layout: an archive with it, the files of its layers, and the bytes of config and layers
 */
export function openReference(scale, log) {
  const folder = join(benchFolder(), `reference-${VERSION}-${scale}`);
  const context = join(folder, 'context');
  const dockerfile = (/** @type {ImageName} */ name) => (name === 'reference' ? 'Dockerfile' : `Dockerfile.${name}`);
  const tag = (/** @type {ImageName} */ name) => `image-size-gate-bench:${name}-${scale}`;
  const inContext = (/** @type {Engine} */ engine, /** @type {string[]} */ ...args) =>
    run('docker', args, { cwd: context, env: { ...process.env, ...engine.env }, seconds: PATIENCE });
  const build = async (
    /** @type {Engine} */ engine,
    /** @type {ImageName} */ name,
    /** @type {string[]} */ ...args
  ) => {
    makeContext(context, scale, log);
    log(`${name}: building on the ${engine.store} store`);
    await inContext(
      engine,
      'buildx',
      'build',
      '--quiet',
      '--provenance=false',
      '--file',
      dockerfile(name),
      ...args,
      '.',
    );
  };
  return {
    get context() {
      makeContext(context, scale, log);
      return context;
    },
    dockerfile,
    tag,
    load: (engine, name) => build(engine, name, '--load', '--tag', tag(name)),
    docker: async (engine, name) => {
      const file = join(folder, `${name}-${engine.store}.tar`);
      await once(file, async (partial) => {
        await build(engine, name, '--load', '--tag', tag(name));
        await inContext(engine, 'save', '--output', partial, tag(name));
      });
      return file;
    },
    layout: async (engine, name) => {
      const archive = join(folder, `${name}-oci.tar`);
      await once(archive, (partial) => build(engine, name, '--output', `type=oci,dest=${partial}`));
      const layout = join(folder, `${name}-oci`);
      await once(layout, async (partial) => {
        mkdirSync(partial);
        await run('tar', ['-xf', archive, '-C', partial], { seconds: PATIENCE });
      });
      const { layers, download } = sizesOf(layout);
      return { archive, blobs: layers, download };
    },
  };
}

/** Beside the cache of the engines. @returns {string} */
export function benchFolder() {
  const folder = join(findPlaces().cache, 'bench');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Makes a file or folder that is not there yet. What was begun and not ended is made anew.
 * @param {string} path @param {(partial: string) => Promise<void>} make
 */
export async function once(path, make) {
  if (existsSync(path)) return;
  const partial = `${path}.partial`;
  rmSync(partial, { recursive: true, force: true });
  await make(partial);
  renameSync(partial, path);
}

/** @param {string} context @param {number} scale @param {(line: string) => void} log */
function makeContext(context, scale, log) {
  if (existsSync(context)) return;
  log(`making the content of the reference image at scale ${scale}`);
  const partial = `${context}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const content = openContent(fileURLToPath(new URL('../../node_modules', import.meta.url)), process.execPath);
  for (const layer of [...LAYERS, OTHER_APP]) writeLayer(partial, layer, scale, content);
  for (const [name, text] of Object.entries(DOCKERFILES))
    writeFileSync(join(partial, name === 'reference' ? 'Dockerfile' : `Dockerfile.${name}`), text);
  renameSync(partial, context);
}

/** @param {string} context @param {Layer} layer @param {number} scale @param {ReturnType<typeof openContent>} content */
function writeLayer(context, { folder, kind, files, megabytes }, scale, content) {
  const count = Math.max(1, Math.round(files * scale));
  const mean = (megabytes * 1e6 * scale) / count;
  for (let at = 0; at < count; at++) {
    const place = join(context, folder, `part-${String(Math.floor(at / 40)).padStart(4, '0')}`, 'lib');
    if (at % 40 === 0) mkdirSync(place, { recursive: true });
    // From half of the mean to one and a half of it, so that no two neighbours have one size.
    const bytes = Math.round(mean * (0.5 + ((at * 0.618_034) % 1)));
    writeFileSync(join(place, `file-${at}`), content.make(kind, `${folder} ${at}`, bytes));
  }
}
