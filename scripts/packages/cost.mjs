// What it costs to read the packages of an image: the same archive, weighed with the readers and without them, in turn.
//   node scripts/packages/cost.mjs oci-archive|docker-archive FILE [RUNS]   prints a table; needs Python 3, which counts
import { fileURLToPath } from 'node:url';
import { measureImage } from '../../src/measure/measure.ts';
import { openImageSource } from '../../src/oci/source.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { alternate } from '../bench/alternate.mjs';
import { median } from '../bench/statistics.mjs';
import { markdownTable } from '../docs/markdown-table.mjs';

const SELF = fileURLToPath(import.meta.url);
const [kind, file = '', third = '5'] = process.argv.slice(2);
if ((kind !== 'oci-archive' && kind !== 'docker-archive') || file === '') {
  console.error('usage: node scripts/packages/cost.mjs oci-archive|docker-archive FILE [RUNS]');
  process.exit(2);
}
if (third === 'with' || third === 'without') await weigh(kind, third === 'with');
else await compareCosts(Number(third));

/** @param {'oci-archive' | 'docker-archive'} archive @param {boolean} isInspected */
async function weigh(archive, isInspected) {
  const options = isInspected ? { inspect: inspectPackages } : {};
  await using source = await openImageSource({ kind: archive, location: file }, options);
  for (const image of source.images) await measureImage(image, { image: 'image', method: archive, versions: {} });
}

/** @param {number} runs */
async function compareCosts(runs) {
  const contestant = (/** @type {'with' | 'without'} */ which) =>
    /** @type {const} */ ({ name: `${which} the readers`, command: [SELF, String(kind), file, which], node: true });
  const results = await alternate([contestant('without'), contestant('with')], runs, (line) => console.error(line));
  const rows = results.map(({ name, runs: all }) => {
    const of = (/** @type {'seconds' | 'cpu' | 'peak'} */ key) => median(all.map((one) => one[key]));
    return [name, `${of('seconds').toFixed(2)} s`, `${of('cpu').toFixed(2)} s`, `${(of('peak') / 1e6).toFixed(0)} MB`];
  });
  console.log(markdownTable(['weighed', 'time', 'CPU', 'peak memory'], rows));
}
