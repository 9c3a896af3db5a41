import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  INVISIBLE,
  codePointName
} from "./chunk-XSAKZETS.js";

// src/text/harmless.ts
var ZERO_WIDTH_SPACE = "\u200B";
var ESCAPES = {
  text: { bracket: "# #[", colons: ": :", hidden: codePointName },
  markdown: { bracket: `#${ZERO_WIDTH_SPACE}#[`, colons: `:${ZERO_WIDTH_SPACE}:`, hidden: unlessOurs },
  json: { bracket: "#\\u0023[", colons: "::", hidden: jsonEscape },
  markup: { bracket: "#&#35;[", colons: ":&#58;", hidden: entity }
};
var COLONS = /^((?:[^\S\n]|[\u0085\u200b])*)::/gm;
function withoutCommands(text, form = "text") {
  const { bracket, colons } = ESCAPES[form];
  return text.replaceAll("##[", bracket).replace(COLONS, `$1${colons}`);
}
function harmless(text, form = "text") {
  const { hidden } = ESCAPES[form];
  const shown = text.replaceAll("\r\n", "\n").replace(INVISIBLE, (char) => char === "\n" || char === "	" ? char : hidden(char));
  return withoutCommands(shown, form);
}
function unlessOurs(char) {
  return char === ZERO_WIDTH_SPACE ? char : codePointName(char);
}
function jsonEscape(char) {
  return Array.from({ length: char.length }, (_, at) => {
    return `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }).join("");
}
function entity(char) {
  return /[\p{Cc}\p{Cs}]/u.test(char) ? codePointName(char) : `&#${char.codePointAt(0)};`;
}

export {
  withoutCommands,
  harmless
};
