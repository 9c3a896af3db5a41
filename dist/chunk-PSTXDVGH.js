import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  bytesPerUnit
} from "./chunk-C5KJ4NRV.js";

// src/compare/cap.ts
function tightestCap(conditions, metric) {
  const caps = conditions.flatMap((condition) => {
    const [clause, ...others] = condition.clauses;
    const isCap = others.length === 0 && clause.metric === metric && !clause.growth && clause.unit === "bytes";
    return isCap ? [{ condition, bytes: clause.limit }] : [];
  });
  return caps.toSorted((a, b) => a.bytes - b.bytes)[0];
}
function capOf(conditions, metric) {
  return tightestCap(conditions, metric)?.bytes;
}

// src/history/ratchet.ts
var DEFAULT_RECORDS = 10;
var FALL = 0.05;
var ROOM = 1.02;
var METRICS = ["download", "unpacked"];
function proposeRatchet(request) {
  for (const metric of METRICS) {
    const cap = tightestCap(request.conditions, metric);
    const proposal = cap === void 0 ? null : proposeFor(metric, cap, request);
    if (proposal !== null) return proposal;
  }
  return null;
}
function proposeFor(metric, cap, request) {
  const { image, platform, records = DEFAULT_RECORDS } = request;
  const spell = lastSpell(request, records);
  if (spell === null) return null;
  const sizes = spell.lasting.map((entry) => entry[metric]);
  const largest = Math.max(...sizes);
  const isFallen = spell.earlier.some((entry) => entry[metric] >= largest + cap.bytes * FALL);
  if (!isFallen || largest > cap.bytes * (1 - FALL)) return null;
  const tighter = tighten(cap, largest * ROOM);
  if (tighter === null) return null;
  const text = `- ${cap.condition.text}
+ ${tighter.text}`;
  return { image, platform, metric, from: cap.bytes, to: tighter.bytes, records, text };
}
function lastSpell({ history, platform }, records) {
  const sorted = history.toSorted((a, b) => a.recordedAt < b.recordedAt ? -1 : 1);
  const own = sorted.filter((entry) => samePlatform(entry.platform, platform));
  const first = own.filter((entry) => entry.release === void 0).at(-records);
  if (first === void 0 || records < 1) return null;
  return {
    lasting: sorted.filter(({ recordedAt }) => recordedAt >= first.recordedAt),
    earlier: own.filter(({ recordedAt }) => recordedAt < first.recordedAt)
  };
}
function tighten({ condition, bytes: before }, bytes) {
  const [, start, end = "", unit] = /^(.*>\s*)[\d.]+(\s*([a-z]+))$/i.exec(condition.text) ?? [];
  if (start === void 0 || unit === void 0) return null;
  const number = roundUp(bytes / bytesPerUnit(unit));
  const rounded = Math.round(Number(number) * bytesPerUnit(unit));
  return rounded > 0 && rounded < before ? { text: `${start}${number}${end}`, bytes: rounded } : null;
}
function capAbove(bytes) {
  const roomy = bytes * ROOM;
  const unit = ["TB", "GB", "MB", "kB"].find((each) => roomy >= bytesPerUnit(each)) ?? "B";
  const number = roundUp(roomy / bytesPerUnit(unit));
  return `${unit === "B" ? Math.ceil(Number(number)) : number} ${unit}`;
}
function roundUp(value) {
  const [digits = "0", exponent = "0"] = value.toExponential(12).split("e");
  const step = Number(digits) < 2 ? 0.05 : 0.1;
  const steps = Math.ceil(Number(digits) / step - 1e-9);
  return decimal(Number((steps * step).toFixed(2)), Number(exponent));
}
function decimal(digits, exponent) {
  const places = Math.max(0, 2 - exponent);
  const text = Number(`${digits}e${exponent}`).toFixed(Math.min(100, places));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export {
  tightestCap,
  capOf,
  proposeRatchet,
  capAbove
};
