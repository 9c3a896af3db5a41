#!/usr/bin/env node
import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  openTerminal
} from "./chunk-C233XQ4P.js";
import {
  messageOf
} from "./chunk-4XW77GJX.js";
import {
  parseArguments
} from "./chunk-X5FBMJ6Q.js";
import "./chunk-URTPWPZR.js";
import {
  interruption
} from "./chunk-XJFIH2V6.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import "./chunk-X7IVBP2V.js";
import {
  visibleLines
} from "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-OVSR4W42.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-UOFCCHBS.js";

// src/command/command.ts
var COMMANDS = {
  check: measuring,
  measure: measuring,
  compare: measuring,
  history: measuring,
  blame: measuring,
  report: async (run) => (await import("./report-ZRTRW27I.js")).showReports(run),
  init: async (run) => (await import("./init-RPRPIA2G.js")).writeFirstFiles(run),
  doctor: async (run) => (await import("./doctor-S77TPEOI.js")).runDoctor(run),
  completion: async ({ args, terminal: terminal2 }) => {
    const { renderCompletion } = await import("./completion-GLYLZTXW.js");
    return print(terminal2, renderCompletion(args.operands[0]));
  },
  help: async ({ args: { operands }, terminal: terminal2 }) => {
    const { USAGE, usageOf } = await import("./usage-ZODBQTFG.js");
    const [topic] = operands;
    return print(terminal2, topic === void 0 ? USAGE : usageOf(topic));
  },
  version: async ({ terminal: terminal2 }) => print(terminal2, `${VERSION}
`)
};
async function runCommandLine(args, terminal2, cwd, signal) {
  return COMMANDS[args.command]({ args, terminal: terminal2, cwd, signal });
}
async function measuring(run) {
  const { runMeasuring } = await import("./measuring-X52T44TE.js");
  return runMeasuring(run);
}
function print({ out }, text) {
  out(text);
  return 0;
}

// src/cli.ts
var terminal = openTerminal(process);
try {
  const args = parseArguments(process.argv.slice(2));
  process.exitCode = await runCommandLine(args, terminal, process.cwd(), interruption(process));
} catch (error) {
  terminal.err(`image-size-gate: ${visibleLines(messageOf(error))}
`);
  process.exitCode = 2;
}
