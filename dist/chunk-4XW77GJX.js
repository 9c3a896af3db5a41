import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  Interruption
} from "./chunk-XJFIH2V6.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import {
  ImageError
} from "./chunk-7JZOHCHM.js";

// src/run/error-message.ts
function messageOf(thrown) {
  const cause = typeof thrown === "object" && thrown !== null && "cause" in thrown ? thrown.cause : void 0;
  const error = cause instanceof Interruption ? cause : thrown;
  if (error instanceof UserError || error instanceof ImageError || error instanceof Interruption) return error.message;
  const problem = systemProblem(error);
  if (problem !== void 0) return problem;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

export {
  messageOf
};
