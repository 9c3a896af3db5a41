// Measures the cost of the HTML report's data from two compared trees, against writing the same rows as plain objects.
import { deflateRawSync } from 'node:zlib';
import { contentsOf } from '../../src/explain/contents/contents.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import { createReport } from '../../src/model/report.ts';
import { renderPage } from '../../src/page/page.ts';

const number = new Intl.NumberFormat('en');

/** @typedef {import('../../src/measure/final-tree.ts').TreeFile} TreeFile */

/** Sizes and times by number of files, one row each. */
export function benchPage() {
  return [1000, 10_000, 100_000, 500_000].map((count) => {
    const [before, after] = [makeTree(count, 0), makeTree(count, 1)];
    const diff = diffTrees(before, after);
    const floor = timed(() => deflateRawSync(JSON.stringify(pairsOf(before, after))));
    const made = timed(() => contentsOf(before, after, undefined, diff));
    const raw = JSON.stringify(made.value);
    const page = timed(() => renderPage(reportOf(made.value), '<!--title--><!--data-->'));
    return {
      files: number.format(count),
      rows: number.format(made.value.rest.length),
      'columns s': made.seconds.toFixed(2),
      'render s': page.seconds.toFixed(2),
      'JSON bytes': number.format(raw.length),
      'page bytes': number.format(page.value.length),
      'floor s': floor.seconds.toFixed(2),
      'floor bytes': number.format(floor.value.length),
      'time ratio': ((made.seconds + page.seconds) / floor.seconds).toFixed(2),
      'size ratio': (page.value.length / floor.value.length).toFixed(2),
    };
  });
}

/**
 * The fastest of three runs. The first run also compiles.
 * @template T
 * @param {() => T} work
 * @returns {{ value: T, seconds: number }}
 */
function timed(work) {
  let value = work();
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    value = work();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  return { value, seconds };
}

/**
 * A tree like node_modules: packages of forty files in directories. `version` changes one package in ten.
 * @param {number} count @param {number} version @returns {TreeFile[]}
 */
function makeTree(count, version) {
  return Array.from({ length: count }, (_, at) => {
    const pack = Math.floor(at / 40);
    const hash = (at * 2_654_435_761) % 4_294_967_296;
    const name = `${['index', 'types', 'parser', 'util', 'stream'][at % 5]}-${(hash % 65_536).toString(36)}`;
    const change = pack % 10 === 0 ? version * (hash % 100) : 0;
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

/** @param {ReturnType<typeof contentsOf>} contents */
function reportOf(contents) {
  const growth = { download: null, unpacked: null, newBytes: null };
  const sides = { baseline: null, head: null, growth, layers: [], conditions: [], notes: [] };
  return createReport([{ image: 'bench', platform: 'linux/amd64', verdict: 'new', ...sides, contents }]);
}
