import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  compareOperands,
  measureOperands
} from "./chunk-34WWGMA5.js";
import "./chunk-XGHFDFQY.js";
import "./chunk-EKFQZSHH.js";
import {
  parseArguments
} from "./chunk-X5FBMJ6Q.js";
import "./chunk-URTPWPZR.js";
import {
  inspectPackages,
  openMeasurer
} from "./chunk-AYUKRKWN.js";
import "./chunk-M6ZP2A4P.js";
import "./chunk-PSTXDVGH.js";
import {
  parseMeasurementFile,
  renderMeasurementsJson
} from "./chunk-IGX2ADU3.js";
import "./chunk-3SRQSNUV.js";
import "./chunk-YZ7DKGYK.js";
import {
  plainLog
} from "./chunk-DHLA25L2.js";
import "./chunk-TGCFGZ2R.js";
import "./chunk-KVAMYFKP.js";
import "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import "./chunk-X7IVBP2V.js";
import "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-OVSR4W42.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import "./chunk-ADX3VBXC.js";
import "./chunk-7JZOHCHM.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/command/library/library.ts
var measure = async (sources, options = {}) => {
  const operands = typeof sources === "string" ? [sources] : sources;
  return inSession("measure", operands, options, async (session) => {
    const { comparisons } = await measureOperands(session);
    const measurements = comparisons.flatMap(({ head }) => head ?? []);
    return parseMeasurementFile(renderMeasurementsJson(measurements, comparisons), "measure");
  });
};
var compare = (base, head, options = {}) => {
  const named = [base, head].map(
    (side, at) => typeof side === "string" ? side : ["BASE.json", "HEAD.json"][at] ?? ""
  );
  const given = /* @__PURE__ */ new Map();
  for (const [at, side] of [base, head].entries())
    if (typeof side !== "string")
      given.set(named[at] ?? "", parseMeasurementFile(JSON.stringify(side), named[at] ?? ""));
  return inSession("compare", named, options, (session) => compareOperands(session, given));
};
async function inSession(command, operands, options, work) {
  var _stack = [];
  try {
    const { cwd = process.cwd(), signal = new AbortController().signal, onMessage = () => void 0 } = options;
    const args = argumentsOf(command, operands, options);
    const measurer = __using(_stack, await openMeasurer({
      builder: args.builder || void 0,
      cacheFrom: [],
      cacheTo: [],
      noCache: args.noCache,
      timeLimit: args.timeLimit,
      log: plainLog((text2) => onMessage(text2.trimEnd()), { verbose: false }),
      version: VERSION,
      inspect: inspectPackages,
      signal
    }), true);
    return await work({ args, cwd, measurer, signal });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function argumentsOf(command, operands, options) {
  const misplaced = operands.find((operand) => typeof operand !== "string");
  if (misplaced !== void 0) throw new UserError(`${command}: a source is a text, found ${typeof misplaced}`);
  const { platforms = [], buildArgs = [], failIf = [], warnIf = [] } = options;
  const words = [
    ...text("context", options.context),
    ...text("target", options.target),
    ...text("builder", options.builder),
    ...text("timeout-minutes", options.timeoutMinutes),
    ...platforms.flatMap((value) => text("platform", value)),
    ...buildArgs.flatMap((value) => text("build-arg", value)),
    ...failIf.flatMap((value) => text("fail-if", value)),
    ...warnIf.flatMap((value) => text("warn-if", value)),
    ...options.noCache ? ["--no-cache"] : []
  ];
  return parseArguments([command, ...words, "--", ...operands]);
}
function text(name, value) {
  return value === void 0 ? [] : [`--${name}=${value}`];
}
export {
  compare,
  measure,
  VERSION as version
};
