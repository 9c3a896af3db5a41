import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  COMMANDS,
  CONCEPTS
} from "./chunk-ANLPMAJ3.js";
import {
  COMMAND_NAMES,
  OPTION_NAMES,
  OPTION_ROWS,
  optionsOf
} from "./chunk-URTPWPZR.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-UOFCCHBS.js";

// src/command/usage.ts
var WIDTH = 120;
var INDENT = 28;
var PROGRAM = "image-size-gate";
var STATUS = "Exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured, or wrong usage.";
var COLOURS = "Colours: NO_COLOR turns them off, FORCE_COLOR turns them on where standard output is no terminal.";
var USAGE = `Image Size Gate: measures container images to the byte and gates their growth

${COMMAND_NAMES.map(commandLines).join("\n")}

${CONCEPTS.map((text) => wrap(text, 0)).join("\n")}

${OPTION_NAMES.map((name) => optionLines(name, true)).join("\n")}

${STATUS}
${COLOURS}
${PROGRAM} help COMMAND has the options of one command and examples.
`;
function usageOf(command) {
  const { summary, description, examples } = COMMANDS[command];
  const options = optionsOf(command).map((name) => optionLines(name, false));
  const shown = examples.map(([words, what]) => `  # ${what}
  ${PROGRAM} ${words}`);
  const parts = [
    `Usage: ${synopsis(command)}`,
    wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, 0),
    ...description.map((text) => wrap(text, 0)),
    `Options:
${options.join("\n")}`,
    ...shown.length === 0 ? [] : [`Examples:
${shown.join("\n\n")}`],
    STATUS
  ];
  return `${parts.join("\n\n")}
`;
}
function synopsis(command) {
  const { operands } = COMMANDS[command];
  return `${PROGRAM} ${command}${operands === "" ? "" : ` ${operands}`} [OPTION\u2026]`;
}
function optionWords(name) {
  const { value } = OPTION_ROWS[name];
  return value === void 0 ? `--${name}` : `--${name} ${value}`;
}
function commandLines(command) {
  const { operands, summary } = COMMANDS[command];
  return labelled(`${PROGRAM} ${command} ${operands}`.trimEnd(), summary, 40);
}
function optionLines(name, isGeneral) {
  const { of, help } = OPTION_ROWS[name];
  const owner = isGeneral && of.length === 1 ? `${of[0]}: ` : "";
  return labelled(optionWords(name), `${owner}${help}`, INDENT);
}
function labelled(label, text, indent) {
  const [first = "", ...others] = wrap(text, indent).split("\n");
  return [`  ${label.padEnd(indent - 4)}  ${first}`, ...others.map((line) => `${" ".repeat(indent)}${line}`)].join(
    "\n"
  );
}
function wrap(text, indent) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > WIDTH - indent) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}
export {
  USAGE,
  optionWords,
  synopsis,
  usageOf
};
