import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import { sizeOfBlock } from '../../../src/oci/layer/block-size.ts';
import { openBlockSizes } from '../../../src/oci/layer/block-thread.ts';
import { makeTar } from '../../support/makeTar.ts';

/** A thread starts with the block after these. */
const BEFORE = 32;
const PROGRAM = new URL('../../../src/estimate.ts', import.meta.url);

/** Notes the threads that it starts. */
class Starter {
  readonly started: Worker[] = [];

  readonly start = (program = PROGRAM) => {
    const worker = new Worker(program);
    this.started.push(worker);
    return worker;
  };

  readonly ended = async () => {
    for (const worker of this.started) if (worker.threadId > 0) await once(worker, 'exit');
  };
}

/** Blocks of hexadecimal digits by chance, each after the last bytes of another. */
const blocks = Array.from({ length: BEFORE + 8 }, (_, at) => {
  const line = (row: number) =>
    createHash('sha256')
      .update(`${at} ${row >> 1}`)
      .digest('hex');
  const text = Buffer.from(Array.from({ length: 300 }, (_line, row) => line(row)).join('\n'));
  return { block: text.subarray(8_000), before: text.subarray(0, 8_000) };
});
const sizesBy = (sizeOf: ReturnType<typeof sizeOfBlock>) =>
  Promise.all(blocks.map(({ block, before }) => sizeOf(Buffer.from(block), Buffer.from(before))));

describe.each(['go-1.26', 'go-1.27'] as const)('a thread computes for %s', (generation) => {
  test('what the thread pool computes', async () => {
    const starter = new Starter();
    const sizes = openBlockSizes(generation, starter.start);
    const found = await sizesBy(sizes.sizeOf);
    expect(starter.started).toHaveLength(1);
    sizes.close();
    await starter.ended();
    expect(found).toEqual(await sizesBy(sizeOfBlock(generation)));
  });

  test('nothing where there is no such program: the pool computes all', async () => {
    const starter = new Starter();
    const sizes = openBlockSizes(generation, () => starter.start(new URL('absent.js', import.meta.url)));
    const found = await sizesBy(sizes.sizeOf);
    sizes.close();
    expect(starter.started).toHaveLength(1);
    expect(found).toEqual(await sizesBy(sizeOfBlock(generation)));
  });
});

test('few blocks start no thread', async () => {
  const starter = new Starter();
  const sizes = openBlockSizes('go-1.27', starter.start);
  await Promise.all(blocks.slice(0, BEFORE).map(({ block, before }) => sizes.sizeOf(block, before)));
  sizes.close();
  expect(starter.started).toEqual([]);
});

test('estimates at one time share a thread, which ends with the last of them', async () => {
  const { start, started, ended } = new Starter();
  const [one, other] = [openBlockSizes('go-1.26', start), openBlockSizes('go-1.27', start)];
  await Promise.all([sizesBy(one.sizeOf), sizesBy(other.sizeOf)]);
  expect(started).toHaveLength(1);
  one.close();
  expect(await sizesBy(other.sizeOf)).toEqual(await sizesBy(sizeOfBlock('go-1.27')));
  other.close();
  await ended();
});

/** What holds a process is told by a process of its own: it reads the layer from its standard input. */
const READER = `
  import { readLayer } from ${JSON.stringify(new URL('../../../src/oci/layer/layer.ts', import.meta.url).href)};
  import { DEFAULT_LIMITS } from ${JSON.stringify(new URL('../../../src/oci/limits.ts', import.meta.url).href)};
  const seen = [];
  process.on('worker', (worker) => {
    seen.push('started');
    worker.on('exit', () => seen.push('ended'));
  });
  process.on('exit', () => console.log(seen.toSorted().join(' ')));
  const options = { place: { archive: 'x' }, limits: DEFAULT_LIMITS, estimate: 'go-1.27' };
  const { unpacked } = await readLayer(process.stdin, options).then(({ index }) => index, () => ({ unpacked: 'failed' }));
  seen.push(unpacked);
`;

test.each([
  ['read', 0, '8388608 ended started'],
  ['cut off', 4_096, 'ended failed started'],
])('a layer that was %s closes its estimate: no thread holds the process', async (_, missing, expected) => {
  const tar = makeTar([{ path: 'file', content: Buffer.alloc(8 << 20) }]);
  const running = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', READER]);
  running.child.stdin?.end(tar.subarray(0, tar.length - missing));
  expect((await running).stdout.trim()).toBe(expected);
});
