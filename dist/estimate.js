import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  freeBuffer,
  sizeOfBlock
} from "./chunk-ADX3VBXC.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-UOFCCHBS.js";

// src/estimate.ts
import { parentPort } from "node:worker_threads";
import { deflateRawSync } from "node:zlib";
var SIZES = {
  "go-1.26": sizeOfBlock("go-1.26", deflateRawSync),
  "go-1.27": sizeOfBlock("go-1.27", deflateRawSync)
};
parentPort?.on("message", (task) => void answer(task));
async function answer({ id, generation, block, before }) {
  const size = await SIZES[generation](block, before);
  freeBuffer(block);
  parentPort?.postMessage({ id, size });
}
