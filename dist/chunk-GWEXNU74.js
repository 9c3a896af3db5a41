import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  JUNIT_MARKER,
  OPENMETRICS_MARKER,
  SARIF_MARKER,
  renderJunit,
  renderOpenMetrics,
  renderSarif
} from "./chunk-DB5VEWNH.js";
import {
  namedImages
} from "./chunk-4VBVYM7S.js";
import {
  capAbove,
  compareMeasured,
  makeReport,
  measurementsOf,
  readMeasurements
} from "./chunk-4NSD2V6P.js";
import {
  tightestCap
} from "./chunk-R6QGMGQ6.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import {
  failureLines,
  resultOf
} from "./chunk-TCEFT5PD.js";
import {
  CHECK_FIGURES,
  PAGE_MARKER,
  accountRows,
  column,
  compareRemoved,
  configLines,
  createReport,
  directoryName,
  exitCode,
  formatSeconds,
  imageWords,
  isBuildTool,
  isRootUser,
  mark,
  measuredLines,
  methodWords,
  overLimitWords,
  packageGrowth,
  packageTitle,
  placeWords,
  platformsOf,
  readTemplate,
  reductionWords,
  renderMarkdown,
  renderMarkdownTable,
  renderMeasurementsJson,
  renderPage,
  renderReportJson,
  renderRows,
  renderTerminal,
  renderTerminalTable,
  renderTotals,
  renderVariants,
  rowTotal,
  safe,
  sizeWords,
  smallestOf,
  sumTogether,
  versionWords
} from "./chunk-NVQJ5B6A.js";
import {
  checkedHead,
  instructionOf,
  paint,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  parseGates
} from "./chunk-VUWQQRBG.js";
import {
  familiarName,
  groupBy,
  repeatedBlobs,
  untagged,
  withoutCopies
} from "./chunk-QX4VVKC4.js";
import {
  codeBlock,
  codeCell,
  codeSpan,
  cutMiddle,
  escapeHtml,
  escapeText,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatShare,
  formatShareOf,
  formatSignedBytes
} from "./chunk-C5KJ4NRV.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/command/compare.ts
import { resolve as resolve3 } from "node:path";

// src/report/terminal/breakdown.ts
var DIRECTORIES = 10;
var NAMES = 5;
var GROUPS = [
  {
    about: ["build tool not shipped", "build tools not shipped"],
    takes: ({ kind, name }) => kind === "removed" && isBuildTool(name)
  },
  { about: ["package removed", "packages removed"], takes: ({ kind }) => kind === "removed" },
  { about: ["package added", "packages added"], takes: ({ kind }) => kind === "added" },
  {
    about: ["package with another version", "packages with another version"],
    takes: ({ kind }) => kind === "upgraded"
  },
  { about: ["package with another size", "packages with another size"], takes: () => true }
];
function renderBreakdown(comparison, options) {
  const { explanation } = comparison;
  if (explanation === void 0) return "";
  const rows = breakdownRows(comparison, explanation);
  const all = { change: rowTotal(rows), about: "total", name: "", became: "" };
  const title = `Where ${formatSignedBytes(explanation.total)} of ${cutMiddle(visibleLine(imageWords(comparison, 2)), 100)} comes from`;
  const facts = configLines(comparison, safe);
  const lines = [...renderRows([...rows, all], options).split("\n"), ...facts].map((line) => `  ${line}`);
  return [paint(title, 1, options.colour), ...lines].join("\n");
}
function breakdownRows({ split }, explanation) {
  const { inherited, own = explanation } = explanation;
  const base = inherited === void 0 || split === void 0 ? [] : [{ change: inherited.total, about: "base image", name: baseNames(split), became: "" }];
  const others = { ...own, packages: { lines: [] } };
  const groups = groupRows(own);
  return [...base, ...groups, ...accountRows(others, DIRECTORIES)].filter(({ change }) => change !== 0);
}
function baseNames({ before, after }) {
  const names = [before.image, after.image].map(familiarName);
  return [...new Set(names)].join(" \u2192 ");
}
function groupRows({ packages: { lines, more } }) {
  const groups = groupBy(lines, (change) => GROUPS.find(({ takes }) => takes(change)));
  const rows = GROUPS.flatMap((group) => {
    const changes = groups.get(group) ?? [];
    if (changes.length === 0) return [];
    const names = changes.slice(0, NAMES).map(({ name }) => packageTitle(name));
    const hidden = changes.length - names.length;
    const became = `${names.join(", ")}${hidden === 0 ? "" : ` and ${hidden} more`}`;
    const change = changes.reduce((sum, each) => sum + packageGrowth(each), 0);
    const [one, several] = group.about;
    return [{ change, about: `${changes.length} ${changes.length === 1 ? one : several}`, name: "", became }];
  });
  const rest = more === void 0 ? [] : [{ change: more.change, about: `${more.count} more packages`, name: "", became: "" }];
  return [...rows, ...rest];
}

// src/command/report-files.ts
import { resolve as resolve2 } from "node:path";

// src/command/own-file.ts
import { randomUUID } from "node:crypto";
import { lstat, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

// src/report/notes/checks.ts
var CHECKS = 50;
function renderChecks({ rows }, level) {
  const heading = `${level} What was verified`;
  const measured = rows.filter(({ measurement }) => measurement !== null);
  const names = [...new Set(measured.flatMap((row) => checksOf(row).map(({ check }) => check)))];
  if (measured.length === 0) return "";
  if (names.length === 0) return `${heading}

${nothing(measured)}`;
  const columns = [column("check"), ...measured.map(({ image }) => column(codeCell(image, 60)))];
  const lines = names.slice(0, CHECKS).map((name) => [
    codeCell(name, 100),
    ...measured.map((row) => cellOf(checksOf(row).find(({ check }) => check === name)))
  ]);
  const table = renderMarkdownTable({ columns, rows: lines });
  const more = names.length > CHECKS ? `

\u2026 and ${names.length - CHECKS} more` : "";
  return `${heading}

${table}${more}${hasMedians(measured) ? `

${CHECK_FIGURES}` : ""}`;
}
function passesChecks(row) {
  const checks = checksOf(row);
  return checks.length === 0 ? void 0 : checks.every(({ outcome }) => outcome === "pass");
}
function checksOf({ measurement }) {
  return measurement?.checks ?? [];
}
function nothing(rows) {
  const image = rows.at(-1)?.image ?? "image";
  if (rows.length === 1) return "Nothing was verified. Add checks of what the image does under its `verify`.";
  const example = `\`\`\`yaml
images:
  ${yamlKey(image)}:
    verify:
      - run: [program, --version]
      - user: non-root
\`\`\``;
  return `Nothing was verified. No number here says whether the smaller images still work. Add checks to the configuration:

${example}`;
}
function yamlKey(name) {
  return /^[A-Za-z][A-Za-z0-9._/-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : JSON.stringify(visibleLine(name)).replaceAll("`", "\\u0060");
}
function cellOf(result) {
  if (result === void 0) return "\u2014";
  const { outcome, reason, seconds, peakMemory } = result;
  const facts = [
    ...seconds === void 0 ? [] : [formatSeconds(seconds)],
    ...peakMemory === void 0 ? [] : [formatBytes(peakMemory)]
  ];
  const why = reason === void 0 || outcome === "pass" ? "" : `: ${escapeText(reason, 160)}`;
  return `${mark(outcome)} ${outcome}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}${why}`;
}
function hasMedians(rows) {
  return rows.some(
    (row) => checksOf(row).some(({ seconds, peakMemory }) => seconds !== void 0 || peakMemory !== void 0)
  );
}
function checkNames(checks) {
  const named2 = checks.slice(0, 3).map(({ check }) => codeSpan(check, 60));
  return `${named2.join(", ")}${checks.length > 3 ? ` and ${checks.length - 3} more` : ""}`;
}

// src/report/notes/cost.ts
var BANDWIDTHS = [
  { name: "100 Mbit/s", bits: 1e8 },
  { name: "1 Gbit/s", bits: 1e9 }
];
var PULLS = 1e3;
var COLUMNS = [
  column("image"),
  column("registry stores", "right"),
  ...BANDWIDTHS.map(({ name }) => column(`pull at ${name}`, "right")),
  column("1,000 pulls", "right")
];
function renderCost(rows, level) {
  const measured = rows.flatMap(({ measurement }) => measurement ?? []);
  if (measured.length === 0) return "";
  const several = new Set(measured.map(({ platform }) => platform)).size > 1;
  const cells = measured.map(({ image, platform, download, estimated }) => {
    const times = BANDWIDTHS.map(({ bits }) => `${estimated ? "\u2248 " : ""}${formatSeconds(download * 8 / bits)}`);
    const pulls = sizeWords(download * PULLS, estimated);
    const on = several ? ` ${codeCell(platform, 40)}` : "";
    return [`${codeCell(image, 60)}${on}`, sizeWords(download, estimated), ...times, pulls];
  });
  const table = renderMarkdownTable({ columns: COLUMNS, rows: cells });
  const note = "Pulls are cold: they transfer every layer. Times are for the transfer alone, without unpacking.";
  return [`${level} What it costs`, table, [sharedWords(measured), note].join("")].join("\n\n");
}
function sharedWords(measured) {
  if (measured.length < 2) return "";
  const alone = measured.reduce((sum, { download: download2 }) => sum + download2, 0);
  const { download } = sumTogether(measured);
  const shared = alone - download;
  const estimated = measured.some((each) => each.estimated);
  const less = `${sizeWords(shared, estimated)} less than alone, because they share layers`;
  return `Together in one registry, the ${measured.length} images take ${sizeWords(download, estimated)}: ${shared === 0 ? "they share nothing" : less}. `;
}

// src/report/notes/layers.ts
var LAYERS = 15;
var COLUMNS2 = [column("unpacked", "right"), column("download", "right"), column("by")];
function renderLayers({ rows: [{ measurement }] }, level) {
  if (measurement === null || measurement.layers.length === 0) return "";
  const { layers, estimated } = measurement;
  const largest = withoutCopies(layers).toSorted((a, b) => b.unpacked - a.unpacked).slice(0, LAYERS);
  const rows = largest.map(({ unpacked, download, createdBy, source }) => {
    const place = source === void 0 ? "" : `${codeCell(placeWords(source))} `;
    const by = `${place}${codeCell(instructionOf(createdBy) || "\u2014", 160)}`;
    return [formatBytes(unpacked), sizeWords(download, estimated), by];
  });
  const hidden = layers.length - LAYERS;
  const more = hidden > 0 ? `

\u2026 and ${hidden} smaller ${hidden === 1 ? "layer" : "layers"}` : "";
  return `${level} Largest layers

${renderMarkdownTable({ columns: COLUMNS2, rows })}${more}`;
}

// src/report/notes/next-steps.ts
var WASTEFUL = 0.05;
var STEPS = 20;
function renderNextSteps(groups, images) {
  const rows = groups.flatMap(({ rows: rows2 }) => rows2);
  const all = [
    ...rows.filter(({ measurement, verdict }) => measurement === null && verdict !== "removed").map(unmeasured),
    ...groups.flatMap(choice),
    ...caps(groups, images),
    ...unlimited(images),
    ...rows.flatMap(waste),
    ...root(rows),
    ...skipped(rows)
  ];
  const steps = [...new Set(all)];
  if (steps.length === 0) return "";
  const more = steps.length > STEPS ? [`- \u2026 and ${steps.length - STEPS} more`] : [];
  return `## Next steps

${[...steps.slice(0, STEPS).map((step) => `- ${step}`), ...more].join("\n")}`;
}
function unmeasured({ image }) {
  return `${codeSpan(image, 60)} could not be measured. The report of the run has the reason.`;
}
function choice(group) {
  const sorted = bySize(group.rows);
  if (group.rows.length === 1 || sorted.length === 0) return [];
  const broken = sorted.filter((row) => passesChecks(row) === false).map(failing);
  const [smallest] = sorted;
  const best = sorted.find((row) => passesChecks(row) === true);
  if (best === void 0) return [...broken, ...unverified(smallest, group)];
  const percent = best === group.rows[0] ? "" : ` (${reductionWords(best, group)})`;
  const where = group.platform === "" ? "" : ` on ${codeSpan(group.platform, 40)}`;
  return [
    ...broken,
    `Ship ${codeSpan(best.image, 60)}${percent}: it is the smallest that passes all of its checks${where}.`
  ];
}
function unverified(smallest, group) {
  if (smallest === void 0 || passesChecks(smallest) !== void 0 || smallest === group.rows[0]) return [];
  return [`Add checks to ${codeSpan(smallest.image, 60)} before you ship it: it is the smallest and has none.`];
}
function failing(row) {
  const checks = checksOf(row).filter(({ outcome }) => outcome === "fail");
  const skips = checksOf(row).filter(({ outcome }) => outcome === "skipped");
  return checks.length > 0 ? `Fix ${codeSpan(row.image, 60)}: it fails ${checkNames(checks)}.` : `${codeSpan(row.image, 60)} is not verified: ${checkNames(skips)} could not be checked.`;
}
function caps(groups, images) {
  const kept = new Set(groups.flatMap((group) => keptOf(group)?.image ?? []));
  const free = images.flatMap(({ name, conditions }) => {
    const largest = largestOf(name, groups);
    const hasCap = ["unpacked", "download"].some((metric) => tightestCap(conditions, metric) !== void 0);
    return hasCap || largest === 0 || !kept.has(name) ? [] : [{ name, cap: capAbove(largest) }];
  });
  if (free.length === 0) return [];
  const lines = free.slice(0, STEPS).flatMap(({ name, cap }) => [`  ${yamlKey(name)}:`, `    fail-if: ["unpacked > ${cap}"]`]);
  const block = ["```yaml", "images:", ...lines, "```"].map((line) => `  ${line}`).join("\n");
  return [`Set a cap to keep this size. It leaves a little room above the measured size:

${block}
`];
}
function keptOf({ rows }) {
  const sorted = bySize(rows);
  return sorted.find((row) => passesChecks(row) === true) ?? sorted.find((row) => passesChecks(row) === void 0);
}
function largestOf(name, groups) {
  const rows = groups.flatMap((group) => group.rows.filter(({ image }) => image === name));
  return rows.reduce((most, { measurement }) => Math.max(most, measurement?.unpacked ?? 0), 0);
}
function bySize(rows) {
  return rows.filter(({ measurement }) => measurement !== null).toSorted((a, b) => (a.measurement?.unpacked ?? 0) - (b.measurement?.unpacked ?? 0));
}
function unlimited(images) {
  const free = images.filter(({ conditions }) => conditions.length === 0).map(({ name }) => name);
  return free.length === 0 ? [] : [`Give ${named(free)} a limit: no condition gates growth there.`];
}
function waste({ image, measurement }) {
  if (measurement === null || measurement.wasted <= measurement.unpacked * WASTEFUL) return [];
  const { wasted, unpacked, wastedPaths } = measurement;
  const [costliest] = wastedPaths.toSorted((a, b) => b.bytes - a.bytes);
  const path = costliest === void 0 ? "" : ` The largest is ${codeSpan(`/${costliest.path}`, 120)} with ${formatBytes(costliest.bytes)}.`;
  const share = escapeHtml(formatShareOf(wasted, unpacked));
  return [
    `${codeSpan(image, 60)} holds ${formatBytes(wasted)} (${share}) that a later layer overwrites or deletes.${path} Remove files in the step that writes them.`
  ];
}
function root(rows) {
  const names = rows.filter(({ measurement }) => measurement !== null && isRootUser(measurement.config.user)).map(({ image }) => image);
  const once = [...new Set(names)];
  return once.length === 0 ? [] : [`Run ${named(once)} as a user other than root: add a USER instruction.`];
}
function named(names) {
  const shown = names.slice(0, 5).map((name) => codeSpan(name, 60));
  if (names.length > 5) return `${shown.join(", ")} and ${names.length - 5} more`;
  return [shown.slice(0, -1).join(", "), shown.at(-1)].filter((part) => part !== "").join(" and ");
}
function skipped(rows) {
  return rows.flatMap((row) => {
    const checks = checksOf(row).filter(({ outcome }) => outcome === "skipped");
    const reason = checks[0]?.reason === void 0 ? "" : `: ${escapeText(checks[0].reason, 200)}`;
    return checks.length === 0 ? [] : [`Skipped in ${codeSpan(row.image, 60)}: ${checkNames(checks)}${reason}`];
  });
}

// src/report/notes/savings.ts
var BASE_COLUMNS = [
  column("version"),
  column("base image"),
  column("from the base image", "right"),
  column("own layers", "right")
];
var SAVING_COLUMNS = [column("change", "right"), column("where"), column("result")];
function renderSavings(group, savings, level) {
  const [reference, ...variants] = group.rows;
  const blocks = variants.map((row) => renderVariant(row, group, savings, `${level}#`)).filter((block) => block !== "");
  if (reference.measurement === null || blocks.length === 0) return "";
  return [`${level} Where the savings come from`, renderBases(group), ...blocks].filter((part) => part !== "").join("\n\n");
}
function renderBases({ rows }) {
  if (rows.every(({ measurement }) => measurement?.base === void 0)) return "";
  const cells = rows.flatMap(({ image, measurement }) => {
    if (measurement?.base === void 0) return [];
    const { layers, base, unpacked } = measurement;
    const inherited = layers.slice(0, base.layers).reduce((sum, layer) => sum + layer.unpacked, 0);
    const own = formatBytes(unpacked - inherited);
    return [[codeCell(image, 60), codeCell(base.image, 120), formatBytes(inherited), own]];
  });
  return renderMarkdownTable({ columns: BASE_COLUMNS, rows: cells });
}
function renderVariant(row, group, savings, level) {
  const [reference] = group.rows;
  if (row.measurement === null || reference.measurement === null || row.change === null) return "";
  const heading = `${level} ${codeSpan(row.image, 60)} against ${codeSpan(reference.image, 60)}`;
  const saving = savings.find(
    (each) => each.variant === row.image && each.reference === reference.image && samePlatform(each.platform, group.platform)
  );
  if (saving === void 0)
    return `${heading}

This run did not read the layers of these two, so their directories are not known.`;
  return `${heading}

${renderSaving(saving, reductionWords(row, group))}`;
}
function renderSaving({ lines, wasted, rest, total }, percent) {
  const rows = [
    ...lines.map((line) => [
      formatSignedBytes(line.after - line.before),
      codeCell(directoryName(line), 160),
      becameOf(line)
    ]),
    ...wasted === 0 ? [] : [[formatSignedBytes(wasted), "overwritten or deleted by a later layer", "waste"]],
    ...rest === 0 ? [] : [[formatSignedBytes(rest), "everything else", ""]],
    [`**${formatSignedBytes(total)}**`, "**total**", `**${percent}**`]
  ];
  return renderMarkdownTable({ columns: SAVING_COLUMNS, rows });
}
function becameOf({ before, after, files, parts }) {
  const what = files ? " (files directly in it)" : "";
  if (after === 0) return `gone${what}`;
  if (before === 0) return `new${what}`;
  const named2 = parts.map(({ name, change }) => `${codeCell(name, 60)} ${formatSignedBytes(change)}`);
  const most = named2.length === 0 ? "" : `, inside ${named2.join(", ")}`;
  return `${formatBytes(before)} \u2192 ${formatBytes(after)}${what}${most}`;
}

// src/report/notes/notes.ts
var DOCUMENT_MARKER = "<!-- image-size-gate:document - made by a run, replaced by the next one -->";
function renderDocument(report, context) {
  const groups = groupsOf(report);
  const [first] = groups;
  const title = groups.length === 1 && first !== void 0 ? `Size of ${titleOf(first)}` : "Sizes of the images";
  const sections = groups.flatMap((group) => renderGroup(group, context, groups.length > 1 ? titleOf(group) : ""));
  const parts = [
    DOCUMENT_MARKER,
    `# ${title}`,
    ...sections,
    groups.length === 1 ? "" : renderCost(singleRows(groups), "##"),
    renderTogether(report),
    renderNextSteps(groups, context.images),
    renderMethod(report, context)
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function groupsOf({ variants = [], comparisons }) {
  const isGrouped = ({ image, platform }) => variants.some(
    (group) => group.rows.some((row) => row.image === image) && (platform === "" || samePlatform(group.platform, platform))
  );
  const single = comparisons.filter((comparison) => !isGrouped(comparison)).map(
    (comparison) => ({
      platform: comparison.platform,
      rows: [
        {
          image: comparison.image,
          measurement: checkedHead(comparison),
          verdict: comparison.verdict,
          change: null
        }
      ]
    })
  );
  return [...variants, ...single];
}
function singleRows(groups) {
  return groups.flatMap(({ rows }) => rows.length === 1 ? rows : []);
}
function titleOf({ platform, rows }) {
  const name = codeSpan(rows[0].image, 60);
  return platform === "" ? name : `${name} on ${codeSpan(platform, 40)}`;
}
function renderGroup(group, { savings }, title) {
  const level = title === "" ? "##" : "###";
  return [
    title === "" ? "" : `## ${title}`,
    renderSummary(group),
    renderVariants(group),
    renderColumnsMeant(group),
    group.rows.length === 1 ? renderLayers(group, level) : renderSavings(group, savings, level),
    renderChecks(group, level),
    group.rows.length > 1 || title === "" ? renderCost(group.rows, level) : ""
  ];
}
function renderSummary(group) {
  const [reference] = group.rows;
  const smallest = smallestOf(group);
  if (smallest?.measurement == null)
    return group.rows.every(({ verdict }) => verdict === "removed") ? "No longer built." : "Nothing could be measured.";
  const { unpacked, download, estimated } = smallest.measurement;
  const after = sizeWords(download, estimated);
  if (group.rows.length === 1)
    return `${codeSpan(reference.image, 60)} is ${formatBytes(unpacked)} unpacked. A cold pull transfers ${after}.`;
  const start = `${group.rows.length} ways to build ${codeSpan(reference.image, 60)}`;
  if (reference.measurement === null) return `${start}. It could not be measured itself, so there are no reductions.`;
  if (smallest === reference) return `${start}. None is smaller than the image itself with ${formatBytes(unpacked)}.`;
  const before = reference.measurement;
  const size = `${formatBytes(before.unpacked)} \u2192 **${formatBytes(unpacked)} (${reductionWords(smallest, group)})**`;
  const pull = `${sizeWords(before.download, before.estimated)} \u2192 ${after}`;
  return `${start}: ${size} unpacked with ${codeSpan(smallest.image, 60)}. A cold pull transfers ${pull}.`;
}
function renderColumnsMeant({ rows }) {
  if (rows.length === 1) return "";
  const pull = `what a host with ${codeSpan(rows[0].image, 60)} still has to pull`;
  return `Size is the bytes of all files in all layers. Download is what a registry stores and a cold pull transfers. New bytes are ${pull}.`;
}
function renderTogether(report) {
  const totals = renderTotals(report, { together: true });
  return totals === "" ? "" : `## All platforms together

${totals}`;
}
function renderMethod(report, { date, command }) {
  const platforms = platformsOf(report).length === 0 ? ["Platform: none measured"] : [];
  const lines = [`Date: ${escapeText(date, 40)}`, ...measuredLines(report), ...platforms].map((line) => `- ${line}`);
  return `## How it was measured

${lines.join("\n")}

To create this document again:

${codeBlock(command, 30, 2e3)}`;
}

// src/command/own-file.ts
var DOCUMENT = { option: "--document", what: "document", marker: DOCUMENT_MARKER };
var PAGE = { option: "--html", what: "page", marker: PAGE_MARKER };
async function checkOwnFile(kind, path) {
  const { option, what, marker } = kind;
  const folder = await stat(dirname(path)).catch(() => void 0);
  if (!folder?.isDirectory())
    throw new UserError(`${option}: ${dirname(path)} is not a folder; a ${what} is written only into an existing one`);
  const found = await lstat(path).catch((error) => absent(kind, error));
  if (found === void 0) return;
  if (!found.isFile()) throw new UserError(`${option}: ${path} is not a regular file`);
  if (await isOurs(kind, path)) return;
  throw new UserError(
    `${option}: ${path} exists and does not begin with "${marker}": only a ${what} that a run wrote is replaced; name another file, or remove this one`
  );
}
async function writeOwnFile(kind, path, text) {
  await checkOwnFile(kind, path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new UserError(`${kind.option}: ${path} cannot be written: ${cause.message}`, { cause });
  }
}
async function isOurs({ option, marker }, path) {
  var _stack = [];
  try {
    const file = __using(_stack, await open(path).catch((cause) => {
      throw new UserError(`${option}: ${path} cannot be read: ${cause.message}`, { cause });
    }), true);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(marker.length));
    return buffer.subarray(0, bytesRead).toString("utf8") === marker;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function absent({ option }, error) {
  if (error.code !== "ENOENT") throw new UserError(`${option}: ${error.message}`, { cause: error });
}

// src/command/page-file.ts
import { resolve } from "node:path";
async function openPage(session) {
  const { args, cwd, terminal } = session;
  if (args.html === "") return void 0;
  const path = resolve(cwd, args.html);
  await checkOwnFile(PAGE, path);
  const template = await (session.template ?? readTemplate)();
  return {
    write: async (report) => {
      await writeOwnFile(PAGE, path, renderPage(report, template));
      if (!args.quiet) terminal.err(`Wrote ${args.html}
`);
    }
  };
}

// src/command/report-files.ts
var MARKDOWN_MARKER = "<!-- image-size-gate -->";
var FORMATS = {
  markdown: {
    marker: MARKDOWN_MARKER,
    what: "note",
    render: (report) => renderMarkdown(report, { marker: MARKDOWN_MARKER })
  },
  junit: { marker: JUNIT_MARKER, what: "JUnit file", render: renderJunit },
  sarif: { marker: SARIF_MARKER, what: "SARIF file", render: (report) => renderSarif(report, { version: VERSION }) },
  openmetrics: { marker: OPENMETRICS_MARKER, what: "file of metrics", render: renderOpenMetrics }
};
var NAMES2 = Object.keys(FORMATS);
async function openReportFiles(session) {
  const { args, cwd, terminal } = session;
  const page = await openPage(session);
  const asked = NAMES2.filter((name) => args[name] !== "");
  for (const name of asked) await checkOwnFile(kindOf(name), resolve2(cwd, args[name]));
  return {
    contents: page !== void 0,
    asked: page !== void 0 || asked.length > 0,
    write: async (report) => {
      await page?.write(report);
      for (const name of asked) {
        await writeOwnFile(kindOf(name), resolve2(cwd, args[name]), FORMATS[name].render(report));
        if (!args.quiet) terminal.err(`Wrote ${args[name]}
`);
      }
    }
  };
}
function kindOf(name) {
  const { marker, what } = FORMATS[name];
  return { option: `--${name}`, what, marker };
}

// src/command/session.ts
function printReport({ args, terminal, progress }, report, more = () => "") {
  progress.end();
  if (args.json) {
    terminal.out(renderReportJson(report, { errors: true }), "json");
    return;
  }
  terminal.out(renderTerminal(report, terminal));
  for (const comparison of report.comparisons) {
    const text = more(comparison, terminal);
    if (text !== "") terminal.out(`
${text}
`);
  }
  if (!args.preview) return;
  terminal.out("\nThe comment that the action would post:\n\n");
  terminal.out(renderMarkdown(report), "markdown");
}

// src/command/compare.ts
async function compareSources(session) {
  const files = await openReportFiles(session);
  const report = await compareOperands(session, /* @__PURE__ */ new Map(), files.contents);
  printReport(session, report, renderBreakdown);
  await files.write(report);
  return exitCode(report.verdict);
}
async function compareOperands(session, given = /* @__PURE__ */ new Map(), contents = false) {
  const [baseText = "", headText = ""] = session.args.operands;
  const measuredBase = await measureOperand(session, baseText, "base", given);
  const head = await measureOperand(session, headText, "head", given);
  const base = namedAlike(measuredBase, head);
  const images = imagesOf(head, session);
  const comparisons = [...compareNamesakes(images, base, head), ...compareOthers(base, head)];
  return makeReport(comparisons, images, session.measurer, contents);
}
async function measureOperand(session, text, side, given) {
  const { cwd, measurer } = session;
  const file = given.get(text);
  if (file !== void 0) return operandOf(measurementsOf(file, text), text);
  if (/\.json$/i.test(text)) return operandOf(await readMeasurements(resolve3(cwd, text), text), text);
  const [image] = await namedImages([text], session);
  if (image === void 0) throw new UserError(`${text} is no source`);
  const measured = await measurer.measure(image, { root: cwd, side });
  if (measured.kind !== "measured") throw new UserError(`${text}: ${measured.reason}`);
  return { text, source: image.source, images: /* @__PURE__ */ new Map([[image.name, measured]]) };
}
function operandOf(all, text) {
  const byImage = groupBy(all, ({ image }) => image);
  const images = Array.from(byImage, ([image, measurements]) => [image, { kind: "measured", measurements }]);
  return { text, images: new Map(images) };
}
function namedAlike(base, head) {
  const [name, ...others] = head.images.keys();
  const [measured, ...more] = base.images.values();
  if (name === void 0 || measured === void 0 || others.length + more.length > 0) return base;
  const measurements = measured.measurements.map((measurement) => ({ ...measurement, image: name }));
  return { ...base, images: /* @__PURE__ */ new Map([[name, { ...measured, measurements }]]) };
}
function imagesOf({ text, source, images }, { args }) {
  const names = [...images.keys()];
  const conditionsOf = parseGates(args, names.map(untagged));
  return names.map((name) => ({
    name,
    source: source ?? { kind: "oci", location: text },
    conditions: conditionsOf(untagged(name))
  }));
}
function compareNamesakes(images, base, head) {
  const plan = planOf(base);
  return images.flatMap((image) => {
    const before = base.images.get(image.name) ?? {
      kind: "none",
      reason: `the ${plan.origin.description} has no image ${image.name}`
    };
    return compareMeasured(image, before, resultOf(head.images, image.name), plan);
  });
}
function compareOthers(base, head) {
  const { origin, measurements } = planOf(base);
  return measurements.filter(({ image }) => !head.images.has(image)).map(
    (measurement) => compareRemoved({ image: measurement.image, baseline: { kind: "measured", origin, measurement } })
  );
}
function planOf({ text, source, images }) {
  const step = source === void 0 ? "file" : "source";
  const description = `${source === void 0 ? "measurement file" : "source"} ${text}`;
  return {
    kind: "file",
    origin: { step, description },
    measurements: [...images.values()].flatMap(({ measurements }) => measurements)
  };
}

// src/report/terminal/measurements.ts
var LAYERS2 = [column("#", "right"), column("download", "right"), column("unpacked", "right"), column("by")];
var FACTS = [column(""), column("", "right"), column("")];
var WASTED = 10;
function renderMeasurements(measurements, options) {
  if (measurements.length === 0) return "";
  return `${measurements.map((measurement) => renderMeasurement(measurement, options)).join("\n\n")}
`;
}
function renderMeasurement(measurement, options) {
  const { image, platform, estimated } = measurement;
  const name = paint(cutMiddle(visibleLine(image), 100), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform)}`,
    renderLayers2(measurement, options),
    renderFacts(measurement, options),
    ...renderWasted(measurement),
    `Method: ${methodWords(measurement)}${estimated ? ", download estimated (\u2248)" : ""}
Tools: ${visibleLine(versionWords(measurement))}`
  ];
  return parts.join("\n\n");
}
function renderLayers2({ layers, estimated }, options) {
  const repeated = repeatedBlobs(layers);
  const rows = layers.map((layer, index) => [
    String(index + 1),
    repeated.has(index) ? `as #${layers.findIndex(({ digest }) => digest === layer.digest) + 1}` : sizeWords(layer.download, estimated),
    formatBytes(layer.unpacked),
    instructionOf(layer.createdBy) || "-"
  ]);
  return renderTerminalTable({ columns: LAYERS2, rows }, options);
}
function renderFacts({ download, unpacked, estimated, files, wasted, efficiency, layers }, options) {
  const share = unpacked === 0 ? "" : `${formatShareOf(wasted, unpacked)} of unpacked`;
  const rows = [
    ["download", sizeWords(download, estimated), formatExactBytes(download)],
    ["unpacked", formatBytes(unpacked), formatExactBytes(unpacked)],
    ["wasted", formatBytes(wasted), share],
    ["efficiency", formatShare(efficiency * 100), ""],
    ["files", formatCount(files), ""],
    ["layers", String(layers.length), ""]
  ];
  return renderTerminalTable({ columns: FACTS, rows }, options);
}
function renderWasted({ wastedPaths }) {
  if (wastedPaths.length === 0) return [];
  const largest = wastedPaths.toSorted((a, b) => b.bytes - a.bytes).slice(0, WASTED);
  const lines = largest.map(
    ({ path, bytes }) => `  ${formatBytes(bytes).padStart(8)}  ${cutMiddle(visibleLine(path), 160)}`
  );
  const more = wastedPaths.length > WASTED ? [`  \u2026 and ${wastedPaths.length - WASTED} more`] : [];
  return [["Overwritten or deleted by a later layer:", ...lines, ...more].join("\n")];
}

// src/command/measure.ts
async function measureSources(session) {
  const { args, measurer, terminal, progress } = session;
  const files = await openReportFiles(session);
  const { images, comparisons } = await measureOperands(session);
  progress.end();
  const measurements = comparisons.flatMap(({ head }) => head ?? []);
  if (args.json) terminal.out(renderMeasurementsJson(measurements, comparisons), "json");
  else terminal.out(renderMeasurements(measurements, terminal));
  const report = createReport(comparisons);
  for (const line of [...failureLines(report), ...otherLines(comparisons)]) terminal.err(`${line}
`);
  if (files.asked) await files.write(makeReport(comparisons, images, measurer, files.contents));
  return exitCode(report.verdict);
}
async function measureOperands(session) {
  const { args, cwd, measurer } = session;
  const named2 = await namedImages(args.operands, session);
  const gates = { ...args, failIf: args.failIf.length > 0 ? args.failIf : ["none"] };
  const conditionsOf = parseGates(
    gates,
    named2.map(({ plainName }) => plainName)
  );
  const images = named2.map(({ plainName, ...image }) => ({ ...image, conditions: conditionsOf(plainName) }));
  const comparisons = [];
  for (const image of images) {
    const measured = await measurer.measure(image, { root: cwd, side: "head" });
    comparisons.push(...compareMeasured(image, NO_BASELINE, measured, NO_BASELINE));
  }
  return { images, comparisons };
}
var NO_BASELINE = { kind: "none", reason: "measure compares with nothing" };
function otherLines(comparisons) {
  return comparisons.flatMap(
    (comparison) => comparison.conditions.flatMap((condition) => {
      const { verdict, text, reason = "" } = condition;
      if (verdict === "warn") return `${comparison.image}: warning: ${overLimitWords(condition, comparison)}`;
      return verdict === "skipped" && comparison.head !== null ? `${comparison.image}: skipped "${text}": ${reason}` : [];
    })
  );
}

export {
  renderDocument,
  DOCUMENT,
  PAGE,
  checkOwnFile,
  writeOwnFile,
  openReportFiles,
  printReport,
  compareSources,
  compareOperands,
  measureSources,
  measureOperands
};
