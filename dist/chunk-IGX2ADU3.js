import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  NO_GROWTH,
  compareChecks,
  compareVariants,
  cutToWidth,
  displayWidth,
  growthNotes,
  instructionOf,
  isFailing,
  isOnSameLayers,
  isUnverified,
  matchSides,
  paint,
  placeLayers,
  samePlatform,
  verdictOfChecks
} from "./chunk-TGCFGZ2R.js";
import {
  METRICS,
  compressorWords,
  downloadGrowth,
  external_exports,
  familiarName,
  formatMetric,
  formatMetricChange,
  groupBy,
  isCounted,
  isGrowthOnly,
  keyed,
  metricGrowth,
  metricValue,
  parseJson,
  storedBytes
} from "./chunk-QX4VVKC4.js";
import {
  METHODS,
  METHOD_NAMES
} from "./chunk-UWS2MVFE.js";
import {
  codeBlock,
  codeCell,
  codeHtml,
  codeSpan,
  cutMiddle,
  diffBlock,
  escapeHtml,
  escapeText,
  unbroken,
  visibleLine,
  visibleLines
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatPercent,
  formatShare,
  formatShareOf,
  formatSignedBytes,
  percentOf
} from "./chunk-C5KJ4NRV.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/model/verdict.ts
var VERDICTS = ["fail", "error", "warn", "inherited", "accepted", "new", "removed", "pass"];
var UNCOMPARED = /* @__PURE__ */ new Set(["new", "removed"]);
function overallOf(verdicts) {
  const present = new Set(verdicts);
  const counted = VERDICTS.filter((verdict) => present.has(verdict));
  return counted.find((verdict) => !UNCOMPARED.has(verdict)) ?? counted[0] ?? "error";
}
function gravestFirst(items) {
  return items.toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}

// src/model/report.ts
function overallVerdict(comparisons, missing = []) {
  const lost = missing.map(() => "error");
  return overallOf([...comparisons.map(({ verdict }) => verdict), ...lost]);
}
function createReport(comparisons, { missing = [], trends = [], ...facts } = {}) {
  return {
    ...facts,
    ...trends.length === 0 ? {} : { trends },
    ...missing.length === 0 ? {} : { missing },
    schemaVersion: 1,
    verdict: overallVerdict(comparisons, missing),
    comparisons
  };
}
function withoutContents(report) {
  return {
    ...report,
    comparisons: report.comparisons.map(({ contents: _, inventory: __, ...comparison }) => comparison)
  };
}
function exitCode(verdict) {
  if (verdict === "fail") return 1;
  return verdict === "error" ? 2 : 0;
}

// src/page/page.ts
import { deflateRawSync } from "node:zlib";

// src/compare/deciding.ts
function deciding(report) {
  const candidates = report.comparisons.filter(({ verdict }) => verdict === report.verdict);
  const broken = candidates.flatMap(
    (comparison) => decidingConditions(comparison).map((condition) => ({
      comparison,
      condition,
      excess: excessOf(condition, comparison)
    }))
  );
  const [worst] = broken.sort((a, b) => order(a.excess, b.excess));
  if (worst !== void 0) return { comparison: worst.comparison, condition: worst.condition };
  const [checked] = candidates.flatMap(
    (comparison) => decidingChecks(comparison).map((check) => ({ comparison, condition: null, check }))
  );
  if (checked !== void 0) return checked;
  const [largest2] = candidates.toSorted((a, b) => changeOf(b) - changeOf(a));
  return largest2 === void 0 ? null : { comparison: largest2, condition: null };
}
function decidingConditions({ verdict, conditions }) {
  if (verdict === "pass") return [];
  return conditions.filter((condition) => condition.verdict === verdict || verdict === "warn" && condition.apart);
}
function decidingChecks({ verdict, checks = [] }) {
  if (verdict === "fail") return checks.filter(isFailing);
  return verdict === "warn" ? checks.filter(isUnverified) : [];
}
function excessOf({ clauses }, comparison) {
  const each = clauses.map((clause) => clauseExcess(clause, comparison)).sort(order);
  return each.at(-1) ?? { bytes: 0, count: 0 };
}
function clauseExcess(clause, comparison) {
  const excess = overLimit(clause, comparison);
  return isCounted(clause.metric) ? { bytes: -1, count: excess } : { bytes: excess, count: 0 };
}
function overLimit({ metric, growth, unit, actual, limit }, { baseline, head }) {
  if (actual === null) return Number.POSITIVE_INFINITY;
  if (unit !== "percent") return actual - limit;
  return (actual - limit) / 100 * wholeOf(metric, growth ? baseline : head, growth);
}
function wholeOf(metric, side, growth) {
  return side === null ? 0 : metricValue(growth ? metric : "unpacked", side) ?? 0;
}
function order(a, b) {
  if (a.bytes !== b.bytes) return a.bytes > b.bytes ? -1 : 1;
  if (a.count !== b.count) return a.count > b.count ? -1 : 1;
  return 0;
}
function changeOf({ growth }) {
  return growth.unpacked === null ? -1 : Math.abs(growth.unpacked);
}

// src/compare/noise.ts
function isNoisy(metric) {
  return !isCounted(metric);
}
function isWithinNoise(change3, noise) {
  return Math.abs(change3) <= noise;
}
function isNoiseOnly({ noise = 0, growth, layers }) {
  const within = (change3) => change3 !== null && isWithinNoise(change3, noise);
  return within(growth.unpacked) && within(growth.download) && layers.every((layer) => isLayerNoise(layer, noise));
}
function isLayerNoise(layer, noise) {
  const { kind, before, after } = layer;
  if (kind === "unchanged") return true;
  if (before === null || after === null || noise === 0) return false;
  return isWithinNoise(after.unpacked - before.unpacked, noise) && isWithinNoise(downloadGrowth(layer), noise);
}

// src/report/words/acceptance.ts
function acceptanceWords({ acceptance }, { person, name, time: time2 }) {
  if (acceptance === void 0) return "";
  const { by, at, kind, name: found } = acceptance;
  const team = found === "" ? "" : ` for the team ${name(found)}`;
  const how = kind === "label" ? `the label ${name(found)}` : `a review${team}`;
  return `by ${person(by)} with ${how}, ${time2(timeWords(at))}`;
}
function acceptedBy(comparisons) {
  const logins = new Set(comparisons.flatMap(({ acceptance }) => acceptance === void 0 ? [] : [acceptance.by]));
  const [first] = logins;
  if (first === void 0) return "";
  return `accepted by ${visibleLine(first)}${logins.size === 1 ? "" : ` and ${logins.size - 1} more`}`;
}
function timeWords(at) {
  const time2 = new Date(at);
  return Number.isNaN(time2.getTime()) ? at : `${time2.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

// src/report/words/amounts.ts
function changeWords(growth, percent) {
  if (growth === 0) return "unchanged";
  return percent === null ? formatSignedBytes(growth) : `${formatSignedBytes(growth)} (${formatPercent(percent)})`;
}
function sizeWords(bytes2, estimated = false) {
  return `${estimated ? "\u2248 " : ""}${formatBytes(bytes2)}`;
}
function formatSeconds(seconds2) {
  if (seconds2 >= 99.95) return `${formatCount(Math.round(seconds2))} s`;
  if (seconds2 > 0 && seconds2 < 0.01) return "<0.01 s";
  return `${seconds2 >= 0.095 || seconds2 === 0 ? seconds2.toFixed(1) : seconds2.toPrecision(1)} s`;
}
function buildTimeWords(build) {
  if (build === void 0) return "\u2014";
  const cached = build.cached === 0 ? "" : `, ${build.cached} of ${build.steps} steps cached`;
  return `${formatSeconds(build.seconds)}${cached}`;
}

// src/report/words/checks.ts
var CHECK_FIGURES = "Seconds run from the start of the container to its end, or until it is ready. Seconds and peak memory are medians of all runs.";
function checkWords({ check, outcome }) {
  const label = cutMiddle(visibleLine(check), 100);
  return `check "${label}" ${outcome === "fail" ? "failed" : "is no longer verified"}`;
}
function hasNewsOfChecks({ checks = [] }) {
  return checks.some((check) => isFailing(check) || isChanged(check));
}
function isChanged({ before, outcome }) {
  return before !== null && before !== "skipped" && before !== outcome;
}

// src/report/words/condition.ts
function isNews({ verdict, reason }) {
  return verdict !== "pass" || reason !== void 0;
}
function foundWords({ clauses }, comparison) {
  const several = isOfSeveralMetrics(clauses);
  const found = clauses.map((clause) => {
    const words2 = clauseFound(clause, comparison);
    return several ? `${clause.metric} ${words2}` : words2;
  });
  return [...new Set(found)].join(" and ");
}
function metricWords(condition, comparison) {
  const found = foundWords(condition, comparison);
  return isOfSeveralMetrics(condition.clauses) ? found : `${condition.metric} ${found}`;
}
function overLimitWords(condition, comparison) {
  return `${metricWords(condition, comparison)}, over the limit "${condition.text}"`;
}
function isOfSeveralMetrics(clauses) {
  return clauses.some(({ metric }) => metric !== clauses[0]?.metric);
}
function clauseFound(clause, comparison) {
  if (clause.actual === null && !clause.exceeded) return "not measured";
  return clause.growth ? growthFound(clause, comparison) : sizeFound(clause, comparison);
}
function growthFound(clause, comparison) {
  const { metric, unit, actual } = clause;
  const { baseline, head } = comparison;
  if (baseline === null || head === null || isGrowthOnly(metric)) return actualFound(clause);
  const before = metricValue(metric, baseline) ?? 0;
  const absolute = unit === "percent" && actual !== null ? Math.round(actual * before / 100) : actual;
  const change3 = absolute ?? (metricValue(metric, head) ?? 0) - before;
  const percent = percentOf(change3, before);
  return `${change3 > 0 ? "+" : ""}${amount(clause, change3)} (${percent === null ? "from nothing" : formatPercent(percent)})`;
}
function sizeFound(clause, { head }) {
  const { metric, unit, actual } = clause;
  if (unit !== "percent" || head === null || isGrowthOnly(metric)) return actualFound(clause);
  return `${amount(clause, metricValue(metric, head) ?? 0)} (${formatShare(actual ?? 0)} of unpacked)`;
}
function actualFound(clause) {
  const { metric, actual, unit, growth } = clause;
  if (actual === null) return "grown from nothing";
  if (unit === "percent") return growth ? formatPercent(actual) : formatShare(actual);
  const isChange = growth && !isGrowthOnly(metric);
  return `${isChange && actual > 0 ? "+" : ""}${amount(clause, actual)}`;
}
function amount({ metric, unit, limit }, value) {
  if (isCounted(metric)) return formatCount(value);
  const alike = unit === "bytes" && formatBytes(value) === formatBytes(limit);
  return alike ? formatExactBytes(value) : formatBytes(value);
}

// src/report/words/measured.ts
var STEPS = {
  record: "recorded on the data branch",
  ancestor: "recorded on the data branch for an older commit",
  build: "built in this run",
  source: "read from the source named by `baseline`",
  file: "read from a measurement file"
};
function methodWords(measurement) {
  const { method, output, converted, layers } = measurement;
  const words2 = `${METHODS[method]?.words ?? method}${compressedWords(layers)}${convertedWords(converted)}`;
  if (output === void 0) return words2;
  const settings = output.settings.replaceAll(",", ", ");
  if (output.applied) return `${words2}, compressed as the target's output says (${settings}), not pushed`;
  return `${words2}, not compressed as the target's output says (${settings}), which this builder cannot export, or this Node.js not read`;
}
function compressedWords(layers) {
  const known = layers.flatMap(({ compressor }) => compressor === void 0 ? [] : [compressor]);
  const groups = [...groupBy(known, (name) => name)];
  const named = groups.map(
    ([name, { length }]) => `${compressorWords(name)}${groups.length === 1 ? "" : ` (${length})`}`
  );
  return named.length === 0 ? "" : `, layers by ${named.join(" and ")}`;
}
function convertedWords(converted) {
  if (converted === void 0) return "";
  const { layers, from, to } = converted;
  return `, ${layers === 1 ? "1 layer" : `${layers} layers`} converted to ${to} that the builder held as ${from}`;
}
function stepWords(step) {
  return STEPS[step] ?? step;
}
function shortCommit(commit) {
  return commit.slice(0, 7);
}
function originWords(origin) {
  return origin.commit === void 0 ? origin.description : `${shortCommit(origin.commit)}, ${origin.description}`;
}
function versionWords(measurement) {
  return Object.entries(measurement.versions).map(([tool, version]) => `${tool} ${version}`).join(", ");
}

// src/report/words/images.ts
function platformsOf({ comparisons }) {
  return [...new Set(comparisons.map(({ platform: platform2 }) => platform2).filter((platform2) => platform2 !== ""))];
}
function imageWords(comparison, platforms) {
  return platforms > 1 && comparison.platform !== "" ? `${comparison.image} ${comparison.platform}` : comparison.image;
}
function unaffectedWords(comparisons) {
  const commit = comparisons.find(({ baseline }) => baseline?.origin.commit !== void 0)?.baseline?.origin.commit;
  const whose = new Set(comparisons.map(({ image }) => image)).size === 1 ? "its" : "their";
  return `${whose} build inputs did not change${commit === void 0 ? "" : ` since ${shortCommit(commit)}`}`;
}

// src/report/words/verdict.ts
var MARKS = {
  pass: "\u2705",
  warn: "\u26A0\uFE0F",
  fail: "\u274C",
  new: "\u2795",
  removed: "\u2796",
  inherited: "\u21A9\uFE0F",
  accepted: "\u{1F91D}",
  error: "\u2757",
  skipped: "\u23ED\uFE0F"
};
var COLOURS = {
  pass: 32,
  warn: 33,
  fail: 31,
  new: 36,
  removed: 36,
  inherited: 33,
  accepted: 32,
  error: 31,
  skipped: 2
};
function mark(verdict) {
  return MARKS[verdict];
}
function colourOf(verdict) {
  return COLOURS[verdict];
}
function verdictCounts(rows) {
  return VERDICTS.flatMap((verdict) => {
    const count4 = rows.filter((row) => row.verdict === verdict).length;
    return count4 === 0 ? [] : [`${mark(verdict)} ${count4} ${verdict}`];
  }).join(", ");
}

// src/report/words/missing.ts
var SHOWN = 20;
var NAMED = 200;
var LONGEST = { name: 60, reason: 300 };
function renderMissing({ missing = [] }, detail) {
  if (missing.length === 0) return [];
  const most = Math.min(SHOWN, detail.missing);
  const shownParts = missing.slice(0, most).map(({ part, reason }) => {
    const why = reason === "" ? "" : `: ${escapeText(reason, LONGEST.reason)}`;
    return `${mark("error")} error: part ${codeSpan(part, LONGEST.name)} is missing${why}`;
  });
  const others = othersLine(
    missing.slice(most),
    Math.min(NAMED, detail.missing),
    (name) => codeSpan(name, LONGEST.name)
  );
  return [shownParts.join("<br>"), others].filter((line) => line !== "");
}
function missingLines({ missing = [] }, { colour }) {
  const shown2 = (text2, most) => cutMiddle(visibleLine(text2), most);
  const shownParts = missing.slice(0, SHOWN).map(({ part, reason }) => {
    const why = reason === "" ? "" : `: ${shown2(reason, LONGEST.reason)}`;
    return `${paint("error", colourOf("error"), colour)}  part ${shown2(part, LONGEST.name)} is missing${why}`;
  });
  const others = othersLine(missing.slice(SHOWN), NAMED, (name) => shown2(name, LONGEST.name));
  return [...shownParts, others].filter((line) => line !== "");
}
function missingWords({ missing = [] }) {
  const [first] = missing;
  if (first === void 0) return "";
  return missing.length === 1 ? `part "${cutMiddle(visibleLine(first.part), LONGEST.name)}" is missing` : `${missing.length} parts are missing`;
}
function othersLine(others, most, nameOf) {
  if (others.length === 0) return "";
  const named = others.slice(0, most).map(({ part }) => nameOf(part));
  const more = others.length > most ? ` and ${others.length - most} more` : "";
  return `Also missing: ${named.join(", ")}${more}`;
}

// src/report/words/headline.ts
var OUTCOMES = {
  pass: "within all limits",
  warn: "a warning limit is exceeded",
  fail: "a limit is exceeded",
  new: "no baseline to compare with yet",
  removed: "no longer built",
  inherited: "a limit is exceeded, but not by this change",
  accepted: "growth accepted",
  error: "not everything could be measured"
};
function headlineOf(report) {
  const { verdict, comparisons } = report;
  const decision = deciding(report);
  if (verdict === "error") return unmeasured(report);
  if (decision === null) return { images: [], words: OUTCOMES[verdict] };
  if (verdict === "pass" && comparisons.every(({ unaffected }) => unaffected))
    return { images: [], words: "no image is affected by this change" };
  const { comparison, condition, check } = decision;
  const images = [imageWords(comparison, platformsOf(report).length)];
  if (condition !== null) return { images, words: `${metricWords(condition, comparison)}${byWhom(report)}` };
  if (check !== void 0) return { images, words: checkWords(check) };
  const growth = comparison.growth.unpacked;
  if (verdict !== "pass" || growth === null || growth === 0) return { images: [], words: OUTCOMES[verdict] };
  const change3 = changeWords(growth, percentOf(growth, comparison.baseline?.unpacked ?? null));
  const noise = isWithinNoise(growth, comparison.noise ?? 0) ? " within noise" : "";
  return { images, words: `unpacked ${change3}${noise}, ${OUTCOMES.pass}` };
}
function byWhom({ verdict, comparisons }) {
  const who = verdict === "accepted" ? acceptedBy(comparisons) : "";
  return who === "" ? "" : `, ${who}`;
}
function unmeasured(report) {
  const images = report.comparisons.filter(({ verdict }) => verdict === "error").map(({ image }) => image);
  const lost = missingWords(report);
  const words2 = images.length === 0 ? "" : "could not be measured";
  const all = [words2, lost].filter((part) => part !== "").join(", ");
  return { images: [...new Set(images)], words: all || OUTCOMES.error };
}

// src/page/page.ts
var PAGE_MARKER = "<!-- image-size-gate:page - made by a run, replaced by the next one -->";
var TITLE = 200;
function renderPage(report, template) {
  const parts = {
    title: () => escapeHtml(titleOf(report)),
    data: () => dataBlocks(report).join("\n")
  };
  const page = template.replace(/<!--(title|data)-->/g, (mark2, name) => parts[name]?.() ?? mark2);
  return `${PAGE_MARKER}
${page}`;
}
function titleOf(report) {
  const { images, words: words2 } = headlineOf(report);
  const about = images.length === 0 ? words2 : `${images.join(", ")}: ${words2}`;
  return cutMiddle(visibleLine(`Image size: ${report.verdict} \u2013 ${about}`), TITLE);
}
function dataBlocks(report) {
  const contents = report.comparisons.flatMap(
    (comparison, at) => comparison.contents === void 0 ? [] : [dataBlock(`contents-${at}`, comparison.contents)]
  );
  return [dataBlock("report", withoutContents(report)), ...contents];
}
function dataBlock(id, value) {
  const data = deflateRawSync(JSON.stringify(value)).toString("base64");
  return `<script type="application/octet-stream" id="${id}">${data}</script>`;
}

// src/page/template.ts
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
var TEMPLATE = new URL(import.meta.url.endsWith(".ts") ? "../../dist/page.html" : "page.html", import.meta.url);
async function readTemplate(file = TEMPLATE) {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const path2 = fileURLToPath(file);
    throw new UserError(`${path2}, the template of HTML reports, cannot be read: run npm run build`, { cause });
  }
}

// src/report/json.ts
var MEASUREMENT = [
  "image",
  "platform",
  "download",
  "unpacked",
  "estimated",
  "files",
  "wasted",
  "efficiency",
  "method",
  "layers"
];
var REPORT = ["schemaVersion", "verdict", "comparisons"];
var COMPARISON = ["image", "platform", "verdict", "baseline", "head", "growth", "conditions"];
var VARIANT = ["image", "verdict", "measurement", "change"];
var LAYER = ["digest", "diffId", "download", "unpacked", "createdBy"];
var CONTENTS = [
  "owners",
  "shared",
  "rest",
  "before",
  "after",
  "was",
  "layer",
  "owner",
  "from",
  "folded"
];
var CONDITION = ["text", "level", "metric", "actual", "limit", "verdict"];
function renderReportJson(report, { contents = false, errors = false } = {}) {
  const inventories = report.comparisons.map(({ inventory }) => inventory);
  const files = contents ? report.comparisons.map((comparison) => comparison.contents) : [];
  const comparisons = withoutContents(report).comparisons.map(
    (comparison, at) => inOrder(COMPARISON, {
      ...comparison,
      baseline: comparison.baseline && orderedMeasurement(comparison.baseline),
      head: comparison.head && orderedMeasurement(comparison.head),
      conditions: comparison.conditions.map((condition) => inOrder(CONDITION, condition)),
      ...files[at] !== void 0 && { contents: at },
      ...contents && inventories[at] !== void 0 && { inventory: inventories[at] }
    })
  );
  const { schemaVersion, verdict, variants, ...others } = report;
  const together = variants === void 0 ? {} : { variants: variants.map(orderedGroup) };
  const unmeasured3 = errors ? errorsOf(report.comparisons) : {};
  const text2 = document(
    inOrder(REPORT, { ...others, ...together, ...unmeasured3, schemaVersion, verdict, comparisons })
  );
  return files.length === 0 ? text2 : insertContents(text2, files);
}
function insertContents(text2, files) {
  return text2.replace(/^ {6}"contents": (\d+)/gm, (_line, at) => {
    const columns = Object.entries(inOrder(CONTENTS, files[Number(at)] ?? {}));
    const lines = columns.map(([name, column2]) => `        ${JSON.stringify(name)}: ${JSON.stringify(column2)}`);
    return `      "contents": {
${lines.join(",\n")}
      }`;
  });
}
function renderMeasurementsJson(measurements, comparisons = []) {
  return document({
    schemaVersion: 1,
    measurements: measurements.map(orderedMeasurement),
    ...errorsOf(comparisons)
  });
}
function errorsOf(comparisons) {
  const errors = comparisons.filter(({ verdict, baselineError }) => verdict === "error" || baselineError === true).map(({ image, platform: platform2, notes }) => ({
    image,
    ...platform2 === "" ? {} : { platform: platform2 },
    reason: notes.join("\n") || "it could not be measured"
  }));
  return errors.length === 0 ? {} : { errors };
}
function orderedGroup({ platform: platform2, rows }) {
  return {
    platform: platform2,
    rows: rows.map(
      (row) => inOrder(VARIANT, { ...row, measurement: row.measurement && orderedMeasurement(row.measurement) })
    )
  };
}
function orderedMeasurement(measurement) {
  return inOrder(MEASUREMENT, { ...measurement, layers: measurement.layers.map((layer) => inOrder(LAYER, layer)) });
}
function inOrder(keys, value) {
  const entries = Object.entries(value);
  const rank = (key) => keys.includes(key) ? keys.indexOf(key) : keys.length;
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}
function document(value) {
  return `${JSON.stringify(value, null, 2)}
`;
}

// src/text/table.ts
var GAP = "  ";
var LEAST_WIDTH = 12;
var FAINT = 2;
function column(head, align = "left") {
  return { head, align };
}
function nameCell(name, most) {
  return { text: cutMiddle(visibleLine(name), most.terminal), markdown: codeCell(name, most.markdown) };
}
function renderMarkdownTable({ columns, rows }) {
  const heads = columns.map(({ head }) => head);
  const marks = columns.map(({ align }) => align === "left" ? ":---" : "---:");
  const cells = rows.map((row) => row.map((cell) => typeof cell === "string" ? cell : cell.markdown ?? cell.text));
  return [heads, marks, ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
function renderTerminalTable({ columns, rows }, options) {
  const heads = columns.map(({ head }) => ({ text: head.toUpperCase(), colour: FAINT }));
  const headLine = columns.every(({ head }) => head === "") ? [] : [heads];
  const cells = [...headLine, ...rows].map((row) => row.map(plainCell));
  const widths = columns.map((_, at) => Math.max(0, ...cells.map((row) => displayWidth(row[at]?.text ?? ""))));
  const before = widths.slice(0, -1).reduce((sum2, width) => sum2 + width + GAP.length, 0);
  const last = Math.max(LEAST_WIDTH, options.width - before);
  return cells.map((row) => renderLine(row, columns, widths, last, options.colour)).join("\n");
}
function plainCell(cell) {
  const forms = typeof cell === "string" ? { text: cell } : cell;
  return { ...forms, text: visibleLine(forms.text) };
}
function renderLine(row, columns, widths, last, colours) {
  const texts = row.map(({ text: text2, colour }, at) => {
    const isLast = at === columns.length - 1;
    const shown2 = isLast ? cutToWidth(text2, last) : text2;
    const space = " ".repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(shown2)));
    const painted = paint(shown2, colour, colours);
    if (columns[at]?.align === "right") return `${space}${painted}`;
    return isLast ? painted : `${painted}${space}`;
  });
  return texts.join(GAP).trimEnd();
}

// src/report/markdown/parts.ts
function folded(summary, body, { open = false } = {}) {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>

${body}

</details>`;
}
function foldedAfter(inSight, blocks, more) {
  const others = blocks.slice(inSight);
  if (others.length < 2) return [...blocks];
  return [...blocks.slice(0, inSight), folded(more(others.length), others.join("\n\n"))];
}
function exactSize(bytes2, detail) {
  return withExact(bytes2, formatBytes(bytes2), detail);
}
function exactChange(bytes2, detail) {
  return withExact(bytes2, formatSignedBytes(bytes2), detail);
}
function withExact(bytes2, short, { exactBytes }) {
  const text2 = unbroken(short);
  return exactBytes && Math.abs(bytes2) >= 1e3 ? `<span title="${formatExactBytes(bytes2)}">${text2}</span>` : text2;
}

// src/report/advice.ts
var SHOWN2 = 20;
var CHANGE_LINES = 12;
var LONGEST2 = 300;
var COLUMNS = [column("saves", "right"), column("what"), column("change")];
var IN_SIGHT = 3;
function renderAdviceOfImages(comparisons, detail) {
  if (detail.advice === 0) return [];
  const images = [...groupBy(comparisons, ({ image }) => image)];
  const blocks = images.map(([image, platforms]) => {
    const [most = []] = platforms.map(({ advice = [] }) => advice).toSorted((a, b) => bytesOf(b) - bytesOf(a));
    return renderAdvice(most, { image: images.length === 1 ? void 0 : image, most: detail.advice });
  });
  const present = blocks.filter((block) => block !== "");
  return foldedAfter(IN_SIGHT, present, (count4) => `Advice for ${count4} more images`);
}
function renderAdvice(advice, { image, most = SHOWN2 } = {}) {
  if (advice.length === 0) return "";
  const of = image === void 0 ? "" : ` for ${codeHtml(image, 100)}`;
  const rows = advice.slice(0, most).map(adviceCells);
  const more = advice.length > most ? `

\u2026 and ${advice.length - most} more` : "";
  const table = renderMarkdownTable({ columns: COLUMNS, rows });
  return folded(`Advice${of}: ${adviceWords(advice)}`, `${table}${more}`);
}
function renderAdviceTerminal(advice, { colour }) {
  if (advice.length === 0) return "";
  const pieces = advice.slice(0, SHOWN2).flatMap((each) => terminalLines(each, colour));
  const more = advice.length > SHOWN2 ? [`  \u2026 and ${advice.length - SHOWN2} more`] : [];
  return [`Advice: ${adviceWords(advice)}`, ...pieces, ...more].join("\n");
}
function adviceWords(advice) {
  const bytes2 = bytesOf(advice);
  const security = advice.filter((each) => each.security === true).length;
  const words2 = [
    ...bytes2 > 0 ? [`up to ${formatBytes(bytes2)}`] : [],
    ...security > 0 ? [`${security} on security`] : []
  ];
  return words2.length > 0 ? words2.join(", ") : "not measured";
}
function bytesOf(advice) {
  return advice.reduce((sum2, each) => sum2 + each.bytes, 0);
}
function adviceCells({ title, where, change: change3, paths, ...advice }) {
  const [sentence = "", ...text2] = change3.split("\n");
  const place = where === void 0 ? "" : `<br>${codeCell(where, 100)}`;
  const named = paths.length === 0 ? "" : `<br>${paths.map(pathCell).join(", ")}`;
  const lines = text2.slice(0, CHANGE_LINES).map((line) => `<br>${codeCell(line, LONGEST2)}`);
  const saves = unbroken(savingWords(advice));
  return [`**${saves}**`, `${escapeText(title)}${place}${named}`, `${escapeText(sentence)}${lines.join("")}`];
}
function pathCell({ path: path2, bytes: bytes2 }) {
  return `${codeCell(`/${path2}`, 80)} ${unbroken(formatBytes(bytes2))}`;
}
function savingWords({ bytes: bytes2, security }) {
  if (bytes2 > 0) return formatBytes(bytes2);
  return security === true ? "security" : "not measured";
}
function terminalLines({ title, where, change: change3, paths, ...advice }, colour) {
  const [sentence = "", ...text2] = change3.split("\n");
  const place = where === void 0 ? "" : ` (${shown(where, 100)})`;
  const saves = savingWords(advice).padStart(12);
  const indent = " ".repeat(saves.length + 4);
  const named = paths.map(({ path: path2, bytes: bytes2 }) => `${indent}${formatBytes(bytes2).padStart(8)}  ${shown(`/${path2}`, 160)}`);
  return [
    `  ${paint(saves, 1, colour)}  ${shown(title, LONGEST2)}${place}`,
    ...named,
    `${indent}${shown(sentence, LONGEST2)}`,
    ...text2.slice(0, CHANGE_LINES).map((line) => `${indent}  ${shown(line, LONGEST2)}`)
  ];
}
function shown(text2, most) {
  return cutMiddle(visibleLine(text2), most);
}

// src/report/checks.ts
var FAILURES = 10;
var TAIL_LINES = 15;
var TABLE_ROWS = 100;
var COLUMNS2 = [
  column("image"),
  column("check"),
  column("result"),
  column("seconds", "right"),
  column("peak memory", "right")
];
function checkRows(comparisons) {
  return comparisons.flatMap((comparison) => {
    const known = new Map(comparison.baseline?.checks?.map((result) => [result.check, result]));
    return (comparison.checks ?? []).map((check) => ({ comparison, check, earlier: known.get(check.check) }));
  });
}
function renderFailures(rows, platforms, { checkTails }) {
  const failing = checkRows(rows.map(({ comparison }) => comparison)).filter(({ check }) => isFailing(check));
  const parts = failing.slice(0, FAILURES).map(({ comparison, check }) => {
    const name = codeSpan(imageWords(comparison, platforms), 60);
    const line = `${mark("fail")} ${name} check ${codeSpan(check.check, 120)} failed: ${escapeText(check.reason ?? "", 300)}`;
    return check.tail === void 0 || !checkTails ? line : `${line}

${codeBlock(check.tail, TAIL_LINES, 200)}`;
  });
  const more = failing.length > FAILURES ? [`\u2026 and ${failing.length - FAILURES} more failing checks`] : [];
  return [...parts, ...more].join("\n\n");
}
function renderVerify(rows, platforms, { checks }) {
  const all = checkRows(rows.map(({ comparison }) => comparison));
  if (all.length === 0 || !checks) return "";
  const lines = all.slice(0, TABLE_ROWS).map((row) => checkCells(row, platforms));
  const more = all.length > TABLE_ROWS ? `

\u2026 and ${all.length - TABLE_ROWS} more` : "";
  const table = renderMarkdownTable({ columns: COLUMNS2, rows: lines });
  return folded(`Verify: ${summaryWords(all)}`, `${table}${more}

${CHECK_FIGURES} They are not gated.`);
}
function summaryWords(all) {
  const count4 = (outcome) => all.filter(({ check }) => check.outcome === outcome).length;
  const skipped = count4("skipped");
  const checks = all.length === 1 ? "1 check" : `${all.length} checks`;
  return `${count4("pass")} of ${checks} passed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
function checkCells({ comparison, check, earlier }, platforms) {
  const reason = check.reason === void 0 ? "" : `<br>${escapeText(check.reason, 300)}`;
  return [
    codeCell(imageWords(comparison, platforms), 60),
    codeCell(check.check, 120),
    `${outcomeCell(check)}${reason}`,
    figureCell(earlier?.seconds, check.seconds, formatSeconds),
    figureCell(earlier?.peakMemory, check.peakMemory, formatBytes)
  ];
}
function outcomeCell({ outcome, before }) {
  const now = `${mark(outcome)}&nbsp;${outcome}`;
  return before === null || before === outcome ? now : `${before}&nbsp;\u2192&nbsp;${now}`;
}
function figureCell(before, after, format) {
  if (after === void 0) return "\u2013";
  const now = unbroken(format(after));
  return before === void 0 ? now : `${unbroken(format(before))}&nbsp;\u2192&nbsp;${now}`;
}

// src/model/check.ts
function isRootUser(user) {
  return /^(?:root|[+-]?0+)?(?::|$)/.test(user.trim());
}

// src/compare/config-changes.ts
var FACTS = [
  ["user", ({ user }) => isRootUser(user) ? "root" : user],
  ["exposed ports", ({ exposedPorts }) => exposedPorts.toSorted().join(", ") || "none"],
  ["entrypoint", ({ entrypoint }) => words(entrypoint)],
  ["command", ({ cmd }) => words(cmd)]
];
function changeConfig(before, after) {
  return FACTS.map(([fact, read]) => ({ fact, before: read(before.config), after: read(after.config) })).filter(
    (change3) => change3.before !== change3.after
  );
}
function words(list) {
  return list.length === 0 ? "none" : JSON.stringify(list);
}

// src/compare/pull-cost.ts
var BANDWIDTH = 1e8;
function pullCost({ head, baseline, growth }, bandwidth = BANDWIDTH) {
  if (head === null) return null;
  const transfer = (bytes2) => bytes2 === null ? null : { bytes: bytes2, seconds: bytes2 * 8 / bandwidth };
  const { newBytes } = growth;
  const isSame = baseline?.digest === head.digest && head.digest !== "";
  return {
    bandwidth,
    cold: { bytes: head.download, seconds: head.download * 8 / bandwidth },
    warm: transfer(newBytes),
    onBase: transfer(bytesOnBase(head)),
    stored: newBytes === null ? null : newBytes + (isSame ? 0 : head.configSize),
    estimated: head.estimated
  };
}
function bytesOnBase({ base, layers, configSize }) {
  if (base === void 0) return null;
  const had = new Set(layers.slice(0, base.layers).map(({ digest: digest2 }) => digest2));
  let bytes2 = configSize;
  for (const { digest: digest2, download } of layers.slice(base.layers)) {
    if (!had.has(digest2)) bytes2 += download;
    had.add(digest2);
  }
  return bytes2;
}

// src/report/words/facts.ts
function splitWords({ split, drift }, safe2) {
  if (split === void 0 || drift !== void 0) return "";
  const { before, after, inherited, own } = split;
  if (inherited.unpacked === 0 && own.unpacked === 0 && before.image === after.image) return "";
  const names = before.image === after.image ? [after.image] : [before.image, after.image];
  return `Base image ${names.map((name) => safe2(familiarName(name))).join(" \u2192 ")}: ${shareWords(inherited, own)}`;
}
function shareWords(inherited, own) {
  const of = (growth) => formatSignedBytes(growth ?? 0);
  return `${of(inherited.unpacked)} unpacked from the base image, ${of(own.unpacked)} from your layers`;
}
function configLines({ baseline, head }, safe2) {
  if (baseline === null || head === null) return [];
  return changeConfig(baseline, head).map(({ fact, before, after }) => `${fact}: ${safe2(before)} \u2192 ${safe2(after)}`);
}
function pullWords(comparison) {
  const cost = pullCost(comparison);
  const isChanged2 = comparison.layers.some(({ kind }) => kind !== "unchanged");
  if (cost === null || cost.warm === null || cost.warm.bytes === 0 || !isChanged2) return "";
  const words2 = ({ bytes: bytes2, seconds: seconds2 }, how) => `${formatSeconds(seconds2)} ${how} (${sizeWords(bytes2, cost.estimated)})`;
  const parts = [
    words2(cost.cold, "cold"),
    words2(cost.warm, "with the baseline on the host"),
    ...cost.onBase === null ? [] : [words2(cost.onBase, "with the base image on the host")]
  ];
  const stored = cost.stored === null ? "" : `; a registry stores ${formatBytes(cost.stored)} more`;
  return `Pull at ${cost.bandwidth / 1e6} Mbit/s: ${parts.join(", ")}${stored}`;
}

// src/report/drift.ts
var SHORT = 12;
var IN_SIGHT2 = 5;
function renderDrift(comparisons, platforms) {
  const lines = driftsOf(comparisons).map(({ comparison, drift }) => {
    const subject = comparisons.length === 1 ? "" : `${codeSpan(imageWords(comparison, platforms), 60)}: `;
    return `${subject}Base image ${codeSpan(familiarName(drift.image), 100)} ${changedWords(drift, escapeText)}`;
  });
  const inSight = lines.slice(0, IN_SIGHT2).join("<br>");
  const more = lines.slice(IN_SIGHT2);
  return more.length === 0 ? inSight : `${inSight}

${folded(`Base image changed: ${more.length} more`, more.join("<br>"))}`;
}
function driftLines(comparison) {
  return driftsOf([comparison]).map(
    ({ drift }) => `Base image ${cutMiddle(visibleLine(familiarName(drift.image)), 100)} ${changedWords(drift, visibleLine)}`
  );
}
function reasonBesideDrift({ reason }, { drift }) {
  return drift !== void 0 && reason?.startsWith("the base image") ? void 0 : reason;
}
function driftsOf(comparisons) {
  return comparisons.flatMap((comparison) => {
    const { drift } = comparison;
    return drift === void 0 ? [] : [{ comparison, drift }];
  });
}
function changedWords({ before, after, inherited, own }, safe2) {
  const shown2 = (digest2) => safe2(shortDigest(digest2));
  const digests = before === void 0 || after === void 0 ? "" : ` (${shown2(before)} \u2192 ${shown2(after)})`;
  return `changed${digests}, the Dockerfile did not: ${shareWords(inherited, own)}`;
}
function shortDigest(digest2) {
  const [algorithm = "", hex = ""] = digest2.split(":");
  return `${algorithm.slice(0, SHORT)}:${hex.slice(0, SHORT)}\u2026`;
}

// src/report/image-rows.ts
function rowsOf(report) {
  return gravestFirst(report.comparisons).map(rowOf);
}
function isUnchanged({ verdict, comparison }) {
  return verdict === "pass" && isNoiseOnly(comparison) && comparison.notes.length === 0 && !hasNewsOfChecks(comparison);
}
function hasNoise({ download, unpacked }) {
  return download.noise || unpacked.noise;
}
function rowOf(comparison) {
  return {
    comparison,
    verdict: comparison.verdict,
    download: sizeChange(comparison, "download"),
    unpacked: sizeChange(comparison, "unpacked"),
    newBytes: comparison.growth.newBytes,
    decisive: decidingConditions(comparison)
  };
}
function sizeChange({ baseline, head, growth, noise = 0 }, metric) {
  const before = baseline?.[metric] ?? null;
  const estimated = metric === "download" && (baseline?.estimated === true || head?.estimated === true);
  return {
    before,
    after: head?.[metric] ?? null,
    growth: growth[metric],
    percent: percentOf(growth[metric], before),
    estimated,
    noise: Boolean(growth[metric]) && isWithinNoise(growth[metric] ?? 0, noise)
  };
}

// src/report/proposals.ts
var SHOWN3 = { markdown: 5, terminal: 20 };
function renderProposals({ proposals = [] }, detail) {
  const [first, ...others] = proposals;
  if (first === void 0 || !detail.proposals) return "";
  if (others.length === 0)
    return folded(`\u{1F4A1} ${stayedWords(first, codeHtml)}: the cap can be tighter`, diffBlock(first.text));
  const shown2 = proposals.slice(0, SHOWN3.markdown).flatMap((each) => [stayedWords(each, codeSpan), diffBlock(each.text)]);
  const blocks = [...shown2, ...moreThan(SHOWN3.markdown, proposals)];
  return folded(`\u{1F4A1} ${proposals.length} caps can be tighter`, blocks.join("\n\n"));
}
function renderProposalsTerminal({ proposals = [] }) {
  const lines = proposals.slice(0, SHOWN3.terminal).flatMap((proposal) => [
    `${stayedWords(proposal, plainName)}: the cap can be tighter`,
    ...visibleLines(proposal.text).split("\n").map((line) => `  ${cutMiddle(line, 300)}`)
  ]);
  return [...lines, ...moreThan(SHOWN3.terminal, proposals)].join("\n");
}
function stayedWords({ image, metric, to, records }, nameOf) {
  return `${nameOf(image, 60)} ${metric} stayed at or below ${formatBytes(to)} for ${records} records`;
}
function plainName(name, max) {
  return cutMiddle(visibleLine(name), max);
}
function moreThan(shown2, { length }) {
  return length > shown2 ? [`\u2026 and ${length - shown2} more`] : [];
}

// src/report/totals.ts
var COLUMNS3 = [
  column("all platforms of"),
  column("download", "right"),
  column("unpacked", "right"),
  column("platforms")
];
function renderTotals({ totals = [] }, { together }) {
  if (totals.length === 0 || !together) return "";
  return `${renderMarkdownTable(tableOf(totals))}

Blobs that platforms share count once. Totals are not gated.`;
}
function renderTotalsTerminal({ totals = [] }, options) {
  return totals.length === 0 ? "" : renderTerminalTable(tableOf(totals), options);
}
function tableOf(totals) {
  const rows = totals.map(({ image, download, unpacked, platforms }) => [
    nameCell(image, { markdown: 60, terminal: 40 }),
    totalWords(download),
    totalWords(unpacked),
    { text: platforms.join(", "), markdown: platforms.map((platform2) => codeCell(platform2, 40)).join(", ") }
  ]);
  return { columns: COLUMNS3, rows };
}
function totalWords({ before, after }) {
  if (after === null) return "\u2014";
  if (before === null) return formatBytes(after);
  const growth = after - before;
  if (growth === 0) return `${formatBytes(after)}, unchanged`;
  return `${formatBytes(before)} \u2192 ${formatBytes(after)}, ${changeWords(growth, percentOf(growth, before))}`;
}

// src/report/variants.ts
var AGAINST_FIRST = [column("reduction", "right"), column("new bytes", "right")];
var ROWS = 30;
var NONE = "\u2014";
function renderVariants(group) {
  const hidden = hiddenWords(group);
  return `${renderMarkdownTable(tableOf2(group))}${hidden === "" ? "" : `

${hidden}`}`;
}
function renderVariantGroups({ variants = [] }, { together }) {
  if (!together) return "";
  const several = new Set(variants.map(({ platform: platform2 }) => platform2)).size > 1;
  const blocks = variants.map((group) => {
    const [{ image }] = group.rows;
    const on = several && group.platform !== "" ? ` on ${codeHtml(group.platform, 40)}` : "";
    const summary = `${group.rows.length} ways to build ${codeHtml(image, 60)}${on}${escapeHtml(rangeWords(group))}`;
    return folded(summary, renderVariants(group));
  });
  return blocks.join("\n\n");
}
function renderVariantGroupsTerminal({ variants = [] }, options) {
  return variants.map((group) => renderVariantsTerminal(group, options)).join("\n\n");
}
function smallestOf({ rows }) {
  const measured2 = rows.filter(({ measurement }) => measurement !== null);
  return measured2.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
}
function reductionWords({ change: change3 }, { rows: [reference] }) {
  const percent = percentOf(change3?.unpacked ?? null, reference.measurement?.unpacked ?? null);
  return percent === null ? NONE : formatPercent(percent);
}
function renderVariantsTerminal(group, options) {
  const platform2 = group.platform === "" ? "" : ` (${visibleLine(group.platform)})`;
  const title = `Variants of ${cutMiddle(visibleLine(group.rows[0].image), 100)}${platform2}`;
  return [title, renderTerminalTable(tableOf2(group), options), hiddenWords(group)].filter(Boolean).join("\n");
}
function hiddenWords({ rows }) {
  return rows.length > ROWS ? `\u2026 and ${rows.length - ROWS} more` : "";
}
function tableOf2(group) {
  const columns = [
    column("version"),
    column("size", "right"),
    column("download", "right"),
    ...group.rows.length > 1 ? AGAINST_FIRST : [],
    column("build time"),
    column("status")
  ];
  return { columns, rows: group.rows.slice(0, ROWS).map((row) => cellsOf(row, group)) };
}
function cellsOf(row, group) {
  const { image, measurement, change: change3, verdict } = row;
  const newBytes = change3?.newBytes ?? null;
  const against2 = [reductionWords(row, group), newBytes === null ? NONE : formatBytes(newBytes)];
  return [
    nameCell(image, { markdown: 80, terminal: 40 }),
    measurement === null ? NONE : formatBytes(measurement.unpacked),
    measurement === null ? NONE : sizeWords(measurement.download, measurement.estimated),
    ...group.rows.length > 1 ? against2 : [],
    buildTimeWords(measurement?.build),
    { text: verdict, markdown: `${mark(verdict)} ${verdict}`, colour: colourOf(verdict) }
  ];
}
function rangeWords(group) {
  const [{ measurement: reference }] = group.rows;
  const smallest = smallestOf(group);
  if (reference === null || !smallest?.measurement || smallest === group.rows[0]) return "";
  const sizes2 = `${formatBytes(reference.unpacked)} \u2192 ${formatBytes(smallest.measurement.unpacked)}`;
  return `: ${sizes2} (${reductionWords(smallest, group)})`;
}
function sizeOf({ measurement }) {
  return measurement?.unpacked ?? Number.POSITIVE_INFINITY;
}

// src/report/waste.ts
var WASTED_ROWS = 10;
var WASTED_ROWS_OF_IMAGE = 3;
var PATH = column("overwritten or deleted by a later layer");
var MARKDOWN_COLUMNS = [column("image"), column("bytes", "right"), PATH];
var TERMINAL_COLUMNS = [column("wasted", "right"), column("image"), PATH];
function renderWaste(rows, { wastedPaths }) {
  const wasteful = wastefulOf(rows);
  if (wasteful.length === 0 || !wastedPaths) return "";
  const cells = wastedLines(wasteful).map(({ image, path: path2, bytes: bytes2 }) => [
    codeCell(image, 60),
    formatBytes(bytes2),
    codeCell(path2, 160)
  ]);
  const table = renderMarkdownTable({ columns: MARKDOWN_COLUMNS, rows: cells });
  return folded(`Waste: ${wasteSummary(wasteful)}`, table);
}
function renderWasteTerminal(rows, options) {
  const cells = wastedLines(wastefulOf(rows)).map(({ image, path: path2, bytes: bytes2 }) => [
    formatBytes(bytes2),
    cutMiddle(image, 40),
    path2
  ]);
  return cells.length === 0 ? "" : renderTerminalTable({ columns: TERMINAL_COLUMNS, rows: cells }, options);
}
function wastefulOf(rows) {
  return worstPlatforms(rows).filter(({ head }) => (head?.wasted ?? 0) > 0);
}
function wastedLines(wasteful) {
  return wasteful.flatMap(topPaths).toSorted((a, b) => b.bytes - a.bytes).slice(0, WASTED_ROWS);
}
function worstPlatforms(rows) {
  const images = groupBy(
    rows.map(({ comparison }) => comparison),
    ({ image }) => image
  );
  return [...images.values()].flatMap(
    (platforms) => platforms.toSorted((a, b) => wastedOf(b) - wastedOf(a)).slice(0, 1)
  );
}
function wastedOf({ head }) {
  return head?.wasted ?? 0;
}
function topPaths({ head, image }) {
  const largest2 = (head?.wastedPaths ?? []).toSorted((a, b) => b.bytes - a.bytes);
  return largest2.slice(0, WASTED_ROWS_OF_IMAGE).map(({ path: path2, bytes: bytes2 }) => ({ image, path: path2, bytes: bytes2 }));
}
function wasteSummary(images) {
  const [worst] = images.toSorted((a, b) => wastedOf(b) - wastedOf(a));
  const head = worst?.head;
  if (worst === void 0 || !head) return "";
  const share2 = head.unpacked === 0 ? "" : ` (${escapeHtml(formatShareOf(head.wasted, head.unpacked))} of unpacked)`;
  const bytes2 = `${images.length === 1 ? "" : "up to "}${formatBytes(head.wasted)}`;
  return `${bytes2} in ${codeHtml(worst.image, 100)}${share2}`;
}

// src/report/markdown/detail.ts
var EVERYTHING = {
  files: 4,
  packages: 8,
  members: 30,
  layers: 15,
  proposals: true,
  advice: 20,
  together: true,
  wastedPaths: true,
  trend: true,
  checks: true,
  checkTails: true,
  longNotes: true,
  exactBytes: true,
  why: true,
  unchangedNames: true,
  rows: Number.POSITIVE_INFINITY,
  missing: Number.POSITIVE_INFINITY
};
var REDUCTIONS = [
  { to: { members: 5 }, leavesOut: "all but five packages of each group" },
  { to: { members: 0 }, leavesOut: "packages that others brought" },
  { to: { files: 0 }, leavesOut: "files" },
  { to: { proposals: false }, leavesOut: "tighter caps" },
  { to: { advice: 5 }, leavesOut: "all but five pieces of advice for each image" },
  { to: { wastedPaths: false }, leavesOut: "wasted paths" },
  { to: { advice: 0 }, leavesOut: "advice" },
  { to: { together: false }, leavesOut: "variants and totals of all platforms" },
  { to: { packages: 3 }, leavesOut: "all but three packages and directories of each layer" },
  { to: { packages: 0 }, leavesOut: "packages and directories" },
  { to: { layers: 3 }, leavesOut: "all but three layers of each image" },
  { to: { layers: 1 }, leavesOut: "all but the most changed layer of each image" },
  { to: { trend: false }, leavesOut: "the trend" },
  { to: { checks: false }, leavesOut: "the table of checks" },
  { to: { layers: 0 }, leavesOut: "layers" },
  { to: { longNotes: false }, leavesOut: "build logs" },
  { to: { checkTails: false }, leavesOut: "the output of failing checks" },
  { to: { unchangedNames: false }, leavesOut: "names of unchanged images" },
  { to: { exactBytes: false }, leavesOut: "exact bytes" },
  ...[100, 40, 15, 5].map((rows) => ({ to: { rows }, leavesOut: `all but the ${rows} most severe rows` })),
  { to: { why: false }, leavesOut: "conditions and notes" },
  { to: { missing: 3 }, leavesOut: "names of missing parts" }
];

// src/report/markdown/foot.ts
var URL2 = /^https?:\/\/[^\s<>()[\]"'`\\]+$/;
function renderLeftOut(leftOut, { runUrl, reportUrl }) {
  if (leftOut.length === 0) return "";
  const where = linked("full report", reportUrl) || linked("run", runUrl) && `\`report\` output of the ${linked("run", runUrl)}`;
  return `_Left out, because the size of a comment is limited: ${leftOut.join(", ")}. The ${where || "JSON report"} has everything._`;
}
function renderFoot(report, { runUrl, reportUrl }) {
  const origins = new Set(
    report.comparisons.flatMap(({ baseline: baseline2 }) => baseline2 === null ? [] : [originWords(baseline2.origin)])
  );
  const [first] = origins;
  const baseline = first === void 0 ? "No baseline" : `Baseline: ${escapeText(first, 200)}`;
  const more = origins.size > 1 ? ` and ${origins.size - 1} more (see \u201CHow it was measured\u201D)` : "";
  const links = [linked("Full report", reportUrl), linked("run", runUrl)].filter((link) => link !== "");
  const head = report.commit === void 0 ? [] : [`Measured: ${escapeText(shortCommit(report.commit), 40)}`];
  return `<sub>${[...head, `${baseline}${more}`, ...links].join(" \xB7 ")}</sub>`;
}
function linked(words2, url) {
  return url !== void 0 && URL2.test(url) ? `[${words2}](${url})` : "";
}

// src/report/layers.ts
function layerGrowth({ before, after }) {
  return (after?.unpacked ?? 0) - (before?.unpacked ?? 0);
}
function changedLayers({ layers }) {
  return layers.filter(({ kind }) => kind !== "unchanged").toSorted((a, b) => layerGrowth(b) - layerGrowth(a));
}
function sourceOf(layer) {
  return layer.kind === "removed" ? void 0 : layer.source;
}
function placeWords({ file, lines, inferred }) {
  return `${cutMiddle(visibleLine(file), 60)}:${lines.start}${inferred ? " (inferred)" : ""}`;
}

// src/report/markdown/heading.ts
var NAMED2 = 3;
function renderHeading(report, { title = "Image size" }) {
  const { images, words: words2 } = headlineOf(report);
  const named = images.slice(0, NAMED2).map((image) => codeSpan(image, 60));
  const more = images.length > NAMED2 ? ` and ${images.length - NAMED2} more` : "";
  const start = `### ${mark(report.verdict)} ${escapeText(title, 80)}: ${report.verdict}`;
  return `${start} \u2013 ${named.length === 0 ? "" : `${named.join(", ")}${more} `}${escapeText(words2, 300)}`;
}
function renderCause(report) {
  const { comparison, condition } = deciding(report) ?? {};
  if (!comparison || !condition) return "";
  const [layer] = changedLayers(comparison);
  if (layer === void 0 || layerGrowth(layer) <= 0) return "";
  const source = sourceOf(layer);
  const place = source === void 0 ? "" : ` at ${codeSpan(placeWords(source))}`;
  const instruction = codeSpan(instructionOf(layer.createdBy), 160);
  return `Largest growth: **${formatSignedBytes(layerGrowth(layer))}** unpacked, by ${instruction}${place}`;
}

// src/report/markdown/image-table.ts
var NAMED_IN_LINE = 8;
var IN_SIGHT3 = 12;
var MOST_IN_SIGHT = 30;
function renderTable(rows, platforms, detail) {
  const same = rows.filter(isUnchanged);
  const unaffected = same.filter(({ comparison }) => comparison.unaffected);
  const built = same.filter(({ comparison }) => !comparison.unaffected);
  const [noisy, unchanged] = [built.filter(hasNoise), built.filter((row) => !hasNoise(row))];
  const changed = rows.filter((row) => !isUnchanged(row));
  const several = platforms.length > 1;
  return [
    ...renderRows(changed, several, detail),
    ...noisy.length === 0 ? [] : [renderFolded(noisy, "within noise", several, detail)],
    ...unchanged.length === 0 ? [] : [renderFolded(unchanged, "unchanged", several, detail)],
    ...unaffected.length === 0 ? [] : [renderFolded(unaffected, notAffected(unaffected), several, detail)]
  ].join("\n\n");
}
function renderRows(rows, several, detail) {
  const shown2 = rows.slice(0, detail.rows);
  const severe = shown2.filter(({ verdict }) => verdict !== "pass").length;
  const inSight = Math.min(MOST_IN_SIGHT, Math.max(IN_SIGHT3, severe));
  const more = shown2.slice(inSight);
  const hidden = rows.length - shown2.length;
  return [
    ...shown2.length === 0 ? [] : [tableOf3(shown2.slice(0, inSight), several, detail)],
    ...more.length === 0 ? [] : [folded(`${more.length} more rows: ${verdictCounts(more)}`, tableOf3(more, several, detail))],
    ...hidden === 0 ? [] : [`\u2026 and ${hidden} more ${hidden === 1 ? "row" : "rows"}`]
  ];
}
function tableOf3(rows, several, detail) {
  const images = [...groupBy(rows, ({ comparison }) => comparison.image).values()];
  const columns = [
    column("image"),
    ...several ? [column("platform")] : [],
    column("download", "right"),
    column("unpacked", "right"),
    column("new&nbsp;bytes", "right"),
    column("verdict")
  ];
  return renderMarkdownTable({
    columns,
    rows: images.flatMap((group) => group.map((row, at) => rowCells(row, group[at - 1], several, detail)))
  });
}
function rowCells(row, above, several, detail) {
  const { comparison, verdict, newBytes } = row;
  const { image, platform: platform2 } = comparison;
  const reason = reasonOf(row);
  return [
    above === void 0 ? codeCell(image, 60) : "",
    ...several ? [platform2 === "" ? "\u2013" : codeCell(platform2, 40)] : [],
    sizeCell(row.download, detail),
    sizeCell(row.unpacked, detail),
    newBytes === null ? "\u2013" : exactSize(newBytes, detail),
    `${mark(verdict)}&nbsp;${verdict}${reason === (above && reasonOf(above)) ? "" : reason}`
  ];
}
function sizeCell({ before, after, growth, percent, estimated, noise }, detail) {
  const about = estimated ? "\u2248&nbsp;" : "";
  if (before === null && after === null) return "\u2013";
  const head = after === null ? "\u2013" : `${about}${exactSize(after, detail)}`;
  if (before === null) return head;
  if (growth === 0 && before === after) return `${head}<br>unchanged`;
  const words2 = growth === null ? "" : unbroken(changeWords(growth, percent));
  const change3 = words2 === "" ? "" : `<br>${noise ? `${words2}<br>within&nbsp;noise` : `**${words2}**`}`;
  return `${about}${exactSize(before, detail)}&nbsp;\u2192&nbsp;${head}${change3}`;
}
function reasonOf(row) {
  return `${acceptedCell(row.comparison)}${reasonCell(row)}`;
}
function acceptedCell({ acceptance }) {
  return acceptance === void 0 ? "" : ` by ${escapeText(acceptance.by, 60)}`;
}
function reasonCell({ decisive, comparison, verdict }) {
  const [condition, ...rest] = decisive;
  if (condition !== void 0) {
    const more = rest.length === 0 ? "" : ` and&nbsp;${rest.length}&nbsp;more`;
    const found = condition.clauses.every(({ growth }) => growth) ? "" : `: ${unbroken(foundWords(condition, comparison))}`;
    return `<br>${codeCell(condition.text, 80)}${found}${more}`;
  }
  const checks = decidingChecks(comparison);
  if (checks.length > 0) return `<br>${checksCell(checks)}`;
  const [note] = comparison.notes;
  return note === void 0 || verdict !== "error" ? "" : `<br>${escapeText(firstLine(note), 160)}`;
}
function checksCell(checks) {
  const failing = checks.filter(isFailing).length;
  if (failing > 0) return failing === 1 ? "a check failed" : `${failing} checks failed`;
  const [first, ...others] = checks;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `check ${codeCell(first?.check ?? "", 80)} not verified${more}`;
}
function notAffected(rows) {
  return `not affected (${unaffectedWords(rows.map(({ comparison }) => comparison))})`;
}
function renderFolded(rows, how, several, { unchangedNames }) {
  const images = [...groupBy(rows, ({ comparison }) => comparison.image)];
  const platforms = new Set(rows.map(({ comparison }) => comparison.platform)).size;
  const on = several && platforms > 1 ? ` on ${platforms} platforms` : "";
  const start = `${mark("pass")} pass: ${images.length} ${images.length === 1 ? "image" : "images"}${on} ${how}`;
  if (!unchangedNames) return start;
  const names = images.map(([image, group]) => {
    const sizes2 = group.map(({ comparison: { platform: platform2 }, unpacked }) => {
      return `${several && platform2 !== "" ? ` ${codeSpan(platform2, 40)}` : ""}${foldedSize(unpacked)}`;
    });
    return `${codeSpan(image, 60)}${sizes2.join(",")}`;
  });
  const separator = names.some((name) => name.includes(",")) ? "; " : ", ";
  if (names.length <= NAMED_IN_LINE) return `${start}: ${names.join(separator)} unpacked`;
  return folded(start, `${names.join(separator)} (unpacked)`);
}
function foldedSize({ after, growth }) {
  if (after === null) return "";
  return growth === null || growth === 0 ? ` ${formatBytes(after)}` : ` ${formatBytes(after)} (${formatSignedBytes(growth)})`;
}
function firstLine(text2) {
  return text2.trim().split(/\r?\n/, 1)[0] ?? "";
}

// src/report/markdown/measured.ts
var LISTED = 6;
function renderMeasured(report) {
  const lines = measuredLines(report);
  return folded("How it was measured", lines.map((line) => `- ${line}`).join("\n"));
}
function measuredLines(report) {
  const heads = report.comparisons.flatMap(({ head }) => head === null ? [] : [head]);
  return [
    ...listed(
      heads.map((head) => `Method: ${methodWords(head)}${head.estimated ? ", **download estimated (\u2248)**" : ""}`)
    ),
    ...listed(report.comparisons.flatMap(baselineLines)),
    ...report.comparisons.some(({ unaffected }) => unaffected) ? ["Images that are not affected were not built. Their figures come from the record of the baseline."] : [],
    ...listed(heads.map(toolLine)),
    ...listed(heads.map(({ platform: platform2 }) => `Platform: ${codeSpan(platform2, 40)}`)),
    "`download` is the config and the layers as a registry stores them. `unpacked` is the bytes of all files in all layers. `new bytes` are the layers that a host with the baseline still has to pull.",
    "A layer with unchanged content adds 0 to the growth of `download`, even if its compressed size differs."
  ];
}
function baselineLines({ baseline }) {
  if (baseline === null) return [];
  const { origin, estimated } = baseline;
  const commit = origin.commit === void 0 ? "" : `commit ${codeSpan(origin.commit)}, `;
  const how = `${stepWords(origin.step)}, ${methodWords(baseline)}${estimated ? ", **download estimated (\u2248)**" : ""}`;
  return [`Baseline: ${commit}${escapeText(origin.description)}; ${how}`];
}
function toolLine(measurement) {
  return `Tools: ${escapeText(versionWords(measurement) || "not recorded")}`;
}
function listed(lines) {
  const once = [...new Set(lines)];
  return once.length <= LISTED ? once : [...once.slice(0, LISTED), `\u2026 ${once.length - LISTED} more like these`];
}

// src/report/svg/axis.ts
var UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
var LEAST_SPAN = 0.02;
function byteAxis(min, max) {
  const span = Math.max(max - min, max * LEAST_SPAN, 4);
  const middle = (min + max) / 2;
  const low = min < max * 0.4 ? 0 : Math.max(0, middle - span * 0.6);
  const high = Math.max(middle + span * 0.6, low + 4);
  const step = roundStep((high - low) / 5);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const values = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { from: first * step, to: last * step, ticks: labelled(values) };
}
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= least && Number.isInteger(candidate * power));
  return (factor ?? 10) * power;
}
function labelled(values) {
  const largest2 = values.at(-1) ?? 0;
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, largest2)) / 3)));
  const numbers = values.map((value) => String(Number((value / 1e3 ** unit).toPrecision(12))));
  const decimals = Math.max(...numbers.map((number2) => (number2.split(".")[1] ?? "").length));
  return values.map((at) => ({
    at,
    label: at === 0 ? "0" : `${(at / 1e3 ** unit).toFixed(decimals)} ${UNITS[unit]}`
  }));
}
var HOUR = 36e5;
var DAY = 24 * HOUR;
var MOST_TICKS = 7;
var STEPS2 = [
  ...[1 / 12, 1 / 4, 1, 3, 6, 12].map((hours) => ({ span: hours * HOUR, shown: [5, 16] })),
  ...[1, 2, 7, 14].map((days) => ({ span: days * DAY, shown: [0, 10] })),
  ...[1, 2, 3, 6].map((months) => ({ span: months * 30 * DAY, months, shown: [0, 7] })),
  ...[1, 2, 5, 10, 50, 500].map((years) => ({ span: years * 365 * DAY, months: years * 12, shown: [0, 4] }))
];
function timeAxis(first, last) {
  const [from, to] = first === last ? [first - 2 * DAY, last + 2 * DAY] : [first, last];
  const step = STEPS2.find(({ span }) => (to - from) / span <= MOST_TICKS) ?? STEPS2.at(-1);
  if (step === void 0) return { from, to, ticks: [] };
  const times = step.months === void 0 ? everySpan(from, to, step.span) : everyMonths(from, to, step.months);
  return { from, to, ticks: times.map((at) => ({ at, label: timeLabel(at, step.shown) })) };
}
function everySpan(from, to, span) {
  const start = span % (7 * DAY) === 0 ? 4 * DAY : 0;
  const first = Math.ceil((from - start) / span);
  const count4 = Math.floor((to - start) / span) - first + 1;
  return Array.from({ length: count4 }, (_, at) => start + (first + at) * span);
}
function everyMonths(from, to, months) {
  const month = (at) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  const first = Math.floor(month(from) / months);
  const count4 = Math.floor(month(to) / months) - first + 1;
  const times = Array.from({ length: count4 }, (_, at) => utcMonth((first + at) * months));
  return times.filter((at) => at >= from && at <= to);
}
function utcMonth(month) {
  return Date.UTC(Math.floor(month / 12), month % 12);
}
function timeLabel(at, [start, end]) {
  return new Date(at).toISOString().slice(start, end).replace("T", " ");
}

// src/report/svg/trend-line.ts
var POINTS = 30;
var BLOCKS = ["\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"];
function trendLineOf(report) {
  const { comparison, condition } = deciding(report) ?? {};
  const candidates = [
    ...comparison === void 0 ? [] : [comparison],
    ...rowsOf(report).map((row) => row.comparison)
  ];
  const metric = condition && METRICS[condition.metric].compressed ? "download" : "unpacked";
  for (const candidate of candidates) {
    const line = lineOf(candidate, report, metric);
    if (line !== null) return line;
  }
  return null;
}
function sparkline(sizes2) {
  const { from, to } = byteAxis(Math.min(...sizes2), Math.max(...sizes2));
  const blockOf = (size) => BLOCKS[Math.min(7, Math.max(0, Math.floor((size - from) / (to - from) * 8)))];
  return sizes2.map((size) => blockOf(size) ?? "").join("");
}
function trendWords({ sizes: sizes2, from }) {
  const [first = 0] = sizes2;
  return `${formatBytes(first)} \u2192 ${formatBytes(sizes2.at(-1) ?? first)}, ${sizes2.length} sizes since ${from}`;
}
function lineOf({ image, platform: platform2, head }, report, metric) {
  const trend = report.trends?.find((each) => each.image === image && each.platform === platform2);
  if (trend === void 0) return null;
  const known = pointsOf(trend, metric);
  const isRecorded = report.commit !== void 0 && trend.points.some(({ commit }) => commit === report.commit);
  const now = head === null || isRecorded ? [] : [{ day: "now", size: head[metric] }];
  const points = [...known, ...now].slice(-POINTS);
  const [first, last] = [points[0], points.at(-1)];
  if (first === void 0 || last === void 0 || points.length < 2) return null;
  const shownPlatform = platformsOf(report).length > 1 ? platform2 : "";
  return {
    image,
    platform: shownPlatform,
    metric,
    sizes: points.map(({ size }) => size),
    from: first.day,
    to: last.day
  };
}
function pointsOf({ points }, metric) {
  return points.flatMap((point) => {
    const [time2, size] = [new Date(point.recordedAt), point[metric]];
    if (Number.isNaN(time2.getTime()) || !Number.isFinite(size) || size < 0) return [];
    return [{ day: time2.toISOString().slice(0, 10), size }];
  });
}

// src/report/markdown/trend.ts
var SETTINGS = {
  xyChart: { width: 760, height: 220, xAxis: { showLabel: false, showTick: false } },
  themeVariables: { xyChart: { backgroundColor: "transparent", plotColorPalette: "#2f81f7" } }
};
var UNITS2 = ["B", "kB", "MB", "GB", "TB", "PB"];
function renderTrend(report, { trend }) {
  const line = trend ? trendLineOf(report) : null;
  if (line === null) return "";
  const platform2 = line.platform === "" ? "" : ` ${codeHtml(line.platform, 40)}`;
  const name = `${codeHtml(line.image, 60)}${platform2} ${line.metric}`;
  const summary = `Trend: ${name} ${sparkline(line.sizes)} ${escapeHtml(trendWords(line))}`;
  return folded(summary, `\`\`\`mermaid
${trendChart(line)}
\`\`\``);
}
function trendChart({ sizes: sizes2, metric, from, to }) {
  const axis = byteAxis(Math.min(...sizes2), Math.max(...sizes2));
  const unit = Math.min(UNITS2.length - 1, Math.floor(Math.log10(Math.max(1, axis.to)) / 3));
  const scaled = (bytes2) => String(Number((bytes2 / 1e3 ** unit).toFixed(6)));
  return [
    `%%{init: ${JSON.stringify(SETTINGS)}}%%`,
    "xychart-beta",
    `    x-axis "${from} to ${to}, ${sizes2.length} sizes, oldest first" 1 --> ${sizes2.length}`,
    `    y-axis "${metric}, ${UNITS2[unit]}" ${scaled(axis.from)} --> ${scaled(axis.to)}`,
    `    line [${sizes2.map(scaled).join(", ")}]`
  ].join("\n");
}

// src/explain/directory-tree.ts
var LONGEST_PATH = 4096;
var DirectoryTree = class {
  root = makeDirectory("", null);
  #known = /* @__PURE__ */ new Map([["", this.root]]);
  /** Files come in order of path: most lie in the directory of the file before. */
  #last = { path: "", directory: this.root };
  /** Parents before children. */
  #directories = [this.root];
  /** The directory at a path without leading '/', made where it is missing. */
  at(path2) {
    if (path2 !== this.#last.path) this.#last = { path: path2, directory: this.#known.get(path2) ?? this.#walk(path2) };
    return this.#last.directory;
  }
  /** The directory that holds the file at a path. */
  holding(path2) {
    return this.at(directoryOf(path2));
  }
  /** Counts bytes that lie directly in a directory: those of one file, or of all files together. */
  add({ own }, before, after) {
    own.before += before;
    own.after += after;
    if (after > before) {
      own.grown += after - before;
      own.growing += 1;
    } else if (after < before) {
      own.shrunk += before - after;
      own.shrinking += 1;
    }
  }
  /** Counts every directory's own bytes up to the root. Call it once, after all bytes are added. */
  sumUp() {
    for (let at = this.#directories.length - 1; at >= 0; at--) {
      const directory = this.#directories[at];
      if (directory === void 0) continue;
      accumulate(directory.all, directory.own);
      if (directory.parent !== null) accumulate(directory.parent.all, directory.all);
    }
    return this.root;
  }
  #walk(path2) {
    let directory = this.root;
    for (const name of path2.split("/")) directory = directory.children.get(name) ?? this.#make(name, directory);
    this.#known.set(path2, directory);
    return directory;
  }
  #make(name, parent) {
    const directory = makeDirectory(name, parent);
    parent.children.set(name, directory);
    this.#directories.push(directory);
    return directory;
  }
};
function pathOf(directory) {
  const names = [];
  for (let at = directory; at?.parent; at = at.parent) names.push(at.name);
  return shownPath(names.reverse().join("/"));
}
function shownPath(path2) {
  return path2.length > LONGEST_PATH ? path2.slice(0, LONGEST_PATH) : path2;
}
function directoryOf(path2) {
  return path2.slice(0, Math.max(0, path2.lastIndexOf("/")));
}
function makeDirectory(name, parent) {
  return { name, parent, children: /* @__PURE__ */ new Map(), own: noBytes(), all: noBytes() };
}
function noBytes() {
  return { before: 0, after: 0, grown: 0, shrunk: 0, growing: 0, shrinking: 0 };
}
function accumulate(sum2, bytes2) {
  sum2.before += bytes2.before;
  sum2.after += bytes2.after;
  sum2.grown += bytes2.grown;
  sum2.shrunk += bytes2.shrunk;
  sum2.growing += bytes2.growing;
  sum2.shrinking += bytes2.shrinking;
}

// src/explain/roll-up.ts
var LINES = 10;
var REST = 0.1;
var WHOLE = 1 / 3;
var netWeight = ({ before, after }) => Math.abs(after - before);
var grossWeight = ({ grown: grown2, shrunk }) => grown2 + shrunk;
function chooseLines(root, { weight, total, small }) {
  let lines = [{ directory: root, files: false, bytes: root.all }];
  let left = total * REST;
  const whole = /* @__PURE__ */ new Set();
  const byWeight = (a, b) => weight(b.bytes) - weight(a.bytes);
  for (let next = largest(lines, whole, weight); next !== void 0; next = largest(lines, whole, weight)) {
    const pieces = takeApart(next, weight, total);
    const all = [...lines.filter((line) => line !== next), ...pieces].sort(byWeight);
    const lost = all.slice(LINES).reduce((sum2, { bytes: bytes2 }) => sum2 + weight(bytes2), 0);
    if (pieces.length === 0 || lost > left) whole.add(next);
    else {
      lines = all.slice(0, LINES);
      left -= lost;
    }
  }
  return worthALine(lines.toSorted(byWeight), { weight, total, small }, left);
}
function joinDirectories(before, after) {
  const tree = new DirectoryTree();
  for (const path2 of /* @__PURE__ */ new Set([...before.keys(), ...after.keys()]))
    tree.add(tree.at(path2), before.get(path2) ?? 0, after.get(path2) ?? 0);
  return tree.sumUp();
}
function lineOf2({ directory, files, bytes: { before, after } }) {
  return { path: pathOf(directory), files, before, after };
}
function worthALine(lines, { weight, total, small }, left) {
  let lost = 0;
  return lines.filter(({ bytes: bytes2 }) => {
    const own = weight(bytes2);
    const isSmall = own < total * small && lost + own <= left;
    if (isSmall) lost += own;
    return !isSmall && own > 0;
  });
}
function largest(lines, whole, weight) {
  let found;
  for (const line of lines) {
    if (line.files || whole.has(line)) continue;
    if (found === void 0 || weight(line.bytes) > weight(found.bytes)) found = line;
  }
  return found;
}
function takeApart({ directory, bytes: bytes2 }, weight, total) {
  const isGone = (bytes2.before === 0 || bytes2.after === 0) && weight(bytes2) <= total * WHOLE;
  const children = [...directory.children.values()].map((child) => ({ directory: child, files: false, bytes: child.all })).filter((piece) => weight(piece.bytes) > 0);
  const own = weight(directory.own);
  const below = children.reduce((sum2, child) => sum2 + weight(child.bytes), 0);
  if (isGone || children.length === 0 || own > below) return [];
  return own === 0 ? children : [...children, { directory, files: true, bytes: directory.own }];
}

// src/explain/renamed.ts
var VERSION = /\d(?:[\d.]|[-+~_]?(?:alpha|beta|pre|rc|post|dev|[abv])\d)*/g;
var LONGEST_NAME = 255;
function pairRenamed(trees, { removed, added }) {
  if (removed.length === 0 || added.length === 0) return { pairs: [], removed, added, renamed: [] };
  const tree = layOver(trees, () => 1);
  const { targets, renamed } = findRenamed(tree.sumUp());
  const sources = new Map([...targets].map(([from, to]) => [to, from]));
  const waiting = /* @__PURE__ */ new Map();
  for (const file of removed) if (targets.has(tree.holding(file.path))) waiting.set(file.path, file);
  const pairs = [];
  const met = /* @__PURE__ */ new Set();
  for (const file of added) {
    const source = sources.get(tree.holding(file.path));
    const before = source === void 0 ? void 0 : waiting.get(inDirectory(source, file.path));
    if (source === void 0 || before === void 0) continue;
    pairs.push({ before, after: file });
    for (let at = source; at !== null && !met.has(at); at = at.parent) met.add(at);
  }
  const partners = new Set(pairs.flatMap(({ before, after }) => [before, after]));
  return {
    pairs,
    removed: removed.filter((file) => !partners.has(file)),
    added: added.filter((file) => !partners.has(file)),
    renamed: measureRenamed(
      renamed.filter(({ from }) => met.has(from)),
      trees
    )
  };
}
function layOver({ before, after }, bytesOf3) {
  const tree = new DirectoryTree();
  for (const file of before) tree.add(tree.holding(file.path), bytesOf3(file), 0);
  for (const file of after) tree.add(tree.holding(file.path), 0, bytesOf3(file));
  return tree;
}
function findRenamed(root) {
  const targets = /* @__PURE__ */ new Map();
  const renamed = [];
  const queue = [{ from: root, to: root }];
  for (let next = queue.pop(); next !== void 0; next = queue.pop()) {
    if (next.from !== next.to) targets.set(next.from, next.to);
    const { same, versions } = pairChildren(next);
    renamed.push(...versions);
    queue.push(...same, ...versions);
  }
  return { targets, renamed };
}
function pairChildren({ from, to }) {
  const same = [];
  const gone = [];
  for (const child of from.children.values()) {
    const other = to.children.get(child.name);
    if (child.all.before === 0) continue;
    if (other !== void 0 && other.all.after > 0) same.push({ from: child, to: other });
    else gone.push(child);
  }
  const fresh = [...to.children.values()].filter(
    ({ name, all }) => all.after > 0 && (from.children.get(name)?.all.before ?? 0) === 0
  );
  return { same, versions: pairVersions(gone, fresh) };
}
function pairVersions(gone, fresh) {
  const after = groupBy(fresh, stemOf);
  return [...groupBy(gone, stemOf)].flatMap(([stem, before]) => {
    const [from, ...others] = before;
    const [to, ...more] = after.get(stem) ?? [];
    const isOne = from !== void 0 && to !== void 0 && others.length === 0 && more.length === 0;
    return stem === "" || !isOne ? [] : [{ from, to }];
  });
}
function stemOf({ name }) {
  if (name.length > LONGEST_NAME || !/\d/.test(name)) return "";
  return name.replace(VERSION, "#");
}
function inDirectory(directory, path2) {
  const holding = pathOf(directory);
  return `${holding}/${path2.slice(directoryOf(path2).length + 1)}`;
}
function measureRenamed(renamed, trees) {
  if (renamed.length === 0) return [];
  const tree = layOver(trees, ({ size }) => size);
  tree.sumUp();
  return renamed.map(({ from, to }) => ({ from: pathOf(from), to: pathOf(to) })).map((paths) => ({ ...paths, before: tree.at(paths.from).all.before, after: tree.at(paths.to).all.after })).sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

// src/explain/tree-diff.ts
function diffTrees(before, after) {
  if (before === after) return { ...NOTHING, unchanged: after.map((file) => ({ before: file, after: file })) };
  const byPath = pairByPath(before, after);
  const { renamed, ...versions } = pairRenamed({ before, after }, byPath);
  const { pairs: moved, removed, added } = pairMoved(versions.removed, versions.added);
  const pairs = [...byPath.pairs, ...versions.pairs];
  const sameSize = pairs.filter((pair) => changeOf2(pair) === 0);
  const inPlace = sameSize.filter(({ before: before2, after: after2 }) => before2.content === after2.content);
  return {
    added: largestFirst(added.map((file) => ({ before: null, after: file }))),
    removed: largestFirst(removed.map((file) => ({ before: file, after: null }))),
    grown: largestFirst(pairs.filter((pair) => changeOf2(pair) > 0)),
    shrunk: largestFirst(pairs.filter((pair) => changeOf2(pair) < 0)),
    moved: largestFirst([...moved, ...inPlace.filter(({ before: before2, after: after2 }) => before2.path !== after2.path)]),
    rewritten: sameSize.filter(({ before: before2, after: after2 }) => before2.content !== after2.content),
    unchanged: inPlace.filter(({ before: before2, after: after2 }) => before2.path === after2.path),
    renamed
  };
}
var NOTHING = {
  added: [],
  removed: [],
  grown: [],
  shrunk: [],
  moved: [],
  rewritten: [],
  unchanged: [],
  renamed: []
};
function* everyChange(diff) {
  yield* diff.added;
  yield* diff.removed;
  yield* diff.grown;
  yield* diff.shrunk;
  yield* diff.moved;
  yield* diff.rewritten;
  yield* diff.unchanged;
}
function changeOf2({ before, after }) {
  return (after?.size ?? 0) - (before?.size ?? 0);
}
var AHEAD = 16;
function pairByPath(before, after) {
  const sideBySide = alignPaths(before, after);
  const left = pairBy(
    before.filter((_, at) => sideBySide.isAlone(at)),
    after.filter((_, at) => sideBySide.partners[at] === NONE2),
    ({ path: path2 }) => path2
  );
  const found = new Map(left.pairs.map((pair) => [pair.after, pair]));
  const pairs = after.flatMap((file, at) => {
    const partner = before[sideBySide.partners[at] ?? NONE2];
    return partner === void 0 ? found.get(file) ?? [] : { before: partner, after: file };
  });
  return { ...left, pairs };
}
var NONE2 = -1;
function alignPaths(before, after) {
  const partners = new Int32Array(after.length).fill(NONE2);
  const taken = new Uint8Array(before.length);
  for (let [at, here] = [0, 0]; at < before.length && here < after.length; at++, here++) {
    const [skipped, added] = stepsToNext(before, after, at, here);
    at += skipped;
    here += added;
    if (before[at]?.path !== after[here]?.path) continue;
    partners[here] = at;
    taken[at] = 1;
  }
  return { partners, isAlone: (at) => taken[at] === 0 };
}
function stepsToNext(before, after, at, here) {
  for (let steps = 0; steps < AHEAD; steps++) {
    if (before[at]?.path === after[here + steps]?.path) return [0, steps];
    if (before[at + steps]?.path === after[here]?.path) return [steps, 0];
  }
  return [0, 0];
}
function pairBy(before, after, keyOf) {
  const waiting = new Queues(before, keyOf);
  const pairs = [];
  const added = after.filter((file) => {
    const partner = waiting.take(keyOf(file));
    if (partner !== void 0) pairs.push({ before: partner, after: file });
    return partner === void 0;
  });
  return { pairs, removed: waiting.left(), added };
}
var Queues = class {
  #files;
  #first = /* @__PURE__ */ new Map();
  #next;
  #taken;
  constructor(files, keyOf) {
    this.#files = files;
    this.#next = new Int32Array(files.length).fill(-1);
    this.#taken = new Uint8Array(files.length);
    for (let at = files.length - 1; at >= 0; at--) {
      const file = files[at];
      const key = file === void 0 ? void 0 : keyOf(file);
      if (key === void 0) continue;
      this.#next[at] = this.#first.get(key) ?? -1;
      this.#first.set(key, at);
    }
  }
  take(key) {
    const at = key === void 0 ? -1 : this.#first.get(key) ?? -1;
    if (key === void 0 || at < 0) return void 0;
    this.#first.set(key, this.#next[at] ?? -1);
    this.#taken[at] = 1;
    return this.#files[at];
  }
  left() {
    return this.#files.filter((_, at) => this.#taken[at] === 0);
  }
};
function pairMoved(removed, added) {
  if (removed.length === 0 || added.length === 0) return { pairs: [], removed, added };
  const contentOf = ({ size, content }) => size === 0 || content === void 0 ? void 0 : `${size} ${content}`;
  const sameName = pairBy(removed, added, (file) => {
    const content = contentOf(file);
    return content === void 0 ? void 0 : `${content} ${file.path.slice(file.path.lastIndexOf("/") + 1)}`;
  });
  const others = pairBy(sameName.removed, sameName.added, contentOf);
  return { ...others, pairs: [...sameName.pairs, ...others.pairs] };
}
function largestFirst(changes) {
  const weight = (change3) => Math.abs(changeOf2(change3)) || (change3.after?.size ?? 0);
  return changes.toSorted((a, b) => weight(b) - weight(a));
}

// src/model/package-url.ts
var LONGEST_URL = 1e3;
var LONGEST_PART = 512;
var DISTRIBUTION = /* @__PURE__ */ new Set(["deb", "apk", "rpm"]);
var LOWER_CASE = /* @__PURE__ */ new Set([
  "apk",
  "bitnami",
  "composer",
  "deb",
  "golang",
  "hex",
  "npm",
  "oci",
  "otp",
  "pypi"
]);
function parsePackageUrl(url) {
  const text2 = url.slice(0, LONGEST_URL).replace(/#.*$/s, "").replace(/\?.*$/s, "");
  const at = text2.lastIndexOf("@");
  if (at <= text2.lastIndexOf("/")) return { name: text2, version: "" };
  return { name: text2.slice(0, at), version: decode(text2.slice(at + 1)) };
}
function packageParts(url) {
  const [, type, path2] = /^pkg:([a-z][a-z0-9.+-]*)\/(.+)$/is.exec(parsePackageUrl(url).name) ?? [];
  if (type === void 0 || path2 === void 0) return void 0;
  const parts = path2.split("/").map(decode);
  return { type: type.toLowerCase(), namespace: parts.slice(0, -1), name: parts.at(-1) ?? "" };
}
function sourceName(url) {
  const { name } = parsePackageUrl(url);
  const [, source] = /\?(?:[^#]*&)?upstream=([^&#]+)/.exec(url.slice(0, LONGEST_URL)) ?? [];
  return source === void 0 ? name : `${name.slice(0, name.lastIndexOf("/") + 1)}${source}`;
}
function packageTitle(name) {
  const parts = packageParts(name);
  if (parts === void 0) return name;
  const path2 = isSystemPackage(parts) ? [parts.name] : [...parts.namespace, parts.name];
  return `${path2.join("/")} (${parts.type})`;
}
function isSystemPackage({ type }) {
  return DISTRIBUTION.has(type);
}
function formatPackageUrl(url) {
  const { type, namespace, name, version, qualifiers = {} } = url;
  const fold = (text2) => LOWER_CASE.has(type) ? text2.toLowerCase() : text2;
  const parts = [namespace, name, version, ...Object.values(qualifiers)];
  if (name === "" || parts.some((part) => part !== void 0 && part.length > LONGEST_PART)) return void 0;
  const segments = (namespace ?? "").split("/").filter((segment) => segment !== "");
  const path2 = [...segments, name].map((segment) => encode(fold(segment))).join("/");
  return `pkg:${type}/${path2}${version ? `@${encode(version)}` : ""}${formatQualifiers(qualifiers)}`;
}
function formatQualifiers(qualifiers) {
  const pairs = Object.entries(qualifiers).filter((pair) => Boolean(pair[1])).sort(([a], [b]) => a < b ? -1 : 1).map(([key, value]) => `${key}=${encode(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
function encode(text2) {
  return encodeURIComponent(text2.toWellFormed()).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%3A", ":");
}
function decode(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    return text2;
  }
}

// src/explain/lines.ts
function totalOf({ lines, more }, changeOf5) {
  return sumOf(lines, changeOf5) + (more?.change ?? 0);
}
function firstLines(all, most, changeOf5) {
  const rest = all.slice(most);
  if (rest.length === 0) return { lines: all };
  return { lines: all.slice(0, most), more: { count: rest.length, change: sumOf(rest, changeOf5) } };
}
function byChange(changeOf5) {
  return (a, b) => Math.abs(changeOf5(b)) - Math.abs(changeOf5(a)) || (a.name < b.name ? -1 : 1);
}
function sumOf(lines, changeOf5) {
  return lines.reduce((sum2, line) => sum2 + changeOf5(line), 0);
}

// src/explain/contained.ts
var LINES2 = 15;
var VERSIONS = 20;
var Contained = class {
  /** By name, and what is of no package by its kind: no package URL is one. */
  #counted = /* @__PURE__ */ new Map();
  #isKnown = false;
  #bytes = 0;
  /** Adds a file. `parse` may remember what it parsed. */
  add(file, parse = parsePackageUrl) {
    const { inner = [], innerBytes, origins } = file;
    this.#isKnown ||= isTold(file);
    for (const [at, url] of inner.entries()) this.#count(parse(url), innerBytes?.[at] ?? 0);
    if (origins === void 0) return;
    let unmapped = file.size;
    for (const { name, bytes: bytes2 } of origins) {
      unmapped -= bytes2;
      if (name === "") this.#count({ kind: "own", name }, bytes2);
      else this.#count(parse(name), bytes2);
    }
    this.#count({ kind: "unmapped", name: "" }, unmapped);
  }
  /**
   * What changed from these to others: those that came, went, have another version or take another number of bytes. Largest change first. Nothing
   * where the content of a side is not known.
   */
  changesTo(after) {
    if (!this.#isKnown || !after.#isKnown) return { lines: [] };
    const isWeighed = this.#bytes > 0 && after.#bytes > 0;
    const changes = [...new Map([...this.#counted, ...after.#counted])].map(([key, { kind, name }]) => ({
      ...kind !== void 0 && { kind },
      name,
      before: this.#sideOf(key, isWeighed),
      after: after.#sideOf(key, isWeighed)
    }));
    const changed = changes.filter((change3) => JSON.stringify(change3.before) !== JSON.stringify(change3.after));
    return firstLines(changed.sort(byChange(containedGrowth)), LINES2, containedGrowth);
  }
  #count({ kind, name, version = "" }, bytes2) {
    const named = kind === void 0 ? { name } : { kind, name };
    const counted = keyed(this.#counted, kind ?? name, () => ({ ...named, versions: /* @__PURE__ */ new Set(), bytes: 0 }));
    if (version !== "") counted.versions.add(version);
    counted.bytes += bytes2;
    this.#bytes += bytes2;
  }
  #sideOf(key, isWeighed) {
    const { versions = /* @__PURE__ */ new Set(), bytes: bytes2 = 0 } = this.#counted.get(key) ?? {};
    const weighed = isWeighed ? bytes2 : 0;
    if (versions.size === 0 && weighed === 0) return null;
    return { versions: [...versions].sort().slice(0, VERSIONS), bytes: weighed };
  }
};
function isTold({ innerBytes, origins }) {
  return innerBytes !== void 0 || origins !== void 0;
}
function containedGrowth({ before, after }) {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}

// src/explain/unowned-content.ts
function isComparable({ before, after }) {
  return isNoneOrTold(before) && isNoneOrTold(after);
}
function withinFiles(changes) {
  const [before, after] = [new Contained(), new Contained()];
  for (const change3 of changes) {
    addTo(before, change3.before);
    addTo(after, change3.after);
  }
  const within = before.changesTo(after);
  return within.lines.length === 0 ? {} : { within };
}
function isCounted2({ path: path2, files }, file) {
  return files ? directoryOf(file) === path2 : path2 === "" || file.startsWith(`${path2}/`);
}
function isNoneOrTold(file) {
  return file === null || file.owner === void 0 && isTold(file);
}
function addTo(side, file) {
  if (file !== null) side.add(file);
}

// src/explain/directory-changes.ts
var SMALL = 1e-4;
function rollUp(diff) {
  const tree = new DirectoryTree();
  for (const change3 of everyChange(diff))
    tree.add(tree.holding(placeOf(change3)), change3.before?.size ?? 0, change3.after?.size ?? 0);
  const root = tree.sumUp();
  return {
    grown: rollBy(root, {
      weight: ({ grown: grown2 }) => grown2,
      changeOf: ({ grown: grown2 }) => grown2,
      count: ({ growing }) => growing
    }),
    shrunk: rollBy(root, {
      weight: ({ shrunk }) => shrunk,
      changeOf: ({ shrunk }) => -shrunk,
      count: ({ shrinking }) => shrinking
    })
  };
}
function changeUnowned(diff) {
  const before = /* @__PURE__ */ new Map();
  const after = /* @__PURE__ */ new Map();
  const told = [];
  for (const change3 of everyChange(diff)) {
    if (isComparable(change3)) told.push(change3);
    const directory = directoryOf(placeOf(change3));
    count(before, directory, change3.before);
    count(after, directory, change3.after);
  }
  const lines = rollBy(joinDirectories(before, after), {
    weight: grossWeight,
    changeOf: (bytes2) => bytes2.after - bytes2.before,
    count: ({ growing, shrinking }) => growing + shrinking
  });
  const changed = lines.lines.filter(({ change: change3 }) => change3 !== 0);
  const within = (line) => withinFiles(told.filter((change3) => isCounted2(line, placeOf(change3))));
  return { ...lines, lines: changed.map((line) => ({ ...line, ...within(line) })) };
}
function rollBy(root, { weight, changeOf: changeOf5, count: count4 }) {
  const pieces = chooseLines(root, { weight, total: weight(root.all), small: SMALL });
  const left = (value) => value(root.all) - pieces.reduce((sum2, { bytes: bytes2 }) => sum2 + value(bytes2), 0);
  const lines = pieces.map((piece) => ({ ...lineOf2(piece), change: changeOf5(piece.bytes) }));
  const more = { count: left(count4), change: left(changeOf5) };
  return more.count === 0 ? { lines } : { lines, more };
}
function placeOf({ before, after }) {
  return after?.path ?? before?.path ?? "";
}
function count(bytes2, directory, file) {
  if (file === null || file.owner !== void 0) return;
  bytes2.set(directory, (bytes2.get(directory) ?? 0) + file.size);
}

// src/explain/sections.ts
var LINES3 = 15;
var PYTHON = "pkg:pypi/";
var LIBRARY = /(?:^|\/)[^/]*\.libs\/([^/]+)$/;
var HASHED = /^(.+)-[0-9a-f]{8}(?=\.)/;
var SHARED_OBJECT = /\.so(?:\.|$)/;
var Sections = class {
  #layers = /* @__PURE__ */ new Map();
  #libraries = /* @__PURE__ */ new Map();
  add({ path: path2, size, owner = "", sections = [] }) {
    for (const { name, bytes: bytes2 } of sections) count2(this.#layers, name, bytes2);
    const library = owner.startsWith(PYTHON) ? libraryName(path2) : void 0;
    if (library !== void 0) count2(this.#libraries, library, size);
  }
  /** The sections that have another number of bytes in others, largest change first. No layers where a side has none, as of older records. */
  changesTo(after) {
    const isKnown = this.#layers.size > 0 && after.#layers.size > 0;
    const layers = isKnown ? changesOf("layer", this.#layers, after.#layers) : [];
    const changed = [...layers, ...changesOf("library", this.#libraries, after.#libraries)];
    return firstLines(changed.sort(byChange(sectionGrowth)), LINES3, sectionGrowth);
  }
};
function sectionGrowth({ before, after }) {
  return (after ?? 0) - (before ?? 0);
}
function libraryName(path2) {
  const [, file] = LIBRARY.exec(path2) ?? [];
  if (file === void 0 || !SHARED_OBJECT.test(file)) return void 0;
  return HASHED.exec(file)?.[1] ?? file.slice(0, file.search(SHARED_OBJECT));
}
function count2(bytes2, name, more) {
  bytes2.set(name, (bytes2.get(name) ?? 0) + more);
}
function changesOf(kind, before, after) {
  const names = /* @__PURE__ */ new Set([...before.keys(), ...after.keys()]);
  const changes = Array.from(names, (name) => ({
    kind,
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null
  }));
  return changes.filter((change3) => sectionGrowth(change3) !== 0);
}

// src/explain/package-changes.ts
var BUILD_TOOLS = [
  /^(?:gcc|g\+\+|cpp|gfortran|clang|llvm|lld|binutils|rustc|cargo|golang)(?:-(?!.*base$)|$)/,
  /^(?:build-essential|build-base|make|cmake|ninja-build|meson|autoconf|automake|libtool|bison|flex|m4|patch|pkg-?conf(?:ig)?|dpkg-dev|fakeroot|gdb)$/,
  /-(?:dev|devel|headers)$/,
  /^lib(?:gcc|stdc\+\+)-[\d.]+-dev$/
];
var VERSIONS2 = 20;
function comparePackages(diff) {
  const packages = /* @__PURE__ */ new Map();
  const parsed = /* @__PURE__ */ new Map();
  const countedOf = (owner, side) => {
    const named = () => ({ ...parsePackageUrl(owner), source: sourceName(owner) });
    const { name, version, source } = keyed(parsed, owner, named);
    const sides = keyed(packages, name, () => ({ source: name, before: nothing(), after: nothing() }));
    if (source !== name) sides.source = source;
    sides[side].versions.add(version);
    return sides[side];
  };
  const names = /* @__PURE__ */ new Map();
  const last = {};
  const count4 = (file, side) => {
    if (file?.owner === void 0) return;
    const { owner, size } = file;
    const known = last[side];
    const counted = known?.owner === owner ? known.counted : countedOf(owner, side);
    if (known?.counted !== counted) last[side] = { owner, counted };
    counted.bytes += size;
    counted.files += 1;
    counted.within.add(file, (url) => keyed(names, url, () => parsePackageUrl(url)));
    counted.sections.add(file);
    for (const url of shippedIn(file)) counted.contains.add(url);
  };
  for (const { before, after } of everyChange(diff)) {
    count4(before, "before");
    count4(after, "after");
  }
  const all = [...packages].map(([name, sides]) => changeOf3(name, sides));
  return { changed: all.filter(hasChanged).sort(byChange(packageGrowth)), same: all.filter((one) => !hasChanged(one)) };
}
function packageGrowth({ before, after }) {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}
function isBuildTool(name) {
  const parts = packageParts(name);
  if (parts === void 0 || !isSystemPackage(parts)) return false;
  return BUILD_TOOLS.some((pattern) => pattern.test(parts.name));
}
function hasChanged({ kind, before, after }) {
  return kind !== "resized" || before?.bytes !== after?.bytes;
}
function changeOf3(name, { source, ...sides }) {
  const built = source === name ? {} : { source };
  const change3 = { name, ...built, before: installed(sides.before), after: installed(sides.after) };
  if (change3.before === null) return { ...change3, kind: "added" };
  if (change3.after === null) return { ...change3, kind: "removed" };
  const isUpgraded = !hasSame(sides.before.versions, sides.after.versions);
  if (!isUpgraded && change3.before.bytes === change3.after.bytes) return { ...change3, kind: "resized" };
  const within = sides.before.within.changesTo(sides.after.within);
  const sections = sides.before.sections.changesTo(sides.after.sections);
  return {
    ...change3,
    kind: isUpgraded ? "upgraded" : "resized",
    ...within.lines.length > 0 && { within },
    ...sections.lines.length > 0 && { sections }
  };
}
function shippedIn({ owner = "", inner = [], innerBytes }) {
  if (innerBytes === void 0) return inner;
  const typeOf = (url) => url.slice(0, url.indexOf("/"));
  return inner.slice(0, 1).filter((url) => typeOf(url) !== typeOf(owner));
}
function hasSame(before, after) {
  return before.size === after.size && [...before].every((version) => after.has(version));
}
function installed({ versions, contains, bytes: bytes2, files }) {
  if (files === 0) return null;
  const named = [...versions].filter((version) => version !== "").sort();
  const within = [...contains].sort().slice(0, VERSIONS2);
  return { versions: named.slice(0, VERSIONS2), bytes: bytes2, files, ...within.length > 0 && { contains: within } };
}
function nothing() {
  return {
    versions: /* @__PURE__ */ new Set(),
    contains: /* @__PURE__ */ new Set(),
    within: new Contained(),
    sections: new Sections(),
    bytes: 0,
    files: 0
  };
}

// src/explain/groups/heads.ts
var NOBODY = -1;
var SEVERAL = -2;
function findHeads(nodes, edgesOf) {
  const graph = graphOf(nodes, edgesOf);
  const labels = new Labels(graph);
  for (const head of headsOf(graph)) labels.spread(head);
  return labels.read();
}
function graphOf(nodes, edgesOf) {
  const positions = new Map(nodes.map((node, at) => [node, at]));
  const next = nodes.map((node, at) => {
    const found = [...edgesOf(node)].flatMap((name) => positions.get(name) ?? []);
    return found.filter((to) => to !== at);
  });
  const previous = nodes.map(() => []);
  for (const [from, list] of next.entries()) for (const to of list) previous[to]?.push(from);
  return { nodes, next, previous };
}
function headsOf({ next, previous }) {
  const reached = /* @__PURE__ */ new Set();
  const heads = [];
  for (const node of searchOrder(next).reverse()) {
    if (reached.has(node)) continue;
    let first = node;
    for (const each of reach(node, previous, /* @__PURE__ */ new Set())) first = Math.min(first, each);
    heads.push(first);
    reach(node, next, reached);
  }
  return heads.sort((a, b) => a - b);
}
function reach(start, next, reached) {
  const open = [start];
  for (let node = open.pop(); node !== void 0; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    for (const to of next[node] ?? []) if (!reached.has(to)) open.push(to);
  }
  return reached;
}
function searchOrder(next) {
  const isKnown = new Uint8Array(next.length);
  const left = [];
  for (const start of next.keys()) {
    if (isKnown[start] === 1) continue;
    isKnown[start] = 1;
    const path2 = [{ node: start, edges: next[start]?.values() }];
    for (let top = path2.at(-1); top !== void 0; top = path2.at(-1)) {
      const step = top.edges?.next();
      if (step === void 0 || step.done) left.push(path2.pop()?.node ?? start);
      else if (isKnown[step.value] !== 1) {
        isKnown[step.value] = 1;
        path2.push({ node: step.value, edges: next[step.value]?.values() });
      }
    }
  }
  return left;
}
var Labels = class {
  #graph;
  #labels;
  /** A head that leads to the node. */
  #anyHead;
  /** Joins heads that share a node, as a forest: each tree is of heads that belong together. */
  #joined;
  constructor(graph) {
    this.#graph = graph;
    this.#labels = new Int32Array(graph.nodes.length).fill(NOBODY);
    this.#anyHead = new Int32Array(graph.nodes.length).fill(NOBODY);
    this.#joined = Int32Array.from(graph.nodes.keys());
  }
  /** Adds a head to all nodes that it leads to. */
  spread(head) {
    const open = [head];
    for (let node = open.pop(); node !== void 0; node = open.pop())
      if (this.#mark(node, head)) for (const to of this.#graph.next[node] ?? []) open.push(to);
  }
  read() {
    const { nodes } = this.#graph;
    const members = groupBy(this.#heads(), (head) => this.#rootOf(head));
    const shared = new Map([...members].map(([root, heads]) => [root, { names: heads.map((at) => nodes[at] ?? "") }]));
    const single = new Map(this.#heads().map((head) => [head, { names: [nodes[head] ?? ""] }]));
    return new Map(
      nodes.flatMap((node, at) => {
        const label = this.#labels[at] ?? NOBODY;
        const heads = label === SEVERAL ? shared.get(this.#rootOf(this.#anyHead[at] ?? at)) : single.get(label);
        return heads === void 0 ? [] : [[node, heads]];
      })
    );
  }
  /** Whether the node is another head's for the first time, so that what it leads to must be marked too. */
  #mark(node, head) {
    const label = this.#labels[node];
    if (label === head) return false;
    if (label === NOBODY) {
      this.#labels[node] = head;
      this.#anyHead[node] = head;
      return true;
    }
    this.#join(this.#anyHead[node] ?? head, head);
    this.#labels[node] = SEVERAL;
    return label !== SEVERAL;
  }
  #heads() {
    return [...this.#graph.nodes.keys()].filter((at) => this.#labels[at] === at);
  }
  #join(a, b) {
    const [one, other] = [this.#rootOf(a), this.#rootOf(b)];
    this.#joined[Math.max(one, other)] = Math.min(one, other);
  }
  #rootOf(head) {
    let root = head;
    for (let up = this.#joined[root] ?? root; up !== root; up = this.#joined[root] ?? root) {
      this.#joined[root] = this.#joined[up] ?? up;
      root = up;
    }
    return root;
  }
};

// src/explain/groups/package-groups.ts
var HEADS = 20;
var ARCHIVE = "pkg:maven/";
var NOTHING2 = { brought: 0, dropped: 0, upgraded: 0 };
var bySize = byChange(packageGrowth);
function groupPackages(changes, requires, most, same = []) {
  const units = new Units(changes, same);
  units.addSources();
  units.addRequired("added", requires.after, requires.before);
  units.addRequired("removed", requires.before, requires.after);
  units.addHeld(requires.after);
  const groups = units.all().map((unit) => finished(unit, most));
  return groups.sort(byChange(({ change: change3 }) => change3));
}
var Units = class {
  #changes;
  #byName;
  #archives;
  /** By the name of a package, its group. */
  #units = /* @__PURE__ */ new Map();
  #shared = /* @__PURE__ */ new Map();
  constructor(changes, same) {
    this.#changes = changes;
    this.#archives = [...changes, ...same].filter(isArchive);
    this.#byName = new Map(changes.map((change3) => [change3.name, change3]));
  }
  /** Groups the packages of a source of which some were there before and some are there now. */
  addSources() {
    const changed = this.#changes.filter(({ kind }) => kind !== "resized");
    for (const [name, packages] of groupBy(changed, sourceOf2)) {
      if (packages.length < 2 || !packages.some(({ before }) => before) || !packages.some(({ after }) => after))
        continue;
      const unit = { by: "source", name, packages, ...NOTHING2 };
      for (const each of packages) this.#units.set(each.name, unit);
    }
  }
  /** Groups the packages that were added, or removed, by those that lead to them. `other` is what is required on the other side. */
  addRequired(kind, requires, other) {
    const changed = this.#changes.filter((change3) => change3.kind === kind).map(({ name }) => name);
    const empty = [...requires.keys()].filter((name) => !other.has(name) && !this.#byName.has(name) && isSystem(name));
    const heads = findHeads([...changed, ...empty], (name) => requires.get(name) ?? []);
    const upgraded = this.#requiredByUpgraded(requires);
    for (const name of changed) {
      const change3 = this.#byName.get(name);
      const leading = heads.get(name);
      if (change3 === void 0 || leading === void 0 || this.#units.has(name)) continue;
      this.#add(change3, this.#unitOf(leading, upgraded, kind));
    }
  }
  /** Groups the packages of another version that lie in one archive, and in no other one. */
  addHeld(requires) {
    const holders = soleRequirers(this.#archives, requires);
    const byName = new Map(this.#archives.map((archive) => [archive.name, archive]));
    for (const change3 of this.#changes) {
      const holder = holders.get(change3.name) ?? "";
      if (change3.kind !== "upgraded" || holder === "" || holder === change3.name || this.#units.has(change3.name))
        continue;
      const unit = this.#units.get(holder) ?? this.#headedBy(holder, byName.get(holder));
      this.#units.set(change3.name, unit);
      unit.packages.push(change3);
      unit.upgraded += 1;
    }
  }
  all() {
    for (const change3 of this.#changes) if (!this.#units.has(change3.name)) this.#headedBy(change3.name);
    const isReal = ({ packages }) => packages.some(({ name }) => this.#byName.has(name));
    return [.../* @__PURE__ */ new Set([...this.#units.values(), ...this.#shared.values()])].filter(isReal);
  }
  /** By package, the one package of another version, or with other layers, that requires it; '' where several do. */
  #requiredByUpgraded(requires) {
    const hasLayers = ({ sections }) => sections?.lines.some(({ kind }) => kind === "layer") ?? false;
    const changed = this.#changes.filter((change3) => change3.kind === "upgraded" || hasLayers(change3));
    return soleRequirers(changed, requires);
  }
  #unitOf(leading, upgraded, kind) {
    const [only = ""] = leading.names;
    if (leading.names.length === 1) return this.#unitOfHead(only, upgraded, kind);
    return keyed(this.#shared, leading, () => {
      const units = new Set(leading.names.map((head) => this.#unitOfHead(head, upgraded, kind)));
      const [first] = units;
      if (first !== void 0 && units.size === 1) return first;
      return { by: "shared", name: "", heads: leading.names.slice(0, HEADS), packages: [], ...NOTHING2 };
    });
  }
  /** The group of a head: of the package of another version that alone requires it, or its own. */
  #unitOfHead(head, upgraded, kind) {
    const known = this.#units.get(head);
    if (known !== void 0) return known;
    const parent = upgraded.get(head) ?? "";
    return parent === "" ? this.#headedBy(head, withoutFiles(head, kind)) : this.#units.get(parent) ?? this.#headedBy(parent);
  }
  /** A new group of one package, even of one that owns no files. */
  #headedBy(name, head = withoutFiles(name, "added")) {
    const change3 = this.#byName.get(name) ?? head;
    const unit = { by: "required", name, packages: [change3], ...NOTHING2 };
    this.#units.set(name, unit);
    return unit;
  }
  #add(change3, unit) {
    if (unit.packages[0] === change3) return;
    this.#units.set(change3.name, unit);
    unit.packages.push(change3);
    if (change3.kind === "added") unit.brought += 1;
    else unit.dropped += 1;
  }
};
function soleRequirers(packages, requires) {
  const found = /* @__PURE__ */ new Map();
  for (const { name } of packages)
    for (const required of requires.get(name) ?? []) found.set(required, found.has(required) ? "" : name);
  return found;
}
function isArchive({ kind, name }) {
  return (kind === "upgraded" || kind === "resized") && name.startsWith(ARCHIVE);
}
function finished({ upgraded, ...unit }, most) {
  return { ...ordered(unit, most), ...upgraded > 0 && { upgraded } };
}
function ordered({ by, packages, ...unit }, most) {
  const [first, ...others] = packages;
  const inOrder2 = by === "required" && first !== void 0 ? [first, ...others.sort(bySize)] : packages.sort(bySize);
  const change3 = packages.reduce((sum2, each) => sum2 + packageGrowth(each), 0);
  const lines = firstLines(inOrder2, most, packageGrowth);
  if (first === void 0 || packages.length > 1) return { ...unit, by, change: change3, packages: lines };
  const { heads, ...alone } = unit;
  return { ...alone, by: "package", name: first.name, change: change3, brought: 0, dropped: 0, packages: lines };
}
function sourceOf2({ name, source = name }) {
  return source;
}
function isSystem(name) {
  const parts = packageParts(name);
  return parts !== void 0 && isSystemPackage(parts);
}
function withoutFiles(name, kind) {
  const nothing2 = { versions: [], bytes: 0, files: 0 };
  return { kind, name, before: kind === "added" ? null : nothing2, after: kind === "added" ? nothing2 : null };
}

// src/explain/requirements.ts
function requirementsOf(layers) {
  const found = /* @__PURE__ */ new Map();
  for (const { packages = [], requires } of layers) {
    for (const [position, url] of packages.entries()) {
      const known = keyed(found, parsePackageUrl(url).name, () => /* @__PURE__ */ new Set());
      for (const name of requires?.[position] ?? []) known.add(name);
    }
  }
  return found;
}
function marksDevelopment(required) {
  return required.endsWith("?relation=development");
}
function withRecommended(requirements) {
  const bare = (names) => new Set([...names].map((name) => name.replace(/\?relation=recommends$/, "")));
  return new Map([...requirements].map(([name, names]) => [name, bare(names)]));
}

// src/explain/explanation.ts
var WHOLE2 = { lines: 50, members: 50 };
var LAYER2 = { lines: 10, members: 40 };
var LAYERS = 20;
function explainGrowth(before, after, matched, diff = diffTrees(before.tree, after.tree)) {
  return {
    total: after.measurement.unpacked - before.measurement.unpacked,
    ...linesOf(diff, WHOLE2, requiredBy(before, after)),
    wasted: after.measurement.wasted - before.measurement.wasted,
    directories: rollUp(diff),
    files: fileLines(diff, WHOLE2.lines),
    moved: movedOf(diff),
    renamed: diff.renamed.slice(0, WHOLE2.lines),
    layers: accountForLayers(before, after, matched.layers),
    ...splitAccount(before, after, matched.split ?? null)
  };
}
function accountedFor({ packages, unowned, wasted }) {
  return totalOf(packages, packageGrowth) + totalOf(unowned, ({ change: change3 }) => change3) + wasted;
}
function fileGrowth({ before, after }) {
  return (after ?? 0) - (before ?? 0);
}
function linesOf(diff, most, requires) {
  const { changed: changes, same } = comparePackages(diff);
  const groups = groupPackages(changes, requires, most.members, same);
  return {
    packages: firstLines(changes, most.lines, packageGrowth),
    ...groups.length < changes.length && { groups: firstLines(groups, most.lines, ({ change: change3 }) => change3) },
    unowned: changeUnowned(diff)
  };
}
function requiredBy(before, after, was2, at) {
  const of = ({ indexes = [] }, layer) => withRecommended(
    requirementsOf(layer === void 0 ? indexes : indexes.filter((_, position) => position === layer))
  );
  return { before: of(before, was2), after: of(after, at) };
}
function accountForPart(diff, total, most, requires) {
  const lines = linesOf(diff, most, requires);
  return { total, ...lines, wasted: total - accountedFor({ total, ...lines, wasted: 0 }) };
}
function accountForLayers(before, after, layers) {
  const trees = { before: byLayer(before.tree), after: byLayer(after.tree) };
  const weight = ({ total }) => Math.abs(total);
  return placeLayers(layers, before.measurement).filter(({ change: { kind } }) => kind !== "unchanged").sort((a, b) => weight(b) - weight(a)).slice(0, LAYERS).map(({ change: { kind, createdBy }, position, total, at, was: was2 }) => {
    const diff = diffTrees(trees.before.get(was2 ?? -1) ?? [], trees.after.get(at ?? -1) ?? []);
    const layer = at === null ? before.measurement.layers[was2 ?? -1] : after.measurement.layers[at];
    return {
      position,
      kind,
      createdBy,
      ...layer?.source === void 0 ? {} : { source: layer.source },
      ...accountForPart(diff, total, LAYER2, requiredBy(before, after, was2, at)),
      files: fileLines(diff, LAYER2.lines)
    };
  });
}
function byLayer(tree) {
  return groupBy(tree, ({ layer }) => layer);
}
function splitAccount(before, after, split) {
  if (split === null || isOnSameLayers(before.measurement, after.measurement)) return {};
  const requires = requiredBy(before, after);
  const isInherited = ({ measurement: { base } }, { layer }) => layer < (base?.layers ?? 0);
  const part = (inherited, total) => {
    const filesOf = (side) => side.tree.filter((file) => isInherited(side, file) === inherited);
    return accountForPart(diffTrees(filesOf(before), filesOf(after)), total ?? 0, WHOLE2, requires);
  };
  return { inherited: part(true, split.inherited.unpacked), own: part(false, split.own.unpacked) };
}
function fileLines({ added, removed, grown: grown2, shrunk }, most) {
  const weight = (change3) => Math.abs(changeOf2(change3));
  const changed = [...added, ...removed, ...grown2, ...shrunk].filter((change3) => weight(change3) > 0);
  const lines = firstLines(
    changed.sort((a, b) => weight(b) - weight(a)),
    most,
    changeOf2
  );
  return { ...lines, lines: lines.lines.map(fileLine) };
}
function movedOf({ moved }) {
  const bytes2 = moved.reduce((sum2, { after }) => sum2 + after.size, 0);
  return { files: moved.length, bytes: bytes2, lines: moved.slice(0, LAYER2.lines).map(fileLine) };
}
function fileLine(change3) {
  const { before, after } = change3;
  const path2 = shownPath(after?.path ?? before?.path ?? "");
  const from = before === null || after === null || before.path === after.path ? {} : { from: shownPath(before.path) };
  const within = isComparable(change3) ? withinFiles([change3]) : {};
  return { path: path2, ...from, before: before?.size ?? null, after: after?.size ?? null, ...within };
}

// src/report/account-row.ts
function changeOfRow({ change: change3, estimated }) {
  if (estimated && change3 === 0) return "";
  return `${estimated ? "\u2248 " : ""}${formatSignedBytes(change3)}`;
}
function withinRows({ within }) {
  return (within?.lines ?? []).map(containedRow);
}
function containedRow(contained) {
  const { kind, name } = contained;
  const about = { own: "its own source", unmapped: "not in its source map", package: "" }[kind ?? "package"];
  return {
    change: containedGrowth(contained),
    about,
    name: kind === void 0 ? packageTitle(name) : "",
    became: containedBecame(contained),
    estimated: true
  };
}
function containedBecame({ before, after }) {
  const [was2, now] = [versionWords2(before?.versions ?? []), versionWords2(after?.versions ?? [])];
  if (was2 === "" && now === "") return becameOf({ before: before?.bytes ?? 0, after: after?.bytes ?? 0 });
  if (before === null) return `new ${now}`;
  if (after === null) return `gone, was ${was2}`;
  return was2 === now ? now : `${was2 || "?"} \u2192 ${now || "?"}`;
}
function sectionRows({ sections }) {
  return (sections?.lines ?? []).map(sectionRow);
}
function sectionRow(section) {
  const [before, after] = [section.before ?? 0, section.after ?? 0];
  return {
    change: sectionGrowth(section),
    about: section.kind === "layer" ? "in its layer" : "its native library",
    name: section.name,
    became: becameOf({ before, after })
  };
}
function versionWords2(versions) {
  const more = versions.length > 3 ? ` and ${versions.length - 3} more` : "";
  return `${versions.slice(0, 3).join(", ")}${more}`;
}
function becameOf({ before, after }) {
  if (before === 0) return "new";
  return after === 0 ? "gone" : `${formatBytes(before)} \u2192 ${formatBytes(after)}`;
}

// src/report/account-rows.ts
var FEW = 3;
function accountRows(account, most) {
  const { packages, groups, unowned, wasted } = account;
  const rows = [...groups?.lines.map(groupRow) ?? packages.lines.map(packageRow), ...unowned.lines.map(directoryRow)];
  const wastedRow = { change: wasted, about: "overwritten or deleted by a later layer", name: "", became: "" };
  const shown2 = firstLines(withUpgrades(rows.filter(isNews2).sort(byChange2), most), most, ({ change: change3 }) => change3);
  return [...[...shown2.lines, wastedRow].sort(byChange2), ...restRows(shown2, groups ?? packages, unowned)].filter(
    isNews2
  );
}
function withUpgrades(rows, most) {
  const first = rows.slice(0, most - 1);
  const others = rows.slice(first.length);
  const upgraded = others.filter((row2) => row2.upgraded !== void 0);
  if (most < FEW || rows.length <= most || upgraded.length < FEW) return rows;
  const count4 = upgraded.reduce((sum2, row2) => sum2 + (row2.upgraded ?? 0), 0);
  const row = {
    change: rowTotal(upgraded),
    about: `${formatCount(count4)} more packages with another version`,
    name: "",
    became: "",
    members: { lines: upgraded }
  };
  return [...first, row, ...others.filter((each) => !upgraded.includes(each))];
}
function rowTotal(rows) {
  return totalOf({ lines: rows }, ({ change: change3 }) => change3);
}
function directoryName({ path: path2, files }) {
  return files ? `/${path2 === "" ? "" : `${path2}/`}*` : `/${path2}`;
}
function groupRow({
  by,
  name,
  change: change3,
  brought,
  dropped,
  upgraded: held,
  packages,
  ...group
}) {
  const [first] = packages.lines;
  if (first === void 0) return { change: change3, about: "", name: packageTitle(name), became: "" };
  const members = { ...packages, lines: [...sectionRows(first), ...packages.lines.map(packageRow)] };
  const others = othersWords(brought, dropped, held);
  switch (by) {
    case "package":
      return packageRow(first);
    case "required": {
      const { upgraded, ...row } = packageRow(first);
      return { ...row, change: change3, became: `${row.became}${others}`, members };
    }
    case "source":
      return {
        change: change3,
        about: "",
        name: packageTitle(name),
        became: `${sourceBecame(name, packages)}${others}`,
        members,
        upgraded: packages.lines.length + (packages.more?.count ?? 0)
      };
    case "shared": {
      const heads = group.heads?.slice(0, 3).map(packageTitle) ?? [];
      const became = `${brought > 0 ? "new" : "gone"}${(group.heads?.length ?? 0) > heads.length ? ", and by others" : ""}`;
      return { change: change3, about: `${countWords(brought + dropped)} required by`, name: heads.join(", "), became, members };
    }
  }
}
function othersWords(brought, dropped, upgraded = 0) {
  const words2 = [
    brought === 0 ? "" : `${formatCount(brought)} it brought`,
    dropped === 0 ? "" : `${formatCount(dropped)} that went with it`,
    upgraded === 0 ? "" : `${formatCount(upgraded)} in it with another version`
  ].filter((each) => each !== "");
  const last = words2.at(-1);
  if (last === void 0) return "";
  return words2.length > 1 ? `, ${words2.slice(0, -1).join(", ")} and ${last}` : ` and ${last}`;
}
function sourceBecame(name, { lines }) {
  const built = lines.filter((line) => (line.source ?? line.name) === name);
  const version = (side) => versionWords2(built.find((line) => line[side])?.[side]?.versions ?? []);
  return `${version("before") || "?"} \u2192 ${version("after") || "?"} in ${countWords(built.length)}`;
}
function countWords(packages) {
  return `${formatCount(packages)} ${packages === 1 ? "package" : "packages"}`;
}
function packageRow(change3) {
  const name = packageTitle(change3.name);
  const became = `${packageBecame(change3)}${containsWords(change3.after ?? change3.before)}`;
  const { within } = change3;
  const lines = [...sectionRows(change3), ...withinRows(change3)];
  const members = lines.length === 0 ? {} : { members: { ...within, lines } };
  const upgraded = change3.kind === "upgraded" ? { upgraded: 1 } : {};
  return { change: packageGrowth(change3), about: "", name, became, ...members, ...upgraded };
}
function containsWords(side) {
  const titles = (side?.contains ?? []).map((url) => packageTitle(parsePackageUrl(url).name));
  const named = titles.slice(0, 2).join(", ");
  return named === "" ? "" : `, contains ${named}${titles.length > 2 ? " and more" : ""}`;
}
function packageBecame({ kind, before, after }) {
  const was2 = versionWords2(before?.versions ?? []);
  const now = versionWords2(after?.versions ?? []);
  switch (kind) {
    case "added":
      return `new ${now}`.trimEnd();
    case "removed":
      return was2 === "" ? "gone" : `gone, was ${was2}`;
    case "upgraded":
      return `${was2 || "?"} \u2192 ${now || "?"}`;
    case "resized": {
      if (before?.bytes === after?.bytes) return now;
      const sizes2 = `${formatBytes(before?.bytes ?? 0)} \u2192 ${formatBytes(after?.bytes ?? 0)}`;
      return now === "" ? sizes2 : `${now}, ${sizes2}`;
    }
  }
}
function directoryRow(line) {
  const row = { change: line.change, about: "not in any package:", name: directoryName(line), became: becameOf(line) };
  const { within } = line;
  return within === void 0 ? row : { ...row, members: { ...within, lines: withinRows(line) } };
}
function restRows(shown2, packages, unowned) {
  const all = [shown2.more, packages.more, unowned.more].filter((more) => more !== void 0);
  const change3 = all.reduce((sum2, more) => sum2 + more.change, 0);
  const count4 = all.reduce((sum2, more) => sum2 + more.count, 0);
  const about = count4 === 1 ? "everything else: 1 package or directory" : `everything else: ${formatCount(count4)} packages and directories`;
  return [{ change: change3, about, name: "", became: "" }];
}
function byChange2(a, b) {
  return Math.abs(b.change) - Math.abs(a.change);
}
function isNews2({ change: change3 }) {
  return change3 !== 0;
}

// src/report/causes.ts
var TAKEN_APART = 5;
function causesOf({ layers, explanation }, limits) {
  const accounts = new Map(explanation?.layers.map((account) => [account.position, account]));
  const changed = layers.map((layer, position) => ({ layer, account: accounts.get(position) })).filter(({ layer }) => layer.kind !== "unchanged").toSorted((a, b) => byChange3(a.layer, b.layer));
  const shown2 = changed.slice(0, limits.layers).map(({ layer, account }, rank) => causeOf(layer, rank < TAKEN_APART ? account : void 0, limits));
  return { shown: shown2, hidden: changed.length - shown2.length };
}
function causeOf(layer, account, { packages, files }) {
  const { kind, before, after } = layer;
  const source = sourceOf(layer) ?? account?.source;
  return {
    kind,
    place: source === void 0 ? "" : placeWords(source),
    instruction: instructionOf(layer.createdBy),
    before: before?.unpacked ?? null,
    after: after?.unpacked ?? null,
    growth: layerGrowth(layer),
    download: downloadGrowth(layer),
    rows: account === void 0 || packages === 0 ? [] : accountRows(account, packages),
    files: account?.files.lines.slice(0, files) ?? []
  };
}
function byChange3(a, b) {
  return Math.abs(layerGrowth(b)) - Math.abs(layerGrowth(a)) || Math.abs(downloadGrowth(b)) - Math.abs(downloadGrowth(a));
}

// src/report/markdown/causes.ts
var WITHIN = 2;
var COLUMNS4 = [column("unpacked", "right"), column("download", "right"), column("layer, and what is in it")];
function renderCauses(comparison, detail) {
  const { shown: shown2, hidden } = causesOf(comparison, detail);
  if (shown2.length === 0) return "";
  const foot = hidden === 0 ? "" : `

\u2026 and ${hidden} more changed ${hidden === 1 ? "layer" : "layers"}`;
  const rows = shown2.map((cause) => renderCause2(cause, detail));
  return `${renderMarkdownTable({ columns: COLUMNS4, rows })}${foot}`;
}
function renderCause2(cause, detail) {
  const place = cause.place === "" ? "" : `${codeCell(cause.place)} `;
  const what = [
    `${place}${codeCell(cause.instruction, 160)}`,
    ...cause.rows.map((row) => rowText(row, detail)),
    ...cause.files.length === 0 ? [] : [`largest files: ${cause.files.map(fileText).join(", ")}`]
  ];
  const unpacked = `**${exactChange(cause.growth, detail)}**<br>${becameWords(cause)}`;
  return [unpacked, exactChange(cause.download, detail), what.join("<br>").replaceAll("</details><br>", "</details>")];
}
function becameWords({ before, after }) {
  if (before === null) return "new";
  return after === null ? "gone" : `${unbroken(formatBytes(before))}&nbsp;\u2192&nbsp;${unbroken(formatBytes(after))}`;
}
function rowText(row, { members: most }) {
  const { lines = [], more } = row.members ?? {};
  const shown2 = lines.slice(0, most);
  if (shown2.length === 0) return `\u2022 ${rowWords(row)}`;
  const hidden = lines.length - shown2.length + (more?.count ?? 0);
  const rest = hidden === 0 ? [] : [`\u2026 and ${hidden} more`];
  return `<details><summary>${rowWords(row)}</summary>${[...shown2.map(rowWords), ...rest].join("<br>")}</details>`;
}
function rowWords(row) {
  const { about, name, became } = row;
  const words2 = [about, name === "" ? "" : codeCell(name, 120), became === "" ? "" : escapeText(became, 120)];
  return [unbroken(changeOfRow(row)), ...words2].filter((word) => word !== "").join(" ");
}
function fileText(file) {
  const was2 = file.from === void 0 ? "" : ` (was ${codeCell(`/${file.from}`, 80)})`;
  const within = withinRows(file).slice(0, WITHIN).map(rowWords).join(", ");
  const parts = within === "" ? "" : ` (${within})`;
  return `${codeCell(`/${file.path}`, 100)} ${unbroken(formatSignedBytes(fileGrowth(file)))}${was2}${parts}`;
}

// src/report/markdown/facts.ts
var MOVED = 3;
function renderFacts(comparison, detail) {
  const { explanation } = comparison;
  const lines = [
    splitWords(comparison, (image) => codeSpan(image, 100)),
    ...explanation === void 0 ? [] : movedLines(explanation, detail),
    ...configLines(comparison, codeSpan),
    escapeHtml(pullWords(comparison))
  ];
  return lines.filter((line) => line !== "").map((line) => `- ${line}`).join("\n");
}
function movedLines({ moved, renamed }, { files }) {
  if (files === 0) return [];
  const renames = renamed.slice(0, MOVED).map(({ from, to, before, after }) => {
    return `${codeSpan(`/${from}`)} was renamed to ${codeSpan(`/${to}`)}: ${unbroken(formatSignedBytes(after - before))}`;
  });
  const largest2 = moved.lines.slice(0, MOVED).map(({ path: path2, from = "" }) => `${codeSpan(`/${from}`)} \u2192 ${codeSpan(`/${path2}`)}`);
  const count4 = moved.files === 1 ? "1 file" : `${moved.files} files`;
  const moves = moved.files === 0 ? [] : [`Moved without growth: ${count4} (${formatBytes(moved.bytes)}), for example ${largest2.join(", ")}`];
  return [...renames, ...moves];
}

// src/report/markdown/why.ts
var IN_SIGHT4 = 4;
var CELL = 160;
function renderWhy(rows, platforms, detail) {
  if (!detail.why) return [];
  const changed = rows.slice(0, detail.rows).filter((row) => !isUnchanged(row));
  const images = [...groupBy(changed, ({ comparison }) => comparison.image).values()];
  const blocks = images.flatMap((group) => renderImage(group, platforms, detail));
  return foldedAfter(IN_SIGHT4, blocks, (count4) => `Why: ${count4} more images`);
}
function renderImage(rows, platforms, detail) {
  const [first, ...others] = rows;
  if (first === void 0) return [];
  const own = renderPlatform(first, detail);
  const same = others.filter((row) => isAlike(row, first));
  const different = others.filter((row) => !same.includes(row)).map((row) => titled(row, renderPlatform(row, detail).join("\n\n")));
  const parts = [...own, same.map(sameLine).join("\n"), ...different].filter((part) => part !== "");
  if (own.length === 0 && !others.some((row) => renderPlatform(row, detail).length > 0)) return [];
  const { comparison, verdict } = first;
  const name = rows.length > 1 ? comparison.image : imageWords(comparison, platforms);
  const of = rows.length > 1 && comparison.platform !== "" ? ` (${codeHtml(comparison.platform, 40)})` : "";
  const summary = `${mark(verdict)} Why: ${codeHtml(name, 100)}${of}${layerSummary(comparison)}`;
  return [folded(summary, parts.join("\n\n"), { open: rows.some((row) => row.verdict === "error") })];
}
function renderPlatform({ comparison, ...row }, detail) {
  const facts = [
    ...acceptanceLine(comparison),
    ...conditionLines({ comparison, ...row }),
    ...comparison.unaffected ? [`- Not affected: ${unaffectedWords([comparison])}`] : []
  ];
  const parts = [
    facts.join("\n"),
    renderNotes({ comparison, ...row }, detail),
    renderCauses(comparison, detail),
    renderFacts(comparison, detail)
  ];
  return parts.filter((part) => part !== "");
}
function isAlike(a, b) {
  const of = ({ comparison, verdict }) => JSON.stringify([
    verdict,
    comparison.conditions.filter(isNews).map(({ text: text2, verdict: verdict2 }) => [text2, verdict2]),
    comparison.notes,
    comparison.acceptance,
    changedLayers(comparison).map(({ kind, createdBy }) => `${kind} ${createdBy}`).toSorted()
  ]);
  return changedLayers(a.comparison).length > 0 && of(a) === of(b);
}
function sameLine({ comparison: { platform: platform2, growth } }) {
  return `- ${codeSpan(platform2, 40)}: the same layers changed, **${formatSignedBytes(growth.unpacked ?? 0)}** unpacked`;
}
function titled({ comparison: { platform: platform2 } }, body) {
  return body === "" ? "" : `**${codeSpan(platform2 || "no platform", 40)}**

${body}`;
}
function layerSummary(comparison) {
  const changed = changedLayers(comparison).length;
  const total = comparison.layers.length;
  return changed === 0 ? "" : `, ${changed} of ${total} ${total === 1 ? "layer" : "layers"} changed`;
}
function acceptanceLine(comparison) {
  const words2 = acceptanceWords(comparison, {
    person: (login) => escapeText(login, 60),
    name: (name) => codeSpan(name, 60),
    time: (text2) => escapeText(text2, 40)
  });
  return words2 === "" ? [] : [`- ${mark("accepted")} accepted ${words2}`];
}
function conditionLines({ comparison, decisive }) {
  const news = comparison.conditions.filter(isNews);
  const [only, ...rest] = news;
  const isInTable = only === decisive[0] && only?.reason === void 0 && rest.length === 0;
  return isInTable ? [] : news.map((condition) => conditionLine(condition, comparison));
}
function conditionLine(condition, comparison) {
  const { verdict, text: text2 } = condition;
  return `- ${mark(verdict)} ${verdict} ${codeSpan(text2, 120)}${conditionReason(condition, comparison)}`;
}
function conditionReason(condition, comparison) {
  const found = condition.verdict === "skipped" ? "" : ` found ${escapeHtml(foundWords(condition, comparison))}`;
  const known = reasonBesideDrift(condition, comparison);
  const reason = known === void 0 ? "" : `${found === "" ? "" : ","} ${escapeText(known)}`;
  return found === "" && reason === "" ? "" : `:${found}${reason}`;
}
function renderNotes({ comparison, verdict, decisive }, { longNotes }) {
  const [first = "", ...others] = comparison.notes;
  const { line, rest } = linesOf2(first);
  const isInTable = verdict === "error" && decisive.length === 0 && line.length <= CELL;
  const notes = (isInTable ? others : comparison.notes).map((note) => renderNote(note, longNotes));
  const log = isInTable && longNotes && rest !== "" ? [codeBlock(rest)] : [];
  return [...log, ...notes].join("\n");
}
function renderNote(note, long) {
  const { line, rest } = linesOf2(note);
  const start = `- ${escapeText(line)}`;
  return rest === "" || !long ? start : `${start}

${codeBlock(rest)}
`;
}
function linesOf2(note) {
  const [line = "", ...rest] = note.trim().split(/\r?\n/);
  return { line, rest: rest.join("\n") };
}

// src/report/markdown/markdown.ts
var COMMENT_LIMIT = 6e4;
function renderMarkdown(report, context = {}) {
  const { limit = COMMENT_LIMIT } = context;
  const leftOut = /* @__PURE__ */ new Map();
  let detail = EVERYTHING;
  let body = renderBody(report, context, detail);
  const document2 = () => [body, renderLeftOut([...leftOut.values()], context), renderFoot(report, context)];
  const whole = () => `${document2().filter(isPresent).join("\n\n")}
`;
  for (const { to, leavesOut } of REDUCTIONS) {
    if (Buffer.byteLength(whole()) <= limit) return whole();
    detail = { ...detail, ...to };
    const shorter = renderBody(report, context, detail);
    if (shorter !== body) leftOut.set(Object.keys(to).join(), leavesOut);
    body = shorter;
  }
  const least = Buffer.byteLength(whole());
  if (least > limit) throw new RangeError(`The shortest report has ${least} bytes; the limit is ${limit}`);
  return whole();
}
function renderBody(report, context, detail) {
  const rows = rowsOf(report);
  const platforms = platformsOf(report);
  const several = platforms.length;
  const gravest = rows.slice(0, detail.rows).map(({ comparison }) => comparison);
  const parts = [
    renderHeading(report, context),
    ...renderMissing(report, detail),
    renderCause(report),
    renderFailures(rows, several, detail),
    renderTable(rows, platforms, detail),
    renderTotals(report, detail),
    renderDrift(gravest, several),
    ...renderWhy(rows, several, detail),
    renderTrend(report, detail),
    renderVariantGroups(report, detail),
    renderVerify(rows, several, detail),
    ...renderAdviceOfImages(gravest, detail),
    renderWaste(rows, detail),
    renderProposals(report, detail),
    renderMeasured(report)
  ];
  const body = parts.filter(isPresent).join("\n\n");
  return `${context.marker === void 0 ? "" : `${context.marker}
`}${body}`;
}
function isPresent(part) {
  return part !== "";
}

// src/report/terminal/checks.ts
var ROWS2 = 100;
var TAIL_LINES2 = 20;
var REASONS = 5;
var COLUMNS5 = [
  column("verify"),
  column("image"),
  column("seconds", "right"),
  column("peak memory", "right"),
  column("check")
];
function renderChecksTerminal(comparisons, platforms, options) {
  const all = checkRows(comparisons);
  if (all.length === 0) return "";
  const rows = all.slice(0, ROWS2).map((row) => cellsOf2(row, platforms));
  const more = all.length > ROWS2 ? `
\u2026 and ${all.length - ROWS2} more` : "";
  return `${renderTerminalTable({ columns: COLUMNS5, rows }, options)}${more}${skippedReasons(all)}`;
}
function skippedReasons(all) {
  const reasons = new Set(all.flatMap(({ check }) => check.outcome === "skipped" ? check.reason ?? [] : []));
  return [...reasons].slice(0, REASONS).map((reason) => `
skipped: ${cutMiddle(visibleLine(reason), 500)}`).join("");
}
function checkLines({ checks = [] }, { colour }) {
  const news = checks.filter((check) => isFailing(check) || isUnverified(check));
  return news.flatMap(({ outcome, check, reason = "", tail = "" }) => {
    const word = paint(outcome, colourOf(outcome), colour);
    const line = `  ${word}  check "${cutMiddle(visibleLine(check), 200)}": ${cutMiddle(visibleLine(reason), 500)}`;
    return [line, ...tail === "" ? [] : visibleLines(tail).split("\n").slice(-TAIL_LINES2).map(tailLine)];
  });
}
function tailLine(line) {
  return `        ${cutMiddle(line, 300)}`;
}
function cellsOf2({ comparison, check, earlier }, platforms) {
  const { outcome, before } = check;
  return [
    { text: before === null || before === outcome ? outcome : `${before} \u2192 ${outcome}`, colour: colourOf(outcome) },
    cutMiddle(visibleLine(imageWords(comparison, platforms)), 40),
    figure(earlier?.seconds, check.seconds, formatSeconds),
    figure(earlier?.peakMemory, check.peakMemory, formatBytes),
    cutMiddle(visibleLine(check.check), 200)
  ];
}
function figure(before, after, format) {
  if (after === void 0) return "-";
  return before === void 0 ? format(after) : `${format(before)} \u2192 ${format(after)}`;
}

// src/report/terminal/explanation.ts
var COLUMNS6 = [column("change", "right"), column("what")];
var LAYER_COLUMNS = [column("layer"), column("unpacked", "right"), column("download", "right"), column("by")];
var WITHIN2 = 2;
var LIMITS = { layers: 20, packages: 8, files: 3 };
function explanationLines(comparison, options) {
  const lines = [
    ...causeLines(comparison, options),
    splitWords(comparison, safe),
    ...configLines(comparison, safe),
    pullWords(comparison)
  ];
  return lines.filter((line) => line !== "").map((line) => `  ${line}`);
}
function renderRows2(rows, options) {
  return renderIndented(
    { columns: COLUMNS6, rows: rows.map((row) => [formatSignedBytes(row.change), rowText2(row)]) },
    options
  );
}
function safe(text2) {
  return cutMiddle(visibleLine(text2), 100);
}
function causeLines(comparison, options) {
  const { shown: shown2, hidden } = causesOf(comparison, LIMITS);
  if (shown2.length === 0) return [];
  const table = renderIndented(
    { columns: LAYER_COLUMNS, rows: shown2.flatMap((cause) => causeCells(cause, options)) },
    options
  );
  return [...table.split("\n"), ...hidden === 0 ? [] : [`\u2026 and ${hidden} more`]];
}
function causeCells(cause, { members = false }) {
  const below = (change3, text2, mark2 = "\xB7") => ["", change3, "", `${mark2} ${text2}`];
  return [
    [
      cause.kind,
      formatSignedBytes(cause.growth),
      formatSignedBytes(cause.download),
      cause.place === "" ? cause.instruction : `${cause.place} ${cause.instruction}`
    ],
    ...cause.rows.flatMap((row) => [
      below(changeOfRow(row), rowText2(row)),
      ...(members ? memberLines(row) : []).map(([change3, text2]) => below(change3, text2, "\xB7\xB7"))
    ]),
    ...cause.files.map((file) => below(formatSignedBytes(fileGrowth(file)), fileText2(file)))
  ];
}
function fileText2(file) {
  const parts = withinRows(file).slice(0, WITHIN2).map((row) => `${changeOfRow(row)} ${rowText2({ ...row, became: "" })}`.trimStart());
  return `file /${cutMiddle(visibleLine(file.path), 160)}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
function memberLines({ members }) {
  if (members === void 0) return [];
  const { lines, more } = members;
  const isEstimate = lines.some(({ estimated }) => estimated);
  const rest = more === void 0 ? [] : [[isEstimate ? "" : formatSignedBytes(more.change), `\u2026 and ${more.count} more`]];
  return [...lines.map((row) => [changeOfRow(row), rowText2(row)]), ...rest];
}
function renderIndented(table, options) {
  return renderTerminalTable(table, { ...options, width: options.width - 2 });
}
function rowText2({ about, name, became }) {
  const shown2 = [about, safe(name), became === "" ? "" : `(${cutMiddle(visibleLine(became), 80)})`];
  return shown2.filter((part) => part !== "").join(" ");
}

// src/report/terminal/terminal.ts
var COLUMNS7 = [
  column("verdict"),
  column("image"),
  column("platform"),
  column("download", "right"),
  column("change", "right"),
  column("unpacked", "right"),
  column("change", "right"),
  column("new bytes", "right")
];
var NOTE_LINES = 40;
function renderTerminal(report, options) {
  const rows = rowsOf(report);
  const platforms = platformsOf(report).length;
  const verdict = paint(report.verdict, colourOf(report.verdict), options.colour);
  const headline = headlineOf(report);
  const parts = [
    `Image size: ${verdict} - ${visibleLine(`${headline.images.join(", ")} ${headline.words}`)}`,
    missingLines(report, options).join("\n"),
    renderTerminalTable({ columns: COLUMNS7, rows: rows.map(rowCells2) }, options),
    renderUnaffected(rows, platforms),
    renderTrend2(report),
    renderVariantGroupsTerminal(report, options),
    renderTotalsTerminal(report, options),
    ...rows.filter((row) => !isUnchanged(row)).map((row) => renderWhy2(row, platforms, options)),
    renderChecksTerminal(
      rows.map(({ comparison }) => comparison),
      platforms,
      options
    ),
    renderWasteTerminal(rows, options),
    renderProposalsTerminal(report),
    renderMeasured2(report)
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function renderUnaffected(rows, platforms) {
  const unaffected = rows.flatMap(({ comparison }) => comparison.unaffected ? [comparison] : []);
  if (unaffected.length === 0) return "";
  const names = unaffected.map((comparison) => cutMiddle(visibleLine(imageWords(comparison, platforms)), 60));
  return `Not affected: ${unaffectedWords(unaffected)}: ${names.join(", ")}`;
}
function rowCells2(row) {
  const { comparison, verdict, download, unpacked, newBytes } = row;
  return [
    { text: verdict, colour: colourOf(verdict) },
    cutMiddle(visibleLine(comparison.image), 40),
    comparison.platform || "-",
    sizes(download),
    change(download),
    sizes(unpacked),
    change(unpacked),
    newBytes === null ? "-" : formatBytes(newBytes)
  ];
}
function sizes({ before, after, estimated }) {
  if (before === null && after === null) return "-";
  if (before === null || before === after) return after === null ? "-" : sizeWords(after, estimated);
  return `${sizeWords(before, estimated)} \u2192 ${after === null ? "-" : sizeWords(after, estimated)}`;
}
function change({ growth, percent, noise }) {
  return growth === null ? "-" : `${changeWords(growth, percent)}${noise ? " within noise" : ""}`;
}
function renderWhy2({ comparison, verdict }, platforms, options) {
  const lines = [
    ...acceptanceLines(comparison, options),
    ...comparison.conditions.filter(isNews).map((condition) => conditionLine2(condition, comparison, options)),
    ...checkLines(comparison, options),
    ...comparison.notes.map(noteLines),
    ...driftLines(comparison).map((line) => `  ${line}`),
    ...explanationLines(comparison, options),
    renderAdviceTerminal(comparison.advice ?? [], options).replace(/^(?=.)/gm, "  ")
  ].filter((line) => line !== "");
  if (lines.length === 0) return "";
  const name = cutMiddle(visibleLine(imageWords(comparison, platforms)), 100);
  return `${paint(name, 1, options.colour)}: ${paint(verdict, colourOf(verdict), options.colour)}
${lines.join("\n")}`;
}
function conditionLine2(condition, comparison, { colour }) {
  const word = paint(condition.verdict, colourOf(condition.verdict), colour);
  const found = condition.verdict === "skipped" ? "" : `, found ${foundWords(condition, comparison)}`;
  const known = reasonBesideDrift(condition, comparison);
  const reason = known === void 0 ? "" : `: ${visibleLine(known)}`;
  return `  ${word}  ${visibleLine(condition.text)}${found}${reason}`;
}
function noteLines(note) {
  const lines = visibleLines(note.trim()).split("\n");
  const cut = lines.length > NOTE_LINES ? [lines[0] ?? "", "\u2026", ...lines.slice(-NOTE_LINES)] : lines;
  return cut.map((line) => `  ${cutMiddle(line, 500)}`).join("\n");
}
function acceptanceLines(comparison, { colour }) {
  const shown2 = (text2) => cutMiddle(visibleLine(text2), 60);
  const words2 = acceptanceWords(comparison, { person: shown2, name: (name) => `"${shown2(name)}"`, time: shown2 });
  return words2 === "" ? [] : [`  ${paint("accepted", colourOf("accepted"), colour)}  ${words2}`];
}
function renderTrend2(report) {
  const line = trendLineOf(report);
  if (line === null) return "";
  const name = cutMiddle(visibleLine(line.platform === "" ? line.image : `${line.image} ${line.platform}`), 100);
  return `Trend of ${name}, ${line.metric}: ${sparkline(line.sizes)} ${trendWords(line)}`;
}
function renderMeasured2({ comparisons }) {
  const lines = comparisons.flatMap(({ baseline, head }) => [
    ...baseline === null ? [] : [`Baseline: ${visibleLine(originWords(baseline.origin))} (${stepWords(baseline.origin.step)})`],
    ...head === null ? [] : [`Method: ${methodWords(head)}${head.estimated ? ", download estimated (\u2248)" : ""}`],
    ...head === null ? [] : [`Tools: ${visibleLine(versionWords(head))}`]
  ]);
  return [...new Set(lines)].toSorted().join("\n");
}

// src/model/schema.ts
var bytes = external_exports.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
var change2 = external_exports.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
var seconds = external_exports.number().nonnegative().max(1e9);
var digest = external_exports.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, "is not a digest (sha256:\u2026 or sha512:\u2026)");
var text = external_exports.string().max(1e5);
var path = external_exports.string().max(5e3);
var imageName = external_exports.string().min(1).max(256);
var platform = external_exports.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/, "is not os/arch[/variant]");
var platformOrNone = platform.or(external_exports.literal(""));
var commitId = external_exports.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "is not a full commit id");
var releaseTag = external_exports.string().min(1).max(256);
var timestamp = timeLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
var time = timeLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);
function timeLike(form) {
  return external_exports.string().regex(form, "is not a time as in 2026-11-23T16:40:00Z").refine((value) => !Number.isNaN(Date.parse(value)), "is no time of any calendar");
}
function issueWords(error, value) {
  const [issue] = error.issues;
  const path2 = issue?.path ?? [];
  const place = path2.length === 0 ? "" : ` at ${printable(external_exports.core.toDotPath(path2).slice(0, 200))}`;
  return `${place}: ${issueMessage(issue, value)}`;
}
function issueMessage(issue, value) {
  if (issue === void 0) return "is wrong";
  if (!isMissing(issue.path, value)) return printable(issue.message);
  return issue.code === "invalid_value" ? `${printable(issue.message)} (it is missing)` : "missing";
}
function isMissing(path2, value) {
  const [key, ...rest] = path2;
  if (key === void 0) return false;
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) ? isMissing(rest, value[key]) : true;
}

// src/model/layer.ts
var layerSourceSchema = external_exports.object({
  /** Relative to the repository's root where it is in there, else as the build names it. */
  file: text,
  /** Name or number of the build stage. */
  stage: text.exactOptional(),
  /** As written, continuation lines joined. */
  instruction: text,
  /** First and last line, from 1. */
  lines: external_exports.object({ start: bytes, end: bytes }),
  /** Present where the lines come from the image's history and the Dockerfile, not from the builder. */
  inferred: external_exports.literal(true).exactOptional()
});
var compressorName = external_exports.string().regex(/^(?:none|zstd|gzip)(?: go-1\.2[67])?(?: best| fast)?$/);
var layerSizeSchema = external_exports.object({
  digest,
  download: bytes,
  unpacked: bytes,
  /** As in a measurement. */
  compressor: compressorName.exactOptional()
});
var was = bytes.exactOptional();
var made = {
  createdBy: text,
  /** The lines that made it now. */
  source: layerSourceSchema.exactOptional()
};
var layerChangeSchema = external_exports.discriminatedUnion("kind", [
  external_exports.object({ kind: external_exports.enum(["unchanged", "changed"]), ...made, before: layerSizeSchema, after: layerSizeSchema, was }),
  external_exports.object({ kind: external_exports.literal("added"), ...made, before: external_exports.null(), after: layerSizeSchema }),
  external_exports.object({ kind: external_exports.literal("removed"), createdBy: text, before: layerSizeSchema, after: external_exports.null(), was })
]);
var layerChangeKind = external_exports.enum(["unchanged", "changed", "added", "removed"]);

// src/model/measurement.ts
var MOST_VERSIONS = 100;
var measuredLayerSchema = external_exports.object({
  digest,
  diffId: digest,
  download: bytes,
  unpacked: bytes,
  createdBy: text,
  /** Digest of the layer's index: equal for equal content whatever store wrote the tar. */
  contents: external_exports.string().max(200).default(""),
  /** What compressed it as stored: `none`, `zstd`, `gzip`, or the generation of Go's gzip (`compressorName`). Absent where it is unknown. */
  compressor: compressorName.exactOptional(),
  /** The instruction that made it; absent for the base image's layers, and where it is unknown. */
  source: layerSourceSchema.exactOptional()
});
var wastedPathSchema = external_exports.object({ path: text, bytes });
var baseImageSchema = external_exports.object({
  /** In full: `docker.io/library/debian:bookworm-slim` */
  image: external_exports.string().min(1).max(1e3),
  /** Of its manifest or index as the builder resolved it; on the classic store, the image's id. */
  digest: digest.exactOptional(),
  /** How many of the measurement's layers, from the bottom, are the base image's. */
  layers: bytes
});
var checkResultSchema = external_exports.object({
  /** The check's label. */
  check: text,
  outcome: external_exports.enum(["pass", "fail", "skipped"]),
  /** Why it failed or was skipped. */
  reason: text.exactOptional(),
  /** The end of what a failing command printed. */
  tail: text.exactOptional(),
  /** sha256 of what the command printed. */
  output: digest.exactOptional(),
  /** sha256 of the command that printed it: a record may be of another one under the same label. */
  command: digest.exactOptional(),
  /** Median start-up time in seconds, from the container's start to the command's end (or until it was ready). */
  seconds: seconds.exactOptional(),
  /** Median peak memory in bytes. */
  peakMemory: bytes.exactOptional(),
  /** How many runs the medians are of. */
  runs: bytes.exactOptional()
});
var buildTimeSchema = external_exports.object({ seconds, steps: bytes, cached: bytes });
var outputSchema = external_exports.object({
  /** `KEY=value,…` */
  settings: external_exports.string().regex(/^[A-Za-z0-9.+=,-]{1,300}$/),
  /** Whether the image was exported so. */
  applied: external_exports.boolean()
});
var convertedSchema = external_exports.object({
  layers: bytes,
  /** What the builder held, and what was measured: `zstd`, `gzip`, … */
  from: external_exports.string().regex(/^[a-z, ]{1,60}$/),
  to: external_exports.string().regex(/^[a-z]{1,20}$/)
});
var configSchema = external_exports.object({
  user: text,
  entrypoint: external_exports.array(text).max(1e3),
  cmd: external_exports.array(text).max(1e3),
  exposedPorts: external_exports.array(text).max(1e3)
});
var measurementSchema = external_exports.object({
  image: imageName,
  /** `os/arch[/variant]` */
  platform,
  /** Digest of the image manifest as stored. */
  digest: digest.or(external_exports.literal("")).default(""),
  /** Config + layer blobs as stored, each distinct blob once: what a registry stores and a cold pull transfers. */
  download: bytes,
  /** Bytes of file content in all layers. */
  unpacked: bytes,
  /** True where only uncompressed layers were available, so that `download` is not exact. */
  estimated: external_exports.boolean(),
  /** Regular files (hard links included) in the final file system: `find / -xdev -type f | wc -l`. */
  files: bytes,
  /** Bytes of files that a later layer overwrites or deletes; unpacked − wasted is what the final tree holds. */
  wasted: bytes,
  /** The costliest of these, largest first. */
  wastedPaths: external_exports.array(wastedPathSchema).max(1e3).default([]),
  /** dive's efficiency: least bytes per path ÷ bytes over all layers, 0 to 1. */
  efficiency: external_exports.number().min(0).max(1),
  /** How the image was read. */
  method: external_exports.enum(METHOD_NAMES),
  /** Bytes of the config blob; what the layers leave of `download` where the file does not have it. */
  configSize: bytes.optional(),
  layers: external_exports.array(measuredLayerSchema).max(1e4),
  config: configSchema.default({ user: "", entrypoint: [], cmd: [], exposedPorts: [] }),
  /** Versions of the tools that had a hand in the bytes: `image-size-gate`, `docker`, `buildx`, `driver`, … */
  versions: external_exports.record(external_exports.string().max(100), external_exports.string().max(1e3)).refine((versions) => Object.keys(versions).length <= MOST_VERSIONS, `are of more than ${MOST_VERSIONS} tools`).default({}),
  /** What the image is built on; absent for an image from scratch, one that was not built, and where it is unknown. */
  base: baseImageSchema.exactOptional(),
  /** sha256 of the Dockerfile's bytes; absent for an image that was not built. */
  dockerfile: digest.exactOptional(),
  /** How the build went; absent for an image that was not built. */
  build: buildTimeSchema.exactOptional(),
  /** Absent where the image is no bake target, and where the target's output says nothing of compression. */
  output: outputSchema.exactOptional(),
  /** Absent where the builder held all layers as the build asks for them. */
  converted: convertedSchema.exactOptional(),
  /** sha256 of all that the configuration says of the build: the same for two builds of the same recipe. */
  recipe: digest.exactOptional(),
  /** The results of the image's checks; absent where none were configured. */
  checks: external_exports.array(checkResultSchema).max(1e3).exactOptional()
}).refine((m) => sum(m.layers, "unpacked") === m.unpacked, "unpacked is not the sum of its layers").refine((m) => (m.base?.layers ?? 0) <= m.layers.length, "base has more layers than there are").refine((m) => m.wasted <= m.unpacked, "wasted is more than unpacked").refine((m) => {
  const listed2 = m.download - sum(m.layers, "download");
  if (m.configSize === void 0) return listed2 >= 0;
  return listed2 === m.configSize || m.download - storedBytes(m.layers) === m.configSize;
}, "download is not the sum of config and layers").transform((m) => {
  const configSize = m.configSize ?? m.download - sum(m.layers, "download");
  return { ...m, configSize, download: configSize + storedBytes(m.layers) };
});
function sum(layers, field) {
  return layers.reduce((total, layer) => total + layer[field], 0);
}
var MAX_MEASUREMENT_FILE = 64 * 1024 * 1024;
var measuringErrorSchema = external_exports.object({ image: imageName, platform: platform.exactOptional(), reason: text });
var measurementFileSchema = external_exports.object({
  schemaVersion: external_exports.literal(1),
  measurements: external_exports.array(measurementSchema).max(1e4),
  errors: external_exports.array(measuringErrorSchema).max(1e4).exactOptional()
}).refine(({ measurements, errors = [] }) => measurements.length + errors.length > 0, {
  message: "are none",
  path: ["measurements"]
});
function parseMeasurementFile(json, name) {
  const value = parseJson(json, name);
  const parsed = measurementFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem = issueWords(parsed.error, value);
  throw new UserError(`${name}: not a measurement file${problem}; write one with \`measure --json\``);
}

// src/model/record.ts
var MAX_ENTRIES = 3e5;
var recordSchema = external_exports.object({
  schemaVersion: external_exports.literal(1),
  /** Full id of the commit that was measured. */
  commit: commitId,
  /** When it was recorded: ISO 8601, UTC, whole seconds. Of a rebuilt one, when its commit was made. */
  recordedAt: timestamp,
  /** Tag of the release that this commit was, where the run was for one. */
  release: releaseTag.exactOptional(),
  /** Present where an old commit was built long after it was made. Unless asked for, such a record is no baseline. */
  rebuilt: external_exports.literal(true).exactOptional(),
  measurement: measurementSchema
});
var historyEntrySchema = external_exports.object({
  recordedAt: timestamp,
  commit: commitId,
  platform,
  download: bytes,
  unpacked: bytes,
  release: releaseTag.exactOptional(),
  /** Present where an old commit was built long after it was made. */
  rebuilt: external_exports.literal(true).exactOptional()
});
var historyMetric = external_exports.enum(["download", "unpacked"]);
var historySchema = external_exports.object({
  schemaVersion: external_exports.literal(1),
  image: imageName,
  entries: external_exports.array(historyEntrySchema).max(MAX_ENTRIES)
});
var MAX_GAPS = 2e3;
var MAX_GAP_REASON = 500;
var gapSchema = external_exports.object({
  commit: commitId,
  /** Identifies how it was built: with another configuration or version it may build. */
  build: external_exports.string().regex(/^[0-9a-f]{32}$/),
  reason: external_exports.string().max(MAX_GAP_REASON)
});
var gapsSchema = external_exports.object({
  schemaVersion: external_exports.literal(1),
  image: imageName,
  gaps: external_exports.array(gapSchema).max(MAX_GAPS)
});
function imagePath(image) {
  return image.replaceAll("/", "~");
}
function platformPath(platform2) {
  return platform2.replaceAll("/", "-");
}
function recordPath(image, platform2, commit) {
  return `records/${imagePath(image)}/${platformPath(platform2)}/${commit}.json`;
}
function imageOfRecord(path2, commit) {
  const [folder, image, , file, ...rest] = path2.split("/");
  const isRecord = folder === "records" && file === `${commit}.json` && rest.length === 0;
  return isRecord ? image?.replaceAll("~", "/") : void 0;
}
function layerPath(diffId) {
  return `layers/${diffId.replace(/^sha256:/, "")}.json.gz.base64`;
}

// src/compare/drift.ts
function findDrift({ base, head, split, baseLayers }) {
  if (base.dockerfile === void 0 || base.dockerfile !== head.dockerfile) return null;
  if (split === null || split.before.image !== split.after.image || isOnSameLayers(base, head)) return null;
  const { before, after, inherited, own } = split;
  return {
    image: before.image,
    ...before.digest === void 0 ? {} : { before: before.digest },
    ...after.digest === void 0 ? {} : { after: after.digest },
    layers: baseLayers.filter(({ kind }) => kind !== "unchanged").length,
    inherited,
    own
  };
}

// src/compare/evaluate.ts
var MILLIONTHS = 1e6;
function evaluateCondition(condition, subject) {
  const clauses = condition.clauses.map((clause) => evaluateClause(clause, subject));
  const first = condition.clauses[0];
  return {
    text: condition.text,
    level: condition.level,
    metric: first.metric,
    actual: clauses[0]?.actual ?? null,
    limit: first.limit,
    clauses,
    ...verdictOf(condition, clauses, subject)
  };
}
function skippedCondition(condition, reason) {
  const clauses = condition.clauses.map((clause) => ({ ...clause, actual: null, exceeded: false, reason }));
  const { metric, limit } = condition.clauses[0];
  return {
    text: condition.text,
    level: condition.level,
    verdict: "skipped",
    metric,
    actual: null,
    limit,
    clauses,
    reason
  };
}
function verdictOf(condition, clauses, subject) {
  if (clauses.some((clause) => isWithin(clause) && clause.reason === void 0)) return { verdict: "pass" };
  if (condition.clauses.some((clause) => isTolerated(clause, subject)))
    return { verdict: "pass", reason: noiseReason(subject) };
  const missing = clauses.find(isMissing2);
  if (missing !== void 0) return { verdict: "skipped", ...missing.reason ? { reason: missing.reason } : {} };
  const reason = reasonInherited(condition, subject);
  return reason === null ? { verdict: condition.level } : { verdict: "inherited", reason };
}
function reasonInherited(condition, { baseline, drift, ...rest }) {
  if (baseline === null) return null;
  const subject = { ...rest, baseline };
  if (wasMet(condition, subject)) return alreadyOver(condition.clauses[0], subject);
  return drift && isMetByDrift(condition, subject, drift) ? driftReason(condition, drift, subject) : null;
}
function isMissing2({ actual, exceeded }) {
  return actual === null && !exceeded;
}
function isWithin({ actual, exceeded }) {
  return actual !== null && !exceeded;
}
function wasMet({ clauses }, subject) {
  const before = { ...subject, head: subject.baseline };
  return clauses.every((clause) => !clause.growth && evaluateClause(clause, before).exceeded);
}
function isMetByDrift(condition, subject, { own, inherited }) {
  const alone = { ...subject, growth: own };
  const isSmall = (clause) => isSplit(clause) && clause.growth && isWithin(evaluateClause(clause, alone));
  if (condition.clauses.some(isSmall)) return true;
  const { download, unpacked, ...rest } = subject.baseline;
  const drifted = {
    ...rest,
    download: download + (inherited.download ?? 0),
    unpacked: unpacked + (inherited.unpacked ?? 0)
  };
  return condition.clauses.every(isSplit) && wasMet(condition, { ...subject, baseline: drifted });
}
function isSplit({ metric }) {
  return METRICS[metric].base === "split";
}
function driftReason({ clauses }, { image, inherited, own }, subject) {
  const metric = clauses.find(isSplit)?.metric ?? "unpacked";
  const change3 = (growth) => formatMetricChange(metric, metricGrowth(metric, { ...subject, growth }) ?? 0);
  const parts = `${change3(inherited)} of ${metric} inherited, ${change3(own)} yours`;
  return `the base image ${familiarName(image)} changed, the Dockerfile did not: ${parts}`;
}
function alreadyOver({ metric }, subject) {
  const { baseline } = subject;
  const value = metricValue(metric, baseline);
  if (value === null) return "already over before this change";
  const about = METRICS[metric].compressed && baseline.estimated ? "about " : "";
  const before = `${about}${formatMetric(metric, value)} at the baseline`;
  const change3 = metricGrowth(metric, subject);
  const since = change3 === null ? "" : `, ${formatMetricChange(metric, change3)} since`;
  return `already over before this change: ${before}${since}`;
}
function evaluateClause(clause, subject) {
  const strict = evaluateStrictly(clause, subject);
  return isTolerated(clause, subject) ? { ...strict, exceeded: false, reason: noiseReason(subject) } : strict;
}
function isTolerated(clause, subject) {
  const { noise = 0 } = subject;
  if (!clause.growth || !isNoisy(clause.metric) || !evaluateStrictly(clause, subject).exceeded) return false;
  const quantity = quantityOf(clause, subject);
  return "value" in quantity && isWithinNoise(quantity.value, noise);
}
function noiseReason({ noise = 0 }) {
  return `within the noise of ${formatBytes(noise)}`;
}
function evaluateStrictly(clause, subject) {
  const quantity = quantityOf(clause, subject);
  if ("missing" in quantity) return { ...clause, actual: null, exceeded: false, reason: quantity.missing };
  if (clause.unit === "percent") return { ...clause, ...share(quantity.value, quantity.whole, clause.limit) };
  return { ...clause, actual: quantity.value, exceeded: quantity.value > clause.limit };
}
function quantityOf({ metric, growth }, subject) {
  if (growth || isGrowthOnly(metric)) return grown(metric, subject);
  const value = metricValue(metric, subject.head);
  if (value === null) return { missing: `${metric}: ${unknownBase("this image")}` };
  return { value, whole: subject.head.unpacked };
}
function grown(metric, subject) {
  const { baseline, noBaseline } = subject;
  if (baseline === null) return { missing: `no baseline: ${noBaseline}` };
  const value = metricGrowth(metric, { ...subject, head: subject.grownHead ?? subject.head });
  const whole = isGrowthOnly(metric) ? 0 : metricValue(metric, baseline);
  if (value === null || whole === null) return { missing: whyNoGrowth(metric, { ...subject, baseline }) };
  return { value, whole };
}
function whyNoGrowth(metric, { baseline, head, split }) {
  if (METRICS[metric].base === "part") {
    if (head.base === void 0) return `${metric}: ${unknownBase("this image")}`;
    if (baseline.base === void 0) return `${metric}: ${unknownBase("the baseline")}`;
    if (!split) return `${metric}: the baseline was measured in another way, and its layers cannot be recognised`;
  }
  return `${metric} does not compare: it is estimated on one side only`;
}
function unknownBase(side) {
  return `what ${side} is built on is not known (it is from scratch, or was not built here)`;
}
function share(value, whole, limit) {
  if (whole === 0 && value > 0)
    return { actual: null, exceeded: true, reason: "any growth from 0 exceeds every percentage" };
  const limitInMillionths = BigInt(Math.round(limit * MILLIONTHS));
  return {
    actual: whole === 0 ? 0 : value / whole * 100,
    exceeded: BigInt(value) * BigInt(100 * MILLIONTHS) > limitInMillionths * BigInt(whole)
  };
}

// src/compare/compare.ts
function compareImage(compared) {
  const { image, file, platform: platform2 = "", baseline, head, conditions, noise = 0 } = compared;
  const about = { image, ...file === void 0 ? {} : { file }, ...noise === 0 ? {} : { noise } };
  if ("error" in head) return { ...about, ...unmeasured2(head, platform2, baseline, conditions) };
  return { ...about, ...measured(head, against(baseline, head), compared) };
}
function compareRemoved({
  image,
  file,
  baseline
}) {
  return {
    image,
    ...file === void 0 ? {} : { file },
    ...withoutHead(baseline),
    verdict: "removed",
    conditions: [],
    notes: ["Only the baseline has this image.", ...baselineNotes(baseline)]
  };
}
var ONE_SIDE = { layers: [], growth: NO_GROWTH, split: null };
function measured(head, base, { conditions, noise = 0, verify }) {
  const before = base.measurement;
  const sides = before === null ? null : matchSides(before, head);
  const { layers, growth, split } = sides ?? ONE_SIDE;
  const drift = sides === null ? null : findDrift(sides);
  const noBaseline = base.measurement === null ? shortReason(base.reason) : "";
  const subject = { head, baseline: before, growth, split, noBaseline, drift, noise };
  const results = conditions.map((each) => evaluateCondition(each, subject));
  const checks = compareChecks(before, head, verify);
  return {
    platform: head.platform,
    verdict: verdictOf2(results, checks, base),
    baseline: base.measurement === null ? null : { ...base.measurement, origin: base.origin },
    head,
    growth,
    layers,
    conditions: results,
    ...drift === null ? {} : { drift },
    ...split === null ? {} : { split },
    ...checks.length === 0 ? {} : { checks },
    ...base.measurement === null && !base.expected ? { baselineError: true } : {},
    notes: base.measurement === null ? [base.reason] : growthNotes(base.measurement, head, layers)
  };
}
var LONGEST_REASON = 120;
function shortReason(reason) {
  const isShort = reason.length <= LONGEST_REASON && !/[\r\n]/.test(reason.trim());
  return isShort ? reason : "it could not be had, for the reason in the notes";
}
function verdictOf2(results, checks, base) {
  const verdicts = [...results.map(({ verdict }) => verdict), verdictOfChecks(checks)];
  const has = (verdict) => verdicts.includes(verdict);
  if (has("fail")) return "fail";
  if (base.measurement === null && !base.expected) return "error";
  if (has("warn")) return "warn";
  if (has("inherited")) return "inherited";
  return base.measurement === null ? "new" : "pass";
}
function unmeasured2({ error }, platform2, baseline, conditions) {
  const base = withoutHead(baseline);
  return {
    ...base,
    platform: base.platform || platform2,
    verdict: "error",
    conditions: conditions.map((condition) => skippedCondition(condition, "the image was not measured")),
    notes: [error, ...baselineNotes(baseline)]
  };
}
function withoutHead(baseline) {
  const before = baseline.kind === "measured" ? { ...baseline.measurement, origin: baseline.origin } : null;
  return { platform: before?.platform ?? "", baseline: before, head: null, growth: NO_GROWTH, layers: [] };
}
function baselineNotes(baseline) {
  return baseline.kind === "error" ? [`Baseline: ${baseline.reason}`] : [];
}
function against(baseline, head) {
  if (baseline.kind !== "measured") {
    return { measurement: null, reason: baseline.reason, expected: baseline.kind === "none" };
  }
  const { measurement, origin } = baseline;
  if (samePlatform(measurement.platform, head.platform)) return { measurement, origin };
  const platforms = `the baseline (${origin.description}) is for ${measurement.platform}, this image for ${head.platform}`;
  return { measurement: null, reason: `${platforms}: different platforms are not compared`, expected: false };
}

// src/compare/totals.ts
function indexTotals(images, comparisons) {
  return images.filter((image) => image.indexTotals === true).map(
    ({ name }) => totalOf2(
      name,
      comparisons.filter(({ image }) => image === name)
    )
  );
}
function sumTogether(measurements) {
  const layers = /* @__PURE__ */ new Map();
  for (const each of measurements) {
    for (const [digest2, alike] of groupBy(each.layers, (layer) => layer.digest))
      if (alike.length > (layers.get(digest2)?.length ?? 0)) layers.set(digest2, alike);
  }
  const configs = new Map(
    measurements.map((each) => [each.digest || `${each.image} ${each.platform}`, each.configSize])
  );
  const all = [...layers.values()].flat();
  const download = [...configs.values()].reduce((sum2, size) => sum2 + size, storedBytes(all));
  return { download, unpacked: all.reduce((sum2, { unpacked }) => sum2 + unpacked, 0) };
}
function totalOf2(image, comparisons) {
  const before = sideOf(comparisons.map(beforeOf));
  const after = sideOf(comparisons.map(({ head, verdict }) => head ?? (verdict === "removed" ? "absent" : "unknown")));
  const compares = comparisons.every(
    ({ baseline, head }) => !baseline || !head || baseline.estimated === head.estimated
  );
  return {
    image,
    platforms: [...new Set(comparisons.map(({ platform: platform2 }) => platform2).filter((platform2) => platform2 !== ""))],
    download: { before: compares ? before?.download ?? null : null, after: after?.download ?? null },
    unpacked: { before: before?.unpacked ?? null, after: after?.unpacked ?? null }
  };
}
function beforeOf({ baseline, verdict }) {
  return baseline ?? (["new", "warn", "inherited"].includes(verdict) ? "absent" : "unknown");
}
function sideOf(sides) {
  const measured2 = sides.filter((side) => typeof side !== "string");
  return sides.includes("unknown") || measured2.length === 0 ? null : sumTogether(measured2);
}

// src/compare/together.ts
function compareRelated(images, comparisons) {
  const present = new Set(comparisons.map(({ image }) => image));
  const variants = compareVariants(images, comparisons);
  const totals = indexTotals(
    images.filter(({ name }) => present.has(name)),
    comparisons
  );
  return { ...variants.length === 0 ? {} : { variants }, ...totals.length === 0 ? {} : { totals } };
}

// src/explain/contents/groups.ts
var DEPTHS = [Number.POSITIVE_INFINITY, 16, 8, 4, 2, 1, 0];
function groupRows(rows, most) {
  const own = number(rows, inSameDirectory, directoryOf2);
  const kinds = number(rows, isAlike2, kindOf);
  let groups = { groupOf: new Int32Array(rows.length), directories: [""] };
  for (const depth of DEPTHS) {
    groups = combine(own, kinds, depth);
    if (groups.directories.length <= most) break;
  }
  return groups;
}
function number(rows, isSame, keyOf) {
  const known = /* @__PURE__ */ new Map();
  const of = new Int32Array(rows.length);
  let last;
  for (const [at, row] of rows.entries()) {
    of[at] = last !== void 0 && isSame(row, last) ? of[at - 1] ?? 0 : positionIn(known, keyOf(row));
    last = row;
  }
  return { of, keys: [...known.keys()] };
}
function combine(own, kinds, depth) {
  const above = /* @__PURE__ */ new Map();
  const directoryAt = Int32Array.from(own.keys, (directory) => positionIn(above, cutAt(directory, depth)));
  const names = [...above.keys()];
  const known = /* @__PURE__ */ new Map();
  const directories = [];
  const groupOf = own.of.map((position, at) => {
    const directory = directoryAt[position] ?? 0;
    const group = positionIn(known, directory * kinds.keys.length + (kinds.of[at] ?? 0));
    if (group === directories.length) directories.push(names[directory] ?? "");
    return group;
  });
  return { groupOf, directories };
}
function directoryOf2({ path: path2 }) {
  return path2.slice(0, path2.lastIndexOf("/") + 1);
}
function inSameDirectory({ path: path2 }, last) {
  const end = path2.lastIndexOf("/") + 1;
  return end === last.path.lastIndexOf("/") + 1 && last.path.startsWith(path2.slice(0, end));
}
function cutAt(directory, depth) {
  if (depth === Number.POSITIVE_INFINITY) return directory;
  let end = 0;
  for (let level = 0; level < depth && end < directory.length; level++) end = directory.indexOf("/", end) + 1;
  return directory.slice(0, end);
}
function kindOf(row) {
  return `${row.was} ${row.layer} ${directionOf(row)} ${row.owner ?? ""}`;
}
function isAlike2(row, last) {
  const sameLayers = row.was === last.was && row.layer === last.layer;
  return sameLayers && row.owner === last.owner && directionOf(row) === directionOf(last);
}
function directionOf({ before, after }) {
  return Math.sign((after ?? 0) - (before ?? 0));
}
function positionIn(known, key) {
  const position = known.get(key) ?? known.size;
  if (position === known.size) known.set(key, position);
  return position;
}

// src/explain/contents/rows.ts
function rowsInOrder(before, after, diff) {
  const partners = partnersOf(diff);
  const removed = removedOf(before, diff).values();
  const rows = [];
  let gone = removed.next();
  for (const file of after) {
    for (; !gone.done && comparePaths(gone.value.path, file.path) < 0; gone = removed.next())
      rows.push(rowOf2(gone.value, null));
    rows.push(rowOf2(partners.get(file) ?? null, file));
  }
  for (; !gone.done; gone = removed.next()) rows.push(rowOf2(gone.value, null));
  return rows;
}
function comparePaths(a, b) {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return rankAt(a, at) - rankAt(b, at);
}
function rankAt(path2, at) {
  if (at >= path2.length) return -2;
  return path2[at] === "/" ? -1 : path2.charCodeAt(at);
}
function partnersOf(diff) {
  const partners = /* @__PURE__ */ new Map();
  if (diff === null) return partners;
  const pairs = [diff.grown, diff.shrunk, diff.moved, diff.rewritten, diff.unchanged];
  for (const list of pairs) for (const { before, after } of list) partners.set(after, before);
  return partners;
}
function removedOf(before, diff) {
  if (diff === null) return before;
  const removed = new Set(diff.removed.map((change3) => change3.before));
  return removed.size === 0 ? [] : before.filter((file) => removed.has(file));
}
function rowOf2(before, after) {
  const moved = before !== null && after !== null && before.path !== after.path;
  const path2 = shownPath(after?.path ?? before?.path ?? "");
  return {
    path: path2,
    from: moved ? shownPath(before.path) : void 0,
    before: before?.size ?? null,
    after: after?.size ?? null,
    was: before?.layer ?? null,
    layer: after?.layer ?? null,
    owner: (after ?? before)?.owner,
    files: 1,
    same: !moved && before?.size === after?.size && before?.content === after?.content
  };
}

// src/explain/contents/fold.ts
var LARGEST = 2 ** 53;
function foldRows(rows, most) {
  if (rows.length <= most) return rows;
  const groups = groupRows(rows, most);
  const losses = Float64Array.from(rows, lossOf);
  const limit = limitFor(losses, groups, most);
  const little = rows.map((_, at) => (losses[at] ?? 0) <= limit);
  const members = new Int32Array(groups.directories.length);
  for (const [at, folds] of little.entries()) if (folds) count3(members, groups.groupOf[at] ?? 0);
  const sums = /* @__PURE__ */ new Map();
  const kept = rows.filter((row, at) => {
    const group = groups.groupOf[at] ?? 0;
    const folds = little[at] === true && (members[group] ?? 0) > 1;
    if (folds) add(sums, group, row);
    return !folds;
  });
  return [...kept, ...nameSums(sums, groups, unusedName(rows))].sort((a, b) => comparePaths(a.path, b.path));
}
function limitFor(losses, { groupOf, directories }, most) {
  const firsts = new Float64Array(directories.length).fill(Number.POSITIVE_INFINITY);
  for (const [at, loss] of losses.entries()) {
    const group = groupOf[at] ?? 0;
    firsts[group] = Math.min(firsts[group] ?? loss, loss);
  }
  firsts.sort();
  const sorted = losses.toSorted();
  let begun = 0;
  for (const [at, loss] of sorted.entries()) {
    while ((firsts[begun] ?? Number.POSITIVE_INFINITY) <= loss) begun++;
    const isLastOfItsLoss = sorted[at + 1] !== loss;
    if (isLastOfItsLoss && sorted.length - (at + 1) + begun <= most) return loss;
  }
  return Number.POSITIVE_INFINITY;
}
function lossOf({ before, after, same }) {
  const change3 = Math.abs((after ?? 0) - (before ?? 0));
  if (change3 > 0) return 1 + change3;
  return (same ? 0 : 1) + (after ?? before ?? 0) / LARGEST;
}
function add(sums, group, row) {
  const sum2 = sums.get(group);
  if (sum2 === void 0) {
    sums.set(group, { first: row, before: row.before, after: row.after, files: row.files, same: row.same });
    return;
  }
  if (row.before !== null) sum2.before = (sum2.before ?? 0) + row.before;
  if (row.after !== null) sum2.after = (sum2.after ?? 0) + row.after;
  sum2.files += row.files;
  sum2.same &&= row.same;
}
function nameSums(sums, { directories }, name) {
  const numbers = /* @__PURE__ */ new Map();
  return Array.from(sums, ([group, { first, ...sum2 }]) => {
    const directory = directories[group] ?? "";
    const number2 = (numbers.get(directory) ?? 0) + 1;
    numbers.set(directory, number2);
    const path2 = `${directory}${name}${number2 === 1 ? "" : ` ${number2}`}`;
    return { path: path2, from: void 0, was: first.was, layer: first.layer, owner: first.owner, ...sum2 };
  });
}
function unusedName(rows) {
  const used = /* @__PURE__ */ new Set();
  for (const { path: path2 } of rows) {
    if (path2.includes("\u2026")) for (const [, name2 = ""] of path2.matchAll(/(?:^|\/)(…\d*)/g)) used.add(name2);
  }
  let name = "\u2026";
  for (let number2 = 1; used.has(name); number2++) name = `\u2026${number2}`;
  return name;
}
function count3(counts, at) {
  counts[at] = (counts[at] ?? 0) + 1;
}

// src/explain/contents/contents.ts
var MOST_ROWS = 2e5;
function contentsOf(before, after, most = MOST_ROWS, diff = before === null || after === null ? null : diffTrees(before, after)) {
  return toColumns(foldRows(rowsInOrder(before ?? [], after ?? [], diff), most));
}
function toColumns(rows) {
  const owners = /* @__PURE__ */ new Map();
  const ownerOf = ({ owner }) => owner === void 0 ? null : positionIn2(owners, owner);
  const shared = rows.map(({ path: path2 }, at) => sharedLength(rows[at - 1]?.path ?? "", path2));
  const from = rows.flatMap((row, at) => row.from === void 0 ? [] : [[at, row.from]]);
  const folded2 = rows.flatMap(({ files }, at) => files === 1 ? [] : [[at, files]]);
  const columns = {
    shared,
    rest: rows.map(({ path: path2 }, at) => path2.slice(shared[at])),
    before: rows.map((row) => row.before),
    after: rows.map((row) => row.after),
    was: rows.map((row) => row.was),
    layer: rows.map((row) => row.layer),
    owner: rows.map(ownerOf)
  };
  return {
    owners: [...owners.keys()],
    ...columns,
    ...from.length > 0 && { from: Object.fromEntries(from) },
    ...folded2.length > 0 && { folded: Object.fromEntries(folded2) }
  };
}
function positionIn2(known, value) {
  const position = known.get(value) ?? known.size;
  if (position === known.size) known.set(value, position);
  return position;
}
function sharedLength(last, path2) {
  const most = Math.min(last.length, path2.length);
  let length = 0;
  while (length < most && last.charCodeAt(length) === path2.charCodeAt(length)) length++;
  const isCut = length > 0 && (path2.charCodeAt(length - 1) & 64512) === 55296;
  return isCut ? length - 1 : length;
}

// src/explain/contents/budget.ts
var ROWS3 = 4e5;
var BYTES = 6e7;
var MERGED = { rows: 1e6, bytes: 12e7 };
var NUMBERS = 60;
var PLAIN = /^[ !#-[\]-~]*$/;
function mostChangedFirst(comparisons) {
  return comparisons.toSorted((a, b) => changeOf4(b) - changeOf4(a));
}
function changeOf4({ baseline, head, growth }) {
  if (baseline === null) return head?.unpacked ?? 0;
  return Math.max(Math.abs(growth.unpacked ?? 0), growth.newBytes ?? 0);
}
function withinBudget(comparisons, budget = MERGED) {
  let { rows, bytes: bytes2 } = budget;
  const dropped = /* @__PURE__ */ new Set();
  for (const comparison of mostChangedFirst(comparisons)) {
    if (comparison.contents === void 0) continue;
    const size = { rows: comparison.contents.rest.length, bytes: bytesOf2(comparison.contents) };
    if (size.rows > rows || size.bytes > bytes2) dropped.add(comparison);
    else [rows, bytes2] = [rows - size.rows, bytes2 - size.bytes];
  }
  return comparisons.map((comparison) => {
    const { contents: _, ...rest } = comparison;
    return dropped.has(comparison) ? rest : comparison;
  });
}
var ContentsBudget = class {
  #rows;
  #bytes;
  constructor(comparisons, { rows = ROWS3, bytes: bytes2 = BYTES } = {}) {
    this.#rows = new Room(rows, comparisons);
    this.#bytes = new Room(bytes2, comparisons);
  }
  /** The contents of the next comparison, with as many rows as there is room for. */
  take(make) {
    const bytes2 = this.#bytes.next();
    let most = Math.min(MOST_ROWS, this.#rows.next());
    let contents = make(most);
    while (bytesOf2(contents) > bytes2 && most > 1) {
      most = Math.floor(Math.min(most, contents.rest.length) / 2);
      contents = make(most);
    }
    this.#rows.take(contents.rest.length);
    this.#bytes.take(bytesOf2(contents));
    return contents;
  }
};
var Room = class {
  #left;
  #waiting;
  #share;
  constructor(size, comparisons) {
    this.#left = size;
    this.#waiting = Math.max(1, comparisons);
    this.#share = Math.floor(size / 2 / this.#waiting);
  }
  /** All that is left, less the shares of those that come later. */
  next() {
    this.#waiting -= 1;
    return Math.max(this.#share, this.#left - this.#share * this.#waiting);
  }
  take(size) {
    this.#left -= size;
  }
};
function bytesOf2({ rest, owners, from = {} }) {
  const texts = [...rest, ...owners, ...Object.values(from)];
  return texts.reduce((sum2, text2) => sum2 + textBytes(text2), rest.length * NUMBERS);
}
function textBytes(text2) {
  return PLAIN.test(text2) ? text2.length + 3 : JSON.stringify(text2).length * 3;
}

// src/report/place.ts
function placeOfGrowth(comparison) {
  const [most] = changedLayers(comparison);
  const source = most !== void 0 && layerGrowth(most) > 0 ? sourceOf(most) : void 0;
  if (comparison.file === void 0 || source === void 0) return placeOfFile(comparison);
  return { file: source.file, line: source.lines.start, endLine: source.lines.end };
}
function placeOfFile({ file }) {
  return file === void 0 ? {} : { file };
}

export {
  bytes,
  change2 as change,
  digest,
  text,
  path,
  imageName,
  platform,
  platformOrNone,
  commitId,
  time,
  issueWords,
  issueMessage,
  layerSourceSchema,
  layerChangeSchema,
  layerChangeKind,
  baseImageSchema,
  checkResultSchema,
  measurementSchema,
  MAX_MEASUREMENT_FILE,
  parseMeasurementFile,
  MAX_ENTRIES,
  recordSchema,
  historyEntrySchema,
  historyMetric,
  historySchema,
  MAX_GAPS,
  MAX_GAP_REASON,
  gapsSchema,
  imagePath,
  platformPath,
  recordPath,
  imageOfRecord,
  layerPath,
  isRootUser,
  parsePackageUrl,
  packageParts,
  packageTitle,
  isSystemPackage,
  formatPackageUrl,
  VERDICTS,
  overallVerdict,
  createReport,
  exitCode,
  isNoisy,
  isWithinNoise,
  acceptedBy,
  changeWords,
  sizeWords,
  formatSeconds,
  CHECK_FIGURES,
  checkWords,
  hasNewsOfChecks,
  metricWords,
  overLimitWords,
  methodWords,
  shortCommit,
  versionWords,
  platformsOf,
  imageWords,
  mark,
  PAGE_MARKER,
  renderPage,
  readTemplate,
  placeWords,
  placeOfGrowth,
  placeOfFile,
  renderReportJson,
  renderMeasurementsJson,
  column,
  renderMarkdownTable,
  renderTerminalTable,
  folded,
  configLines,
  renderTotals,
  renderVariants,
  smallestOf,
  reductionWords,
  EVERYTHING,
  measuredLines,
  byteAxis,
  timeAxis,
  sparkline,
  netWeight,
  chooseLines,
  joinDirectories,
  lineOf2 as lineOf,
  diffTrees,
  totalOf,
  packageGrowth,
  isBuildTool,
  requirementsOf,
  marksDevelopment,
  explainGrowth,
  accountedFor,
  fileGrowth,
  accountRows,
  rowTotal,
  directoryName,
  causesOf,
  renderCauses,
  COMMENT_LIMIT,
  renderMarkdown,
  explanationLines,
  renderRows2 as renderRows,
  safe,
  renderTerminal,
  evaluateCondition,
  compareImage,
  compareRemoved,
  sumTogether,
  compareRelated,
  contentsOf,
  mostChangedFirst,
  withinBudget,
  ContentsBudget
};
