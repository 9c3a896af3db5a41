#!/usr/bin/env node
// The HTML report's data and the explanation of very many changed files, against writing the same rows as plain objects.
//   node --expose-gc scripts/bench/page.mjs FILES product|plain   prints {"seconds": …, "cpu": …, "peak": …}
// The trees are made before the time begins, and what making them left is collected. `peak` is the bytes of memory that come on top of them.
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { contentsOf } from '../../src/explain/contents/contents.ts';
import { explainGrowth } from '../../src/explain/explanation.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import { createReport } from '../../src/model/report.ts';
import { renderPage } from '../../src/page/page.ts';

/** @typedef {import('../../src/measure/final-tree.ts').TreeFile} TreeFile */

const [count = '1000', which = 'product'] = process.argv.slice(2);
const [before, after] = [makeTree(Number(count), 0), makeTree(Number(count), 1)];
const held = settle();
const [began, used] = [performance.now(), process.cpuUsage()];
if (which === 'plain') deflateRawSync(JSON.stringify(pairsOf(before, after)));
else pageOf(before, after);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(used);
const peak = process.resourceUsage().maxRSS * 1024 - held;
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, peak }));

/** Collects garbage, and has the kernel count the peak anew from here (proc(5), clear_refs). @returns {number} bytes */
function settle() {
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
  return process.memoryUsage.rss();
}

/** @param {TreeFile[]} before @param {TreeFile[]} after */
function pageOf(before, after) {
  const diff = diffTrees(before, after);
  const sides = /** @type {const} */ ([sideOf(before), sideOf(after)]);
  const explanation = explainGrowth(...sides, { layers: [] }, diff);
  return renderPage(reportOf(contentsOf(before, after, undefined, diff), explanation), '<!--title--><!--data-->');
}

/** @param {TreeFile[]} tree @returns {import('../../src/explain/explanation.ts').Side} */
function sideOf(tree) {
  const unpacked = tree.reduce((sum, { size }) => sum + size, 0);
  const known = { image: 'bench', platform: 'linux/amd64', digest: '', download: 0, unpacked, estimated: false };
  const counted = { files: tree.length, wasted: 0, wastedPaths: [], efficiency: 1, configSize: 0, layers: [] };
  const config = { user: '', entrypoint: [], cmd: [], exposedPorts: [] };
  return { measurement: { ...known, ...counted, config, method: 'oci', versions: {} }, tree };
}

/**
 * A tree like node_modules: packages of forty files in directories. `version` changes every file.
 * @param {number} count @param {number} version @returns {TreeFile[]}
 */
function makeTree(count, version) {
  return Array.from({ length: count }, (_, at) => {
    const pack = Math.floor(at / 40);
    const hash = (at * 2_654_435_761) % 4_294_967_296;
    const name = `${['index', 'types', 'parser', 'util', 'stream'][at % 5]}-${(hash % 65_536).toString(36)}`;
    const change = version * (1 + (hash % 100));
    return {
      path: `usr/lib/node_modules/pkg-${String(pack).padStart(6, '0')}/lib/${String(at % 40).padStart(2, '0')}-${name}.js`,
      size: 100 + (hash % 20_000) + change,
      layer: pack % 7,
      content: `${hash}-${change}`,
      ...(pack % 3 > 0 && { owner: `pkg:npm/pkg-${pack}@1.${pack % 10}.0` }),
    };
  });
}

/** @param {readonly TreeFile[]} before @param {readonly TreeFile[]} after */
function pairsOf(before, after) {
  return after.map(({ path, size, layer, owner = null }, at) => {
    const was = before[at];
    return { path, before: was?.size ?? null, after: size, was: was?.layer ?? null, layer, owner };
  });
}

/**
 * @param {ReturnType<typeof contentsOf>} contents
 * @param {ReturnType<typeof explainGrowth>} explanation
 */
function reportOf(contents, explanation) {
  const growth = { download: null, unpacked: null, newBytes: null };
  const sides = { baseline: null, head: null, growth, layers: [], conditions: [], notes: [] };
  return createReport([{ image: 'bench', platform: 'linux/amd64', verdict: 'new', ...sides, contents, explanation }]);
}
