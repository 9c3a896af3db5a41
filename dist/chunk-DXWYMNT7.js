import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  messageOf
} from "./chunk-4XW77GJX.js";
import {
  NOTHING_MEASURED,
  setOutputs
} from "./chunk-LZCMTQOA.js";

// src/run/entry.ts
function failedRun(error, env) {
  const problem = setOutputs(NOTHING_MEASURED, env);
  const message = messageOf(error);
  return problem === void 0 || problem === message ? message : `${message}
${problem}`;
}

export {
  failedRun
};
