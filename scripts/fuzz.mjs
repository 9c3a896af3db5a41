#!/usr/bin/env node
// Feeds changed inputs to every reader of foreign input. Each is taken or refused with words; anything else is printed with its seed.
//   npm run fuzz -- [--inputs 1000000] [--from SEED] [--reader NAME] [--seconds N]
// A finding is made again by its seed: npm run fuzz -- --reader NAME --from SEED --inputs 1
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from '../__tests__/fuzz/fuzz.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '86400' },
    reader: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-fuzz-'));
const [inputs, from, seconds] = [values.inputs, values.from, values.seconds].map(Number);
const start = performance.now();
// A run that is ended tells what it has found until then.
const end = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end.abort());
try {
  const goesOn = (/** @type {number} */ done) =>
    !end.signal.aborted && done < (inputs ?? 0) && performance.now() - start < (seconds ?? 0) * 1000;
  const { taken, refused, findings } = await fuzz({ folder, from: from ?? 1, goesOn, reader: values.reader });
  for (const { reader, seed, error } of findings.slice(0, 20))
    console.log(`${reader}, seed ${seed}: ${/** @type {Error} */ (error).stack ?? error}`);
  console.table(
    Object.fromEntries(Object.keys(taken).map((name) => [name, { taken: taken[name], refused: refused[name] }])),
  );
  const total = [...Object.values(taken), ...Object.values(refused)].reduce((sum, count) => sum + count, 0);
  console.log(`${total} inputs in ${Math.round((performance.now() - start) / 1000)} s, ${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
