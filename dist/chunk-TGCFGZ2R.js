import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  OLD_ESTIMATE,
  compressorWords,
  downloadGrowth,
  groupBy,
  isRecompressed,
  withoutCopies
} from "./chunk-QX4VVKC4.js";
import {
  cutMiddle
} from "./chunk-XSAKZETS.js";

// src/text/terminal-text.ts
var WIDE = new RegExp("[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6]|\\p{Emoji_Presentation}|[\\u{20000}-\\u{3fffd}]", "u");
var MARK = new RegExp("\\p{M}", "u");
function paint(text, colour, colours) {
  return colours && colour !== void 0 && text !== "" ? `\x1B[${colour}m${text}\x1B[0m` : text;
}
function displayWidth(text) {
  return [...text].reduce((width, char) => width + (MARK.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0);
}
function cutToWidth(text, width) {
  let length = Math.min(width, [...text].length);
  while (length > 1 && displayWidth(cutMiddle(text, length)) > width) length -= 1;
  return cutMiddle(text, length);
}

// src/model/platform.ts
var IMPLIED_VARIANTS = { amd64: "v1", arm64: "v8", arm: "v7" };
function samePlatform(a, b) {
  return normalizePlatform(a) === normalizePlatform(b);
}
function normalizePlatform(platform) {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  return `${os}/${architecture}/${variant || (IMPLIED_VARIANTS[architecture] ?? "")}`;
}

// src/compare/checks.ts
function compareChecks(before, head, checks = []) {
  const known = new Map(before?.checks?.map((result) => [result.check, result]));
  const alike = labelsOfSameOutput(checks);
  return (head.checks ?? []).map((result) => {
    const earlier = known.get(result.check);
    const isHeld = before !== null && alike.has(result.check) && isSameCommand(result, earlier);
    const compared = isHeld ? heldAgainst(result, earlier, "at the baseline") : result;
    return { ...compared, ...reasonBeside(compared, earlier), before: earlier?.outcome ?? null };
  });
}
function verdictOfChecks(checks) {
  if (checks.some(isFailing)) return "fail";
  return checks.some(isUnverified) ? "warn" : "pass";
}
function isFailing({ outcome }) {
  return outcome === "fail";
}
function isUnverified({ outcome, before }) {
  return outcome === "skipped" && before === "pass";
}
function compareVariantOutputs(comparisons, images) {
  const known = new Map(images.map((image) => [image.name, image]));
  return comparisons.map((comparison) => {
    const { variantOf, verify = [] } = known.get(comparison.image) ?? {};
    const reference = comparisons.find(
      ({ image, platform }) => image === variantOf && samePlatform(platform, comparison.platform)
    );
    return reference === void 0 ? comparison : againstReference(comparison, reference, labelsOfSameOutput(verify));
  });
}
function checkedHead({ head, checks }) {
  return head === null || checks === void 0 ? head : { ...head, checks };
}
function againstReference(comparison, reference, alike) {
  const { checks } = comparison;
  if (checks === void 0 || alike.size === 0) return comparison;
  const known = new Map(reference.head?.checks?.map((result) => [result.check, result]));
  const compared = checks.map(
    (check) => alike.has(check.check) ? heldAgainst(check, known.get(check.check), `in ${reference.image}`) : check
  );
  return { ...comparison, checks: compared, ...compared.some(isFailing) ? { verdict: "fail" } : {} };
}
function isSameCommand(result, earlier) {
  return result.command === void 0 || earlier?.command === void 0 || result.command === earlier.command;
}
function labelsOfSameOutput(checks) {
  return new Set(checks.flatMap((check) => check.kind === "command" && check.sameOutput ? [check.label] : []));
}
function heldAgainst(result, other, where) {
  if (result.outcome !== "pass") return result;
  if (result.output === void 0 || other?.outcome !== "pass" || other.output === void 0) {
    const unknown = `what it printed ${where} is not known, so it is not compared`;
    return { ...result, reason: result.reason === void 0 ? unknown : `${result.reason}; ${unknown}` };
  }
  return result.output === other.output ? result : { ...result, outcome: "fail", reason: `prints something else than ${where}` };
}
function reasonBeside({ outcome, reason }, before) {
  const add = (more) => ({ reason: reason === void 0 ? more : `${reason}; ${more}` });
  if (outcome === "fail" && before?.outcome === "fail") return add("failed at the baseline too");
  return outcome === "skipped" && before?.outcome === "pass" ? add("passed at the baseline") : {};
}

// src/text/instruction.ts
var LONGEST_TEXT = 4e3;
var BUILDKIT = "# buildkit";
var CLASSIC_NOP = /^\/bin\/sh -c #\(nop\)\s+/;
var SHELL = /^(?:RUN )?(?:\|\d{1,3} .*? )?\/bin\/sh -c /s;
function instructionOf(createdBy) {
  const text = createdBy.slice(0, LONGEST_TEXT).trim();
  const own = text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : text;
  return own.replace(CLASSIC_NOP, "").replace(SHELL, "RUN ");
}

// src/compare/instruction.ts
function similarity(a, b) {
  const [left, right] = [parseInstruction(a), parseInstruction(b)];
  if (left.keyword === "" || left.keyword !== right.keyword) return 0;
  const total = left.words.size + right.words.size;
  const common = [...left.words].filter((word) => right.words.has(word)).length;
  return total === 0 ? 1 : 2 * common / total;
}
function parseInstruction(createdBy) {
  const [keyword = "", ...words] = instructionOf(createdBy).split(/\s+/);
  return { keyword: keyword.toUpperCase(), words: new Set(words) };
}

// src/compare/layers.ts
var SIMILAR = 0.5;
var MOST_CANDIDATES = 100;
function like(base, head) {
  if (base.method !== head.method) return false;
  const tools = /* @__PURE__ */ new Set([...Object.keys(base.versions), ...Object.keys(head.versions)]);
  tools.delete("image-size-gate");
  return [...tools].every((tool) => base.versions[tool] === head.versions[tool]);
}
function layerKey(base, head) {
  if (like(base, head)) return (layer) => layer.diffId;
  return (layer) => layer.contents || layer.diffId;
}
function matchLayers(base, head) {
  const pairing = { headOf: /* @__PURE__ */ new Map(), baseOf: /* @__PURE__ */ new Map() };
  pairEqual(base.layers, head.layers, layerKey(base, head), pairing);
  const unchanged = new Set(pairing.baseOf.keys());
  pairEqual(base.layers, head.layers, (layer) => layer.createdBy.trim(), pairing);
  pairSimilar(base.layers, head.layers, pairing);
  return inHeadOrder(withoutCopies(named(base)), withoutCopies(named(head)), pairing, unchanged);
}
function named({ layers, estimated }) {
  if (!estimated) return layers;
  return layers.map((layer) => ({ compressor: OLD_ESTIMATE, ...layer }));
}
function placeLayers(changes, base) {
  const waiting = groupBy([...base.layers.keys()].reverse(), (position) => base.layers[position]?.digest ?? "");
  let next = 0;
  return changes.map((change, position) => ({
    change,
    position,
    total: (change.after?.unpacked ?? 0) - (change.before?.unpacked ?? 0),
    at: change.after === null ? null : next++,
    was: change.before === null ? null : change.was ?? waiting.get(change.before.digest)?.pop() ?? null
  }));
}
function pairEqual(base, head, key, pairing) {
  const waiting = /* @__PURE__ */ new Map();
  for (const [position, layer] of base.entries()) {
    if (!pairing.headOf.has(position) && key(layer) !== "") append(waiting, key(layer), position);
  }
  for (const queue of waiting.values()) queue.reverse();
  for (const [position, layer] of head.entries()) {
    const partner = pairing.baseOf.has(position) ? void 0 : waiting.get(key(layer))?.pop();
    if (partner !== void 0) pair(partner, position, pairing);
  }
}
function pairSimilar(base, head, pairing) {
  const headGaps = gapsOfHead(head.length, pairing);
  for (const [anchor, before] of gapsOfBase(base.length, pairing)) {
    const after = headGaps.get(anchor) ?? [];
    for (const { from, to } of candidates(base, head, before, after)) {
      if (!pairing.headOf.has(from) && !pairing.baseOf.has(to)) pair(from, to, pairing);
    }
  }
}
function candidates(base, head, before, after) {
  return before.slice(0, MOST_CANDIDATES).flatMap((from) => after.slice(0, MOST_CANDIDATES).map((to) => ({ from, to }))).map(({ from, to }) => ({ from, to, score: similarity(base[from]?.createdBy ?? "", head[to]?.createdBy ?? "") })).filter(({ score }) => score >= SIMILAR).sort((a, b) => b.score - a.score);
}
function gapsOfBase(length, { headOf }) {
  const gaps = /* @__PURE__ */ new Map();
  let anchor = -1;
  for (let position = 0; position < length; position++) {
    const partner = headOf.get(position);
    if (partner === void 0) append(gaps, anchor, position);
    else anchor = partner;
  }
  return gaps;
}
function gapsOfHead(length, { baseOf }) {
  const gaps = /* @__PURE__ */ new Map();
  let anchor = -1;
  for (let position = 0; position < length; position++) {
    if (baseOf.has(position)) anchor = position;
    else append(gaps, anchor, position);
  }
  return gaps;
}
function inHeadOrder(base, head, pairing, unchanged) {
  const gaps = gapsOfBase(base.length, pairing);
  const removedAfter = (anchor) => (gaps.get(anchor) ?? []).flatMap((position) => removed(base[position], position));
  const kept = head.flatMap((layer, position) => {
    const was = pairing.baseOf.get(position) ?? -1;
    return [present(base[was], was, layer, unchanged.has(position)), ...removedAfter(position)];
  });
  return [...removedAfter(-1), ...kept];
}
function present(before, was, after, unchanged) {
  const { createdBy, source } = after;
  const made = { createdBy, after: sizeOf(after), ...source === void 0 ? {} : { source } };
  if (before === void 0) return { kind: "added", before: null, ...made };
  return { kind: unchanged ? "unchanged" : "changed", before: sizeOf(before), was, ...made };
}
function removed(layer, was) {
  if (layer === void 0) return [];
  return [{ kind: "removed", createdBy: layer.createdBy, before: sizeOf(layer), was, after: null }];
}
function sizeOf({ digest, download, unpacked, compressor }) {
  return { digest, download, unpacked, ...compressor !== void 0 && { compressor } };
}
function pair(base, head, { headOf, baseOf }) {
  headOf.set(base, head);
  baseOf.set(head, base);
}
function append(groups, key, position) {
  const group = groups.get(key);
  if (group === void 0) groups.set(key, [position]);
  else group.push(position);
}

// src/compare/growth.ts
var NO_GROWTH = { download: null, unpacked: null, newBytes: null };
function measureGrowth(base, head, layers) {
  const unpacked = head.unpacked - base.unpacked;
  if (base.estimated !== head.estimated) return { download: null, unpacked, newBytes: null };
  return { download: downloadGrowth2(base, head, layers), unpacked, newBytes: newBytes(base, head) };
}
function downloadGrowth2(base, head, layers) {
  return layers.reduce((growth, layer) => growth + downloadGrowth(layer), head.configSize - base.configSize);
}
function newBytes(base, head) {
  if (base.estimated !== head.estimated) return null;
  const key = layerKey(base, head);
  const had = new Set(base.layers.map(key));
  let bytes = 0;
  for (const layer of head.layers) {
    if (!had.has(key(layer))) bytes += layer.download;
    had.add(key(layer));
  }
  return bytes;
}
function growthNotes(base, head, layers = []) {
  if (base.estimated !== head.estimated) {
    const side = base.estimated ? "the baseline" : "this image";
    return [
      `The download of ${side} is estimated (${base.estimated ? base.method : head.method}), so download and new bytes are not compared; unpacked is.`
    ];
  }
  return [...recompressedNotes(layers), ...unlikeNotes(base, head)];
}
function recompressedNotes(layers) {
  const pairs = layers.filter(isRecompressed).map(({ before, after }) => {
    const [was, is] = [before?.compressor, after?.compressor].map((name) => compressorWords(name ?? ""));
    return `by ${was} at the baseline and by ${is} here`;
  });
  return Array.from(
    groupBy(pairs, (pair2) => pair2),
    ([pair2, { length }]) => `${length === 1 ? "1 changed layer was" : `${length} changed layers were`} compressed ${pair2}. The growth of download is taken from the growth of unpacked there.`
  );
}
function unlikeNotes(base, head) {
  if (like(base, head)) return [];
  return [
    `The baseline was measured by ${describe(base)}, this image by ${describe(head)}. Layers are matched by their contents, and the compressed sizes of changed layers can differ by the compressor.`
  ];
}
function describe({ method, versions }) {
  const tools = Object.entries(versions).filter(([tool]) => tool !== "image-size-gate");
  const listed = tools.map(([tool, version]) => `${tool} ${version}`).join(", ");
  return listed === "" ? method : `${method} (${listed})`;
}

// src/compare/base-split.ts
var UNKNOWN = { split: null, baseLayers: [] };
function splitByBase(base, head, total) {
  if (base.base === void 0 || head.base === void 0) return UNKNOWN;
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  if (!isComparable(before, after)) return UNKNOWN;
  const baseLayers = matchLayers(before, after);
  const inherited = { ...measureGrowth(before, after, baseLayers), newBytes: newBytes(base, after) };
  const own = {
    download: subtract(total.download, inherited.download),
    unpacked: subtract(total.unpacked, inherited.unpacked),
    newBytes: subtract(total.newBytes, inherited.newBytes)
  };
  return { split: { before: base.base, after: head.base, inherited, own }, baseLayers };
}
function isOnSameLayers(base, head) {
  if (base.base === void 0 || head.base === void 0) return false;
  const key = layerKey(base, head);
  const [before, after] = [inheritedPart(base, base.base), inheritedPart(head, head.base)];
  return before.layers.map(key).join() === after.layers.map(key).join();
}
function inheritedPart(measurement, { layers: count }) {
  const layers = measurement.layers.slice(0, count);
  return { ...measurement, configSize: 0, layers, unpacked: layers.reduce((sum, { unpacked }) => sum + unpacked, 0) };
}
function isComparable(before, after) {
  return like(before, after) || [...before.layers, ...after.layers].every(({ contents }) => contents !== "");
}
function subtract(total, part) {
  return total === null || part === null ? null : total - part;
}

// src/compare/sides.ts
function matchSides(base, head) {
  const layers = matchLayers(base, head);
  const growth = measureGrowth(base, head, layers);
  return { base, head, layers, growth, ...splitByBase(base, head, growth) };
}
function growthBetween(base, head) {
  return measureGrowth(base, head, matchLayers(base, head));
}

// src/compare/variants.ts
function compareVariants(images, comparisons) {
  return images.flatMap((reference) => {
    const variants = images.filter(({ name, variantOf }) => variantOf === reference.name && name !== reference.name);
    if (variants.length === 0) return [];
    const family = [reference, ...variants];
    return platformsOf(family, comparisons).flatMap((platform) => groupOn(platform, family, comparisons) ?? []);
  });
}
function asVariants(images) {
  const [first] = images;
  return images.map(
    (image) => image === first || first === void 0 || image.variantOf !== void 0 ? image : { ...image, variantOf: first.name }
  );
}
function platformsOf(family, comparisons) {
  const names = new Set(family.map(({ name }) => name));
  const platforms = [];
  for (const { image, platform } of comparisons) {
    if (!names.has(image) || platform === "" || platforms.some((each) => samePlatform(each, platform))) continue;
    platforms.push(platform);
  }
  return platforms.length === 0 ? [""] : platforms;
}
function groupOn(platform, family, comparisons) {
  const [reference, ...variants] = family.map(
    ({ name }) => comparisons.find((each) => each.image === name && (each.platform === "" || samePlatform(each.platform, platform)))
  );
  const found = variants.filter((variant) => variant !== void 0);
  if (reference === void 0 || found.length === 0) return void 0;
  return { platform, rows: [rowOf(reference, reference), ...found.map((variant) => rowOf(variant, reference))] };
}
function rowOf(comparison, reference) {
  const { image, head, verdict } = comparison;
  const change = comparison === reference ? null : changeOf(reference, head);
  return { image, measurement: checkedHead(comparison), verdict, change };
}
function changeOf({ head: reference }, variant) {
  if (reference === null || variant === null) return null;
  return growthBetween(reference, variant);
}

export {
  instructionOf,
  samePlatform,
  normalizePlatform,
  compareChecks,
  verdictOfChecks,
  isFailing,
  isUnverified,
  compareVariantOutputs,
  checkedHead,
  paint,
  displayWidth,
  cutToWidth,
  placeLayers,
  NO_GROWTH,
  measureGrowth,
  growthNotes,
  isOnSameLayers,
  matchSides,
  growthBetween,
  compareVariants,
  asVariants
};
