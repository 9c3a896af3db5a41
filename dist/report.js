import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  failedRun
} from "./chunk-DXWYMNT7.js";
import "./chunk-4XW77GJX.js";
import {
  list,
  readPublishInputs,
  unlessNone,
  wholeNumber
} from "./chunk-HLBELV6E.js";
import "./chunk-LZCMTQOA.js";
import {
  interruption
} from "./chunk-XJFIH2V6.js";
import {
  setFailed
} from "./chunk-NAWPDUEO.js";
import "./chunk-FPYIA4FT.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-4J62BTT6.js";
import "./chunk-UOFCCHBS.js";

// src/config/report-inputs.ts
function readReportInputs() {
  return {
    ...readPublishInputs(),
    parts: list("parts"),
    config: unlessNone("config"),
    failIf: list("fail-if"),
    warnIf: list("warn-if"),
    dataBranch: unlessNone("data-branch"),
    maxBehind: wholeNumber("max-behind", 500)
  };
}

// src/report.ts
try {
  const inputs = readReportInputs();
  const { runReportAction } = await import("./report-action-AGW27PBN.js");
  const failures = await runReportAction(inputs, process.env, interruption(process));
  if (failures.length > 0) setFailed(failures.join("\n"));
} catch (error) {
  setFailed(failedRun(error, process.env));
}
