import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  failedRun
} from "./chunk-DXWYMNT7.js";
import "./chunk-4XW77GJX.js";
import {
  readInputs
} from "./chunk-44SP52IF.js";
import "./chunk-QW7E74GV.js";
import "./chunk-HLBELV6E.js";
import "./chunk-LZCMTQOA.js";
import {
  interruption
} from "./chunk-XJFIH2V6.js";
import {
  setFailed
} from "./chunk-NAWPDUEO.js";
import "./chunk-FPYIA4FT.js";
import "./chunk-OVSR4W42.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-4J62BTT6.js";
import "./chunk-UOFCCHBS.js";

// src/main.ts
try {
  const inputs = readInputs();
  const { runAction } = await import("./action-PJD7G6OF.js");
  const failures = await runAction(inputs, process.env, interruption(process));
  if (failures.length > 0) setFailed(failures.join("\n"));
} catch (error) {
  setFailed(failedRun(error, process.env));
}
