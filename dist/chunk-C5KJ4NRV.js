import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  suggestion
} from "./chunk-SM6COODY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/text/amount.ts
var BYTES_PER_UNIT = {
  B: 1,
  kB: 1e3,
  MB: 1e3 ** 2,
  GB: 1e3 ** 3,
  TB: 1e3 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4
};
var BYTE_UNITS = Object.keys(BYTES_PER_UNIT);
var DISPLAY_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
var NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
var AMOUNT = /^([\d.,_']+)\s*(.*)$/s;
var MINUS = "\u2212";
function parseBytes(text) {
  const [, number, unit] = AMOUNT.exec(text.trim()) ?? [];
  if (number === void 0 || unit === void 0) {
    throw new UserError(`"${printable(text)}" is not a size: write a number and a unit, as in "5 MB"`);
  }
  return scale(number, unit, bytesPerUnit(unit));
}
function bytesPerUnit(unit) {
  const known = BYTE_UNITS.find((name) => name.toLowerCase() === unit.toLowerCase());
  const bytes = known === void 0 ? void 0 : BYTES_PER_UNIT[known];
  if (bytes === void 0) throw new UserError(unitProblem(unit));
  return bytes;
}
function parseDecimal(text) {
  if (NUMBER.test(text)) return Number(text);
  throw new UserError(
    `found "${printable(text)}", expected a number: digits with a point for decimals and no thousands separators, as in 1.5 or 1500`
  );
}
function scale(number, unit, factor) {
  const bytes = Math.round(parseDecimal(number) * factor);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new UserError(
    `${number} ${unit} is too large: at most ${formatExactBytes(Number.MAX_SAFE_INTEGER)} is accepted`
  );
}
function unitProblem(unit) {
  const accepted = `accepted units: ${BYTE_UNITS.join(", ")}`;
  if (unit === "") return `a size needs a unit, as in "5 MB"; ${accepted}`;
  const prefix = /^([kmgt])(i?)$/i.exec(unit)?.[1]?.toUpperCase();
  if (prefix === void 0) return `unknown unit "${printable(unit)}"; ${accepted}.${suggestion(unit, BYTE_UNITS)}`;
  const si = prefix === "K" ? "kB" : `${prefix}B`;
  const each = [si, `${prefix}iB`].map((name) => `${name} (${formatExactBytes(bytesPerUnit(name))})`);
  return `the unit "${unit}" is ambiguous: write ${each.join(" or ")}`;
}
function formatBytes(bytes) {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? MINUS : "";
  if (size < 1e3) return `${sign}${size} B`;
  let value = size;
  let unit = 0;
  while (unit < DISPLAY_UNITS.length - 1 && Number(value.toPrecision(3)) >= 1e3) {
    value = size / 1e3 ** ++unit;
  }
  return `${sign}${value >= 999.5 ? Math.round(value) : value.toPrecision(3)} ${DISPLAY_UNITS[unit]}`;
}
function formatSignedBytes(bytes) {
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}
function formatExactBytes(bytes) {
  return `${formatCount(bytes)} B`;
}
function formatCount(count) {
  const digits = String(Math.abs(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${count < 0 ? MINUS : ""}${digits}`;
}
function percentOf(part, whole) {
  return part === null || whole === null || whole === 0 ? null : part / whole * 100;
}
function formatPercent(percent) {
  if (percent > 0) return isTiny(percent) ? "<0.1 %" : `+${percentDigits(percent)} %`;
  if (percent < 0) return isTiny(percent) ? `>${MINUS}0.1 %` : `${MINUS}${percentDigits(-percent)} %`;
  return "0 %";
}
function formatShare(percent) {
  return formatPercent(percent).replace(/^\+/, "");
}
function formatShareOf(part, whole) {
  const percent = percentOf(part, whole);
  return percent === null ? "" : formatShare(percent);
}
function isTiny(percent) {
  return Math.abs(percent) < 0.05;
}
function percentDigits(percent) {
  if (percent >= 99.5 && percent < 100) return (Math.floor(percent * 10) / 10).toFixed(1);
  const oneDecimal = percent.toFixed(1);
  return Number(oneDecimal) < 10 ? oneDecimal : formatCount(Math.round(percent));
}

export {
  BYTE_UNITS,
  parseBytes,
  bytesPerUnit,
  parseDecimal,
  formatBytes,
  formatSignedBytes,
  formatExactBytes,
  formatCount,
  percentOf,
  formatPercent,
  formatShare,
  formatShareOf
};
