import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  harmless
} from "./chunk-X7IVBP2V.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";

// src/command/terminal.ts
var ERASE_LINE = "\r\x1B[2K";
var COLOURS = /(\u001b\[\d{1,3}m)/;
function openTerminal(process) {
  const { stdout, stderr, env } = process;
  stdout.on("error", (error) => unlessClosed(process, error, "standard output"));
  stderr.on("error", (error) => unlessClosed(process, error));
  const colour = showsColours(env, stdout.isTTY === true);
  const write = lineWriter();
  return {
    out: (text, form = "text") => stdout.write(write(text, form, colour && form === "text" ? COLOURS : void 0)),
    err: (text) => stderr.write(text === ERASE_LINE && stderr.isTTY ? text : write(text, "text")),
    colour,
    width: stdout.isTTY ? stdout.columns : 120,
    ...stderr.isTTY && env.TERM !== "dumb" ? { statusWidth: stderr.columns } : {}
  };
}
function showsColours({ NO_COLOR, FORCE_COLOR, TERM }, isTerminal) {
  if (FORCE_COLOR) return !/^(?:0|false)$/.test(FORCE_COLOR);
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}
function lineWriter() {
  let isOpen = false;
  return (text, form, ours) => {
    const parts = ours === void 0 ? [text] : text.split(ours);
    const safe = parts.map((part, at) => at % 2 === 1 ? part : harmless(part, form)).join("");
    const goesOn = isOpen && /^[#[:]/.test(safe);
    if (text !== "") isOpen = !text.endsWith("\n");
    return goesOn ? ` ${safe}` : safe;
  };
}
function unlessClosed(process, error, name = "") {
  if (error.code === "EPIPE") return;
  process.once("exit", () => {
    process.exitCode = 2;
  });
  if (name === "") return;
  const problem = harmless(systemProblem(error) ?? error.message);
  process.stderr.write(`image-size-gate: ${name} cannot be written: ${problem}
`);
}

export {
  ERASE_LINE,
  openTerminal
};
