import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  GZIP_GENERATIONS,
  freeBuffer,
  sizeOfBlock
} from "./chunk-EHVXDOMJ.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-UOFCCHBS.js";

// src/estimate.ts
import { parentPort } from "node:worker_threads";
import { deflateRawSync } from "node:zlib";
var SIZES = new Map(
  GZIP_GENERATIONS.map((generation) => [generation, sizeOfBlock(generation, deflateRawSync)])
);
parentPort?.on("message", (task) => void answer(task));
async function answer({ id, generation, block, before }) {
  const size = await SIZES.get(generation)?.(block, before);
  freeBuffer(block);
  parentPort?.postMessage({ id, size: size ?? block.length });
}
