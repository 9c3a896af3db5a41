import { parentPort } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import { freeBuffer } from './oci/bytes.ts';
import { sizeOfBlock } from './oci/layer/block-size.ts';
import type { BlockAnswer, BlockTask } from './oci/layer/block-thread.ts';

/** The entry of a thread that computes what blocks take in a gzip: dist/estimate.js, loaded only where a layer has many of them. */
const SIZES = {
  'go-1.26': sizeOfBlock('go-1.26', deflateRawSync),
  'go-1.27': sizeOfBlock('go-1.27', deflateRawSync),
};

parentPort?.on('message', (task: BlockTask) => void answer(task));

async function answer({ id, generation, block, before }: BlockTask): Promise<void> {
  const size = await SIZES[generation](block, before);
  freeBuffer(block);
  parentPort?.postMessage({ id, size } satisfies BlockAnswer);
}
