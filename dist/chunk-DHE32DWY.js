import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/config/entries.ts
var LONGEST_PATH = 4096;
function parseList(text) {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
function parseMinutes(name, text) {
  const minutes = Number(text);
  if (text.trim() !== "" && minutes > 0 && minutes <= 1440) return Math.round(minutes * 6e4) / 1e3;
  throw new UserError(`${name}: found "${text}", accepted: a number over 0 and up to 1440`);
}
function checkArgument(text, what) {
  const problem = argumentProblem(text);
  if (problem === null) return text;
  throw new UserError(`${what} "${printable(text.slice(0, 200))}" ${problem}`);
}
function argumentProblem(text) {
  if (text === "") return "is empty";
  if (text.length > LONGEST_PATH) return `is longer than ${LONGEST_PATH} characters`;
  if (new RegExp("\\p{Cc}", "u").test(text)) return "has a control character (such as NUL or a line end)";
  if (text.startsWith("-")) return 'starts with "-", as an option would';
  return null;
}

export {
  parseList,
  parseMinutes,
  checkArgument
};
