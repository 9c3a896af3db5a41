// The rows of images that exist already, and of what needs no image.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sizesOf, writeManyFiles } from './layout.mjs';
import { benchFolder, once } from './reference.mjs';
import { product } from './scene.mjs';
import { findInflater } from './tools.mjs';

/**
 * @typedef {import('./scene.mjs').Scene} Scene
 * @typedef {import('./alternate.mjs').Contestant} Contestant
 * @typedef {import('./alternate.mjs').Missing} Missing
 * @typedef {{ what: string, ours: number, theirs: number }} Agreement two numbers that must be equal
 * @typedef {{ against?: string, ratio?: number, seconds?: number, memory?: number }} Target most times the other one's median; most seconds; most bytes
 * @typedef {{
 *   contestants: (Contestant | Missing)[], agreements?: () => Agreement[], note?: string,
 *   difference?: { name: string, of: string, without: string },
 * }} Prepared difference: a row more: what `of` takes more than `without`
 * @typedef {{
 *   id: string, work: string, runs: 'short' | 'long', subject?: string, targets: Target[], onlyNamed?: boolean, prepare: (scene: Scene) => Promise<Prepared>,
 * }} Row subject: whose figures the targets are for, the product's by default
 */

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const MB = 1e6;

/** @type {Row[]} */
export const SOURCE_ROWS = [
  {
    id: 'archive',
    work: 'weigh an uncompressed docker archive',
    runs: 'long',
    targets: [{ against: 'dive', ratio: 1.3 }, { memory: 140 * MB }],
    prepare: prepareArchive,
  },
  {
    id: 'layout',
    work: 'weigh an OCI archive with gzip layers',
    runs: 'long',
    targets: [{ against: 'bare inflate', ratio: 1.15 }, { memory: 140 * MB }],
    prepare: (scene) => prepareLayout(scene, 'reference'),
  },
  {
    id: 'layout-dominant',
    work: 'the same with one layer that has nearly all bytes',
    runs: 'long',
    targets: [{ against: 'bare inflate', ratio: 1.15 }, { memory: 140 * MB }],
    prepare: (scene) => prepareLayout(scene, 'dominant'),
  },
  {
    id: 'compare',
    work: 'compare two OCI archives, of which one layer differs',
    runs: 'long',
    targets: [{ memory: 180 * MB }],
    prepare: prepareCompare,
  },
  {
    id: 'many-files',
    work: 'weigh one layer of 1,000,000 files',
    runs: 'long',
    targets: [{ memory: 250 * MB }],
    prepare: (scene) => prepareManyFiles(scene, 1_000_000),
  },
  {
    id: 'most-files',
    work: 'weigh one layer of 4,000,000 files',
    runs: 'long',
    onlyNamed: true,
    targets: [{ memory: 600 * MB }],
    prepare: (scene) => prepareManyFiles(scene, 4_000_000),
  },
  {
    id: 'page',
    work: 'explain 500,000 changed files and write their page',
    runs: 'short',
    targets: [{ seconds: 2, memory: 400 * MB }],
    prepare: preparePage,
  },
  {
    id: 'start',
    work: '`--version`',
    runs: 'short',
    targets: [{ against: 'empty Node.js', ratio: 2.2 }],
    prepare: async () => ({
      contestants: [product(['--version']), { name: 'empty Node.js', node: true, command: ['--eval', '0'] }],
    }),
  },
];

/** @param {Scene} scene @returns {Promise<Prepared>} */
async function prepareArchive(scene) {
  const file = await scene.reference.docker(await scene.engine('classic'), 'reference');
  const json = join(scene.work, 'dive.json');
  let unpacked = 0;
  const seen = (/** @type {string} */ output) => {
    unpacked = measurementsIn(output)[0]?.unpacked ?? 0;
  };
  const args = ['--json', json, `docker-archive://${file}`];
  return {
    contestants: [
      product(['measure', `docker-archive:${file}`, '--json'], { seen }),
      await scene.neighbour('dive', { args }),
    ],
    agreements: () => [{ what: 'unpacked, and the size that dive gives', ours: unpacked, theirs: diveSize(json) }],
  };
}

/** @param {string} json @returns {number} bytes */
function diveSize(json) {
  return JSON.parse(readFileSync(json, 'utf8')).image.sizeBytes;
}

/** @param {string} output of `measure --json` @returns {{ download: number, unpacked: number }[]} */
export function measurementsIn(output) {
  return JSON.parse(output).measurements;
}

/** @param {Scene} scene @param {import('./reference.mjs').ImageName} name @returns {Promise<Prepared>} */
async function prepareLayout(scene, name) {
  const { archive, blobs, download } = await scene.reference.layout(await scene.engine('containerd'), name);
  let ours = 0;
  const seen = (/** @type {string} */ output) => {
    ours = measurementsIn(output)[0]?.download ?? 0;
  };
  const inflater = findInflater();
  return {
    contestants: [
      product(['measure', `oci-archive:${archive}`, '--json'], { seen }),
      { name: 'bare inflate', node: true, command: [here('./inflate.mjs'), ...blobs] },
      'missing' in inflater
        ? { name: 'gzip', ...inflater }
        : { name: `${basename(inflater.command)} -dc`, command: [inflater.command, '-dc', ...blobs] },
      await scene.neighbour('syft', { args: ['scan', `oci-archive:${archive}`, '--output', 'json', '--quiet'] }),
    ],
    agreements: () => [{ what: 'download, and the descriptors of the layout', ours, theirs: download }],
  };
}

/** @param {Scene} scene @returns {Promise<Prepared>} */
async function prepareCompare(scene) {
  const engine = await scene.engine('containerd');
  const first = await scene.reference.layout(engine, 'reference');
  const second = await scene.reference.layout(engine, 'second');
  const args = ['compare', `oci-archive:${first.archive}`, `oci-archive:${second.archive}`, '--json'];
  const files = new Map([...first.blobs, ...second.blobs].map((file) => [basename(file), file])).values();
  return {
    contestants: [
      product(args, { status: [0, 1] }),
      { name: 'bare inflate', node: true, command: [here('./inflate.mjs'), ...files] },
    ],
  };
}

/** @param {Scene} scene @param {number} most @returns {Promise<Prepared>} */
async function prepareManyFiles(scene, most) {
  const count = Math.round(most * scene.scale);
  const folder = join(benchFolder(), `files-${count}`);
  await once(folder, async (partial) => {
    scene.log(`writing a layer of ${count} files`);
    await writeManyFiles(partial, count);
  });
  return {
    contestants: [
      product(['measure', `oci:${folder}`, '--json']),
      { name: 'bare inflate', node: true, command: [here('./inflate.mjs'), ...sizesOf(folder).layers] },
    ],
  };
}

/** @param {Scene} scene @returns {Promise<Prepared>} */
async function preparePage({ scale }) {
  const page = (/** @type {string} */ which) => [
    '--expose-gc',
    here('./page.mjs'),
    String(Math.round(500_000 * scale)),
    which,
  ];
  return {
    contestants: [
      { name: 'product', node: true, command: page('product'), timed: 'inside' },
      { name: 'JSON and deflate', node: true, command: page('plain'), timed: 'inside' },
    ],
    note: 'Time, CPU and peak are those that come on top of the two trees of files, which are made before.',
  };
}
