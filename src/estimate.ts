import { parentPort } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import { freeBuffer } from './oci/bytes.ts';
import { type SizeOfBlock, sizeOfBlock } from './oci/layer/block-size.ts';
import type { BlockAnswer, BlockTask } from './oci/layer/block-thread.ts';
import { GZIP_GENERATIONS, type GzipGeneration } from './oci/layer/compressor.ts';

/** The entry of a thread that computes what blocks take in a gzip: dist/estimate.js, loaded only where a layer has many of them. */
const SIZES: ReadonlyMap<GzipGeneration, SizeOfBlock> = new Map(
  GZIP_GENERATIONS.map((generation) => [generation, sizeOfBlock(generation, deflateRawSync)]),
);

parentPort?.on('message', (task: BlockTask) => void answer(task));

async function answer({ id, generation, block, before }: BlockTask): Promise<void> {
  const size = await SIZES.get(generation)?.(block, before);
  freeBuffer(block);
  parentPort?.postMessage({ id, size: size ?? block.length } satisfies BlockAnswer);
}
