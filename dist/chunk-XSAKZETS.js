import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/text/escape.ts
var INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;
var [ESC, BEL] = ["\x1B", "\x07"];
var ESCAPE_SEQUENCE = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${ESC}${BEL}\r
]*(?:${BEL}|${ESC}\\\\))`, "g");
var ZERO_WIDTH_SPACE = "\u200B";
function visibleLine(text) {
  return text.replace(ESCAPE_SEQUENCE, "").replace(/\s+/g, " ").trim().replace(INVISIBLE, codePointName);
}
function visibleLines(text) {
  const lines = text.replace(ESCAPE_SEQUENCE, "").split(/\r\n|[\n\r\u2028\u2029]/);
  return lines.map((line) => line.replaceAll("	", " ").replace(INVISIBLE, codePointName).trimEnd()).join("\n");
}
function cutMiddle(text, max) {
  if (text.length <= max) return text;
  const isLong = text.length > 4 * max;
  const points = isLong ? [...text.slice(0, 2 * max), ...text.slice(-2 * max)] : [...text];
  if (points.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${points.slice(0, head).join("")}\u2026${points.slice(points.length - (max - 1 - head)).join("")}`;
}
function codeSpan(text, max = 120) {
  const line = cutMiddle(visibleLine(text), max);
  if (line === "") return "` `";
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = /^`|`$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}
function codeCell(text, max = 120) {
  return codeSpan(text, max).replaceAll("|", "\\|");
}
function codeHtml(text, max = 120) {
  return `<code>${escapeHtml(cutMiddle(visibleLine(text), max))}</code>`;
}
function escapeText(text, max = 400) {
  return cutMiddle(visibleLine(text), max).replace(/[\\`*_[\]<>&#!|~$]|^[-+=]|(?<=^\d{1,9})[.)]/g, escapeMark).replace(
    /@|:(?=[\w+-]+:)|\bwww(?=\.)|\b(?:https?|ftp|mailto|xmpp)(?=:)|\bGH(?=-\d)|\\#(?=\d)/gi,
    `$&${ZERO_WIDTH_SPACE}`
  );
}
function codeBlock(text, maxLines = 30, maxColumns = 300) {
  const lines = visibleLines(text).trim().split("\n");
  const kept = lines.slice(-maxLines).map((line) => cutMiddle(line, maxColumns));
  if (kept.length < lines.length) kept.unshift(`\u2026 ${lines.length - kept.length} more lines above`);
  return fenced("text", kept);
}
function diffBlock(text, maxColumns = 300) {
  const lines = visibleLines(text).split("\n").slice(0, 2);
  return fenced(
    "diff",
    lines.map((line) => cutMiddle(line, maxColumns))
  );
}
function fenced(language, lines) {
  const body = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}
${body}
${fence}`;
}
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
function unbroken(text) {
  return escapeHtml(text).replaceAll(" ", "&nbsp;");
}
function escapeMark(char) {
  if (char === "<") return "&lt;";
  if (char === ">") return "&gt;";
  if (char === "&") return "&amp;";
  return char === "$" ? "<span>$</span>" : `\\${char}`;
}
function codePointName(char) {
  const code = char.codePointAt(0) ?? 0;
  return `\u27E8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27E9`;
}
function longestRun(text) {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
}

export {
  INVISIBLE,
  visibleLine,
  visibleLines,
  cutMiddle,
  codeSpan,
  codeCell,
  codeHtml,
  escapeText,
  codeBlock,
  diffBlock,
  escapeHtml,
  unbroken,
  codePointName
};
