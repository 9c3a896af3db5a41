import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  error,
  notice,
  setOutput,
  summary,
  warning
} from "./chunk-NAWPDUEO.js";
import {
  kindOf
} from "./chunk-FPYIA4FT.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/github/outputs.ts
import { statSync } from "node:fs";
var SUMMARY_LIMIT = 1048576;
async function publish({ outputs, summary: summary2, annotations }, env = process.env) {
  const problem = setOutputs(outputs, env);
  for (const annotation of annotations) annotate(annotation);
  await writeSummary(summary2, env);
  if (problem !== void 0) throw new UserError(problem);
}
function setOutputs(outputs, env) {
  try {
    refuseStrange(env.GITHUB_OUTPUT);
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
    return void 0;
  } catch (cause) {
    return `The outputs cannot be written to GITHUB_OUTPUT, so later steps cannot read them: ${reasonOf(cause)}`;
  }
}
async function writeSummary(summary2, env) {
  if (!env.GITHUB_STEP_SUMMARY || Buffer.byteLength(summary2) > SUMMARY_LIMIT) return;
  try {
    refuseStrange(env.GITHUB_STEP_SUMMARY);
    await summary.addRaw(summary2, true).write();
  } catch (cause) {
    warning(`The job summary cannot be written to GITHUB_STEP_SUMMARY: ${reasonOf(cause)}`);
  }
}
function refuseStrange(path) {
  if (!path) return;
  const found = statSync(path);
  const isWritten = found.isFile() || found.isCharacterDevice();
  if (!isWritten) throw new UserError(`${path} is not a regular file, but ${kindOf(found)}`);
}
function reasonOf(cause) {
  return systemProblem(cause) ?? (cause instanceof Error ? cause.message : String(cause));
}
function annotate({ level, message, title, file, line, endLine }) {
  const properties = {
    title,
    ...file === void 0 ? {} : { file },
    ...line === void 0 ? {} : { startLine: line },
    ...endLine === void 0 ? {} : { endLine }
  };
  const command = { error, warning, notice }[level];
  command(message, properties);
}

// src/report/outputs.ts
var NOTHING_MEASURED = {
  verdict: "error",
  report: "",
  markdown: "",
  html: "",
  "report-url": "",
  download: "",
  unpacked: "",
  growth: "",
  "baseline-commit": ""
};
var NOTHING_REPORTED = { ...NOTHING_MEASURED, verdict: "" };
function baselineCommit({ comparisons }) {
  const [commit = ""] = comparisons.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
  return commit;
}
function outputsOf({ verdict, comparisons, missing = [] }) {
  if (missing.length > 0) return { verdict, download: "", unpacked: "", growth: "" };
  const heads = comparisons.filter((comparison) => comparison.verdict !== "removed");
  const compared = heads.filter((comparison) => comparison.baseline !== null);
  return {
    verdict,
    download: sum(heads, (comparison) => comparison.head?.download),
    unpacked: sum(heads, (comparison) => comparison.head?.unpacked),
    growth: sum(compared, (comparison) => comparison.growth.unpacked ?? void 0)
  };
}
function sum(comparisons, value) {
  const values = comparisons.map(value);
  if (values.length === 0 || values.includes(void 0)) return "";
  return String(values.reduce((total, next) => total + (next ?? 0), 0));
}

export {
  publish,
  setOutputs,
  NOTHING_MEASURED,
  NOTHING_REPORTED,
  baselineCommit,
  outputsOf
};
