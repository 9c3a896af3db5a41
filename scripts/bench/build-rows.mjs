// The rows of images that are built.
import { join } from 'node:path';
import { run } from '../engine/run.mjs';
import { openDiscardingRegistry } from './discarding-registry.mjs';
import { makeMonorepo, makeTiny } from './repositories.mjs';
import { product } from './scene.mjs';

/**
 * @typedef {import('./scene.mjs').Scene} Scene
 * @typedef {import('./source-rows.mjs').Row} Row
 * @typedef {import('./source-rows.mjs').Prepared} Prepared
 * @typedef {import('./scene.mjs').Engine} Engine
 */

const MB = 1e6;
const BUILD = ['docker', 'buildx', 'build', '--quiet', '--provenance=false'];
/** Seconds for a push of the whole image on a slow machine. */
const PATIENCE = 3600;
/** Where nothing is known of an image: no base, no record. */
const COLD = ['--config', 'none', '--baseline', 'none', '--fail-if', 'none', '--json'];

/** @type {Row[]} */
export const BUILD_ROWS = [
  {
    id: 'cached-check-containerd',
    work: 'check a cached build on the containerd store, nothing known',
    runs: 'long',
    targets: [{ against: 'docker save', ratio: 0.5 }, { memory: 180 * MB }],
    prepare: (scene) => prepareCached(scene, 'containerd'),
  },
  {
    id: 'cached-check-classic',
    work: 'the same on the classic store',
    runs: 'long',
    targets: [{ against: 'docker push', ratio: 1.05 }, { memory: 180 * MB }],
    prepare: (scene) => prepareCached(scene, 'classic'),
  },
  {
    id: 'second-image',
    work: 'check a second image of the same run, of which a layer of 5 MB differs',
    runs: 'long',
    subject: 'second image',
    targets: [{ against: 'dive', ratio: 0.04 }],
    prepare: prepareSecond,
  },
  .../** @type {const} */ (['containerd', 'classic']).map((store) => ({
    id: `tiny-${store}`,
    work: `check a tiny image against its base commit, both cached, ${store} store`,
    runs: /** @type {const} */ ('short'),
    targets: [{ against: 'two bare builds', ratio: 1.3 }],
    prepare: (/** @type {Scene} */ scene) => prepareTiny(scene, store),
  })),
  {
    id: 'monorepo-12',
    work: 'check 12 images with records, of which one is affected',
    runs: 'short',
    targets: [{ against: 'that image alone', ratio: 1.2 }],
    prepare: (scene) => prepareMonorepo(scene, 12),
  },
  {
    id: 'monorepo-200',
    work: 'check 200 images with records, of which one is affected',
    runs: 'short',
    targets: [{ against: 'that image alone', ratio: 1.5 }],
    prepare: (scene) => prepareMonorepo(scene, Math.max(13, Math.round(200 * scene.scale))),
  },
];

/** @param {Scene} scene @param {Engine['store']} store @returns {Promise<Prepared>} */
async function prepareCached(scene, store) {
  const engine = await scene.engine(store);
  const { reference } = scene;
  await reference.load(engine, 'reference');
  const tag = reference.tag('reference');
  const registry = await openDiscardingRegistry();
  scene.atEnd(registry.close);
  const pushed = `${registry.address}/bench:reference`;
  await docker(engine, 'tag', tag, pushed);
  const here = { env: engine.env, cwd: reference.context };
  let ours = { download: 0, unpacked: 0 };
  const seen = (/** @type {string} */ output) => {
    ours = JSON.parse(output).comparisons[0].head;
  };
  const floor = {
    containerd: { name: 'buildx export', command: [...BUILD, '--output', 'type=oci,dest=-', '.'] },
    classic: { name: 'docker push', command: ['docker', 'push', '--quiet', pushed] },
  };
  await docker(engine, 'push', '--quiet', pushed);
  const theirs = registry.bytes();
  const size = Number(await docker(engine, 'image', 'inspect', '--format', '{{.Size}}', tag));
  return {
    contestants: [
      product(['check', 'reference=Dockerfile', ...COLD], { ...here, seen }),
      { ...floor[store], ...here },
      { name: 'docker save', command: ['docker', 'save', tag], ...here },
      await scene.neighbour('dive', { args: ['--json', join(scene.work, 'dive.json'), tag], ...here }),
    ],
    agreements: () => [
      { what: 'download, and what a registry got', ours: ours.download, theirs },
      ...(store === 'classic'
        ? [{ what: "unpacked, and the engine's own size", ours: ours.unpacked, theirs: size }]
        : []),
    ],
  };
}

/** @param {Engine} engine @param {string[]} args */
async function docker({ env }, ...args) {
  return (await run('docker', args, { env: { ...process.env, ...env }, seconds: PATIENCE })).trim();
}

/** @param {Scene} scene @returns {Promise<Prepared>} */
async function prepareSecond(scene) {
  const engine = await scene.engine('containerd');
  const { reference } = scene;
  for (const name of /** @type {const} */ (['reference', 'second'])) await reference.load(engine, name);
  const here = { env: engine.env, cwd: reference.context };
  const one = 'reference=Dockerfile';
  return {
    contestants: [
      product(['check', one, ...COLD], { ...here, name: 'one image' }),
      product(['check', one, 'second=Dockerfile.second', ...COLD], { ...here, name: 'both images' }),
      await scene.neighbour('dive', {
        args: ['--json', join(scene.work, 'dive.json'), reference.tag('second')],
        ...here,
      }),
    ],
    difference: { name: 'second image', of: 'both images', without: 'one image' },
  };
}

/** @param {Scene} scene @param {Engine['store']} store @returns {Promise<Prepared>} */
async function prepareTiny(scene, store) {
  const { env } = await scene.engine(store);
  const { base, head } = await makeTiny(join(scene.work, `tiny-${store}`));
  const builds = [base, head].map((folder) => [...BUILD, folder].join(' '));
  return {
    contestants: [
      product(['check', 'tiny=Dockerfile', '--baseline', 'HEAD~1', '--json'], { env, cwd: head }),
      { name: 'two bare builds', command: ['bash', '-ec', builds.join('\n')], env },
    ],
  };
}

/** @param {Scene} scene @param {number} count @returns {Promise<Prepared>} */
async function prepareMonorepo(scene, count) {
  const { env } = await scene.engine('containerd');
  scene.log(`recording ${count} images at the base commit`);
  const { checkout, affected, close } = await makeMonorepo(count, env);
  scene.atEnd(close);
  const check = ['--data-branch', 'image-size', '--json'];
  let unaffected = 0;
  const seen = (/** @type {string} */ output) => {
    const { comparisons } = JSON.parse(output);
    unaffected = comparisons.filter((/** @type {{ unaffected?: boolean }} */ each) => each.unaffected).length;
  };
  return {
    contestants: [
      product(['check', ...check], { env, cwd: checkout, seen }),
      product(['check', affected, ...check], { env, cwd: checkout, name: 'that image alone' }),
    ],
    agreements: () => [
      { what: 'images that need no build, and images that did not change', ours: unaffected, theirs: count - 1 },
    ],
  };
}
